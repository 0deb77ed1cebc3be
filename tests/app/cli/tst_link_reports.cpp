// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/link_reports.h"
#include "tests/support/machine_state.h"

#include <QTest>

using namespace cli;
using capture::LinkState;
using capture::MachineState;
using support::machine;

class TestLinkReports : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void saysHowFarTheClockIsAndHowSureThatIs()
    {
        MachineState now = machine("deploy@web1");
        now.clockOffsetNs = -3'250'000'000;
        now.clockUncertaintyNs = 1'400'000;
        QCOMPARE(linkText({}, now), std::string("web1: linked (web-1); its clock is 3.250 s behind this machine's, give or take 1.4 ms; times are shown by this machine's"));
    }
    void saysOnceThatAMachineFailedOrIsLate()
    {
        MachineState live = machine("web1"), failed = live;
        failed.state = LinkState::Over;
        failed.failure = capture::Error{capture::ErrorKind::NoLink, 0, 0, 0, 0, "Connection refused"};
        QCOMPARE(linkText(live, failed), std::string("web1: its capture ended, others go on: ssh could not reach the machine: check that `ssh` to it works. (Connection refused)"));
        QCOMPARE(linkText(failed, failed), std::string());
        MachineState late = live;
        late.lagNs = 3'200'000'000;
        QCOMPARE(linkText(live, late), std::string("web1: what it sends comes 3.2 s late"));
        QCOMPARE(linkText(late, late), std::string());
        MachineState here = machine("");
        QCOMPARE(linkText({}, here), std::string());
    }
    void sumsUpWhatCameFromEach()
    {
        MachineState one = machine("deploy@web1");
        one.receivedBytes = 50'123'456;
        QCOMPARE(summaryText(one), std::string("web1: 50.1 MB received, 0 events lost"));
        one.lagNs = 12'400'000;
        one.lostEvents = 7;
        one.destination.clear();
        QCOMPARE(summaryText(one), std::string("this machine: 50.1 MB received, the newest 12 ms late, 7 events lost"));
    }
    void saysOnceThatALinkIsLostAndThatItIsBack()
    {
        const MachineState live = machine("web1");
        MachineState lost = live;
        lost.state = LinkState::Lost;
        lost.reason = "no sign of life";
        lost.losses = 1;
        QCOMPARE(linkText(live, live), std::string());
        QCOMPARE(linkText(live, lost), std::string("web1: the link is lost (no sign of life); what its programs do is not captured until it is back"));
        QCOMPARE(linkText(lost, lost), std::string());
        MachineState back = live;
        back.losses = 1;
        back.missedNs = 2'340'000'000;
        QCOMPARE(linkText(lost, back), std::string("web1: the link is back; 2.3 s are missing"));
    }
};

QTEST_GUILESS_MAIN(TestLinkReports)
#include "tst_link_reports.moc"
