// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/alignment.h"

#include <QTest>

#include <algorithm>
#include <random>

class AlignmentTest : public QObject
{
    Q_OBJECT

    // The length of the longest common subsequence, by the plain table.
    static size_t longest(const std::vector<uint32_t> &left, const std::vector<uint32_t> &right)
    {
        std::vector<size_t> row(right.size() + 1);
        for (const uint32_t one : left) {
            size_t before = 0;
            for (size_t i = 0; i < right.size(); ++i) {
                const size_t above = row[i + 1];
                row[i + 1] = one == right[i] ? before + 1 : std::max(above, row[i]);
                before = above;
            }
        }
        return row.back();
    }
    static void check(const std::vector<uint32_t> &left, const std::vector<uint32_t> &right)
    {
        const compare::Alignment alignment = compare::align(left, right);
        QVERIFY(alignment.complete);
        size_t l = 0, r = 0, same = 0;
        for (const compare::Run &run : alignment.runs) {
            QCOMPARE(run.left, l);
            QCOMPARE(run.right, r);
            if (run.same) {
                QCOMPARE(run.leftEnd - run.left, run.rightEnd - run.right);
                for (size_t i = 0; i < run.leftEnd - run.left; ++i)
                    QCOMPARE(left[run.left + i], right[run.right + i]);
                same += run.leftEnd - run.left;
            }
            l = run.leftEnd;
            r = run.rightEnd;
        }
        QCOMPARE(l, left.size());
        QCOMPARE(r, right.size());
        QCOMPARE(same, longest(left, right));
    }

private Q_SLOTS:
    void alignsWhatTheyHaveInCommon()
    {
        const std::vector<uint32_t> left { 1, 2, 3, 4, 5 }, right { 1, 3, 4, 9, 5 };
        QCOMPARE(compare::align(left, right).runs, (std::vector<compare::Run> { { 0, 1, 0, 1, true }, { 1, 2, 1, 1, false }, { 2, 4, 1, 3, true },
                                                                                { 4, 4, 3, 4, false }, { 4, 5, 4, 5, true } }));
    }

    void findsTheLongestCommonSubsequenceOfAnything()
    {
        std::mt19937 random(7);
        for (int i = 0; i < 400; ++i) {
            std::vector<uint32_t> left(random() % 30), right(random() % 30);
            for (auto *each : { &left, &right })
                for (uint32_t &value : *each)
                    value = uint32_t(random() % 5);
            check(left, right);
        }
    }

    void anEmptyOneAlignsWithNothing()
    {
        check({}, {});
        check({ 1 }, {});
        check({}, { 1, 2 });
    }

    void givesUpWithinItsStepsAndKeepsTheEndsAligned()
    {
        std::vector<uint32_t> left { 1 }, right { 1 };
        for (uint32_t i = 0; i < 20'000; ++i) {
            left.push_back(10 + i);
            right.push_back(100'000 + i);
        }
        left.push_back(2);
        right.push_back(2);
        const compare::Alignment alignment = compare::align(left, right, 1'000'000);
        QVERIFY(!alignment.complete);
        QCOMPARE(alignment.runs, (std::vector<compare::Run> { { 0, 1, 0, 1, true }, { 1, 20'001, 1, 20'001, false }, { 20'001, 20'002, 20'001, 20'002, true } }));
    }
};

QTEST_APPLESS_MAIN(AlignmentTest)
#include "tst_alignment.moc"
