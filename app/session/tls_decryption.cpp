// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/tls_decryption.h"

#include <openssl/crypto.h>

#include <algorithm>

namespace session {

namespace {

constexpr int64_t millisecond = 1'000'000;
// The last bytes of a socket arrive at most this long after its close, unless they are announced as unread. Less than
// the pipeline waits, which must still know the socket by then.
constexpr int64_t lastBytesWithin = 500 * millisecond;
constexpr int64_t settleEvery = 100 * millisecond;

void pass(const wire::Frame &frame, wire::Bytes &out)
{
    const auto head = std::array{uint32_t(frame.body.size()), uint32_t(frame.type)};
    const auto bytes = std::as_bytes(std::span(head));
    out.insert(out.end(), bytes.begin(), bytes.end());
    out.insert(out.end(), frame.body.begin(), frame.body.end());
}

template<class Index, class Key> void leave(Index &index, const Key &key, base::FlowId flow)
{
    const auto it = index.find(key);
    if (it != index.end() && it->second.erase(flow) && it->second.empty())
        index.erase(it);
}

// Nothing in the file refers to ciphertext.
wire::Data keptHead(wire::Data head)
{
    head.flags &= uint8_t(~uint8_t(wire::DataFlag::Kept));
    return head;
}

} // namespace

TlsDecryption::TlsDecryption(wire::TlsSource source, size_t most)
    : m_source(source)
    , m_flows(most)
{
}

bool TlsDecryption::take(const wire::Frame &frame, wire::Bytes &out)
{
    const size_t before = out.size();
    switch (frame.type) {
    case wire::Type::Secret:
        if (auto message = wire::decode<wire::Secret>(frame.body)) {
            secret(*message, out);
            OPENSSL_cleanse(message->bytes.data(), message->bytes.size());
        }
        return true;
    case wire::Type::Data:
        if (const auto view = wire::decodeData(frame.body)) {
            m_now = std::max(m_now, view->head.time);
            settle(false, out);
            const bool wanted = m_source == wire::TlsSource::Secrets || view->head.has(wire::DataFlag::InFull);
            if (!view->head.tls && view->head.has(wire::DataFlag::Ciphertext) && wanted) {
                m_sent.sent(*view);
                ciphertext(*view, out);
                return true;
            }
            if (!view->head.tls && m_quic.datagram(*view, out))
                return true;
        }
        break;
    case wire::Type::SameBytes:
        if (const auto message = wire::decode<wire::SameBytes>(frame.body); message && same(*message, out))
            return true;
        break;
    case wire::Type::Socket:
        if (const auto message = wire::decode<wire::Socket>(frame.body); message && m_quic.socket(*message, out))
            return true;
        break;
    case wire::Type::Tie:
        if (const auto message = wire::decode<wire::Tie>(frame.body))
            forget(message->flow);
        break;
    case wire::Type::State:
        if (const auto message = wire::decode<wire::State>(frame.body))
            state(*message, out);
        break;
    case wire::Type::Unread:
        if (const auto message = wire::decode<wire::Unread>(frame.body))
            if (Live *live = m_flows.use(message->flow))
                live->unread = true;
        break;
    case wire::Type::TcpReading:
        if (const auto message = wire::decode<wire::TcpReading>(frame.body))
            m_now = std::max(m_now, message->time);
        settle(false, out);
        break;
    case wire::Type::ProcessExit:
        if (const auto message = wire::decode<wire::ProcessExit>(frame.body)) {
            m_quic.exited(message->pid, message->time, out);
            m_store.ownerGone(message->pid);
        }
        break;
    case wire::Type::Stopped: settle(true, out); break;
    default: break;
    }
    if (out.size() == before)
        return false;
    pass(frame, out);
    return true;
}

void TlsDecryption::secret(const wire::Secret &message, wire::Bytes &out)
{
    m_now = std::max(m_now, message.time);
    tls::Secret secret;
    secret.owner = message.pid;
    secret.library = DecryptedFlow::libraryOf(message);
    secret.label = tls::labelOf(message.label);
    secret.bytes = tls::SecretBytes(std::as_bytes(std::span(message.bytes).first(message.length)));
    if (message.randomKnown) {
        secret.random.emplace();
        std::ranges::copy(std::as_bytes(std::span(message.random)), secret.random->begin());
    }
    // Those of exporters protect no records.
    if (!secret.label && !message.label.empty())
        return;
    m_store.add(secret);
    m_quic.secretAdded(message, out);
    std::set<base::FlowId> waiting;
    if (secret.random) {
        if (const auto it = m_byRandom.find(*secret.random); it != m_byRandom.end())
            waiting = it->second;
    }
    if (waiting.empty()) {
        if (const auto it = m_byOwner.find(message.pid); it != m_byOwner.end() && (!secret.random || !secret.label))
            waiting = it->second;
    }
    for (const base::FlowId id : waiting) {
        Live *live = m_flows.use(id);
        if (!live)
            continue;
        live->flow->secretAdded(message.time, out);
        noteWaiting(id, *live);
    }
}

void TlsDecryption::ciphertext(const wire::DataView &view, wire::Bytes &out)
{
    Live *live = m_flows.use(view.head.flow);
    if (!live) {
        makeRoom(out);
        live = &m_flows.add(view.head.flow);
        live->flow = std::make_unique<DecryptedFlow>(m_store, view.head.flow, m_nextId++, view.head.pid);
    }
    // Before the plaintext in it, so that a reader knows its socket by then. Behind the handshake it would tell nothing more.
    if (const size_t kept = live->flow->kept(view); kept > 0 || view.payload.empty())
        wire::encode(keptHead(view.head), view.payload.first(kept), out);
    live->flow->ciphertext(view, out);
    noteWaiting(view.head.flow, *live);
}

// False: plain bytes, which need nothing.
bool TlsDecryption::same(const wire::SameBytes &message, wire::Bytes &out)
{
    m_now = std::max(m_now, message.time);
    settle(false, out);
    if (!(message.flags & uint8_t(wire::DataFlag::Ciphertext)))
        return false;
    m_sent.received(message, [&](const wire::DataView &view, uint64_t) {
        wire::DataView shared = view;
        shared.head.flags |= uint8_t(wire::DataFlag::Kept);
        ciphertext(shared, out);
    });
    return true;
}

void TlsDecryption::noteWaiting(base::FlowId id, Live &live)
{
    const bool waits = live.flow->waits();
    if (waits)
        m_byOwner[live.flow->owner()].insert(id);
    else
        leave(m_byOwner, live.flow->owner(), id);
    noteWaiting(id, live, waits ? live.flow->random() : std::nullopt);
}

void TlsDecryption::noteWaiting(base::FlowId id, Live &live, const std::optional<tls::Random> &under)
{
    if (live.indexed == under)
        return;
    if (live.indexed)
        leave(m_byRandom, *live.indexed, id);
    if (under)
        m_byRandom[*under].insert(id);
    live.indexed = under;
}

void TlsDecryption::state(const wire::State &message, wire::Bytes &out)
{
    m_now = std::max(m_now, message.time);
    if (message.newState != wire::TcpState::Close)
        return;
    m_sent.closed(message.flow);
    Live *live = m_flows.use(message.flow);
    if (!live)
        return;
    // With the close the pipeline says why nothing was readable: it has to know by then.
    if (!live->flow->tied()) {
        end(message.flow, *live, out);
        m_flows.erase(message.flow);
        return;
    }
    if (!live->closed)
        live->closed = message.time;
    if (message.oldState == wire::TcpState::Close)
        live->unread = false;
}

void TlsDecryption::end(base::FlowId id, Live &live, wire::Bytes &out)
{
    live.flow->end(m_now, out);
    leave(m_byOwner, live.flow->owner(), id);
    noteWaiting(id, live, std::nullopt);
}

void TlsDecryption::forget(base::FlowId id)
{
    Live *live = m_flows.peek(id);
    if (!live || live->flow->tied())
        return;
    leave(m_byOwner, live->flow->owner(), id);
    noteWaiting(id, *live, std::nullopt);
    m_flows.erase(id);
}

void TlsDecryption::makeRoom(wire::Bytes &out)
{
    if (!m_flows.full())
        return;
    const base::FlowId oldest = m_flows.oldest();
    end(oldest, *m_flows.peek(oldest), out);
    m_flows.erase(oldest);
}

void TlsDecryption::settle(bool last, wire::Bytes &out)
{
    if (!last && m_now - m_settled < settleEvery)
        return;
    m_settled = m_now;
    m_quic.settle(m_now, last, out);
    if (last)
        m_flows.lookAtAll();
    m_flows.settle(
        [&](base::FlowId id, Live &live) {
            live.flow->expire(m_now, out);
            noteWaiting(id, live);
            if (last || (live.closed && !live.unread && m_now - live.closed > lastBytesWithin))
                return Fate::Over;
            return live.closed || live.flow->waits() ? Fate::Pending : Fate::Quiet;
        },
        [&](base::FlowId id) { end(id, *m_flows.peek(id), out); });
}

} // namespace session
