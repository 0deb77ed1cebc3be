// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masked/masked_rows.h"

#include "app/exchange/head.h"
#include "app/exchange/item_coding.h"
#include "app/exporters/body_writer.h"
#include "app/exporters/har_body.h"
#include "app/exporters/masked_items.h"
#include "app/masking/statement.h"
#include "app/protocols/protocol_info.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace masked {

namespace {

using exchange::Exchange;
using exchange::Head;
using exchange::HeadField;
using exchange::Item;
using exchange::Kind;
using exchange::Message;
using protocols::Half;
using protocols::ItemKind;

constexpr size_t headMax = 4 << 20, itemTextMax = 1 << 20;

std::string_view view(const std::vector<std::byte> &bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

uint64_t sizeOf(const std::vector<base::Slice> &slices)
{
    uint64_t size = 0;
    for (const base::Slice &slice : slices)
        size += slice.length;
    return size;
}

// No more bytes will come; its end is that of the latest byte so far.
bool hasEnded(const Message &message) { return message.complete || message.fault != protocols::Fault::None; }

// It began as an HTTP exchange: its path is a target.
bool hasTarget(const Exchange &exchange)
{
    return exchange.kind == Kind::Http || (exchange.kind == Kind::Channel && !protocols::protocolInfo(exchange.protocol).harMessages.empty());
}

Head headOf(const Message &message, const base::BodySource &source)
{
    const auto bytes = source.read(message.head, headMax);
    return bytes ? exchange::parseHead(*bytes) : Head();
}

// Binary messages of a WebSocket that are a stream of another protocol, whose packets have rows of their own.
bool isCarried(const exporters::EntrySource &entry, const Item &item, const base::BodySource &source)
{
    if (entry.exchange.kind != Kind::Channel || (item.kind != ItemKind::Binary && item.kind != ItemKind::Piece) || !hasTarget(entry.exchange))
        return false;
    const Head response = headOf(entry.exchange.response, source);
    const auto *carried = exporters::carriedProtocol(response);
    return carried || (!response.find("sec-websocket-protocol") && exporters::carriedProtocol(headOf(entry.exchange.request, source)));
}

} // namespace

Rows::Rows(const masking::Masker &masker, Contents &contents, const Options &options)
    : m_masker(masker)
    , m_contents(contents)
    , m_options(options)
{
}

exchange::Loss Rows::leftOut() const
{
    return {"left out by masking: could not be searched for secrets, or not be rewritten", m_leftOut, m_bytesLeftOut};
}

std::string Rows::cleaned(std::string_view text) const
{
    std::string out;
    if (!m_options.seen)
        return std::string(text);
    masking::SecretEraser eraser(*m_options.seen, masking::SecretEraser::Text::Plain);
    eraser.feed(text, out);
    eraser.finish(out);
    return out;
}

void Rows::text(std::string &text) const
{
    if (m_options.seen && !text.empty())
        text = cleaned(text);
}

std::string Rows::value(std::string_view text)
{
    return text.empty() ? std::string() : cleaned(m_masker.value(text, m_report));
}

std::vector<base::Slice> Rows::kept(std::string_view text)
{
    std::vector<base::Slice> slices;
    if (!text.empty())
        m_contents.put(cleaned(text), slices);
    return slices;
}

exchange::Batch Rows::besideExchanges(const exchange::Store &store)
{
    exchange::Batch batch;
    for (const exchange::Process &each : store.processes())
        batch.processes.push_back(process(each));
    for (const exchange::Connection &each : store.connections())
        batch.connections.push_back(connection(each));
    for (base::ConnectionId id = 0; id < store.connections().size(); ++id)
        if (store.connections()[id].mergedInto == base::noId)
            for (const exchange::TcpFigures &figures : store.tcp(id, std::numeric_limits<base::Time>::min(), std::numeric_limits<base::Time>::max()))
                batch.tcp.emplace_back(id, figures);
    for (const exchange::Coverage &each : store.coverage())
        batch.coverage.push_back(coverage(each));
    batch.capturedBytes = store.capturedBytes();
    return batch;
}

exchange::Process Rows::process(exchange::Process process)
{
    m_part = Part::Process;
    process.cmdline = m_masker.commandLine(process.cmdline, m_report);
    for (std::string &argument : process.cmdline)
        text(argument);
    for (std::string *part : {&process.comm, &process.exe, &process.cgroup, &process.container})
        text(*part);
    return process;
}

exchange::Connection Rows::connection(exchange::Connection connection)
{
    m_part = Part::Connection;
    for (protocols::prefix::Prefix &prefix : connection.prefixes) {
        for (auto &[name, detail] : prefix.details)
            detail = value(detail);
        for (std::string *part : {&prefix.target, &prefix.user, &prefix.failure})
            *part = value(*part);
    }
    for (std::string *part : {&connection.remoteName, &connection.reason, &connection.alpn, &connection.sni})
        text(*part);
    return connection;
}

exchange::Coverage Rows::coverage(exchange::Coverage coverage)
{
    for (std::string *part : {&coverage.path, &coverage.reason, &coverage.sni, &coverage.alpn})
        text(*part);
    return coverage;
}

std::string Rows::lines(const std::vector<HeadField> &fields)
{
    std::string out;
    for (const HeadField &field : fields) {
        out += field.name + ": ";
        // Of a known type, but without its definition: its values have no names.
        const bool coded = exchange::equalsIgnoringCase(field.name, "grpc-status-details-bin");
        out += (coded ? "omitted: it could not be searched for secrets" : m_masker.header(field.name, field.value, m_report)) + "\r\n";
    }
    return out;
}

std::string Rows::head(std::string_view bytes)
{
    const Head head = exchange::parseHead(bytes);
    std::string out = head.startLine;
    if (!head.method.empty())
        out = head.method + " " + m_masker.url(head.target, m_report) + (head.version.empty() ? "" : " " + head.version);
    else if (head.status)
        out = head.version + " " + std::to_string(head.status) + (head.reason.empty() ? "" : " " + m_masker.value(head.reason, m_report));
    return out + "\r\n" + lines(head.fields) + "\r\n";
}

std::vector<base::Slice> Rows::heads(const std::vector<base::Slice> &slices, const base::BodySource &source)
{
    std::string out;
    const auto bytes = slices.empty() ? std::nullopt : std::optional(source.read(slices, headMax));
    if (!bytes || !*bytes)
        return {};
    // Those of interim responses stand back to back.
    std::string_view rest = view(**bytes);
    while (!rest.empty()) {
        const size_t end = rest.find("\r\n\r\n"), bare = rest.find("\n\n");
        const size_t size = std::min({end == std::string_view::npos ? end : end + 4, bare == std::string_view::npos ? bare : bare + 2, rest.size()});
        out += head(rest.substr(0, size));
        rest.remove_prefix(size);
    }
    return kept(out);
}

std::vector<base::Slice> Rows::fields(const std::vector<base::Slice> &slices, const base::BodySource &source)
{
    const auto bytes = slices.empty() ? std::nullopt : std::optional(source.read(slices, headMax));
    return bytes && *bytes ? kept(lines(exchange::parseFields(view(**bytes)))) : std::vector<base::Slice>();
}

void Rows::leaveOut(Message &message, uint64_t half)
{
    // An exchange in progress comes again.
    if (m_halvesLeftOut.insert(half).second) {
        ++m_leftOut;
        m_bytesLeftOut += message.bodyBytes;
    }
    message.bodyLost += std::exchange(message.bodyBytes, 0);
    message.complete = false;
}

void Rows::body(const exporters::EntrySource &entry, Half half, Message &message, const base::BodySource &source)
{
    const Message &original = half == Half::Request ? entry.exchange.request : entry.exchange.response;
    const bool asSent = original.contents == exchange::Contents::AsSent;
    const Head head = headOf(original, source);
    const std::string *typeText = head.find("content-type");
    const exchange::ContentType type = exchange::parseContentType(typeText ? *typeText : half == Half::Response ? entry.exchange.contentType : std::string());
    const std::string coding = !asSent ? std::string() : half == Half::Request ? exchange::bodyCodings(head.fields) : entry.exchange.contentEncoding;
    exporters::BodyWriter body(exporters::bodyInput(original, type, coding, m_options.bodyMax), source, &m_masker, m_report);
    // Bytes may be gone: a part of a text is not known to hold no secret.
    if (!body.showable() || body.readFailed())
        return leaveOut(message, uint64_t(entry.exchange.id) << 1 | uint64_t(half));
    message.contents = body.isText() ? exchange::Contents::Text : exchange::Contents::Decoded;
    std::optional<masking::SecretEraser> eraser;
    if (m_options.seen)
        eraser.emplace(*m_options.seen, masking::SecretEraser::Text::Plain);
    std::string clean;
    body.produce([&](std::string_view piece) {
        if (!eraser)
            return m_contents.put(piece, message.body);
        clean.clear();
        eraser->feed(piece, clean);
        m_contents.put(clean, message.body);
    });
    clean.clear();
    if (eraser)
        eraser->finish(clean);
    m_contents.put(clean, message.body);
}

Exchange Rows::exchange(const exporters::EntrySource &entry, const base::BodySource &source, const Exchange *before)
{
    Exchange masked = entry.exchange;
    m_part = Part::Target;
    masked.path = hasTarget(masked) ? m_masker.url(masked.path, m_report) : masking::maskStatement(m_masker, protocols::protocolInfo(masked.protocol), masked.path, m_report);
    m_part = Part::Result;
    for (std::string *part : {&masked.operation, &masked.result, &masked.reason})
        *part = value(*part);
    for (std::string *part : {&masked.path, &masked.host, &masked.contentType})
        text(*part);
    // Whatever another tool wrote beside what is modelled.
    masked.original.clear();
    m_part = Part::ResponseHead;
    masked.interim = before && !before->interim.empty() ? before->interim : heads(masked.interim, source);
    for (const Half half : {Half::Request, Half::Response}) {
        const Message &original = half == Half::Request ? entry.exchange.request : entry.exchange.response;
        const Message *known = !before ? nullptr : half == Half::Request ? &before->request : &before->response;
        Message &message = half == Half::Request ? masked.request : masked.response;
        message.body.clear();
        message.bodyBefore = 0;
        m_part = half == Half::Request ? Part::RequestHead : Part::ResponseHead;
        message.head = known && !known->head.empty() ? known->head : heads(message.head, source);
        message.trailers = fields(message.trailers, source);
        // The bytes of other protocols are in their items.
        const bool ended = hasEnded(original) || masked.state != exchange::State::InProgress;
        if (masked.kind != Kind::Http || !ended || original.body.empty())
            continue;
        if (known && !known->body.empty() && known->bodyBytes == original.bodyBytes) {
            message.body = known->body;
            message.contents = known->contents;
        } else {
            m_part = half == Half::Request ? Part::RequestBody : Part::ResponseBody;
            body(entry, half, message, source);
        }
    }
    return masked;
}

std::string Rows::label(const exporters::EntrySource &entry, const Item &item)
{
    if (item.label.empty() || (entry.exchange.kind == Kind::Query && item.kind == ItemKind::Record))
        return item.label;
    const size_t feed = item.label.find('\n');
    if (feed == std::string::npos)
        return value(item.label);
    const std::string rest = item.label.substr(feed + 1);
    return value(std::string_view(item.label).substr(0, feed)) + '\n' + (item.kind == ItemKind::Message ? cleaned(exporters::maskedDelivery(m_masker, rest, m_report)) : value(rest));
}

Item Rows::item(const exporters::EntrySource &entry, const Item &item, const base::BodySource &source)
{
    Item masked = item;
    m_part = Part::Message;
    masked.label = label(entry, item);
    masked.slices.clear();
    if (item.slices.empty())
        return masked;
    const auto leaveItemOut = [&] {
        const uint64_t size = sizeOf(item.slices);
        ++m_leftOut;
        m_bytesLeftOut += size;
        masked.lostBytes += size;
        return masked;
    };
    if (entry.exchange.kind == Kind::Query) {
        const auto bytes = source.read(item.slices, itemTextMax);
        if (!bytes)
            return leaveItemOut();
        masked.slices = kept(exporters::maskedQueryItem(m_masker, entry.exchange, item, std::string(view(*bytes)), m_report));
        return masked;
    }
    if (entry.exchange.kind == Kind::Conversation || item.coding == protocols::ItemCoding::Unknown || isCarried(entry, item, source))
        return leaveItemOut();
    const bool grpc = item.kind == ItemKind::Grpc;
    exporters::BodyInput input;
    input.slices = item.slices;
    input.contentEncoding = exchange::codingName(item.coding);
    input.media = grpc ? "application/x-protobuf" : "";
    input.gaps = item.lostBytes > 0;
    input.mayHaveCharset = false;
    input.max = m_options.bodyMax;
    exporters::BodyWriter body(input, source, &m_masker, m_report);
    if (!body.showable() || body.readFailed())
        return leaveItemOut();
    masked.coding = protocols::ItemCoding::Identity;
    masked.slices = kept(body.text());
    return masked;
}

void Rows::learn(const exporters::EntrySource &entry, const exchange::Store &store, const base::BodySource &source)
{
    exchange(entry, source);
    store.items(entry.exchange.id).forEach([&](const Item &each) { item(entry, each, source); });
}

} // namespace masked
