// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/grpc/call_body_parser.h"

#include "app/protocols/grpc/base64_stream.h"
#include "app/protocols/grpc/message_reader.h"
#include "app/protocols/grpc/status.h"
#include "app/protocols/item_coding.h"
#include "app/protocols/item_contents.h"

#include <optional>

namespace protocols::grpc {

namespace {

enum class Form : uint8_t { None, Grpc, Web, WebText };

// "application/grpc", "application/grpc+proto", "application/grpc-web-text+proto; charset=…".
Form formOf(std::string_view contentType)
{
    constexpr std::string_view start = "application/grpc";
    if (contentType.size() < start.size() || !isMediaType(contentType.substr(0, start.size()), start))
        return Form::None;
    const std::string_view rest = contentType.substr(start.size());
    const auto goesOn = [&](std::string_view name) {
        return rest.starts_with(name) && (rest.size() == name.size() || std::string_view("+; \t").contains(rest[name.size()]));
    };
    return goesOn("") ? Form::Grpc : goesOn("-web") ? Form::Web : goesOn("-web-text") ? Form::WebText : Form::None;
}

ItemCoding codingOf(std::span<const Field> fields)
{
    return codingNamed(fieldValue(fields, "grpc-encoding"));
}

// A content coding of the whole body, which gRPC does not use but a proxy may add, hides the messages.
bool isCoded(std::span<const Field> fields)
{
    const std::string_view value = fieldValue(fields, "content-encoding");
    return !value.empty() && value != "identity";
}

class CallBodyParser final : public BodyParser
{
public:
    CallBodyParser(Half half, Form form, ItemCoding coding, uint64_t stream, Sink &sink)
        : m_half(half), m_stream(stream), m_sink(sink), m_messages(half, coding, form != Form::Grpc, stream, sink)
    {
        if (form == Form::WebText)
            m_text.emplace();
    }

    Status &status() { return m_status; }

    void bytes(Half half, base::Bytes bytes, base::Time time) override
    {
        if (half != m_half)
            return;
        if (!m_text) {
            m_messages.bytes(bytes, time);
            return;
        }
        m_decoded.clear();
        const size_t taken = m_text->feed(bytes.data, m_decoded);
        if (!m_decoded.empty())
            m_messages.bytes(derived(m_decoded, m_sink), time);
        if (taken == bytes.data.size())
            return;
        loseText(time);
        m_messages.bytes(bytes.sub(taken), time);
    }

    void lost(Half half, uint64_t bytes, base::Time time) override
    {
        if (half != m_half)
            return;
        // A number of missing digits does not give a number of bytes.
        if (m_text)
            loseText(time);
        m_messages.lost(bytes, time);
    }

    void trailers(Half half, std::span<const Field> fields) override
    {
        if (half == m_half && half == Half::Response)
            m_status.take(fields);
    }

    void end(Half half, base::Time time) override
    {
        if (half != m_half || m_ended)
            return;
        m_ended = true;
        m_messages.end(time);
        if (half == Half::Request)
            return;
        m_status.take(m_messages.trailers());
        m_sink.answer(m_stream, { .outcome = m_status.outcome(), .words = m_status.words(), .rows = {} }, time);
    }

private:
    void loseText(base::Time time)
    {
        m_messages.loseFraming(time);
        m_text.reset(); // what follows is shown as it was sent
    }

    const Half m_half;
    const uint64_t m_stream;
    Sink &m_sink;
    MessageReader m_messages;
    std::optional<Base64Stream> m_text;
    std::vector<std::byte> m_decoded;
    Status m_status;
    bool m_ended = false;
};

} // namespace

std::unique_ptr<BodyParser> onRequest(const RequestHead &head, uint64_t stream, Sink &sink)
{
    const Form form = formOf(fieldValue(head.fields, "content-type"));
    if (form == Form::None || isCoded(head.fields))
        return nullptr;
    // "/package.Service/Method", after a prefix if gRPC-Web passes through a proxy.
    std::string_view path = head.target.substr(0, head.target.find('?'));
    const size_t method = path.rfind('/');
    if (method != std::string_view::npos && method > 0) {
        const size_t service = path.rfind('/', method - 1);
        sink.operation(stream, path.substr(service == std::string_view::npos ? 0 : service + 1));
    }
    return std::make_unique<CallBodyParser>(Half::Request, form, codingOf(head.fields), stream, sink);
}

std::unique_ptr<BodyParser> onResponse(const ResponseHead &head, uint64_t stream, Sink &sink)
{
    const Form form = formOf(fieldValue(head.fields, "content-type"));
    if (form == Form::None || isCoded(head.fields))
        return nullptr;
    auto bodyParser = std::make_unique<CallBodyParser>(Half::Response, form, codingOf(head.fields), stream, sink);
    bodyParser->status().take(head.fields); // "Trailers-Only"
    return bodyParser;
}

void onTrailers(std::span<const Field> fields, uint64_t stream, base::Time time, Sink &sink)
{
    Status status;
    status.take(fields);
    if (status.seen())
        sink.answer(stream, { .outcome = status.outcome(), .words = status.words(), .rows = {} }, time);
}

} // namespace protocols::grpc
