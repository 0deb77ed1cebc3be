// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/machine_list_model.h"

#include "tests/support/machine_state.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QTest>

using capture::LinkState;
using capture::MachineState;
using ui::MachineListModel;

class MachineListModelTest : public QObject
{
    Q_OBJECT

    // "web1 12 ms | this machine"
    static QString transcript(const MachineListModel &model)
    {
        QStringList lines;
        for (int row = 0; row < model.rowCount(); ++row)
            lines << (model.index(row).data().toString() + QLatin1Char(' ') + model.index(row).data(MachineListModel::DetailRole).toString()).trimmed();
        return lines.join(QStringLiteral(" | "));
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void saysHowEachMachineIs()
    {
        MachineListModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        MachineState here = support::machine(""), live = support::machine("ssh://deploy@web1:2222"), far = support::machine("db1");
        model.set({ here });
        QVERIFY(!model.isWorthShowing());
        far.state = LinkState::Opening;
        far.name.clear();
        model.set({ here, live, far });
        QVERIFY(model.isWorthShowing());
        QCOMPARE(transcript(model), QStringLiteral("this machine | web1:2222 | db1 connecting …"));
        live.lagNs = 12'000'000;
        far.state = LinkState::Asking;
        model.set({ here, live, far });
        QCOMPARE(transcript(model), QStringLiteral("this machine | web1:2222 12 ms | db1 wants a password"));
        live.lostEvents = 3;
        far.state = LinkState::Over;
        far.failure = capture::Error { capture::ErrorKind::NoLink, 0, 0, 0, 0, "Connection refused" };
        model.set({ here, live, far });
        QCOMPARE(transcript(model), QStringLiteral("this machine | web1:2222 3 lost | db1 failed"));
        QVERIFY(model.index(2).data(MachineListModel::FailedRole).toBool());
        QVERIFY(model.index(2).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Connection refused")));
        live.state = LinkState::Lost;
        live.reason = "no sign of life";
        far.failure.reset();
        model.set({ live, far });
        QCOMPARE(transcript(model), QStringLiteral("web1:2222 link lost | db1 ended"));
        QVERIFY(model.index(0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("no sign of life")));
    }

    void tellsTheClockTheLagAndTheLosses()
    {
        MachineListModel model;
        MachineState far = support::machine("web1");
        far.clockOffsetNs = -3'250'000'000;
        far.clockUncertaintyNs = 1'400'000;
        far.lagNs = 38'000'000;
        far.losses = 2;
        far.missedNs = 4'200'000'000;
        model.set({ far });
        QVERIFY(model.isWorthShowing());
        const QString tip = model.index(0).data(Qt::ToolTipRole).toString();
        for (const char *line : { "web1, whose name is web-1", "Its clock is 3.250 s behind, give or take 1.4 ms", "came 38 ms after", "lost 2 times", "4.2 s are missing", "No events lost" })
            QVERIFY2(tip.contains(QLatin1String(line)), qPrintable(tip));
        QCOMPARE(model.index(0).data(MachineListModel::FilterRole).toString(), QStringLiteral("machine=web1"));
        model.set({ support::machine("") });
        QCOMPARE(model.index(0).data(MachineListModel::FilterRole).toString(), QStringLiteral("is:here"));
    }
};

QTEST_GUILESS_MAIN(MachineListModelTest)
#include "tst_machine_list_model.moc"
