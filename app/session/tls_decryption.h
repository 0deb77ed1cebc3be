// SPDX-License-Identifier: GPL-3.0-or-later
// Stands between the helper and the capture file: keeps the secrets of handshakes, and adds the plaintext of sockets'
// ciphertext. What it passes on holds no secret, and needs none to be read again.
#pragma once

#include "app/capture/sent_bytes.h"
#include "app/session/decrypted_flow.h"
#include "app/session/live_table.h"
#include "app/session/quic_decryption.h"

#include <map>
#include <set>

namespace session {

class TlsDecryption
{
public:
    static constexpr size_t flowsMax = size_t(1) << 16;

    // Secrets: everything is to be decrypted, and what cannot be is said; Either: only what the helper marks.
    explicit TlsDecryption(wire::TlsSource, size_t most = flowsMax);

    // One frame of the helper's; appends those that belong into the capture file in its place. False: it belongs there as it is.
    bool take(const wire::Frame &, wire::Bytes &out);

    size_t flows() const { return m_flows.size(); }
    size_t quicConnections() const { return m_quic.connections(); }
    size_t secrets() const { return m_store.size() + m_store.looseSize(); }

private:
    struct Live {
        std::unique_ptr<DecryptedFlow> flow;
        int64_t closed = 0;     // when the kernel closed the socket
        bool unread = false;    // the program still reads from it
        std::optional<tls::Random> indexed;   // under which it waits
    };
    void secret(const wire::Secret &, wire::Bytes &out);
    void ciphertext(const wire::DataView &, wire::Bytes &out);
    bool same(const wire::SameBytes &, wire::Bytes &out);
    // Its plaintext comes from calls.
    void forget(base::FlowId);
    void state(const wire::State &, wire::Bytes &out);
    void settle(bool last, wire::Bytes &out);
    void makeRoom(wire::Bytes &out);
    // Which flows wait for which secrets.
    void noteWaiting(base::FlowId, Live &);
    void noteWaiting(base::FlowId, Live &, const std::optional<tls::Random> &under);
    void end(base::FlowId, Live &, wire::Bytes &out);

    wire::TlsSource m_source;
    tls::SecretStore m_store;
    capture::SentBytes m_sent;   // ciphertext
    QuicDecryption m_quic{m_store};
    LiveTable<base::FlowId, Live> m_flows;
    std::map<tls::Random, std::set<base::FlowId>> m_byRandom;
    std::map<uint32_t, std::set<base::FlowId>> m_byOwner;
    base::TlsId m_nextId = uint64_t(1) << 63;   // the helper's objects have smaller ones
    int64_t m_now = 0;
    int64_t m_settled = 0;
};

} // namespace session
