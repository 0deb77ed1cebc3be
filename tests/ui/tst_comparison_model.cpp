// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison_model.h"

#include "tests/ui/support.h"
#include "ui/compare/comparison_delegate.h"

#include <QAbstractItemModelTester>
#include <QTest>

using compare::Kind;
using compare::Part;
using compare::Way;

class ComparisonModelTest : public QObject
{
    Q_OBJECT

    static QString rows(const ui::ComparisonModel &model)
    {
        QStringList lines;
        for (int row = 0; row < model.rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < model.columnCount(); ++column)
                if (const QString cell = model.index(row, column).data().toString(); !cell.isEmpty())
                    cells << cell;
            lines << cells.join(QStringLiteral(" | "));
        }
        return lines.join(QLatin1Char('\n'));
    }
    static std::vector<compare::Section> sections()
    {
        compare::Section target { Part::Target, Way::Fields, {}, false };
        target.differences.rows = { { Kind::Same, "method", "GET", "GET" }, { Kind::Changed, "path", "/a", "/b" } };
        compare::Section head { Part::ResponseHead, Way::Fields, {}, false };
        head.differences.rows = { { Kind::Same, "Server", "nginx", "nginx" } };
        compare::Section body { Part::ResponseBody, Way::Lines, {}, true };
        body.differences.rows = { { Kind::Skipped, {}, {}, {}, 1200 }, { Kind::Same, "1201", "x", "x" }, { Kind::Removed, "1202", "y\t\x01", {} } };
        return { target, head, body };
    }

private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void showsWhatDiffersUnderItsHeading()
    {
        ui::ComparisonModel model;
        const QAbstractItemModelTester tester(&model);
        model.setRows(ui::comparisonRows(sections()));
        QCOMPARE(rows(model), QStringLiteral("Request\nPath | /a | /b\nResponse headers\nResponse body\n1 200 equal lines\n1201 | x | x\n1202 | y ·\n"
                                             "One of the two is incomplete or too large: only what is there is compared.").replace(QStringLiteral("1 200"), QStringLiteral("1\u202f200")));
        QCOMPARE(model.differences(), 2);
        QCOMPARE(model.index(1, 0).data(Qt::AccessibleTextRole).toString(), QStringLiteral("Path, different"));
    }

    void showsEqualValuesTooIfWanted()
    {
        ui::ComparisonModel model;
        const QAbstractItemModelTester tester(&model);
        model.setRows(ui::comparisonRows(sections()));
        const int before = model.rowCount();
        model.setEqualToo(true);
        QCOMPARE(model.rowCount(), before + 2);
        QVERIFY(rows(model).contains(QStringLiteral("Server | nginx | nginx")));
        model.setEqualToo(false);
        QCOMPARE(model.rowCount(), before);
    }

    void timesAndSizesHaveAPartOfTheirOwn()
    {
        exchange::Exchange slow, fast;
        slow.response.bodyBytes = fast.response.bodyBytes = 2'000;
        exchange::Timing slowTimes, fastTimes;
        slowTimes.total = 900'000'000;
        fastTimes.total = 20'000'000;
        slowTimes.wait = 880'000'000;
        ui::ComparisonModel model;
        model.setRows(ui::timingRows(slow, slowTimes, fast, fastTimes));
        QCOMPARE(rows(model), QStringLiteral("Timing\nDuration | 900 ms | 20 ms\nWaiting | 880 ms | –"));
    }

    void findsTheDifferentPartBetweenWhatIsCommon()
    {
        const auto part = ui::differentPart(QStringLiteral("order-17-x"), QStringLiteral("order-2-x"));
        QCOMPARE(part.begin, 6);
        QCOMPARE(part.leftLength, 2);
        QCOMPARE(part.rightLength, 1);
        // Not within a character.
        const auto faces = ui::differentPart(QStringLiteral("a😀"), QStringLiteral("a😁"));
        QCOMPARE(faces.begin, 1);
        QCOMPARE(faces.leftLength, 2);
    }
};

QTEST_MAIN(ComparisonModelTest)
#include "tst_comparison_model.moc"
