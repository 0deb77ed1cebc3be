// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/causes/cause_tree.h"

#include "tests/app/calls/causes/served_and_sent.h"

#include <QMap>
#include <QRegularExpression>
#include <QTest>

using served_and_sent::Play;

namespace {

// "in > call+far > query": depth by indentation, joined halves with a plus.
QStringList drawn(const Play &play, const QString &of)
{
    QStringList lines;
    for (const calls::CauseNode &node : calls::causeTree(play.store, play.calls, play.id(of)).nodes) {
        QString line = QString(qsizetype(node.depth), '.') + play.name(node.id);
        if (node.server != base::noId && node.server != node.id)
            line += '+' + play.name(node.server);
        lines << line;
    }
    return lines;
}

} // namespace

class TestCauseTree : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void spansProcessesWhicheverExchangeIsAskedFor()
    {
        const Play play(R"(
            shell sends process=9 9..40
            in serves process=0 of=shell 10..39
            call sends process=0 12..30
            far serves process=1 of=call 13..29
            query sends process=1 15..20
            late sends process=0 32..33
            alone sends process=0 50..60
        )");
        const QStringList tree{"shell+in", ".call+far", "..query", ".late"};
        for (const char *each : {"shell", "in", "call", "far", "query", "late"})
            QCOMPARE(drawn(play, each), tree);
        QCOMPARE(drawn(play, "alone"), QStringList{"alone"});
    }

    void saysWhenThereIsMore()
    {
        QString script = "in serves 1..9000\n";
        for (int i = 0; i < 600; ++i)
            script += QString("c%1 sends %2..%3\n").arg(i).arg(2 + 2 * i).arg(3 + 2 * i);
        const Play play(script);
        const calls::CauseTree tree = calls::causeTree(play.store, play.calls, 0);
        QCOMPARE(tree.nodes.size(), calls::CauseTree::nodesMax);
        QVERIFY(tree.cut);
    }
};

QTEST_GUILESS_MAIN(TestCauseTree)
#include "tst_cause_tree.moc"
