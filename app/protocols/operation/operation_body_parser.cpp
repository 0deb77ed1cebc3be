// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/operation/operation_body_parser.h"

#include "app/decode/coding.h"
#include "app/protocols/body_codings.h"
#include "app/protocols/operation/naming.h"

#include <algorithm>
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
    }
    // An operation named by its target.
    OperationBodyParser(Name name, uint64_t stream, Sink &sink) : m_stream(stream), m_sink(sink) { told(std::move(name)); }

    void responseHead(const ResponseHead &head) override
    {
        if (head.status < 200)
            return;
        m_response.coding = bodyCodings(head.fields);
        const Form form = formOf(fieldValue(head.fields, "content-type"));
        m_reads = form == Form::Json || form == Form::Xml;
    }
    void bytes(Half half, base::Bytes piece, base::Time) override
    {
        if (half == Half::Request && m_form != Form::None)
            m_request.take(piece);
        else if (half == Half::Response && m_reads && (m_style != Style::None || m_form != Form::None))
            m_response.take(piece);
    }
    void lost(Half half, uint64_t, base::Time) override { (half == Half::Request ? m_request : m_response).whole = false; }
    void end(Half half, base::Time time) override
    {
        if (half == Half::Request)
            name();
        else if (m_reads)
            finish(time);
    }

private:
    void name()
    {
        if (m_form == Form::None)
            return;
        const std::string text = m_request.text();
        m_request.bytes = {};
        const Form form = std::exchange(m_form, Form::None);
        told(form == Form::Json ? nameOfJson(text) : form == Form::GraphQl ? nameOfGraphql(text) : nameOfSoap(text, m_action));
    }
    void told(const Name &name)
    {
        m_style = name.style;
        if (m_style != Style::None)
            m_sink.operation(m_stream, name.text);
        else
            m_response.bytes = {};
    }
    void finish(base::Time time)
    {
        m_reads = false;
        name(); // a server may answer before it has read everything
        if (m_style == Style::None)
            return;
        const std::string text = m_response.text();
        m_response.bytes = {};
        const Ending ending = endingOf(m_style, text, m_response.whole);
        if (ending.outcome != Outcome::Unknown)
            m_sink.answer(m_stream, { .outcome = ending.outcome, .words = ending.words, .rows = {} }, time);
    }

    Form m_form = Form::None;
    Style m_style = Style::None;
    std::string m_action;
    bool m_reads = false;
    const uint64_t m_stream;
    Sink &m_sink;
    Held m_request, m_response;
};

} // namespace

std::unique_ptr<BodyParser> onRequest(const RequestHead &head, uint64_t stream, Sink &sink)
{
    if (head.method == "GET") {
        if (head.target.find("query=") == std::string_view::npos && head.target.find("extensions=") == std::string_view::npos)
            return nullptr;
        Name name = head.target.size() <= heldMax ? nameOfTarget(head.target) : Name();
        return name.style == Style::None ? nullptr : std::make_unique<OperationBodyParser>(std::move(name), stream, sink);
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
