// SPDX-License-Identifier: GPL-3.0-or-later
// The ciphertext of one socket, turned into what the probes at a TLS library's functions would have sent of its plaintext.
#pragma once

#include "app/stream/reassembler.h"
#include "app/tls/decrypter.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <memory>

namespace session {

class DecryptedFlow final : tls::Sink
{
public:
    // `id`: of the TLS object under which the plaintext is sent, unique within the capture.
    DecryptedFlow(tls::SecretStore &, base::FlowId, base::TlsId id, uint32_t owner);

    // Identifies the library that a secret comes from, for the store: both of its numbers in the protocol.
    static uint64_t libraryOf(const wire::Secret &secret) { return uint64_t(secret.origin) << 32 | secret.library; }

    // Everything below appends frames with plaintext, and with what is known about it, to `out`.
    void ciphertext(const wire::DataView &, wire::Bytes &out);
    // A secret that may be this connection's has come.
    void secretAdded(int64_t time, wire::Bytes &out);
    void expire(int64_t time, wire::Bytes &out);
    void end(int64_t time, wire::Bytes &out);

    bool waits() const;
    // Records were opened: it is readable.
    bool tied() const { return m_tied; }
    // Of the ClientHello, of the inner one with TLS in TLS; none: not seen yet.
    const std::optional<tls::Random> &random() const { return m_inner ? m_inner->random() : m_decrypter.facts().clientRandom; }
    uint32_t owner() const { return m_owner; }
    // How much of this ciphertext message's payload the capture file keeps: the hellos are read from it again.
    size_t kept(const wire::DataView &);

private:
    struct Ordered final : stream::Reassembler::Sink {
        Ordered(DecryptedFlow &of, base::Direction which)
            : flow(of)
            , direction(which)
        {
        }
        void bytes(base::Bytes, uint64_t position, base::Time) override;
        void gap(uint64_t length, uint64_t position, base::Time) override;
        DecryptedFlow &flow;
        base::Direction direction;
        stream::Reassembler order;
        uint64_t kept = 0;
        uint64_t position = 0;   // in the plaintext
    };

    void plaintext(base::Direction, std::span<const std::byte>, base::Time) override;
    void lost(base::Direction, const tls::Loss &, base::Time) override;
    void alert(base::Direction, uint8_t level, uint8_t description, base::Time) override;
    void tie(base::Time);
    void begin(base::Time);
    bool takesFromOtherEnd(base::Direction, size_t size, base::Time);
    bool carry(base::Direction, std::span<const std::byte>, base::Time);
    wire::Origin origin() const { return wire::Origin(m_library >> 32); }
    wire::Data head(base::Direction, base::Time) const;

    base::FlowId m_flow;
    base::TlsId m_id;
    uint32_t m_owner;
    uint32_t m_thread = 0;      // of the latest call
    uint64_t m_library = 0;     // libraryOf(); 0: unknown
    bool m_tied = false;        // what is open is known to be this socket's
    bool m_begun = false;       // plaintext was sent
    tls::SecretStore &m_store;
    std::unique_ptr<DecryptedFlow> m_inner;   // its plaintext is another connection's records: TLS in TLS
    tls::Decrypter m_decrypter;
    std::array<Ordered, 2> m_directions;
    wire::Bytes *m_out = nullptr;
};

} // namespace session
