// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filter/filter.h"

#include <QtTest>

using namespace filter;

class TestCompile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsAFilterBack_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("words");
        const auto row = [](const char *text, const char *words) { QTest::newRow(text) << QByteArray(text) << QByteArray(words); };
        row("", "");
        row("   ", "");
        row("(proc:orders or host:*.local) -type:image", "from orders or to any host of *.local, without images");
        row("machine:web1 -machine:db*", "on web1, not on any machine of db*");
        row("proc:orders OR host:*.local", "from orders or to any host of *.local");
        row("login", "mentioning \"login\"");
        row("a and b", "mentioning \"a\" and mentioning \"b\"");
        row("\"or\" \"two words\"", "mentioning \"or\" and mentioning \"two words\"");
        row("status>=400", "with a status of 400 or more");
        row("status:4xx", "with status 4xx");
        row("-status:404 not is:running", "without status 404 and not still running");
        row("size>10k dur>500ms", "larger than 10k and slower than 500ms");
        row("side:server is:error", "seen at the server and with an error");
        row("host:\"a b\"", "to a b");
        row("host!=x", "not to x");
        row("-(a or b) method:POST", "with method POST, not (mentioning \"a\" or mentioning \"b\")");
        row("a (b or c)", "mentioning \"a\" and (mentioning \"b\" or mentioning \"c\")");
        row("wait>100ms rtt>=50ms", "answered more slowly than 100ms and with a round trip of 50ms or more");
        row("tls:1.3", "over TLS 1.3");
        row("tls:\"TLS 1.2\"", "over TLS 1.2");
        row("tls:unknown", "over TLS of unknown version");
        row("retrans>0", "more segments sent again than 0");
        row("rows>100 outcome:error", "with an error as outcome and more rows than 100");
        row("is:llm model:gpt-* tokens>1000", "calls of language models and with model gpt-* and more tokens than 1000");
        row("is:here machine:web*", "on this machine and on any machine of web*");
        row("is:rpc -model:x", "calls by JSON-RPC, without model x");
        row("rows:0 -result:SELECT", "0 rows, without result \"SELECT\"");
        row("localhost:8080", "mentioning \"localhost:8080\"");
        row("http://x/y", "mentioning \"http://x/y\"");
        row("body:\"id\":7 header:\"x-a: b\"", "with \"x-a: b\" in a header and with \"\"id\":7\" in a body");
        row("-body:a*b", "without \"a*b\" in a body");
        row("(body:x)", "with \"x\" in a body");
        row("why:Server -why:wayback", "with most of its time taken by the server, without most of its time taken by the way back");
        row("page=2", "mentioning \"page=2\"");
        row("a||b", "mentioning \"a||b\"");
        row("a || b", "mentioning \"a\" or mentioning \"b\"");
        row("f(x)", "");
    }

    void readsAFilterBack()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, words);
        const auto filter = compile(text.toStdString());
        if (text == "f(x)") {
            QVERIFY(!filter); // a closing parenthesis always closes, unless quoted
            return;
        }
        QVERIFY2(filter.has_value(), filter ? "" : filter.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(describe(*filter)), words);
        QCOMPARE(filter->empty(), words.isEmpty());
    }

    void saysWhereAndWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("position");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char *text, int position, const char *part) { QTest::newRow(text) << QByteArray(text) << position << QByteArray(part); };
        row("a hots:x", 2, "\"hots\" is nothing to filter by");
        row("staus:200", 0, "\"staus\" is nothing to filter by");
        row("a stauts:4xx", 2, "\"stauts\" is nothing to filter by");
        row("host:", 5, "Something is missing after \"host:\"");
        row("status>=abc", 8, "a status is a number");
        row("dur>5parsec", 4, "a duration is a number");
        row("wait>long", 5, "a duration is a number");
        row("size>x", 5, "a size is a number");
        row("pid:1.5", 4, "whole number");
        row("a (b", 2, "not closed");
        row("a b)", 3, "no opening parenthesis");
        row("()", 1, "nothing before this parenthesis");
        row("a or", 4, "missing at the end");
        row("or b", 0, "missing before this \"or\"");
        row("a -", 2, "nothing to exclude");
        row("a - b", 2, "nothing to exclude");
        row("a not", 2, "nothing to exclude");
        row("a and", 5, "missing after \"and\"");
        row("body:\"open", 5, "quote is not closed");
        row("body:", 5, "Something is missing after \"body:\"");
        row("x \"open", 2, "quote is not closed");
        row("is:purple", 3, "is not known");
        row("side:left", 5, "client or server");
        row("host>5", 5, "Only numbers");
        row("status:500-400", 7, "a status is a number");
    }

    void saysWhereAndWhatIsWrong()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, position);
        QFETCH(QByteArray, part);
        const auto filter = compile(text.toStdString());
        QVERIFY(!filter);
        QVERIFY2(QByteArray::fromStdString(filter.error().message).contains(part), filter.error().message.c_str());
        QCOMPARE(int(filter.error().position), position);
    }

    void everyWordItOffersIsOne()
    {
        const std::vector<std::string> all = words();
        for (const char *wanted : {"rows:", "result:", "outcome:error", "is:query", "is:channel", "is:redis", "side:server", "mark:red", "comment:", "why:server", "why:"})
            QVERIFY2(std::find(all.begin(), all.end(), wanted) != all.end(), wanted);
        for (const std::string &word : all) {
            const auto filter = compile(word);
            QVERIFY2(filter || (word.back() == ':' && filter.error().message.starts_with("Something is missing after")), word.c_str());
        }
    }

    void refusesWhatIsTooDeepOrTooLong()
    {
        QVERIFY(!compile(std::string(1'000, '(') + "a" + std::string(1'000, ')')));
        QVERIFY(!compile(std::string(1'000, '-') + "a"));
        QVERIFY(!compile(std::string(100'000, 'a')));
    }
};

QTEST_GUILESS_MAIN(TestCompile)
#include "tst_compile.moc"
