// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/lines.h"

#include "tests/app/compare/transcript.h"

#include <QElapsedTimer>
#include <QTest>

#include <string>

using support::transcript;

class LinesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void showsTheLinesAroundADifference()
    {
        const auto text = [](const char *sixth) {
            std::string lines;
            for (int i = 1; i <= 12; ++i)
                lines += (i == 6 ? std::string(sixth) : "line " + std::to_string(i)) + "\n";
            return lines;
        };
        QCOMPARE(transcript(compare::compareLines(text("old"), text("new"))),
                 QStringLiteral("... 2\n= 3: line 3\n= 4: line 4\n= 5: line 5\n~ 6: old -> new\n= 7: line 7\n= 8: line 8\n= 9: line 9\n... 3"));
    }

    void endsOfLinesAreNoDifference()
    {
        QVERIFY(!compare::compareLines("a\r\nb\r\n", "a\nb").any());
    }

    void tellsAddedFromRemovedLines()
    {
        QCOMPARE(transcript(compare::compareLines("a\nb\n", "b\nc\n")), QStringLiteral("- 1: a\n= 2: b\n+ 2: c"));
        QCOMPARE(transcript(compare::compareLines("", "x")), QStringLiteral("+ 1: x"));
    }

    void twoTextsThatHaveNothingInCommonTakeLittleTime()
    {
        std::string left, right;
        for (int i = 0; i < 100'000; ++i) {
            left += "left " + std::to_string(i) + "\n";
            right += "right " + std::to_string(i) + "\n";
        }
        QElapsedTimer clock;
        clock.start();
        const compare::Differences differences = compare::compareLines(left, right);
        QVERIFY(clock.elapsed() < 5000); // for a machine under load
        QVERIFY(!differences.whole);
        QCOMPARE(differences.rows.size(), compare::rowsMax);
        QCOMPARE(transcript({ { differences.rows[0] }, true }), QStringLiteral("~ 1: left 0 -> right 0"));
    }

    void aLongLineIsCutBetweenCharacters()
    {
        std::string line;
        while (line.size() < 3000)
            line += "ü";
        const compare::Differences differences = compare::compareLines(line, "x");
        QVERIFY(differences.rows[0].left.size() <= compare::valueMax);
        QVERIFY(QString::fromStdString(differences.rows[0].left).endsWith(QStringLiteral("ü…")));
    }
};

QTEST_APPLESS_MAIN(LinesTest)
#include "tst_lines.moc"
