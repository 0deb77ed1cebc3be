// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/names.h"

#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace calls;

class TestNames : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesEachCauseANameOfItsOwn()
    {
        std::set<std::string_view> names;
        for (int cause = 0; cause <= int(Cause::WayBack); ++cause)
            names.insert(causeName(Cause(cause)));
        QCOMPARE(names.size(), size_t(Cause::WayBack) + 1);
        QCOMPARE(causeName(Cause(99)), "unknown");
        QCOMPARE(surenessName(Sureness::Certain), "certain");
    }

    void saysNothingOfAJoinedHalf()
    {
        QVERIFY(loneName(Lone::Joined).empty());
        QCOMPARE(loneName(Lone::Uncertain), "uncertain");
    }

    void saysHowACauseIsKnownOrWhyNot()
    {
        QCOMPARE(howName(How::Thread), "thread");
        QVERIFY(causelessName(Causeless::Linked).empty());
        QVERIFY(causelessName(Causeless::NotSent).empty());
        QCOMPARE(causelessName(Causeless::Several), "several");
    }

    void visitsAllStretchesInOrder()
    {
        const Stretches s{1, 2, 3, 4, 5, 6, 0, 20};
        base::Duration last = 0;
        visitStretches([&](std::string_view, auto stretch) { QCOMPARE(s.*stretch, ++last); });
        QCOMPARE(last, base::Duration(6));
    }
};

QTEST_GUILESS_MAIN(TestNames)
#include "tst_names.moc"
