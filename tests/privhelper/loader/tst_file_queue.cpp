// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/file_queue.h"

#include <QRegularExpression>
#include <QTest>

using namespace loader;

namespace {

ExecutableFile file(uint32_t owner, uint64_t number)
{
    ExecutableFile made;
    made.id = {1, number};
    made.owner = owner;
    return made;
}

bool anybody(uint32_t)
{
    return true;
}

} // namespace

class TestFileQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void letsOwnersTakeTurns()
    {
        FileQueue queue;
        for (uint64_t i = 0; i < 200; ++i)
            QVERIFY(!queue.add(file(1000, i)));
        QVERIFY(!queue.add(file(0, 500)) && !queue.add(file(0, 501)) && !queue.add(file(1001, 600)));
        std::vector<uint64_t> order;
        for (int i = 0; i < 6; ++i)
            order.push_back(queue.take(anybody)->id.inode);
        QCOMPARE(order, (std::vector<uint64_t>{0, 600, 500, 1, 501, 2}));
        QCOMPARE(queue.size(), 197u);
    }

    void leavesOutOwnersWhoHaveEnough()
    {
        FileQueue queue;
        queue.add(file(1000, 1));
        queue.add(file(1001, 2));
        QCOMPARE(queue.take([](uint32_t owner) { return owner != 1000; })->id.inode, 2u);
        QVERIFY(!queue.take([](uint32_t owner) { return owner != 1000; }));
        QCOMPARE(queue.take(anybody)->id.inode, 1u);
        QVERIFY(queue.isEmpty() && !queue.take(anybody));
    }

    void dropsTheOldestOfWhoHasTooMany()
    {
        FileQueue queue;
        queue.add(file(1001, 7));
        for (uint64_t i = 0; i < FileQueue::ofOwnerMax; ++i)
            QVERIFY(!queue.add(file(1000, 100 + i)));
        const auto dropped = queue.add(file(1000, 1000));
        QVERIFY(dropped && dropped->id.inode == 100);
        QVERIFY(queue.find({1, 7}) && queue.find({1, 1000}) && !queue.find({1, 100}));
        // The system's are only limited by the whole.
        for (uint64_t i = queue.size(); i < FileQueue::allMax; ++i)
            QVERIFY(!queue.add(file(0, 10'000 + i)));
        QCOMPARE(queue.add(file(1002, 5))->owner, 0u);
        QCOMPARE(queue.size(), FileQueue::allMax);
    }
};

QTEST_GUILESS_MAIN(TestFileQueue)
#include "tst_file_queue.moc"
