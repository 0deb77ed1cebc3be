// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/exporters/converted.h"
#include "tests/app/exporters/sample.h"

#include <QtTest>

using namespace exporters;
using sample::Capture;

namespace {

constexpr const char *requestHead = "POST /v1/chat/completions HTTP/1.1\r\nHost: models.local\r\nContent-Type: application/json\r\n\r\n";
constexpr const char *answerHead = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
// Of a service's form, in two pieces that alone are none.
constexpr const char *secretStart = "ghp_16C7e42F292c", *secretEnd = "6912E7710c838347Ae178B4a";

} // namespace

class TestHarLlm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void theConversationIsWritten()
    {
        const QJsonObject call = exported(false);
        QCOMPARE(call["api"].toString(), QString("OpenAI chat completions"));
        QCOMPARE(call["model"].toString(), QString("gpt-4o"));
        QCOMPARE(call["answeredBy"].toString(), QString("gpt-4o-2024"));
        QCOMPARE(call["streamed"].toBool(), true);
        QCOMPARE(call["stop"].toString(), QString("stop"));
        QCOMPARE(call["tokens"].toObject(), (QJsonObject{{"input", 12}, {"output", 4}}));
        const QJsonObject asked = call["messages"].toArray()[0].toObject();
        QCOMPARE(asked["role"].toString(), QString("user"));
        QCOMPARE(asked["parts"].toArray()[0].toObject(), (QJsonObject{{"type", "text"}, {"text", "What is the token?"}}));
        QCOMPARE(call["answers"].toArray()[0].toObject()["parts"].toArray()[0].toObject()["text"].toString(), QString("It is ") + secretStart + secretEnd);
    }

    void aSecretInTwoPiecesIsMaskedOnceTheyAreJoined()
    {
        const QJsonObject call = exported(true);
        const QString said = call["answers"].toArray()[0].toObject()["parts"].toArray()[0].toObject()["text"].toString();
        QVERIFY2(said.startsWith(QLatin1String("It is masked-")), qPrintable(said));
        QCOMPARE(call["tokens"].toObject(), (QJsonObject{{"input", 12}, {"output", 4}}));
    }

    void anImportedCallIsStillOne()
    {
        exported(true);
        const QByteArray har = converted::written(m_capture.store(), m_capture.bodies(), {});
        auto file = parseHar(std::string_view(har.constData(), size_t(har.size())));
        QVERIFY(file.has_value());
        const exchange::Exchange &again = file->batch.exchanges.at(0);
        QCOMPARE(again.dialect, protocols::Dialect::OpenAiChat);
        QCOMPARE(again.operation, std::string("gpt-4o"));
        QCOMPARE(again.tokens, (protocols::Tokens{12, 4}));
    }

    void nothingElseIsACall();

private:
    QJsonObject exported(bool masked);

    Capture m_capture;
};

void TestHarLlm::nothingElseIsACall()
{
    Capture other;
    other.add(requestHead, R"({"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]})", answerHead, "");
    QVERIFY(!converted::entries(converted::written(other.store(), other.bodies(), {}))[0].toObject().contains("_llm"));
}

QJsonObject TestHarLlm::exported(bool masked)
{
    m_capture = {};
    exchange::Exchange &e = m_capture.add(requestHead, R"({"model":"gpt-4o","messages":[{"role":"user","content":"What is the token?"}]})", answerHead, "");
    e.dialect = protocols::Dialect::OpenAiChat;
    e.operation = "gpt-4o";
    e.tokens = {12, 4};
    const auto event = [&](const std::string &data, base::Duration after) {
        m_capture.batch().items.emplace_back(0, exchange::Item{.half = protocols::Half::Response, .kind = protocols::ItemKind::Event,
                                                               .end = sample::day + after, .slices = m_capture.keep(data)});
    };
    const auto said = [](const std::string &text) { return R"({"model":"gpt-4o-2024","choices":[{"index":0,"delta":{"content":")" + text + R"("}}]})"; };
    event(said(std::string("It is ") + secretStart), 20 * sample::millisecond);
    event(said(secretEnd), 30 * sample::millisecond);
    event(R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":4}})", 31 * sample::millisecond);
    ExportOptions options;
    options.masked = masked;
    return converted::entries(converted::written(m_capture.store(), m_capture.bodies(), options))[0].toObject()["_llm"].toObject();
}

QTEST_GUILESS_MAIN(TestHarLlm)
#include "tst_har_llm.moc"
