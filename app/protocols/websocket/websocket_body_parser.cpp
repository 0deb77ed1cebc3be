// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/websocket/websocket_body_parser.h"

#include "app/protocols/http1/text.h"
#include "app/protocols/protocol_info.h"
#include "app/protocols/websocket/extensions.h"
#include "app/protocols/websocket/message_reader.h"

namespace protocols::websocket {

namespace {

class WebSocketBodyParser final : public BodyParser
{
public:
    WebSocketBodyParser(uint64_t stream, Sink &sink) : m_client(Half::Request, stream, sink), m_server(Half::Response, stream, sink) { }

    Protocol channel() const override { return Protocol::WebSocket; }
    Protocol carries() const override { return m_carries; }
    void responseHead(const ResponseHead &head) override
    {
        m_refused = head.status != 101 && (head.status < 200 || head.status > 299);
        const Extensions agreed = readExtensions(head.fields);
        if (agreed.deflate) {
            m_client.setDeflate(agreed.clientNoTakeover);
            m_server.setDeflate(agreed.serverNoTakeover);
        }
        if (agreed.other) {
            m_client.setOtherExtension();
            m_server.setOtherExtension();
        }
        // RFC 6455, section 4.2.2: the one chosen by the server.
        const ProtocolInfo *chosen = protocolOfSubprotocol(fieldValue(head.fields, "sec-websocket-protocol"));
        if (!chosen || m_refused)
            return;
        m_carries = chosen->id;
        m_client.setCarries();
        m_server.setCarries();
    }
    void bytes(Half half, base::Bytes bytes, base::Time time) override
    {
        if (!m_refused)
            reader(half).bytes(bytes, time);
    }
    void lost(Half half, uint64_t bytes, base::Time time) override
    {
        if (!m_refused)
            reader(half).lost(bytes, time);
    }
    void end(Half half, base::Time time) override { reader(half).end(time); }

private:
    MessageReader &reader(Half half) { return half == Half::Request ? m_client : m_server; }

    MessageReader m_client, m_server;
    Protocol m_carries = Protocol::Unknown;
    bool m_refused = false;   // the response has an ordinary body
};

} // namespace

std::unique_ptr<BodyParser> onRequest(const RequestHead &head, uint64_t stream, Sink &sink)
{
    if (head.method != "CONNECT" || fieldValue(head.fields, ":protocol") != "websocket")
        return nullptr;
    return std::make_unique<WebSocketBodyParser>(stream, sink);
}

std::unique_ptr<BodyParser> onResponse(const ResponseHead &head, uint64_t stream, Sink &sink)
{
    if (head.status != 101 || !http1::equalsNoCase(fieldValue(head.fields, "upgrade"), "websocket"))
        return nullptr;
    auto bodyParser = std::make_unique<WebSocketBodyParser>(stream, sink);
    bodyParser->responseHead(head);
    return bodyParser;
}

} // namespace protocols::websocket
