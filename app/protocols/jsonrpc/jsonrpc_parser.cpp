// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/jsonrpc/jsonrpc_parser.h"

#include "app/decode/json_scan.h"
#include "app/protocols/operation/naming.h"
#include "app/protocols/text_rows.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace protocols::jsonrpc {

namespace {

// The end of a line is only known once it is there: longer messages lose the step.
constexpr size_t messageMax = size_t(16) << 20;
constexpr size_t idMax = 256;
// A message's header section has these two fields: "Content-Length", "Content-Type".
constexpr std::string_view headerField = "content-", lengthField = "content-length:";

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// How much of `text` is the beginning of `field`, in any case; all of it: text.size() or field.size().
bool begins(std::string_view text, std::string_view field)
{
    const size_t count = std::min(text.size(), field.size());
    return std::equal(text.begin(), text.begin() + std::ptrdiff_t(count), field.begin(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? char(a + 32) : a) == b; });
}

// A header section, as in HTTP: its size with the empty line, and the length it tells.
struct Header {
    size_t size = 0;                     // 0: not complete
    std::optional<uint64_t> length;
};

Header readHeader(std::string_view text)
{
    const size_t end = text.find("\r\n\r\n");
    if (end == std::string_view::npos)
        return {};
    Header header{end + 4, {}};
    for (size_t at = 0; at < end;) {
        const std::string_view line = text.substr(at, text.find("\r\n", at) - at);
        if (line.size() > lengthField.size() && begins(line, lengthField)) {
            size_t digits = lengthField.size();
            while (digits < line.size() && line[digits] == ' ')
                ++digits;
            uint64_t value = 0;
            if (std::from_chars(line.data() + digits, line.data() + line.size(), value).ec == std::errc() && value <= uint64_t(1) << 40)
                header.length = value;
        }
        at += line.size() + 2;
    }
    return header;
}

constexpr size_t headerMax = 4096;

} // namespace

struct JsonRpcParser::Message {
    std::string_view json;               // the object
    std::string_view method, id, params, result;
    bool answer = false;

    // The object in a packet; nothing if there is none.
    static std::optional<Message> read(std::string_view packet)
    {
        Message message;
        const size_t begin = begins(packet, headerField) ? readHeader(packet).size : 0;
        message.json = packet.substr(begin);
        const auto object = decode::firstJsonValue(message.json);
        if (!object || object->kind != decode::JsonKind::Object)
            return std::nullopt;
        decode::JsonMembers members(object->value);
        while (const auto member = members.next()) {
            if (member->key == "method" && member->kind == decode::JsonKind::String && member->value.size() > 2)
                message.method = member->value.substr(1, member->value.size() - 2);
            else if (member->key == "id" && member->value != "null")
                message.id = member->value.substr(0, idMax);
            else if (member->key == "params")
                message.params = member->value;
            else if (member->key == "result" || member->key == "error") {
                message.answer = true;
                message.result = member->value;
            }
        }
        if (message.method.empty() && !(message.answer && !message.id.empty()))
            return std::nullopt;
        return message;
    }
};

JsonRpcParser::JsonRpcParser(Direction requestDirection, bool fromStart, Sink &sink)
    : ChannelParser("jsonrpc", requestDirection, fromStart, {.headMax = messageMax}, sink)
{
}

std::optional<uint64_t> JsonRpcParser::lengthOf(Half, std::span<const std::byte> bytes)
{
    const std::string_view text = textOf(bytes);
    if (begins(text, headerField)) {
        const Header header = readHeader(text.substr(0, headerMax));
        if (header.size == 0)
            return text.size() < headerMax ? std::optional<uint64_t>(0) : std::nullopt;
        return header.length ? std::optional(header.size + *header.length) : std::nullopt;
    }
    const size_t end = text.find('\n');
    if (end == std::string_view::npos)
        return text.size() < m_limits.headMax ? std::optional<uint64_t>(0) : std::nullopt;
    return end + 1;
}

Verdict JsonRpcParser::startsAt(Half, std::span<const std::byte> bytes)
{
    constexpr std::string_view version = "\"jsonrpc\"";
    const std::string_view text = textOf(bytes);
    if (begins(text, headerField))
        return text.size() < headerField.size() ? Verdict::NeedMore : Verdict::Yes;
    if (text.front() != '{')
        return Verdict::No;
    size_t at = 1;
    while (at < text.size() && isBlank(text[at]))
        ++at;
    return begins(text.substr(at), version) ? (text.size() - at < version.size() ? Verdict::NeedMore : Verdict::Yes) : Verdict::No;
}

void JsonRpcParser::packet(Half half, const Packet &packet)
{
    const auto message = Message::read(textOf(packet.bytes));
    if (!message)
        packet.forEach([&](base::Bytes run) { stray(half, run, packet.time); });
    else if (message->answer && message->method.empty())
        answers(half, packet, *message);
    else
        asks(half, packet, *message);
}

void JsonRpcParser::asks(Half half, const Packet &packet, const Message &message)
{
    const uint64_t stream = open(decode::jsonUnescaped(message.method).substr(0, operation::nameMax), limitedText(message.params), packet);
    m_sink.dialect(stream, Dialect::JsonRpc);
    if (const operation::Name name = operation::nameOfJson(message.json); !name.text.empty())
        m_sink.operation(stream, name.text);
    belongs(half, packet, stream, Half::Request);
    endsHalf(half);
    auto &asked = m_asked[size_t(half)];
    if (message.id.empty() || asked.size() >= m_limits.pipelineMax) {
        m_sink.messageEnd(stream, Half::Response, packet.time);   // nobody answers
        return;
    }
    const auto [known, added] = asked.try_emplace(std::string(message.id), stream);
    // A number that is used again before its answer: that one never came.
    if (!added)
        m_sink.fault(std::exchange(known->second, stream), Half::Response, Fault::Gap, packet.time);
}

void JsonRpcParser::answers(Half half, const Packet &packet, const Message &message)
{
    auto &asked = m_asked[1 - size_t(half)];
    const auto found = asked.find(std::string(message.id));
    if (found == asked.end()) {
        packet.forEach([&](base::Bytes run) { stray(half, run, packet.time); });
        return;
    }
    const uint64_t stream = found->second;
    asked.erase(found);
    belongs(half, packet, stream, Half::Response);
    const auto ending = operation::endingOf(Dialect::JsonRpc, message.json, packet.whole());
    m_sink.answer(stream, {.outcome = ending.outcome, .words = ending.words, .rows = {}}, packet.time);
    const auto at = size_t(message.result.data() - textOf(packet.bytes).data());
    carries(half, packet, at, packet.bytes.size() - at - message.result.size(), ItemKind::Row, {});
    endsHalf(half);
}

void JsonRpcParser::beforeEnd(Half half, base::Time time)
{
    // In the order of the requests, so that the same bytes always give the same events.
    std::set<uint64_t> streams;
    for (const auto &[id, stream] : std::exchange(m_asked[1 - size_t(half)], {}))
        streams.insert(stream);
    for (const uint64_t stream : streams)
        m_sink.fault(stream, Half::Response, Fault::CutByClose, time);
}

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &sink)
{
    return std::make_unique<JsonRpcParser>(requestDirection, fromStart, sink);
}

Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool)
{
    constexpr size_t enough = 512;
    const std::string_view text = textOf(first.first(std::min(first.size(), enough)));
    if (begins(text, headerField)) {
        const Header header = readHeader(text);
        return header.size == 0 && first.size() < enough ? Verdict::NeedMore : header.length ? Verdict::Yes : Verdict::No;
    }
    if (text.empty() || text.front() != '{')
        return Verdict::No;
    if (text.find("\"jsonrpc\"") != std::string_view::npos)
        return Verdict::Yes;
    return first.size() < enough && text.find('\n') == std::string_view::npos ? Verdict::NeedMore : Verdict::No;
}

} // namespace protocols::jsonrpc
