// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/process_list.h"

#include <QRegularExpression>
#include <QTest>

#include <unistd.h>

#include <algorithm>

class ProcessListTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsANameThatHoldsParenthesesAndSpaces()
    {
        const auto line = loader::parseStat("12 (a) b (c)) S 7 12 12 0 -1 4194304 1 2 3 4 5 6 7 8 20 0 1 0 4321 99");
        QVERIFY(line);
        QCOMPARE(QByteArray::fromStdString(line->comm), QByteArray("a) b (c)"));
        QCOMPARE(line->ppid, 7u);
        QCOMPARE(line->startTicks, 4321u);
    }

    void refusesAStatLineThatIsTooShort()
    {
        QVERIFY(!loader::parseStat(""));
        QVERIFY(!loader::parseStat("12 (a) S 7"));
        QVERIFY(!loader::parseStat("12 )a( S 7"));
    }

    void describesThisProcess()
    {
        const auto self = loader::describeProcess(static_cast<uint32_t>(getpid()));
        QVERIFY(self);
        QCOMPARE(self->ppid, static_cast<uint32_t>(getppid()));
        QCOMPARE(self->uid, static_cast<uint32_t>(getuid()));
        QVERIFY(self->startNs > 0);
        QVERIFY(QByteArray::fromStdString(self->exe).contains("tst_process_list"));
        QVERIFY(QByteArray::fromStdString(self->args).endsWith('\0'));
    }

    void saysNothingOfAProcessThatIsGone() { QVERIFY(!loader::describeProcess(0x7ffffff0)); }

    void findsDescendants()
    {
        const auto all = loader::withDescendants({ static_cast<uint32_t>(getppid()) });
        QVERIFY(std::ranges::find(all, static_cast<uint32_t>(getpid())) != all.end());
    }

    void keepsToTheUserInTheScope()
    {
        const auto self = loader::describeProcess(static_cast<uint32_t>(getpid()));
        QVERIFY(self);
        loader::ScopeConfig scope;
        scope.mode = loader::ScopeMode::Uid;
        scope.uid = getuid();
        QVERIFY(loader::isInScope(*self, scope, {}));
        scope.uid = getuid() + 1;
        QVERIFY(!loader::isInScope(*self, scope, {}));
        scope.uid = getuid();
        scope.excluded = { self->pid };
        QVERIFY(!loader::isInScope(*self, scope, {}));
    }
};

QTEST_GUILESS_MAIN(ProcessListTest)
#include "tst_process_list.moc"
