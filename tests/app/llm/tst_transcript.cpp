// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/transcript.h"

#include <QRegularExpression>
#include <QTest>

using namespace llm;

namespace {

constexpr base::Time second = 1'000'000'000;

QString qt(std::string_view text) { return QString::fromUtf8(text.data(), qsizetype(text.size())); }

// "user: text(Hi) | assistant: tool call lookup(…)#id"
QString turnsText(const std::vector<Turn> &turns)
{
    QStringList all;
    for (const Turn &turn : turns) {
        QStringList parts;
        for (const Part &part : turn.parts) {
            QString text = qt(partName(part.kind)) + (part.name.empty() ? QString() : ' ' + qt(part.name)) + '(' + qt(part.text) + ')';
            text += part.id.empty() ? QString() : '#' + qt(part.id);
            text += part.bytes ? QStringLiteral(" %1 B").arg(part.bytes) : QString();
            parts << (part.failed ? text + " failed" : text);
        }
        all << qt(roleName(turn.role)) + ": " + parts.join(QStringLiteral(", "));
    }
    return all.join(QStringLiteral(" | "));
}

Spoken spoken(Dialect dialect, std::string request, std::vector<std::string> answer, bool streamed)
{
    Spoken result{.dialect = dialect, .target = "/v1beta/models/gemini-2.0:generateContent?key=x", .request = std::move(request), .answer = {}, .streamed = streamed,
                  .requestEnd = 10 * second};
    for (size_t i = 0; i < answer.size(); ++i)
        result.answer.push_back({std::move(answer[i]), streamed ? base::Time(11 + i) * second : 0});
    return result;
}

QString countText(std::optional<uint64_t> count) { return count ? QString::number(*count) : QStringLiteral("?"); }

} // namespace

class TestTranscript : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void readsWhatWasSaidBefore_data();
    void readsWhatWasSaidBefore();
    void joinsWhatWasAnswered_data();
    void joinsWhatWasAnswered();
    void aWholeAnswerHasNoPace();
    void geminiNamesItsModelInTheTarget();
    void aFailureIsInTheServicesWords();
    void whatAPeerMakesGrowHasALimit();
};

void TestTranscript::init() { QTest::failOnWarning(QRegularExpression(".*")); }

void TestTranscript::readsWhatWasSaidBefore_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QString>("turns");
    const auto row = [](const char *name, Dialect dialect, const char *request, const char *turns) {
        QTest::newRow(name) << int(dialect) << QByteArray(request) << QString::fromUtf8(turns);
    };
    row("OpenAI chat", Dialect::OpenAiChat,
        R"({"model":"m","messages":[{"role":"developer","content":"Be brief"},{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},)"
        R"({"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{\"a\":1}"}}]},{"role":"tool","tool_call_id":"c1","content":"42"}]})",
        R"(system: text(Be brief) | user: text(Hi), image image/png() 3 B | assistant: tool call look({"a":1})#c1 | tool: tool result(42)#c1)");
    row("OpenAI responses", Dialect::OpenAiResponses,
        R"({"model":"m","instructions":"Be brief","input":[{"role":"user","content":[{"type":"input_text","text":"Hi"}]},{"type":"reasoning","summary":[{"type":"summary_text","text":"so"}]},)"
        R"({"type":"function_call","call_id":"c1","name":"look","arguments":"{}"},{"type":"function_call_output","call_id":"c1","output":"42"}]})",
        "system: text(Be brief) | user: text(Hi) | assistant: reasoning(so) | assistant: tool call look({})#c1 | tool: tool result(42)#c1");
    row("OpenAI responses, a bare question", Dialect::OpenAiResponses, R"({"model":"m","input":"Hi"})", "user: text(Hi)");
    row("Anthropic", Dialect::AnthropicMessages,
        R"({"model":"m","system":[{"type":"text","text":"Be brief"}],"messages":[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AAAAAA=="}}]},)"
        R"({"role":"assistant","content":[{"type":"thinking","thinking":"so"},{"type":"tool_use","id":"t1","name":"look","input":{"a":1}}]},)"
        R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","is_error":true,"content":[{"type":"text","text":"no"}]}]}]})",
        R"(system: text(Be brief) | user: text(Hi), image image/jpeg() 4 B | assistant: reasoning(so), tool call look({"a":1})#t1 | tool: tool result(no)#t1 failed)");
    row("Gemini", Dialect::Gemini,
        R"({"system_instruction":{"parts":[{"text":"Be brief"}]},"contents":[{"role":"user","parts":[{"text":"Hi"},{"inlineData":{"mimeType":"image/png","data":"AAAA"}},{"fileData":{"mimeType":"application/pdf","fileUri":"gs://x"}}]},)"
        R"({"role":"model","parts":[{"functionCall":{"name":"look","args":{"a":1}}}]},{"role":"user","parts":[{"functionResponse":{"name":"look","response":{"r":42}}}]}]})",
        R"(system: text(Be brief) | user: text(Hi), image image/png() 3 B, file application/pdf(gs://x) | assistant: tool call look({"a":1}) | tool: tool result look({"r":42}))");
    row("Ollama", Dialect::OllamaChat,
        R"({"model":"m","messages":[{"role":"user","content":"Hi","images":["AAAA"]},{"role":"assistant","content":"","tool_calls":[{"function":{"name":"look","arguments":{"a":1}}}]},{"role":"tool","tool_name":"look","content":"42"}]})",
        R"(user: text(Hi), image() 3 B | assistant: tool call look({"a":1}) | tool: tool result look(42))");
    row("Ollama, a prompt", Dialect::OllamaGenerate, R"({"model":"m","system":"Be brief","prompt":"Hi"})", "system: text(Be brief) | user: text(Hi)");
    row("cut inside a message", Dialect::OpenAiChat, R"({"model":"m","messages":[{"role":"user","content":"Hi"},{"role":"user","content":"And th)", "user: text(Hi) | user: text(And th)");
    row("not what its shape promises", Dialect::OpenAiChat, R"({"model":7,"messages":{"role":"user"},"tools":"x"})", "");
    row("no JSON", Dialect::AnthropicMessages, "<html>", "");
}

void TestTranscript::readsWhatWasSaidBefore()
{
    QFETCH(int, dialect);
    QFETCH(QByteArray, request);
    QFETCH(QString, turns);
    QCOMPARE(turnsText(readTranscript(spoken(Dialect(dialect), request.toStdString(), {}, false)).turns), turns);
}

void TestTranscript::joinsWhatWasAnswered_data()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QStringList>("pieces");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("figures");
    const auto row = [](const char *name, Dialect dialect, const QStringList &pieces, const char *answer, const char *figures) {
        QTest::newRow(name) << int(dialect) << pieces << QString::fromUtf8(answer) << QString::fromUtf8(figures);
    };
    row("OpenAI chat", Dialect::OpenAiChat,
        {R"({"model":"m2","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]})", R"({"choices":[{"index":0,"delta":{"content":"Ye"}}]})", R"({"choices":[{"index":0,"delta":{"content":"s"}}]})",
         R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"look","arguments":"{\"a\""}}]}}]})",
         R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]},"finish_reason":"tool_calls"}]})", "[DONE]",
         R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":6,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":1}}})"},
        R"(assistant: text(Yes), tool call look({"a":1})#c1)", "m2 tool_calls 9 6 4 1 first 2 pace 2");
    row("OpenAI chat, several choices", Dialect::OpenAiChat,
        {R"({"choices":[{"index":1,"delta":{"content":"B"}}]})", R"({"choices":[{"index":0,"delta":{"content":"A"}}]})", R"({"choices":[{"index":1,"delta":{"content":"b"}}]})"},
        "assistant: text(A) | assistant: text(Bb)", "  ? ? ? ? first 1");
    row("OpenAI responses", Dialect::OpenAiResponses,
        {R"({"type":"response.created","response":{"object":"response","model":"m2","status":"in_progress","output":[]}})",
         R"({"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"c1","name":"look","arguments":""}})",
         R"({"type":"response.function_call_arguments.delta","output_index":0,"delta":"{}"})", R"({"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Ye"})",
         R"({"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"s"})"},
        "assistant: tool call look({})#c1, text(Yes)", "m2  ? ? ? ? first 3");
    row("OpenAI responses, completed", Dialect::OpenAiResponses,
        {R"({"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Yes"})",
         R"({"type":"response.completed","response":{"object":"response","model":"m2","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"Yes"}]}],"usage":{"input_tokens":9,"output_tokens":6}}})"},
        "assistant: text(Yes)", "m2 completed 9 6 ? ? first 1");
    row("Anthropic", Dialect::AnthropicMessages,
        {R"({"type":"message_start","message":{"model":"m2","usage":{"input_tokens":9,"output_tokens":1,"cache_read_input_tokens":4}}})",
         R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})", R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Yes"}})",
         R"({"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"look","input":{}}})",
         R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}})",
         R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"1}"}})", R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":6}})"},
        R"(assistant: text(Yes), tool call look({"a":1})#t1)", "m2 tool_use 9 6 4 ? first 3 pace 2");
    row("Gemini, pieces in one list", Dialect::Gemini,
        {R"([{"candidates":[{"content":{"parts":[{"text":"so","thought":true}]}}]},{"candidates":[{"content":{"parts":[{"text":"Ye"}]}}]},{"candidates":[{"content":{"parts":[{"text":"s"},{"functionCall":{"name":"look","args":{}}}]},"finishReason":"STOP"}],"modelVersion":"m2","usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":6,"thoughtsTokenCount":2}}])"},
        "assistant: reasoning(so), text(Yes), tool call look({})", "m2 STOP 9 6 ? 2 first 1");
    row("Ollama", Dialect::OllamaChat,
        {R"({"model":"m2","message":{"role":"assistant","content":"Ye"},"done":false})", R"({"message":{"role":"assistant","content":"s"},"done":false})",
         R"({"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop","prompt_eval_count":9,"eval_count":6})"},
        "assistant: text(Yes)", "m2 stop 9 6 ? ? first 1 pace 6");
    row("broken pieces", Dialect::OpenAiChat, {"{", "[1,2]", "null", R"({"choices":[{"delta":{"content":"Yes"}}]})"}, "assistant: text(Yes)", "  ? ? ? ? first 4");
}

void TestTranscript::joinsWhatWasAnswered()
{
    QFETCH(int, dialect);
    QFETCH(QStringList, pieces);
    QFETCH(QString, answer);
    QFETCH(QString, figures);
    std::vector<std::string> answers;
    for (const QString &piece : pieces)
        answers.push_back(piece.toStdString());
    const Transcript call = readTranscript(spoken(Dialect(dialect), "{}", answers, true));
    QCOMPARE(turnsText(call.answers), answer);
    QStringList found{qt(call.answered), qt(call.stop), countText(call.usage.input), countText(call.usage.output), countText(call.usage.cached), countText(call.usage.reasoning)};
    if (call.firstToken != base::unknownDuration)
        found << QStringLiteral("first %1").arg(call.firstToken / second);
    if (call.tokensPerSecond)
        found << QStringLiteral("pace %1").arg(*call.tokensPerSecond);
    QCOMPARE(found.join(QLatin1Char(' ')), figures);
}

void TestTranscript::aWholeAnswerHasNoPace()
{
    const Transcript call = readTranscript(spoken(Dialect::OpenAiChat, R"({"model":"m","tools":[{"type":"function","function":{"name":"look"}}]})",
                                                  {R"({"choices":[{"message":{"content":"Yes"},"finish_reason":"stop"}],"usage":{"completion_tokens":6}})"}, false));
    QCOMPARE(turnsText(call.answers), QStringLiteral("assistant: text(Yes)"));
    QCOMPARE(call.firstToken, base::unknownDuration);
    QVERIFY(!call.tokensPerSecond);
    QCOMPARE(call.tools, std::vector<std::string>{"look"});
}

void TestTranscript::geminiNamesItsModelInTheTarget()
{
    QCOMPARE(qt(readTranscript(spoken(Dialect::Gemini, "{}", {}, false)).asked), QStringLiteral("gemini-2.0"));
}

void TestTranscript::aFailureIsInTheServicesWords()
{
    QCOMPARE(qt(readTranscript(spoken(Dialect::AnthropicMessages, "{}", {R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"}, false)).error),
             QStringLiteral("overloaded_error: Overloaded"));
    QCOMPARE(qt(readTranscript(spoken(Dialect::OllamaChat, "{}", {R"({"error":"model not found"})"}, false)).error), QStringLiteral("model not found"));
}

void TestTranscript::whatAPeerMakesGrowHasALimit()
{
    std::string messages, tools;
    for (size_t i = 0; i < Transcript::turnsMax + 7; ++i)
        messages += R"({"role":"user","content":"Hi"},)";
    for (size_t i = 0; i < Transcript::toolsMax + 3; ++i)
        tools += R"({"type":"web_search"},)";
    Transcript call = readTranscript(spoken(Dialect::OpenAiChat, R"({"messages":[)" + messages + R"({}],"tools":[)" + tools + "{}]}", {}, false));
    QCOMPARE(call.turns.size(), Transcript::turnsMax);
    QCOMPARE(call.turnsBeyond, uint64_t(8));
    QCOMPARE(call.tools.size(), Transcript::toolsMax);
    QCOMPARE(call.toolCount, uint64_t(Transcript::toolsMax + 4));
    const std::string piece = R"({"choices":[{"index":0,"delta":{"content":")" + std::string(400'000, 'x') + R"("}}]})";
    call = readTranscript(spoken(Dialect::OpenAiChat, "{}", {piece, piece, piece}, true));
    QCOMPARE(call.answers[0].parts[0].text.size(), Part::textMax);
    QVERIFY(call.answers[0].parts[0].cut);
    std::vector<std::string> many;
    for (int i = 0; i < 3000; ++i)
        many.push_back(R"({"choices":[{"index":)" + std::to_string(i) + R"(,"delta":{"content":"x","tool_calls":[{"index":)" + std::to_string(i) + R"(,"function":{"name":"f"}}]}}]})");
    call = readTranscript(spoken(Dialect::OpenAiChat, "{}", many, true));
    QVERIFY(call.answers.size() <= 32);
}

QTEST_GUILESS_MAIN(TestTranscript)
#include "tst_transcript.moc"
