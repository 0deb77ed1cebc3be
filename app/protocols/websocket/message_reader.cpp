// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/websocket/message_reader.h"

#include <utility>

namespace protocols::websocket {

namespace {

constexpr unsigned sureEnough = 20;            // bits
constexpr size_t soughtMax = 64 * 1024;
constexpr size_t plainMax = 256 * 1024;        // unmasked at a time

constexpr std::string_view cutByEnd = "incomplete: the connection ended";
constexpr std::string_view cutByGap = "incomplete: the rest was not captured";
constexpr std::string_view cutByDamage = "incomplete: a malformed frame follows";
constexpr std::string_view notCaptured = "not captured";
constexpr std::string_view perhapsLost = "data may be missing here";
constexpr std::string_view beginLost = "its beginning was not captured";
constexpr std::string_view notContinued = "incomplete: another message began";
constexpr std::string_view tooLong = "cut at 64 MiB";

ItemKind kindOf(Opcode opcode)
{
    switch (opcode) {
    case Opcode::Text: return ItemKind::Text;
    case Opcode::Binary: return ItemKind::Binary;
    case Opcode::Close: return ItemKind::Close;
    case Opcode::Ping: return ItemKind::Ping;
    case Opcode::Pong: return ItemKind::Pong;
    case Opcode::Continuation: break;
    }
    return ItemKind::Piece;
}

} // namespace

MessageReader::MessageReader(Half half, uint64_t stream, Sink &sink) : m_half(half), m_stream(stream), m_sink(sink) { }

void MessageReader::join(bool atFrame)
{
    m_inflater.emplace(false).lose();
    m_beginningsLost = true;
    m_state = atFrame ? State::Head : State::Seek;
}

void MessageReader::bytes(base::Bytes bytes, base::Time time)
{
    while (!bytes.data.empty()) {
        size_t taken = bytes.data.size();
        switch (m_state) {
        case State::Head: taken = headStep(bytes, time); break;
        case State::Payload: taken = payloadStep(bytes, time); break;
        case State::Seek: seek(bytes, time); break;
        case State::Rest: piece(bytes, time); break;
        }
        bytes = bytes.sub(taken);
    }
}

size_t MessageReader::headStep(base::Bytes bytes, base::Time time)
{
    if (m_carry.empty())
        m_headBegin = time;
    size_t taken = 0;
    for (;;) {
        const size_t wanted = frameHeadSize(m_carry.data()) - m_carry.size();
        const size_t some = std::min(wanted, bytes.data.size() - taken);
        if (some > 0)
            m_carry.append(bytes.sub(taken, some));
        taken += some;
        const auto head = readFrameHead(m_carry.data());
        if (head) {
            m_frame = *head;
            break;
        }
        if (head.error() == FrameProblem::NeedMore) {
            if (taken == bytes.data.size())
                return taken;
            continue;
        }
        malformed(head.error() == FrameProblem::Opcode   ? "malformed frame: its opcode is reserved"
                  : head.error() == FrameProblem::Length ? "malformed frame: its length has more than 63 bits"
                                                         : "malformed frame: a control frame that is long or in fragments",
                  bytes.sub(taken), time);
        return bytes.data.size();
    }
    const bool compression = m_frame.reserved == 4 && m_inflater && !m_frame.control();
    const bool first = m_frame.opcode == Opcode::Text || m_frame.opcode == Opcode::Binary;
    std::string_view problem;
    if (m_frame.reserved && !m_otherExtension && !(compression && first))
        problem = "malformed frame: reserved bits are set";
    else if (m_frame.opcode == Opcode::Continuation && !m_message.open && !m_beginningsLost)
        problem = "malformed frame: it continues nothing";
    if (!problem.empty()) {
        malformed(problem, bytes.sub(taken), time);
        return bytes.data.size();
    }
    m_carry.consume(m_carry.size());
    beginFrame(time);
    return taken;
}

void MessageReader::beginFrame(base::Time time)
{
    m_state = State::Payload;
    m_at = 0;
    const bool starts = m_frame.opcode == Opcode::Text || m_frame.opcode == Opcode::Binary;
    if (starts && m_message.open) {
        m_message.label = notContinued;
        give(m_message, time);
    }
    Message &message = current();
    if (!message.open) {
        message.open = true;
        message.kind = kindOf(m_frame.opcode);
        message.begin = m_headBegin;
        if (m_frame.opcode == Opcode::Continuation) {
            message.label = beginLost;
            if (m_inflater)
                message.coding = ItemCoding::Unknown;   // its first frame would tell
        }
        message.compressed = m_frame.reserved == 4 && m_inflater && starts;
        if (m_frame.reserved && !message.compressed)
            message.coding = ItemCoding::Unknown;
        if (message.compressed)
            m_inflater->begin();
    }
    if (!m_frame.control())
        m_beginningsLost = false;
    if (m_frame.length == 0)
        endFrame(time);
}

size_t MessageReader::payloadStep(base::Bytes bytes, base::Time time)
{
    Message &message = current();
    bytes = bytes.sub(0, size_t(std::min<uint64_t>({bytes.data.size(), m_frame.length - m_at, plainMax})));
    std::span<const std::byte> payload = bytes.data;
    if (m_frame.masked) {
        m_plain.resize(payload.size());
        unmask(payload, m_frame.mask, m_at, m_plain.data());
        payload = m_plain;
    }
    if (m_frame.control()) {
        m_controlBytes.insert(m_controlBytes.end(), payload.begin(), payload.end());
    } else if (!message.compressed) {
        take(message, m_frame.masked ? derived(payload, m_sink) : bytes, time);
    } else if (message.coding == ItemCoding::Identity) {
        const auto keep = [&](std::span<const std::byte> inflated) {
            if (!message.contents.full())
                take(message, derived(inflated, m_sink), time);
        };
        if (!m_inflater->feed(payload, keep))
            message.coding = ItemCoding::Unknown;
        if (message.contents.full()) {
            m_inflater->lose();
            message.coding = ItemCoding::Unknown;
            message.label = tooLong;
        }
    }
    message.wireBytes += bytes.data.size();
    m_at += bytes.data.size();
    if (m_at == m_frame.length)
        endFrame(time);
    return bytes.data.size();
}

void MessageReader::take(Message &message, base::Bytes bytes, base::Time time)
{
    message.contents.add(bytes, m_sink);
    if (!carries(message) || message.coding == ItemCoding::Unknown)
        return;
    if (bytes.slice().lost())
        m_sink.carriedLost(m_stream, m_half, bytes.data.size(), time);
    else
        m_sink.carried(m_stream, m_half, bytes, time);
}

void MessageReader::endFrame(base::Time time)
{
    m_state = State::Head;
    if (m_frame.control())
        endControl(time);
    else if (m_frame.final)
        endMessage(time);
}

void MessageReader::endControl(base::Time time)
{
    std::span<const std::byte> contents = m_controlBytes;
    // Section 5.5.1: a status code, and a reason in words.
    if (m_control.kind == ItemKind::Close && contents.size() >= 2 && m_control.lostBytes == 0) {
        m_control.code = uint16_t(uint8_t(contents[0]) << 8 | uint8_t(contents[1]));
        contents = contents.subspan(2);
    }
    if (!contents.empty())
        m_control.contents.add(derived(contents, m_sink), m_sink);
    m_controlBytes.clear();
    give(m_control, time);
}

void MessageReader::endMessage(base::Time time)
{
    Message &message = m_message;
    if (message.compressed && message.coding == ItemCoding::Identity) {
        const bool whole = m_inflater->finish([&](std::span<const std::byte> inflated) {
            take(message, derived(inflated, m_sink), time);
        });
        if (!whole)
            message.coding = ItemCoding::Unknown;
    }
    give(message, time);
}

// Reports what has arrived of messages that will not be completed.
void MessageReader::giveOpen(std::string_view label, base::Time time)
{
    if (m_control.open) {
        m_control.label = label;
        endControl(time);
    }
    if (m_message.open) {
        m_message.label = label;
        give(m_message, time);
    }
}

void MessageReader::give(Message &message, base::Time time)
{
    if (message.contents.cut() && message.label.empty())
        message.label = tooLong;
    m_sink.item(m_stream, {.half = m_half,
                           .kind = message.kind,
                           .coding = message.coding,
                           .code = message.code,
                           .begin = message.begin,
                           .end = time,
                           .slices = message.contents.slices(),
                           .wireBytes = message.wireBytes,
                           .lostBytes = message.lostBytes,
                           .label = message.label});
    // The missing length is unknown.
    if (message.coding == ItemCoding::Unknown && carries(message))
        m_sink.carriedLost(m_stream, m_half, 0, time);
    message = {};
}

void MessageReader::lost(uint64_t bytes, base::Time time)
{
    const bool countKnown = bytes > 0;
    if (m_state == State::Payload && countKnown) {
        const uint64_t inside = std::min(bytes, m_frame.length - m_at);
        Message &message = current();
        message.lostBytes += inside;
        message.wireBytes += inside;
        if (message.compressed) {
            m_inflater->lose();
            message.coding = ItemCoding::Unknown;
        } else if (carries(message)) {
            m_sink.carriedLost(m_stream, m_half, inside, time);
        }
        m_at += inside;
        bytes -= inside;
        if (m_at == m_frame.length)
            endFrame(time);
    }
    if (bytes == 0 && countKnown)
        return;
    if (m_state != State::Rest)
        losePlace(cutByGap, time);
    m_sink.item(m_stream, {.half = m_half, .begin = time, .end = time, .wireBytes = bytes, .lostBytes = bytes,
                           .label = countKnown ? notCaptured : perhapsLost});
}

// Any number of frames may be missing, and the start of the next one is unknown.
void MessageReader::losePlace(std::string_view label, base::Time time)
{
    giveHeld();
    giveOpen(label, time);
    if (m_carries)
        m_sink.carriedLost(m_stream, m_half, 0, time);
    if (m_inflater)
        m_inflater->lose();
    m_beginningsLost = true;
    m_state = State::Seek;
}

void MessageReader::malformed(std::string_view why, base::Bytes rest, base::Time time)
{
    giveOpen(cutByDamage, time);
    if (m_carries)
        m_sink.carriedLost(m_stream, m_half, 0, time);
    ItemContents contents;
    m_carry.forEach(0, m_carry.size(), [&](base::Bytes run) { contents.add(run, m_sink); });
    if (!rest.data.empty())
        contents.add(rest, m_sink);
    m_sink.item(m_stream, {.half = m_half, .begin = m_headBegin, .end = time, .slices = contents.slices(),
                           .wireBytes = contents.size(), .label = why});
    m_carry.consume(m_carry.size());
    m_state = State::Rest;
}

void MessageReader::piece(base::Bytes bytes, base::Time time, std::string_view label)
{
    const base::Slice slice = bytes.slice();
    m_sink.item(m_stream, {.half = m_half, .begin = time, .end = time, .slices = {&slice, 1},
                           .wireBytes = bytes.data.size(), .label = label});
}

// Programs write whole frames: if frames fill several pieces in a row exactly, that is no coincidence.
void MessageReader::seek(base::Bytes bytes, base::Time time)
{
    const unsigned bits = framesFill(bytes.data, m_half == Half::Request);
    if (bits == 0 || m_carry.size() + bytes.data.size() > soughtMax) {
        giveHeld();
        if (bits < sureEnough) {
            piece(bytes, time);
            return;
        }
    }
    m_sure += bits;
    m_sought.push_back({bytes.data.size(), time});
    m_carry.append(bytes);
    if (m_sure < sureEnough)
        return;
    m_state = State::Head;
    m_sure = 0;
    // Not from m_carry itself: a cut header is buffered there.
    const Carry sought = std::exchange(m_carry, {});
    size_t at = 0;
    for (const Sought &part : std::exchange(m_sought, {})) {
        sought.forEach(at, part.bytes, [&](base::Bytes run) { this->bytes(run, part.time); });
        at += part.bytes;
    }
}

void MessageReader::giveHeld()
{
    if (m_state == State::Head && !m_carry.empty())
        m_sought = {{m_carry.size(), m_headBegin}};
    size_t at = 0;
    for (const Sought &part : m_sought) {
        m_carry.forEach(at, part.bytes, [&](base::Bytes run) { piece(run, part.time); });
        at += part.bytes;
    }
    m_sought.clear();
    m_sure = 0;
    m_carry.consume(m_carry.size());
}

void MessageReader::end(base::Time time)
{
    giveHeld();
    giveOpen(cutByEnd, time);
    m_state = State::Rest;
}

} // namespace protocols::websocket
