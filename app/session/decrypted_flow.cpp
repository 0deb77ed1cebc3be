// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/decrypted_flow.h"

#include "app/session/words.h"

#include <algorithm>
#include <utility>

namespace session {

namespace {

// As much as Flow reads of the handshake.
constexpr uint64_t keptMax = 16 * 1024;
// In the id of an object inside another one; ids are counted from below.
constexpr base::TlsId innerBit = base::TlsId(1) << 62;

} // namespace

DecryptedFlow::DecryptedFlow(tls::SecretStore &store, base::FlowId flow, base::TlsId id, uint32_t owner)
    : m_flow(flow)
    , m_id(id)
    , m_owner(owner)
    , m_store(store)
    , m_decrypter(store, owner)
    , m_directions{Ordered(*this, base::Direction::Received), Ordered(*this, base::Direction::Sent)}
{
}

void DecryptedFlow::Ordered::bytes(base::Bytes bytes, uint64_t, base::Time time)
{
    flow.m_decrypter.bytes(direction, bytes.data, time, flow);
}

void DecryptedFlow::Ordered::gap(uint64_t length, uint64_t, base::Time)
{
    flow.m_decrypter.gap(direction, length);
}

size_t DecryptedFlow::kept(const wire::DataView &view)
{
    Ordered &to = m_directions[view.head.direction];
    const size_t some = size_t(std::min<uint64_t>(view.payload.size(), keptMax - to.kept));
    to.kept += some;
    return some;
}

void DecryptedFlow::ciphertext(const wire::DataView &view, wire::Bytes &out)
{
    m_out = &out;
    m_thread = view.head.tid;
    Ordered &to = m_directions[view.head.direction];
    m_decrypter.shareRecords(base::Direction(view.head.direction), view.head.has(wire::DataFlag::Kept));
    if (!view.payload.empty()) {
        if (!to.order.started())
            to.order.startAt(view.head.offset - view.head.callOffset);
        to.order.add(view.head.offset, {view.payload, 0}, view.head.time, to);
    }
    if ((view.head.has(wire::DataFlag::Cut) || view.head.has(wire::DataFlag::Fault)) && to.order.started())
        to.order.advanceTo(view.head.offset + missingTo(view.head), view.head.time, to);
    if (m_decrypter.hasKeys() && (!m_tied || !m_library))
        tie(view.head.time);
}

void DecryptedFlow::secretAdded(int64_t time, wire::Bytes &out)
{
    m_out = &out;
    m_decrypter.secretAdded(*this);
    if (m_inner)
        m_inner->secretAdded(time, out);
    if (m_decrypter.hasKeys() && (!m_tied || !m_library))
        tie(time);
}

void DecryptedFlow::expire(int64_t time, wire::Bytes &out)
{
    m_out = &out;
    for (Ordered &one : m_directions)
        one.order.expire(time, false, one);
    m_decrypter.expire(time, *this);
    if (m_inner)
        m_inner->expire(time, out);
}

void DecryptedFlow::end(int64_t time, wire::Bytes &out)
{
    m_out = &out;
    for (Ordered &one : m_directions)
        one.order.expire(time, true, one);
    m_decrypter.end(time, *this);
    if (m_inner)
        m_inner->end(time, out);
    if (m_tied && !m_library)
        tie(time);
    if (m_tied)
        wire::encode(wire::TlsEnd{time, m_flow, m_id, m_directions[1].position, m_directions[0].position}, out);
}

bool DecryptedFlow::waits() const
{
    return m_decrypter.waits() || (m_inner && m_inner->waits()) || m_directions[0].order.holds() || m_directions[1].order.holds();
}

// With the first record that its secrets have opened, of the handshake: a connection is readable before it says anything.
// Secrets from the other end may do that before those of its own library, which say what that is.
void DecryptedFlow::tie(base::Time time)
{
    const auto &random = m_decrypter.facts().clientRandom;
    if (!m_library && random)
        m_library = m_store.libraryOf(*random, m_owner);
    if (m_tied && !m_library)
        return;
    if (!std::exchange(m_tied, true) || m_library)
        wire::encode(wire::Tie{time, m_flow, m_id, wire::TieKind::Secrets, origin()}, *m_out);
    if (const auto number = uint32_t(m_library); number)
        wire::encode(wire::TlsLibrary{time, m_id, number, origin()}, *m_out);
}

// The first plaintext: what is known by now is told before it.
void DecryptedFlow::begin(base::Time time)
{
    if (m_begun)
        return;
    if (!m_tied)
        tie(time);
    m_begun = true;
    wire::TlsFacts facts{time, m_flow, m_id, 1, 1, m_decrypter.facts().alpn};
    wire::encode(facts, *m_out);
}

wire::Data DecryptedFlow::head(base::Direction direction, base::Time time) const
{
    wire::Data head;
    head.time = time;
    head.flow = m_flow;
    head.tls = m_id;
    head.offset = m_directions[size_t(direction)].position;
    head.pid = m_owner;
    head.tid = m_thread;
    head.direction = uint8_t(direction);
    head.origin = origin();
    return head;
}

// From a ClientHello in it on, the plaintext is another connection's ciphertext in both directions: an HTTPS proxy reached
// over TLS. As from the probes, its first bytes say so and no others follow.
bool DecryptedFlow::carry(base::Direction direction, std::span<const std::byte> bytes, base::Time time)
{
    constexpr size_t typeAt = tls::recordHeadSize;
    if (!m_inner) {
        // One inside another is enough: more would be a peer's game.
        if ((m_id & innerBit) || !tls::beginsHandshake(bytes) || bytes.size() <= typeAt || bytes[typeAt] != std::byte(tls::HandshakeType::ClientHello))
            return false;
        const auto first = bytes.first(std::min<size_t>(bytes.size(), wire::dataPayloadMax));
        wire::Data data = head(direction, time);
        data.moved = uint32_t(first.size());
        data.flags = uint8_t(wire::DataFlag::Ciphertext);
        wire::encode(data, first, *m_out);
        m_inner = std::make_unique<DecryptedFlow>(m_store, m_flow, m_id | innerBit, m_owner);
    }
    m_inner->m_out = m_out;
    m_inner->m_thread = m_thread;
    m_inner->m_decrypter.bytes(direction, bytes, time, *m_inner);
    if (m_inner->m_decrypter.hasKeys() && (!m_inner->m_tied || !m_inner->m_library))
        m_inner->tie(time);
    return true;
}

void DecryptedFlow::plaintext(base::Direction direction, std::span<const std::byte> bytes, base::Time time)
{
    begin(time);
    if (carry(direction, bytes, time) || takesFromOtherEnd(direction, bytes.size(), time))
        return;
    const bool shared = direction == base::Direction::Sent && m_store.openedRecords().isShared();
    if (shared)
        m_store.openedRecords().tell({m_id, m_directions[size_t(direction)].position});
    for (; !bytes.empty(); bytes = bytes.subspan(std::min<size_t>(bytes.size(), wire::dataPayloadMax))) {
        const auto piece = bytes.first(std::min<size_t>(bytes.size(), wire::dataPayloadMax));
        wire::Data data = head(direction, time);
        data.moved = uint32_t(piece.size());
        data.flags = shared ? uint8_t(wire::DataFlag::Kept) : 0;
        wire::encode(data, piece, *m_out);
        m_directions[size_t(direction)].position += piece.size();
    }
}

// The sender's plaintext is in the file already.
bool DecryptedFlow::takesFromOtherEnd(base::Direction direction, size_t size, base::Time time)
{
    const auto *place = m_store.openedRecords().place();
    if (direction != base::Direction::Received || !place || place->stream == m_id)
        return false;
    const wire::Data data = head(direction, time);
    wire::encode(wire::SameBytes{time, m_flow, m_id, place->stream, data.offset, place->offset, data.pid, data.tid, uint32_t(size), 0, data.origin}, *m_out);
    m_directions[size_t(direction)].position += size;
    return true;
}

// Of a connection that is not readable there is no stream to have a gap in: it is then shown with the cause.
void DecryptedFlow::lost(base::Direction direction, const tls::Loss &loss, base::Time time)
{
    if (m_inner) {
        m_inner->m_decrypter.gap(direction, loss.bytes);
        return;
    }
    wire::encode(wire::Undecrypted{time, m_flow, m_id, uint8_t(loss.cause), loss.bytes, loss.records}, *m_out);
    if (!m_tied)
        return;
    begin(time);
    for (uint64_t left = loss.bytes; left > 0;) {
        wire::Data data = head(direction, time);
        data.moved = uint32_t(std::min<uint64_t>(left, 1u << 30));
        data.flags = uint8_t(wire::DataFlag::Fault);
        wire::encode(data, {}, *m_out);
        m_directions[size_t(direction)].position += data.moved;
        left -= data.moved;
    }
}

// The end of a direction follows from the socket's; other alerts precede a close.
void DecryptedFlow::alert(base::Direction, uint8_t, uint8_t, base::Time) { }

} // namespace session
