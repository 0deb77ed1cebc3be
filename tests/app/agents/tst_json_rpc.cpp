// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/json_rpc.h"

#include <QRegularExpression>
#include <QTest>

using namespace agents;

namespace {
RpcCode codeOf(std::string_view text)
{
    const auto message = readMessage(text);
    return message ? RpcCode(0) : message.error().error.code;
}
}

class TestJsonRpc : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsRequestsAndNotifications()
    {
        const auto request = readMessage(R"({"jsonrpc":"2.0","id":"a","method":"tools/list","params":{"x":[1]}})");
        QVERIFY(request.has_value());
        QCOMPARE(*request->id, Json("a"));
        QCOMPARE(request->method, "tools/list");
        QCOMPARE(textOf(request->params), R"({"x":[1]})");
        QVERIFY(!readMessage(R"({"jsonrpc":"2.0","method":"m"})")->id);
    }

    void saysWhatIsWrongWithAMessage_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("code");
        QTest::newRow("no JSON") << QByteArray("{") << -32700;
        QTest::newRow("two values") << QByteArray("{} {}") << -32700;
        QTest::newRow("a batch") << QByteArray("[]") << -32600;
        QTest::newRow("a number") << QByteArray("7") << -32600;
        QTest::newRow("another version") << QByteArray(R"({"jsonrpc":"1.0","id":1,"method":"m"})") << -32600;
        QTest::newRow("an id that is a list") << QByteArray(R"({"jsonrpc":"2.0","id":[],"method":"m"})") << -32600;
        QTest::newRow("an id with a fraction") << QByteArray(R"({"jsonrpc":"2.0","id":1.5,"method":"m"})") << -32600;
        QTest::newRow("a response") << QByteArray(R"({"jsonrpc":"2.0","id":1,"result":{}})") << -32600;
        QTest::newRow("params as a list") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"m","params":[]})") << -32602;
        QTest::newRow("too deep") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":"m","params":{"a":)") + QByteArray(100'000, '[') + QByteArray(100'000, ']') + "}}" << -32700;
        QTest::newRow("too large") << QByteArray(R"({"jsonrpc":"2.0","id":1,"method":")") + QByteArray(messageMax, 'm') + "\"}" << -32600;
    }
    void saysWhatIsWrongWithAMessage()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, code);
        QCOMPARE(int(codeOf({text.constData(), size_t(text.size())})), code);
    }

    void namesTheRequestThatItRefuses()
    {
        const auto refused = readMessage(R"({"jsonrpc":"2.0","id":12,"method":3})");
        QCOMPARE(errorMessage(refused.error().id, refused.error().error), R"({"jsonrpc":"2.0","id":12,"error":{"code":-32600,"message":"\"method\" is missing, or not a string."}})");
    }

    void writesOneLine()
    {
        QCOMPARE(resultMessage("x\n", "{}"), R"({"jsonrpc":"2.0","id":"x\n","result":{}})");
        QCOMPARE(notificationMessage("n", {{"a", 1}}), R"({"jsonrpc":"2.0","method":"n","params":{"a":1}})");
    }
};

QTEST_GUILESS_MAIN(TestJsonRpc)
#include "tst_json_rpc.moc"
