// SPDX-License-Identifier: GPL-3.0-or-later
// The streams of one direction of a connection, each in order (RFC 9000, section 2.2). Bounded; what is missing shows as
// a jump in a stream's offsets.
#pragma once

#include "app/stream/reassembler.h"

#include <array>
#include <set>

namespace quic {

class Streams
{
public:
    static constexpr size_t openMax = 4096;
    static constexpr size_t heldBytesMax = 16 << 20;   // of all streams

    struct Sink {
        // Bytes of a stream, in its order; `offset` is beyond the end of the last ones if some are missing.
        virtual void ordered(uint64_t id, uint64_t offset, std::span<const std::byte>, bool fin, base::Time) = 0;

    protected:
        ~Sink() = default;
    };

    void add(uint64_t id, uint64_t offset, std::span<const std::byte>, bool fin, base::Time, Sink &);
    // Nothing follows on it. False: it was over.
    bool reset(uint64_t id, base::Time, Sink &);
    // Gives up on holes that are too old; `all`: on every hole.
    void expire(base::Time, bool all, Sink &);
    bool waits() const { return m_held > 0 || m_ending > 0; }

private:
    struct Stream {
        stream::Reassembler order;
        uint64_t finalSize = ~uint64_t(0);   // unknown
        base::Time endingSince = 0;          // since when its end is known, but not all before it
        uint64_t added = 0;                  // bytes, in frames
        size_t held = 0;
    };
    struct Ordered;
    // Ids of one kind (RFC 9000, section 2.1) that are over: all below `below`, and these.
    struct Over {
        uint64_t below = 0;
        std::set<uint64_t> others;
    };
    Over &over(uint64_t id) { return m_over[id & 3]; }
    bool isOver(uint64_t id);
    void end(uint64_t id);
    void noteHeld(Stream &);
    // Reports its end if all before it is there or given up. False: not yet.
    static bool settle(uint64_t id, const Stream &, bool giveUp, base::Time, Sink &);

    std::map<uint64_t, Stream> m_streams;
    std::array<Over, 4> m_over;
    size_t m_held = 0;     // bytes that wait for earlier ones
    size_t m_ending = 0;   // streams with endingSince
};

} // namespace quic
