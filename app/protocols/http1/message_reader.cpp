// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http1/message_reader.h"

#include "app/protocols/http1/text.h"

#include <algorithm>
#include <cstring>

namespace protocols::http1 {

namespace {

constexpr size_t chunkLineMax = 16 * 1024;  // including extensions
constexpr size_t awaitedMax = 256 * 1024;   // bytes kept until a CONNECT is answered
constexpr size_t carryStep = 4 * 1024;

} // namespace

MessageReader::MessageReader(Half half, bool fromStart, const Limits &limits, Owner &owner)
    : m_half(half)
    , m_limits(limits)
    , m_owner(owner)
    , m_state(fromStart ? State::Start : State::Seek)
    , m_seek(half)
    , m_section(limits.fieldsMax)
{
}

void MessageReader::bytes(base::Bytes piece, base::Time time)
{
    m_now = time;
    while (!piece.data.empty()) {
        if (m_carry.empty()) {
            View view(piece);
            run(view);
            piece = piece.sub(view.advanced());
            if (!piece.data.empty())
                m_carry.append(piece);
            return;
        }
        // In steps, so that a large body after a small remainder is not copied.
        const size_t count = std::min(piece.data.size(), std::max(carryStep, m_carry.size()));
        m_carry.append(piece.sub(0, count));
        piece = piece.sub(count);
        runCarry();
    }
}

void MessageReader::runCarry()
{
    View view(m_carry);
    run(view);
    m_carry.consume(view.advanced());
}

void MessageReader::run(View &view)
{
    while (!view.data().empty()) {
        const State before = m_state;
        const size_t used = step(view);
        view.advance(used);
        if (used == 0 && m_state == before)
            return;
    }
}

// Returns how many bytes were consumed. None, and no change of state: more are needed.
size_t MessageReader::step(const View &view)
{
    switch (m_state) {
    case State::Start: return start(view.data());
    case State::Head: return head(view);
    case State::Length:
    case State::ChunkData: return counted(view);
    case State::UntilClose:
        view.forEach(view.data().size(), [this](base::Bytes run) { m_owner.body(m_half, run, m_now); });
        return view.data().size();
    case State::ChunkLine: return chunkLine(view);
    case State::ChunkEnd: return chunkEnd(view.data());
    case State::Trailers: return trailers(view);
    case State::Seek: return seek(view);
    case State::AwaitTunnel: return view.data().size() > awaitedMax ? rawAll(view, view.data().size()) : 0;
    case State::Tunnel:
    case State::Ended: return rawAll(view, view.data().size());
    }
    return 0;
}

void MessageReader::follow(const Framing &framing)
{
    m_left = framing.length;
    switch (framing.kind) {
    case Framing::Kind::None: finish(); return;
    case Framing::Kind::Length: enter(State::Length); return;
    case Framing::Kind::Chunked: enter(State::ChunkLine); return;
    case Framing::Kind::UntilClose: enter(State::UntilClose); return;
    case Framing::Kind::Interim: enter(State::Start); return;
    case Framing::Kind::Tunnel:
        finish();
        enter(State::Tunnel);
        m_owner.tunnel(m_now);
        return;
    case Framing::Kind::AwaitTunnel:
        finish();
        enter(State::AwaitTunnel);
        return;
    }
}

size_t MessageReader::counted(const View &view)
{
    const size_t count = size_t(std::min<uint64_t>(m_left, view.data().size()));
    view.forEach(count, [this](base::Bytes run) { m_owner.body(m_half, run, m_now); });
    m_left -= count;
    if (m_left == 0 && m_state == State::Length)
        finish();
    else if (m_left == 0)
        enter(State::ChunkEnd);
    return count;
}

size_t MessageReader::chunkLine(const View &view)
{
    const std::string_view text = textOf(view.data().first(std::min(view.data().size(), chunkLineMax)));
    const size_t from = std::min(m_scanned, text.size());
    const auto *end = static_cast<const char *>(std::memchr(text.data() + from, '\n', text.size() - from));
    if (!end && text.size() < chunkLineMax) {
        m_scanned = text.size();
        return 0;
    }
    const auto size = end ? chunkSize(text.substr(0, size_t(end - text.data()))) : std::nullopt;
    if (!size) {
        lose(Fault::MalformedChunk);
        return 0;
    }
    m_left = *size;
    m_headEnd = HeadEnd(true);
    enter(*size == 0 ? State::Trailers : State::ChunkData);
    return size_t(end - text.data()) + 1;
}

size_t MessageReader::chunkEnd(std::span<const std::byte> data)
{
    const size_t returns = char(data[0]) == '\r' ? 1 : 0;
    if (returns == data.size())
        return 0;
    if (char(data[returns]) != '\n') {
        lose(Fault::MalformedChunk);
        return 0;
    }
    enter(State::ChunkLine);
    return returns + 1;
}

size_t MessageReader::trailers(const View &view)
{
    const size_t window = std::min(view.data().size(), m_limits.headMax);
    const size_t from = std::min(m_scanned, window);
    const auto found = m_headEnd.feed(view.data().subspan(from, window - from));
    m_scanned = window;
    if (!found && window < m_limits.headMax)
        return 0;
    const size_t length = found ? from + *found : window;
    const Fault fault = m_section.read(textOf(view.data().first(length)));
    if (m_oddity == Fault::None)
        m_oddity = fault;
    if (!m_section.fields().empty()) {
        m_slices.clear();
        view.forEach(length, [this](base::Bytes run) { m_slices.push_back(run.slice()); });
        m_owner.trailers(m_half, m_section.fields(), m_slices, m_now);
    }
    if (found)
        finish();
    else
        lose(Fault::HeadTooLong);
    return length;
}

size_t MessageReader::seek(const View &view)
{
    const auto [pass, found] = m_seek.next(view.data());
    rawAll(view, pass);
    if (found)
        enter(State::Start);
    return pass;
}

size_t MessageReader::rawAll(const View &view, size_t count)
{
    view.forEach(count, [this](base::Bytes run) { m_owner.raw(m_half, run, m_now); });
    return count;
}

void MessageReader::enter(State state)
{
    m_state = state;
    m_scanned = 0;
}

void MessageReader::finish(Fault fault)
{
    enter(State::Start);
    m_owner.messageEnd(m_half, fault == Fault::None ? m_oddity : fault, m_now);
    m_oddity = Fault::None;
}

// The position in the stream is lost. With a fault: inside a message already shown. `after`: what is here was
// examined and is not a message.
void MessageReader::lose(Fault fault, bool after)
{
    if (fault != Fault::None)
        finish(fault);
    enter(State::Seek);
    m_seek = Seek(m_half, after);
}

void MessageReader::gap(uint64_t length, base::Time time)
{
    m_now = time;
    View view(m_carry);
    const size_t carried = m_carry.size();
    uint64_t known = 0; // of the lost bytes, those known to belong to the body
    switch (m_state) {
    case State::UntilClose:
        m_owner.bodyLost(m_half, length, time);
        return;
    case State::Length:
    case State::ChunkData:
        known = std::min(length, m_left);
        m_owner.bodyLost(m_half, known, time);
        m_left -= known;
        if (m_left > 0)
            return;
        if (m_state == State::Length)
            finish();
        else
            enter(State::ChunkEnd);
        if (known == length)
            return;
        // Beyond that point whole messages may have been lost.
        lose(m_state == State::ChunkEnd ? Fault::Gap : Fault::None);
        break;
    case State::Head:
        cutHead(view, carried, Fault::Gap);
        break;
    case State::ChunkLine:
    case State::ChunkEnd:
    case State::Trailers:
        lose(Fault::Gap);
        rawAll(view, carried);
        break;
    case State::Start:
    case State::Seek:
        rawAll(view, carried);
        lose(Fault::None);
        break;
    case State::AwaitTunnel:
    case State::Tunnel:
    case State::Ended:
        rawAll(view, carried);
        break;
    }
    m_carry.consume(carried);
    if (m_state == State::Seek)
        m_owner.framingLost(m_half, time);
    m_owner.rawLost(m_half, length - known, time);
}

void MessageReader::end(base::Time time)
{
    m_now = time;
    View view(m_carry);
    const size_t carried = m_carry.size();
    switch (m_state) {
    case State::UntilClose: finish(); break;
    case State::Length:
    case State::ChunkData:
    case State::ChunkLine:
    case State::ChunkEnd:
    case State::Trailers:
        finish(Fault::CutByClose);
        rawAll(view, carried);
        break;
    case State::Head: cutHead(view, carried, Fault::CutByClose); break;
    case State::Start:
    case State::Seek:
    case State::AwaitTunnel:
    case State::Tunnel:
    case State::Ended: rawAll(view, carried); break;
    }
    m_carry.consume(carried);
    enter(State::Ended);
}

void MessageReader::refuseTunnel(base::Time time)
{
    if (m_state != State::AwaitTunnel)
        return;
    enter(State::Start);
    m_now = time;
    runCarry();
}

void MessageReader::becomeTunnel(base::Time time)
{
    enter(State::Tunnel);
    m_now = time;
    runCarry();
}

} // namespace protocols::http1
