// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/refusal_limit.h"

#include <QRegularExpression>
#include <QTest>

using namespace loader;

class TestRefusalLimit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void listsTenAMinuteOfEachUserAndCountsTheRest()
    {
        RefusalLimit limit;
        int listed = 0;
        for (int i = 0; i < 1000; ++i)
            listed += limit.admit(1000, 100 + i % 50).has_value();
        QCOMPARE(listed, 10);
        QCOMPARE(limit.admit(1001, 100), std::optional<uint64_t>(0));
        // A minute later the next one says how many there were.
        QCOMPARE(limit.admit(1000, 160), std::optional<uint64_t>(990));
        QCOMPARE(limit.admit(1000, 160), std::optional<uint64_t>(0));
    }

    void tellsOfThoseWhoStoppedTrying()
    {
        RefusalLimit limit;
        for (int i = 0; i < 15; ++i)
            limit.admit(1000, 100);
        limit.admit(1001, 100);
        QVERIFY(limit.takeSilenced(159).empty());
        const auto silenced = limit.takeSilenced(160);
        QCOMPARE(silenced.size(), 1u);
        QCOMPARE(silenced[0].uid, 1000u);
        QCOMPARE(silenced[0].count, 5u);
        QVERIFY(limit.text().empty());
    }

    void keepsItsCountsAsText()
    {
        RefusalLimit limit;
        for (int i = 0; i < 15; ++i)
            limit.admit(1000, 100);
        RefusalLimit next = RefusalLimit::parse(limit.text() + "nonsense\n\n7\n");
        QVERIFY(!next.hasChanged());
        QVERIFY(!next.admit(1000, 120));
        QCOMPARE(next.admit(1000, 170), std::optional<uint64_t>(6));
        // The machine was started again: its clock is younger than the window.
        QCOMPARE(RefusalLimit::parse(limit.text()).admit(1000, 3), std::optional<uint64_t>(5));
    }

    void staysSmallWhateverTheNumberOfUsers()
    {
        RefusalLimit limit;
        int listed = 0;
        for (uid_t uid = 1; uid <= 5000; ++uid)
            listed += limit.admit(uid, 100).has_value();
        QCOMPARE(listed, int(RefusalLimit::usersMax) + 10);
        QVERIFY(limit.text().size() < 16 * 1024);
        QCOMPARE(limit.takeSilenced(200).size(), 1u);
    }
};

QTEST_GUILESS_MAIN(TestRefusalLimit)
#include "tst_refusal_limit.moc"
