// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/link_text.h"
#include "tests/support/machine_state.h"

#include <QTest>

using namespace ui;
using capture::LinkState;
using capture::MachineState;
using support::machine;

class TestLinkText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysWhenALinkIsLostAndBack()
    {
        const MachineState live = machine("ssh://root@web1");
        MachineState lost = live, back = live;
        lost.state = LinkState::Lost;
        lost.losses = back.losses = 1;
        back.missedNs = 4'200'000'000;
        QCOMPARE(linkText({}, live), QString());
        QVERIFY(linkText(live, lost).startsWith(QStringLiteral("The link to web1 is lost.")));
        QCOMPARE(linkText(lost, lost), QString());
        QCOMPARE(linkText(lost, back), QStringLiteral("The link to web1 is back; 4.2 s are missing."));
    }
    void saysWhereTheClockIs()
    {
        MachineState far = machine("web1");
        far.clockOffsetNs = -3'000'000'000;
        far.clockUncertaintyNs = 500'000;
        QCOMPARE(clockText(far), QStringLiteral("Linked to web1. Its clock is 3.000 s behind, give or take 0.5 ms; times are by this machine's."));
        far.clockOffsetNs = 2'000'000;
        QVERIFY(clockText(far).contains(QStringLiteral("0.002 s ahead")));
    }
};

QTEST_GUILESS_MAIN(TestLinkText)
#include "tst_link_text.moc"
