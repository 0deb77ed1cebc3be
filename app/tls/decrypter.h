// SPDX-License-Identifier: GPL-3.0-or-later
// One TLS connection, from the ordered bytes of both directions and the secrets of its handshake to application data.
#pragma once

#include "app/tls/half.h"
#include "app/tls/record_splitter.h"

#include <deque>

namespace tls {

class Decrypter
{
public:
    struct Limits {
        size_t heldBytes = 4 << 20;                     // records of one direction that wait for a secret or a hello
        base::Duration holdMax = 10'000'000'000;        // how long one waits, in the time of the bytes
    };

    // `owner`: the process whose secrets are tried if none is known to be this connection's. The store outlives it.
    Decrypter(SecretStore &, uint32_t owner);
    Decrypter(SecretStore &, uint32_t owner, const Limits &);
    ~Decrypter();
    Decrypter(const Decrypter &) = delete;
    Decrypter &operator=(const Decrypter &) = delete;

    // Bytes of one direction, from its first record on. Not to be called from within the sink, as all that follows.
    void bytes(base::Direction, std::span<const std::byte>, base::Time, Sink &);
    void gap(base::Direction, uint64_t length);
    // Whether the bytes that follow are captured at the other end too.
    void shareRecords(base::Direction direction, bool shares) { side(direction).half.shareRecords(shares); }
    // The store has a secret that may be this connection's.
    void secretAdded(Sink &);
    // Gives up on records that have waited for too long.
    void expire(base::Time now, Sink &);
    // No more bytes: reports what has not been opened.
    void end(base::Time, Sink &);

    const Facts &facts() const { return m_facts; }
    // Records are waiting.
    bool waits() const { return !m_sides[0].held.empty() || !m_sides[1].held.empty(); }
    // Whether more than the handshake was opened, in either direction.
    bool opened() const { return m_opened; }
    // Whether any record was: the secrets are this connection's.
    bool hasKeys() const { return m_sides[0].half.opened() || m_sides[1].half.opened(); }

private:
    struct Held {
        std::vector<std::byte> record;
        Missing missing;
        base::Time time;
        uint64_t order;     // of arrival, in both directions
    };
    struct Side {
        Side(base::Direction direction, Decrypter &owner)
            : half(direction, owner.m_facts, owner.m_store, owner.m_owner, std::span<std::byte, RecordCipher::bufferSize>(owner.m_buffer))
        {
        }
        RecordSplitter splitter;
        Half half;
        std::deque<Held> held;
        size_t heldBytes = 0;
    };
    class Records;
    class Counted;

    void record(base::Direction, const Record &, Missing missing, base::Time, Sink &);
    void hold(base::Direction, const Record &, Missing missing, base::Time, Sink &);
    void pump(Sink &);
    bool takeHeld(Side &, bool now, Sink &);
    Side &side(base::Direction direction) { return m_sides[size_t(direction)]; }

    SecretStore &m_store;
    uint32_t m_owner;
    Limits m_limits;
    Facts m_facts;
    std::vector<std::byte> m_buffer;
    std::array<Side, 2> m_sides;
    uint64_t m_order = 0;
    uint64_t m_pumped = 0;      // changes of the facts when the held records were last tried
    bool m_opened = false;
};

} // namespace tls
