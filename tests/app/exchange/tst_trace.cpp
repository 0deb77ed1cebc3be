// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/trace.h"

#include <QRegularExpression>
#include <QTest>

#include <vector>

using namespace exchange;

namespace {

constexpr const char *caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

Trace of(std::vector<protocols::Field> fields)
{
    return traceOf(fields);
}

} // namespace

class TestTrace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void takesNoTraceFromAnInvalidField_data()
    {
        QTest::addColumn<QByteArray>("value");
        const QByteArray valid = caller;
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("short") << valid.left(54);
        QTest::newRow("longer in version 0") << valid + "-x";
        QTest::newRow("upper case") << valid.toUpper();
        QTest::newRow("version ff") << "ff" + valid.mid(2);
        QTest::newRow("no trace") << QByteArray("00-00000000000000000000000000000000-b7ad6b7169203331-01");
        QTest::newRow("no parent") << QByteArray("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01");
        QTest::newRow("other separators") << QByteArray(valid).replace('-', '_');
    }
    void takesNoTraceFromAnInvalidField()
    {
        QFETCH(QByteArray, value);
        QVERIFY(!parseTraceParent(value.toStdString()));
        QVERIFY(of({{"traceparent", value.toStdString()}}).empty());
        QVERIFY(parseTraceParent(caller));
        QVERIFY(parseTraceParent("01" + std::string(caller).substr(2) + "-more"));
    }

    void readsTheFieldsOfEveryTracer_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("trace");
        QTest::addColumn<QByteArray>("span");
        QTest::newRow("W3C") << QByteArray("Traceparent") << QByteArray(caller) << QByteArray("0af7651916cd43dd8448eb211c80319c") << QByteArray("b7ad6b7169203331");
        QTest::newRow("b3") << QByteArray("b3") << QByteArray("80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90")
                            << QByteArray("80f198ee56343ba864fe8b2a57d3eff7") << QByteArray("e457b5a2e4d86bd1");
        QTest::newRow("b3, not sampled") << QByteArray("b3") << QByteArray("0") << QByteArray() << QByteArray();
        QTest::newRow("Jaeger") << QByteArray("uber-trace-id") << QByteArray("abc1:def2:0:1") << QByteArray("abc1") << QByteArray("def2");
        QTest::newRow("Amazon") << QByteArray("X-Amzn-Trace-Id") << QByteArray("Root=1-67891233-abc;Parent=463ac;Sampled=1") << QByteArray("1-67891233-abc")
                                << QByteArray("463ac");
        QTest::newRow("too long") << QByteArray("uber-trace-id") << QByteArray(200, 'a') + ":b" << QByteArray() << QByteArray("b");
    }
    void readsTheFieldsOfEveryTracer()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        const std::string field = name.toStdString(), text = value.toStdString();
        const Trace trace = of({{"accept", "*/*"}, {field, text}});
        QTEST(QByteArray::fromStdString(trace.trace), "trace");
        QTEST(QByteArray::fromStdString(trace.span), "span");
    }

    void readsSeparateFields()
    {
        const Trace trace = of({{"X-B3-TraceId", "80f1"}, {"X-B3-SpanId", "e457"}, {"X-B3-ParentSpanId", "05e3"}, {"X-Correlation-ID", "order 7"}, {"X-Request-ID", "a-1"}});
        QCOMPARE(trace, (Trace{.trace = "80f1", .span = "e457", .parent = "05e3", .request = "a-1"}));
    }

    void readsTheCommentOfAStatement()
    {
        const std::string comment = std::string("/*route='%2Forders',traceparent='") + caller + "'*/";
        QCOMPARE(traceOfStatement("SELECT 1 " + comment).span, std::string("b7ad6b7169203331"));
        QCOMPARE(traceOfStatement(std::string(5000, ' ') + comment).span, std::string("b7ad6b7169203331"));
        QVERIFY(traceOfStatement("SELECT 1").empty());
        QVERIFY(traceOfStatement(std::string("UPDATE log SET traceparent='") + caller + "'").empty());
    }
};

QTEST_GUILESS_MAIN(TestTrace)
#include "tst_trace.moc"
