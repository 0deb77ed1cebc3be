// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/term_completer.h"

#include <QRegularExpression>
#include <QtTest>

class TestTermCompleter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void completesTheLastWord()
    {
        QStringListModel history({QStringLiteral("host:example.org status:404")});
        ui::TermCompleter completer(&history);
        const auto completed = [&](const char *typed) {
            completer.setCompletionPrefix(QString::fromLatin1(typed));
            return completer.completionCount() ? completer.currentCompletion() : QString();
        };
        QCOMPARE(completed("curl row"), QStringLiteral("curl rows:"));
        QCOMPARE(completed("outcome:e"), QStringLiteral("outcome:error"));
        QCOMPARE(completed("a -is:quer"), QStringLiteral("a -is:query"));
        QCOMPARE(completed("example.o"), QStringLiteral("host:example.org status:404"));
        QCOMPARE(completed("nothing at all"), QString());
        history.setStringList({QStringLiteral("proc:orders")});
        QCOMPARE(completed("proc:ord"), QStringLiteral("proc:orders"));
        QCOMPARE(completed("example.o"), QString());
    }

    void offersAWordThatWasUsedBeforeOnce()
    {
        QStringListModel history({QStringLiteral("is:failed")});
        ui::TermCompleter completer(&history);
        completer.setCompletionPrefix(QStringLiteral("is:fail"));
        QCOMPARE(completer.completionCount(), 1);
    }

    void knowsAWholeWord()
    {
        QStringListModel history({QStringLiteral("host:a is:failed b")});
        const ui::TermCompleter completer(&history);
        QVERIFY(completer.isWhole(QStringLiteral("a -is:http")));
        QVERIFY(completer.isWhole(QStringLiteral("host:a is:failed b")));
        QVERIFY(!completer.isWhole(QStringLiteral("is:htt")));
        QVERIFY(!completer.isWhole(QStringLiteral("host:")));
        QVERIFY(!completer.isWhole(QStringLiteral("is:http ")));
    }
};

QTEST_MAIN(TestTermCompleter)
#include "tst_term_completer.moc"
