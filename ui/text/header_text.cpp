// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/header_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <string>

namespace ui {

namespace {

struct Explanation {
    std::string_view name;     // lower case
    const char *sentence;
    const char *source;        // a title, which is not translated
};

// In the order of their names.
constexpr std::array explanations = std::to_array<Explanation>({
    {"accept", QT_TRANSLATE_NOOP("ui::HeaderText", "The media types that the client can use, the preferred ones with a higher q."), "RFC 9110, section 12.5.1"},
    {"accept-encoding", QT_TRANSLATE_NOOP("ui::HeaderText", "The content codings, such as gzip or br, that the client can decode."), "RFC 9110, section 12.5.3"},
    {"accept-language", QT_TRANSLATE_NOOP("ui::HeaderText", "The languages that the user prefers."), "RFC 9110, section 12.5.4"},
    {"accept-ranges", QT_TRANSLATE_NOOP("ui::HeaderText", "Whether the server answers requests for a part of this resource."), "RFC 9110, section 14.3"},
    {"access-control-allow-credentials", QT_TRANSLATE_NOOP("ui::HeaderText", "Whether a page of another origin may send cookies with the request and read the answer."), "Fetch Standard, CORS"},
    {"access-control-allow-headers", QT_TRANSLATE_NOOP("ui::HeaderText", "The fields that a page of another origin may send."), "Fetch Standard, CORS"},
    {"access-control-allow-methods", QT_TRANSLATE_NOOP("ui::HeaderText", "The methods that a page of another origin may use."), "Fetch Standard, CORS"},
    {"access-control-allow-origin", QT_TRANSLATE_NOOP("ui::HeaderText", "The origin whose pages may read the answer; * means any."), "Fetch Standard, CORS"},
    {"access-control-expose-headers", QT_TRANSLATE_NOOP("ui::HeaderText", "The fields of the answer that a page of another origin may read."), "Fetch Standard, CORS"},
    {"access-control-max-age", QT_TRANSLATE_NOOP("ui::HeaderText", "For how many seconds the browser need not ask again before such a request."), "Fetch Standard, CORS"},
    {"access-control-request-headers", QT_TRANSLATE_NOOP("ui::HeaderText", "In a preflight request: the fields that the page wants to send."), "Fetch Standard, CORS"},
    {"access-control-request-method", QT_TRANSLATE_NOOP("ui::HeaderText", "In a preflight request: the method that the page wants to use."), "Fetch Standard, CORS"},
    {"age", QT_TRANSLATE_NOOP("ui::HeaderText", "For how many seconds the answer has been in a cache."), "RFC 9111, section 5.1"},
    {"allow", QT_TRANSLATE_NOOP("ui::HeaderText", "The methods that this resource supports."), "RFC 9110, section 10.2.1"},
    {"alt-svc", QT_TRANSLATE_NOOP("ui::HeaderText", "Where else the same service can be reached, for example over HTTP/3."), "RFC 7838"},
    {"authorization", QT_TRANSLATE_NOOP("ui::HeaderText", "The client's credentials for the server."), "RFC 9110, section 11.6.2"},
    {"cache-control", QT_TRANSLATE_NOOP("ui::HeaderText", "Who may keep the message, and for how long."), "RFC 9111, section 5.2"},
    {"connection", QT_TRANSLATE_NOOP("ui::HeaderText", "Options of this connection alone; close ends it after the message."), "RFC 9110, section 7.6.1"},
    {"content-disposition", QT_TRANSLATE_NOOP("ui::HeaderText", "Whether to show the body or save it, and under which name."), "RFC 6266"},
    {"content-encoding", QT_TRANSLATE_NOOP("ui::HeaderText", "The codings that were applied to the body, in this order."), "RFC 9110, section 8.4"},
    {"content-language", QT_TRANSLATE_NOOP("ui::HeaderText", "The languages of those for whom the body is meant."), "RFC 9110, section 8.5"},
    {"content-length", QT_TRANSLATE_NOOP("ui::HeaderText", "The size of the body in bytes, as it is sent."), "RFC 9110, section 8.6"},
    {"content-location", QT_TRANSLATE_NOOP("ui::HeaderText", "The address of exactly what is in the body."), "RFC 9110, section 8.7"},
    {"content-range", QT_TRANSLATE_NOOP("ui::HeaderText", "Which part of the whole the body is."), "RFC 9110, section 14.4"},
    {"content-security-policy", QT_TRANSLATE_NOOP("ui::HeaderText", "From where the page may load scripts, styles, pictures and more."), "Content Security Policy Level 3"},
    {"content-type", QT_TRANSLATE_NOOP("ui::HeaderText", "The media type of the body, and the charset of a text."), "RFC 9110, section 8.3"},
    {"cookie", QT_TRANSLATE_NOOP("ui::HeaderText", "The cookies that the server set earlier."), "RFC 6265, section 5.4"},
    {"date", QT_TRANSLATE_NOOP("ui::HeaderText", "When the message was made."), "RFC 9110, section 6.6.1"},
    {"dnt", QT_TRANSLATE_NOOP("ui::HeaderText", "That the user does not want to be tracked; no longer a standard."), "Tracking Preference Expression"},
    {"etag", QT_TRANSLATE_NOOP("ui::HeaderText", "The version of what is in the body, for caches and for conditional requests."), "RFC 9110, section 8.8.3"},
    {"expect", QT_TRANSLATE_NOOP("ui::HeaderText", "What the server must agree to before the client sends the body."), "RFC 9110, section 10.1.1"},
    {"expires", QT_TRANSLATE_NOOP("ui::HeaderText", "From when on the answer is stale; max-age in Cache-Control comes first."), "RFC 9111, section 5.3"},
    {"forwarded", QT_TRANSLATE_NOOP("ui::HeaderText", "What proxies on the way have noted: the client, the host and the scheme."), "RFC 7239"},
    {"from", QT_TRANSLATE_NOOP("ui::HeaderText", "The mail address of the person behind the client."), "RFC 9110, section 10.1.2"},
    {"host", QT_TRANSLATE_NOOP("ui::HeaderText", "The host, and the port if it is not the usual one, that the client addresses."), "RFC 9110, section 7.2"},
    {"idempotency-key", QT_TRANSLATE_NOOP("ui::HeaderText", "Lets the server recognise a repeated request, so that it is carried out once."), "draft-ietf-httpapi-idempotency-key-header"},
    {"if-match", QT_TRANSLATE_NOOP("ui::HeaderText", "Carry the request out only if the resource is still this version."), "RFC 9110, section 13.1.1"},
    {"if-modified-since", QT_TRANSLATE_NOOP("ui::HeaderText", "Send the body only if it has changed since then."), "RFC 9110, section 13.1.3"},
    {"if-none-match", QT_TRANSLATE_NOOP("ui::HeaderText", "Send the body only if it is no longer this version."), "RFC 9110, section 13.1.2"},
    {"if-range", QT_TRANSLATE_NOOP("ui::HeaderText", "Send the part only if the resource is still this version, else the whole."), "RFC 9110, section 13.1.5"},
    {"if-unmodified-since", QT_TRANSLATE_NOOP("ui::HeaderText", "Carry the request out only if the resource has not changed since then."), "RFC 9110, section 13.1.4"},
    {"keep-alive", QT_TRANSLATE_NOOP("ui::HeaderText", "How long, and for how many requests, the connection stays open."), "RFC 2068, section 19.7.1"},
    {"last-event-id", QT_TRANSLATE_NOOP("ui::HeaderText", "The last event that the client received before it connected again."), "HTML Standard, server-sent events"},
    {"last-modified", QT_TRANSLATE_NOOP("ui::HeaderText", "When the resource was last changed."), "RFC 9110, section 8.8.2"},
    {"link", QT_TRANSLATE_NOOP("ui::HeaderText", "Related resources, such as the next page or what to load early."), "RFC 8288"},
    {"location", QT_TRANSLATE_NOOP("ui::HeaderText", "Where to go instead, or where the new resource is."), "RFC 9110, section 10.2.2"},
    {"mcp-protocol-version", QT_TRANSLATE_NOOP("ui::HeaderText", "The version of the Model Context Protocol that both sides have agreed on."), "Model Context Protocol, transports"},
    {"mcp-session-id", QT_TRANSLATE_NOOP("ui::HeaderText", "The session of the Model Context Protocol that the message belongs to."), "Model Context Protocol, transports"},
    {"origin", QT_TRANSLATE_NOOP("ui::HeaderText", "The origin of the page that caused the request."), "RFC 6454, section 7"},
    {"pragma", QT_TRANSLATE_NOOP("ui::HeaderText", "The forerunner of Cache-Control; no-cache means the same there."), "RFC 9111, section 5.4"},
    {"prefer", QT_TRANSLATE_NOOP("ui::HeaderText", "How the client would like to be served."), "RFC 7240"},
    {"priority", QT_TRANSLATE_NOOP("ui::HeaderText", "How urgent the answer is, and whether it is useful in parts."), "RFC 9218"},
    {"proxy-authenticate", QT_TRANSLATE_NOOP("ui::HeaderText", "How to sign in at the proxy."), "RFC 9110, section 11.7.1"},
    {"proxy-authorization", QT_TRANSLATE_NOOP("ui::HeaderText", "The client's credentials for the proxy."), "RFC 9110, section 11.7.2"},
    {"range", QT_TRANSLATE_NOOP("ui::HeaderText", "The part of the resource that the client wants."), "RFC 9110, section 14.2"},
    {"ratelimit", QT_TRANSLATE_NOOP("ui::HeaderText", "What remains of the number of requests that the server allows."), "draft-ietf-httpapi-ratelimit-headers"},
    {"referer", QT_TRANSLATE_NOOP("ui::HeaderText", "The address of the page from which the request came."), "RFC 9110, section 10.1.3"},
    {"referrer-policy", QT_TRANSLATE_NOOP("ui::HeaderText", "How much of its address the page tells other servers."), "Referrer Policy"},
    {"retry-after", QT_TRANSLATE_NOOP("ui::HeaderText", "How long to wait before another attempt."), "RFC 9110, section 10.2.3"},
    {"sec-fetch-dest", QT_TRANSLATE_NOOP("ui::HeaderText", "What the answer is for: a document, a script, a picture."), "Fetch Metadata Request Headers"},
    {"sec-fetch-mode", QT_TRANSLATE_NOOP("ui::HeaderText", "How the browser makes the request: navigate, cors, no-cors."), "Fetch Metadata Request Headers"},
    {"sec-fetch-site", QT_TRANSLATE_NOOP("ui::HeaderText", "How the page and the server are related: same-origin, same-site, cross-site."), "Fetch Metadata Request Headers"},
    {"sec-fetch-user", QT_TRANSLATE_NOOP("ui::HeaderText", "That the user caused the request, for example by a click."), "Fetch Metadata Request Headers"},
    {"sec-websocket-accept", QT_TRANSLATE_NOOP("ui::HeaderText", "The server's proof that it has understood the opening of a WebSocket."), "RFC 6455, section 11.3.3"},
    {"sec-websocket-extensions", QT_TRANSLATE_NOOP("ui::HeaderText", "The extensions of a WebSocket, such as compression."), "RFC 6455, section 11.3.2"},
    {"sec-websocket-key", QT_TRANSLATE_NOOP("ui::HeaderText", "A random value that opens a WebSocket; it is no secret."), "RFC 6455, section 11.3.1"},
    {"sec-websocket-protocol", QT_TRANSLATE_NOOP("ui::HeaderText", "The protocols that the client offers on a WebSocket, or the one that the server chose."), "RFC 6455, section 11.3.4"},
    {"sec-websocket-version", QT_TRANSLATE_NOOP("ui::HeaderText", "The version of the WebSocket protocol."), "RFC 6455, section 11.3.5"},
    {"server", QT_TRANSLATE_NOOP("ui::HeaderText", "The server's software."), "RFC 9110, section 10.2.4"},
    {"server-timing", QT_TRANSLATE_NOOP("ui::HeaderText", "How long the server took for what, in its own words."), "Server Timing"},
    {"set-cookie", QT_TRANSLATE_NOOP("ui::HeaderText", "A cookie that the client is to keep and send back."), "RFC 6265, section 4.1"},
    {"strict-transport-security", QT_TRANSLATE_NOOP("ui::HeaderText", "That the host is only to be reached over TLS, for this many seconds."), "RFC 6797"},
    {"te", QT_TRANSLATE_NOOP("ui::HeaderText", "The transfer codings that the client accepts, and whether it reads trailers."), "RFC 9110, section 10.1.4"},
    {"traceparent", QT_TRANSLATE_NOOP("ui::HeaderText", "The trace and the step of it that the request belongs to."), "W3C Trace Context"},
    {"tracestate", QT_TRANSLATE_NOOP("ui::HeaderText", "What tracing systems add to traceparent."), "W3C Trace Context"},
    {"trailer", QT_TRANSLATE_NOOP("ui::HeaderText", "The fields that follow the body."), "RFC 9110, section 6.6.2"},
    {"transfer-encoding", QT_TRANSLATE_NOOP("ui::HeaderText", "How the body is divided on the way; chunked means that its length is not known in advance."), "RFC 9112, section 6.1"},
    {"upgrade", QT_TRANSLATE_NOOP("ui::HeaderText", "The protocols to which the connection may change."), "RFC 9110, section 7.8"},
    {"upgrade-insecure-requests", QT_TRANSLATE_NOOP("ui::HeaderText", "That the client would rather be sent to an address with TLS."), "Upgrade Insecure Requests"},
    {"user-agent", QT_TRANSLATE_NOOP("ui::HeaderText", "The client's software."), "RFC 9110, section 10.1.5"},
    {"vary", QT_TRANSLATE_NOOP("ui::HeaderText", "The fields of the request on which the answer depends; caches compare them."), "RFC 9110, section 12.5.5"},
    {"via", QT_TRANSLATE_NOOP("ui::HeaderText", "The proxies that the message has passed."), "RFC 9110, section 7.6.3"},
    {"www-authenticate", QT_TRANSLATE_NOOP("ui::HeaderText", "How to sign in at the server."), "RFC 9110, section 11.6.1"},
    {"x-content-type-options", QT_TRANSLATE_NOOP("ui::HeaderText", "With nosniff, the browser believes the Content-Type."), "Fetch Standard"},
    {"x-forwarded-for", QT_TRANSLATE_NOOP("ui::HeaderText", "The client's address, and those of the proxies before the last one."), "no standard; see Forwarded, RFC 7239"},
    {"x-forwarded-host", QT_TRANSLATE_NOOP("ui::HeaderText", "The host that the client addressed, behind a proxy."), "no standard; see Forwarded, RFC 7239"},
    {"x-forwarded-proto", QT_TRANSLATE_NOOP("ui::HeaderText", "The scheme that the client used, behind a proxy."), "no standard; see Forwarded, RFC 7239"},
    {"x-frame-options", QT_TRANSLATE_NOOP("ui::HeaderText", "Whether other pages may show this one in a frame."), "RFC 7034"},
    {"x-request-id", QT_TRANSLATE_NOOP("ui::HeaderText", "A name for the request, by which it is found in the logs of every service."), "no standard"},
    {"x-requested-with", QT_TRANSLATE_NOOP("ui::HeaderText", "That a script made the request; some frameworks check it."), "no standard"},
});

} // namespace

QString headerText(std::string_view name)
{
    std::string lower(name.substr(0, 64));
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    const auto *found = std::ranges::lower_bound(explanations, std::string_view(lower), {}, &Explanation::name);
    if (found == explanations.end() || found->name != lower)
        return {};
    return QCoreApplication::translate("ui::HeaderText", "%1 (%2)")
        .arg(QCoreApplication::translate("ui::HeaderText", found->sentence), QString::fromUtf8(found->source));
}

} // namespace ui
