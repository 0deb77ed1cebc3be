// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/operation/operation_body_parser.h"

#include "app/decode/coding.h"
#include "app/protocols/body_codings.h"
#include "app/protocols/operation/leaf_reader.h"
#include "app/protocols/operation/model_call.h"
#include "app/protocols/operation/naming.h"
#include "app/protocols/operation/rpc_answer.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace protocols::operation {

namespace {

constexpr size_t heldMax = 64 * 1024;
constexpr size_t decodedMax = 256 * 1024;

enum class Form : uint8_t { None, Json, GraphQl, Xml };

bool endsWith(std::string_view contentType, std::string_view suffix)
{
    contentType = contentType.substr(0, contentType.find(';'));
    while (contentType.ends_with(' ') || contentType.ends_with('\t'))
        contentType.remove_suffix(1);
    return contentType.size() >= suffix.size() && isMediaType(contentType.substr(contentType.size() - suffix.size()), suffix);
}

Form formOf(std::string_view contentType)
{
    if (contentType.empty())
        return Form::None;
    if (endsWith(contentType, "/json") || endsWith(contentType, "+json") || isMediaType(contentType, "application/json-rpc")
        || isMediaType(contentType, "application/jsonrequest"))
        return Form::Json;
    if (isMediaType(contentType, "application/graphql"))
        return Form::GraphQl;
    return isMediaType(contentType, "text/xml") || endsWith(contentType, "+xml") || isMediaType(contentType, "application/xml") ? Form::Xml : Form::None;
}

// "application/soap+xml; action=\"urn:GetPrice\"" (RFC 3902).
std::string_view actionParameter(std::string_view contentType)
{
    const size_t at = contentType.find("action=");
    return at == std::string_view::npos ? std::string_view() : contentType.substr(at + 7);
}

// The beginning of a body, as sent.
struct Held {
    std::string bytes = {};
    std::string coding = {};
    bool whole = true;

    void take(base::Bytes piece)
    {
        const size_t count = whole ? std::min(piece.data.size(), heldMax - bytes.size()) : 0;
        bytes.append(reinterpret_cast<const char *>(piece.data.data()), count);
        whole = whole && count == piece.data.size();
    }
    // Decoded. `whole` becomes false if something is missing.
    std::string text()
    {
        if (coding.empty())
            return std::move(bytes);
        const auto decoded = decode::decodeBody(std::as_bytes(std::span(bytes)), coding, { .outputMax = decodedMax });
        whole = whole && !decoded.error;
        if (decoded.error == decode::CodingError::Unknown)
            return {};
        return { reinterpret_cast<const char *>(decoded.bytes.data()), decoded.bytes.size() };
    }
};

class OperationBodyParser final : public BodyParser
{
public:
    OperationBodyParser(Form form, const RequestHead &head, std::string_view action, uint64_t stream, Sink &sink)
        : m_form(form), m_action(action), m_stream(stream), m_sink(sink)
    {
        m_request.coding = bodyCodings(head.fields);
        if (form == Form::Json) {
            m_call.emplace(head);
            m_asked.emplace(m_request.coding, Framing::Document);
        }
    }
    // An operation named by its target.
    OperationBodyParser(Name name, uint64_t stream, Sink &sink) : m_stream(stream), m_sink(sink) { told(std::move(name)); }

    void responseHead(const ResponseHead &head) override
    {
        if (head.status < 200)
            return;
        m_response.coding = bodyCodings(head.fields);
        const std::string_view contentType = fieldValue(head.fields, "content-type");
        const Form form = formOf(contentType);
        const Framing framing = framingOf(contentType);
        m_reads = form == Form::Json || form == Form::Xml;
        if (m_reads || framing != Framing::Document)
            m_answered.emplace(m_response.coding, framing);
    }
    void bytes(Half half, base::Bytes piece, base::Time) override
    {
        if (half == Half::Request && m_form != Form::None) {
            ask(piece);
        } else if (half == Half::Response && (m_dialect != Dialect::None || m_form != Form::None || m_call)) {
            if (m_reads)
                m_response.take(piece);
            hear(piece);
        }
    }
    void lost(Half half, uint64_t, base::Time) override
    {
        (half == Half::Request ? m_request : m_response).whole = false;
        if (auto &reader = half == Half::Request ? m_asked : m_answered)
            reader->lost();
    }
    void end(Half half, base::Time time) override
    {
        if (half == Half::Request)
            name();
        else if (m_reads || m_answered)
            finish(time);
    }

private:
    void ask(base::Bytes piece)
    {
        // However the body is divided, it is judged by the same beginning.
        const size_t first = std::min(piece.data.size(), heldMax - m_request.bytes.size());
        m_request.take(piece);
        const auto read = [this](base::Bytes some) {
            if (m_asked)
                m_asked->bytes(some.data, [this](const decode::JsonLeaf &leaf) { m_call->request(leaf); });
        };
        read(piece.sub(0, first));
        if (m_asked && !m_request.whole && !m_call->isLikely()) {
            m_asked.reset();
            m_call.reset();
        }
        read(piece.sub(first));
    }
    void hear(base::Bytes piece)
    {
        if (!m_answered)
            return;
        if (m_call)
            m_answered->bytes(piece.data, [this](const decode::JsonLeaf &leaf) { m_call->answer(leaf); });
        else if (m_dialect == Dialect::JsonRpc && !m_reads)
            m_answered->bytes(piece.data, [this](const decode::JsonLeaf &leaf) { m_answer.take(leaf); });
    }
    void name()
    {
        if (m_form == Form::None)
            return;
        const std::string text = m_request.text();
        m_request.bytes = {};
        m_asked.reset();
        const Form form = std::exchange(m_form, Form::None);
        told(form == Form::Json ? nameOfJson(text) : form == Form::GraphQl ? nameOfGraphql(text) : nameOfSoap(text, m_action));
        if (m_dialect != Dialect::None || (m_call && !m_call->isLikely()))
            m_call.reset();
        if (m_call)
            tellCall();
    }
    void told(const Name &name)
    {
        m_dialect = name.dialect;
        if (m_dialect != Dialect::None) {
            m_sink.dialect(m_stream, m_dialect);
            m_sink.operation(m_stream, name.text);
        } else if (!m_call) {
            m_response.bytes = {};
        }
    }
    void tellCall()
    {
        if (const Dialect before = std::exchange(m_dialect, m_call->dialect()); m_dialect != before)
            m_sink.dialect(m_stream, m_dialect);
        if (m_dialect != Dialect::None && m_model != m_call->model())
            m_sink.operation(m_stream, m_model = m_call->model());
    }
    void finish(base::Time time)
    {
        name(); // a server may answer before it has read everything
        const bool document = std::exchange(m_reads, false);
        const bool streamed = std::exchange(m_answered, std::nullopt).has_value() && !document;
        const std::string text = m_response.text();
        m_response.bytes = {};
        if (m_call)
            return finishCall(time);
        if (m_dialect == Dialect::None)
            return;
        const Ending ending = !streamed ? endingOf(m_dialect, text, m_response.whole)
            : m_dialect == Dialect::JsonRpc ? m_answer.ending(m_response.whole)
                                            : Ending();
        if (ending.outcome != Outcome::Unknown)
            m_sink.answer(m_stream, { .outcome = ending.outcome, .words = ending.words, .rows = {} }, time);
    }
    void finishCall(base::Time time)
    {
        tellCall();
        if (m_dialect == Dialect::None)
            return;
        if (m_call->tokens().any())
            m_sink.tokens(m_stream, m_call->tokens());
        if (const std::string error = m_call->error(); !error.empty())
            m_sink.answer(m_stream, { .outcome = Outcome::Error, .words = error, .rows = {} }, time);
        else if (!m_call->stop().empty())
            m_sink.answer(m_stream, { .outcome = Outcome::Ok, .words = m_call->stop(), .rows = {} }, time);
    }

    Form m_form = Form::None;
    Dialect m_dialect = Dialect::None;
    std::string m_action;
    bool m_reads = false;
    const uint64_t m_stream;
    Sink &m_sink;
    Held m_request, m_response;
    // Of a JSON request that may be a call of a language model.
    std::optional<ModelCall> m_call;
    std::string m_model;
    std::optional<LeafReader> m_asked, m_answered;
    RpcAnswer m_answer;
};

} // namespace

std::unique_ptr<BodyParser> onRequest(const RequestHead &head, uint64_t stream, Sink &sink)
{
    if (head.method == "GET") {
        if (head.target.find("query=") == std::string_view::npos && head.target.find("extensions=") == std::string_view::npos)
            return nullptr;
        Name name = head.target.size() <= heldMax ? nameOfTarget(head.target) : Name();
        return name.dialect == Dialect::None ? nullptr : std::make_unique<OperationBodyParser>(std::move(name), stream, sink);
    }
    if (head.method != "POST")
        return nullptr;
    const std::string_view contentType = fieldValue(head.fields, "content-type");
    const Form form = formOf(contentType);
    if (form == Form::None)
        return nullptr;
    std::string_view action = form == Form::Xml ? fieldValue(head.fields, "soapaction") : std::string_view();
    if (form == Form::Xml && action.empty())
        action = actionParameter(contentType);
    return std::make_unique<OperationBodyParser>(form, head, action, stream, sink);
}

} // namespace protocols::operation
