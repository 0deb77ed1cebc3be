// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/amqp/amqp_parser.h"

#include "app/protocols/text_rows.h"

#include <algorithm>
#include <utility>

namespace protocols::amqp {

namespace {

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

} // namespace

AmqpParser::AmqpParser(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
    : ChannelParser("amqp", requestDirection, fromStart, limits, sink)
    , m_messages{Messages(Half::Request, sink), Messages(Half::Response, sink)}
{
}

std::optional<uint64_t> AmqpParser::lengthOf(Half, std::span<const std::byte> bytes)
{
    const std::string_view text = textOf(bytes);
    if (text.starts_with(protocolName))
        return versionSize;
    if (text.empty() || protocolName.starts_with(text))
        return 0;
    const auto frame = readFrame(bytes);
    return !frame ? std::nullopt : frame->known ? std::optional(frame->total()) : std::optional<uint64_t>(0);
}

Verdict AmqpParser::startsAt(Half half, std::span<const std::byte> bytes) { return startsFrame(bytes, half == Half::Request); }

void AmqpParser::packet(Half half, const Packet &packet)
{
    if (textOf(packet.bytes).starts_with(protocolName))
        return version(half, packet);
    const Frame frame = readFrame(packet.bytes).value_or(Frame());
    const std::string_view contents = textOf(packet.bytes).substr(std::min(frameHead, packet.bytes.size())).substr(0, size_t(frame.size));
    switch (frame.type) {
    case FrameType::Method: {
        ByteReader reader(contents);
        const Method id = Method(reader.big(4));
        return method(half, packet, {id, frame.channel, reader.rest()});
    }
    case FrameType::Header:
    case FrameType::Body:
        return content(half, packet, frame, contents);
    case FrameType::Heartbeat:
        break;
    }
    const uint64_t stream = channel(packet);
    belongs(half, packet, stream);
    item(half, stream, packet, ItemKind::Ping, {});
}

void AmqpParser::method(Half half, const Packet &packet, const Call &call)
{
    // No other frames of its channel come between the frames of a message.
    messages(half).cut(call.channel, packet.time);
    if (connects(half, packet, call))
        return;
    if (half == Half::Request)
        fromClient(packet, call);
    else
        fromServer(packet, call);
}

void AmqpParser::fromClient(const Packet &packet, const Call &call)
{
    const MethodInfo *info = methodInfo(call.id);
    if (carriesContent(call.id))
        return carried(Half::Request, packet, call);
    if (info && info->client && info->answer != Method::None)
        return request(packet, call, info->answer);
    if (call.id == Method::ConnectionCloseOk && m_refused) {
        belongs(Half::Request, packet, *m_refused);
        m_refused.reset();
        return releaseRequest(packet.time);
    }
    told(Half::Request, packet, call);
}

void AmqpParser::fromServer(const Packet &packet, const Call &call)
{
    switch (call.id) {
    case Method::ConnectionClose:
        return connectionClosed(packet, call);
    case Method::ChannelClose:
        return channelClosed(packet, call);
    case Method::BasicGetOk:
    case Method::BasicGetEmpty:
        return answer(packet, call, Method::BasicGetOk);
    case Method::BasicCancel:
    case Method::ChannelFlow:
        return told(Half::Response, packet, call);
    default:
        break;
    }
    if (carriesContent(call.id))
        return carried(Half::Response, packet, call);
    answer(packet, call, call.id);
}

void AmqpParser::request(const Packet &packet, const Call &call, Method answer)
{
    ByteReader reader(call.arguments);
    const Request request = readRequest(call.id, call.channel, reader);
    const uint64_t stream = open(methodInfo(call.id)->name, limitedText(request.text), packet);
    belongs(Half::Request, packet, stream);
    endsHalf(Half::Request);
    if (request.noWait)
        return m_sink.messageEnd(stream, Half::Response, packet.time);
    // A client mostly waits for an answer before its next request: requests made before a loss were answered within
    // it.
    if (const auto asked = m_asked.find(call.channel); asked != m_asked.end() && asked->second.front().losses != m_losses)
        forget(call.channel);
    if (m_askedCount >= m_limits.pipelineMax)
        return;
    m_asked[call.channel].push_back({call.id, answer, stream, m_losses});
    ++m_askedCount;
}

void AmqpParser::answer(const Packet &packet, const Call &call, Method awaited)
{
    const auto asked = m_asked.find(call.channel);
    const auto first = [&] { return std::ranges::find(asked->second, awaited, &Asked::answer); };
    const bool known = asked != m_asked.end() && first() != asked->second.end();
    if (known) {
        const auto one = first();
        const uint64_t stream = one->stream;
        asked->second.erase(one);
        --m_askedCount;
        belongs(Half::Response, packet, stream);
        ByteReader reader(call.arguments);
        m_sink.answer(stream, {.outcome = Outcome::Ok, .words = limitedText(readAnswer(call.id, reader), 1000), .rows = {}}, packet.time);
        endsHalf(Half::Response);
        // Other requests on a closed channel are never answered.
        if (asked->second.empty() || call.id == Method::ChannelCloseOk)
            forget(call.channel);
    } else {
        told(Half::Response, packet, call);
    }
    if (call.id != Method::BasicGetOk)
        return;
    ByteReader reader(call.arguments);
    const Carried carried = readCarried(call.id, call.channel, reader);
    messages(Half::Response).begin(call.channel, channel(packet), limitedText(carried.place) + '\n' + carried.delivery, packet.begin, packet.time);
}

void AmqpParser::forget(uint16_t channel)
{
    const auto asked = m_asked.find(channel);
    if (asked == m_asked.end())
        return;
    m_askedCount -= asked->second.size();
    m_asked.erase(asked);
}

// Ends everything waiting on the channel. The packet belongs to the first of these, unless it is `taken`. Returns
// whether one of them is what failed.
bool AmqpParser::refuse(uint16_t channel, const Packet &packet, const Closing &closing, bool taken)
{
    const auto asked = m_asked.find(channel);
    if (asked == m_asked.end())
        return false;
    bool named = false;
    for (const Asked &one : asked->second) {
        named |= one.method == closing.of;
        if (!taken)
            belongs(Half::Response, packet, one.stream);
        m_sink.answer(one.stream, {.outcome = Outcome::Error, .words = limitedText(closing.words, 1000), .rows = {}}, packet.time);
        if (!std::exchange(taken, true))
            endsHalf(Half::Response);
        else
            m_sink.messageEnd(one.stream, Half::Response, packet.time);
    }
    forget(channel);
    return named;
}

void AmqpParser::channelClosed(const Packet &packet, const Call &call)
{
    ByteReader reader(call.arguments);
    const Closing closing = readClosing(reader);
    const bool waited = m_asked.contains(call.channel);
    if (!waited)
        belongs(Half::Response, packet, channel(packet));
    if (refuse(call.channel, packet, closing, !waited))
        return;
    const MethodInfo *info = methodInfo(closing.of);
    item(Half::Response, channel(packet), packet, ItemKind::Notice,
         "channel " + std::to_string(call.channel) + " closed" + (info ? " after " + std::string(info->name) : "") + ": " + limitedText(closing.words, 1000));
}

void AmqpParser::connectionClosed(const Packet &packet, const Call &call)
{
    ByteReader reader(call.arguments);
    const Closing closing = readClosing(reader);
    if (m_connect) {
        const uint64_t stream = *m_connect;
        m_connect.reset();
        m_refused = stream;
        belongs(Half::Response, packet, stream);
        m_sink.answer(stream, {.outcome = Outcome::Error, .words = limitedText(closing.words, 1000), .rows = {}}, packet.time);
        return endsHalf(Half::Response);
    }
    const uint64_t stream = channel(packet);
    belongs(Half::Response, packet, stream);
    while (!m_asked.empty())
        refuse(m_asked.begin()->first, packet, closing, true);
    item(Half::Response, stream, packet, ItemKind::Close, limitedText(closing.words, 1000), {}, closing.code);
}

// A message begins.
void AmqpParser::carried(Half half, const Packet &packet, const Call &call)
{
    ByteReader reader(call.arguments);
    const Carried carried = readCarried(call.id, call.channel, reader);
    const uint64_t stream = channel(packet);
    belongs(half, packet, stream);
    if (!carried.notice.empty())
        item(half, stream, packet, ItemKind::Notice, limitedText(carried.notice, 1000));
    messages(half).begin(call.channel, stream, limitedText(carried.place) + '\n' + carried.delivery, packet.begin, packet.time);
}

// Acknowledgements, notifications, and methods that match no query: bytes of the channel; those worth a line are items.
void AmqpParser::told(Half half, const Packet &packet, const Call &call)
{
    const uint64_t stream = channel(packet);
    belongs(half, packet, stream);
    ByteReader reader(call.arguments);
    const std::string text = noticeText(call.id, call.channel, reader);
    if (!text.empty())
        item(half, stream, packet, ItemKind::Notice, limitedText(text, 1000));
}

void AmqpParser::content(Half half, const Packet &packet, const Frame &frame, std::string_view contents)
{
    const uint64_t stream = channel(packet);
    belongs(half, packet, stream);
    if (frame.type == FrameType::Header) {
        ByteReader reader(contents);
        const ContentHeader header = readContentHeader(reader);
        return messages(half).head(frame.channel, stream, header.bodySize, header.coding, header.properties, packet.begin, packet.time);
    }
    messages(half).body(frame.channel, frame.size);
    size_t before = frameHead;
    packet.forEach([&](base::Bytes run) {
        const size_t skip = std::min(before, run.data.size());
        before -= skip;
        messages(half).take(run.sub(skip));
    });
}

void AmqpParser::packetRest(Half half, base::Bytes bytes, base::Time time)
{
    ChannelParser::packetRest(half, bytes, time);
    messages(half).take(bytes);
}

void AmqpParser::packetLost(Half half, uint64_t bytes, base::Time time)
{
    ChannelParser::packetLost(half, bytes, time);
    messages(half).lose(bytes);
}

void AmqpParser::packetEnd(Half half, base::Time time)
{
    messages(half).frameEnd(time);
    ChannelParser::packetEnd(half, time);
}

void AmqpParser::outOfStep(Half half, Fault fault, base::Time time)
{
    ChannelParser::outOfStep(half, fault, time);
    messages(half).cutAll(time);
    if (half == Half::Response)
        ++m_losses;
}

void AmqpParser::beforeEnd(Half half, base::Time time) { messages(half).cutAll(time); }

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &limits, Sink &sink)
{
    return std::make_unique<AmqpParser>(requestDirection, fromStart, limits, sink);
}

} // namespace protocols::amqp
