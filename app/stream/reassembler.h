// SPDX-License-Identifier: GPL-3.0-or-later
// Orders the data messages of one direction of a stream. Bytes in order are passed on without copying; early bytes
// are kept until the hole before them is filled or given up as an explicit gap.
#pragma once

#include "app/base/slice.h"
#include "app/base/time.h"

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

namespace stream {

struct Limits {
    size_t heldBytesMax = 4 << 20;       // early bytes kept for one direction
    size_t heldPiecesMax = 256;
    base::Duration holdMax = 2'000'000'000; // how long a hole may stay open, in stream time
};

class Reassembler
{
public:
    // Receives the ordered stream. `position` is the stream offset of the first byte or of the gap.
    struct Sink {
        virtual void bytes(base::Bytes, uint64_t position, base::Time) = 0;
        virtual void gap(uint64_t length, uint64_t position, base::Time) = 0;
    protected:
        ~Sink() = default;
    };

    explicit Reassembler(const Limits & = {});

    // Offsets count from `first` on (the start of a stream joined midstream).
    void startAt(uint64_t first);
    bool started() const { return m_started; }
    // Early bytes are waiting for a hole to be filled.
    bool holds() const { return !m_held.empty(); }
    // Adds bytes at `offset`; drops what was already delivered, counts overlaps.
    void add(uint64_t offset, base::Bytes, base::Time, Sink &);
    // The stream advanced to `offset` without payload (cut call, fault, known end): a gap if short of it.
    void advanceTo(uint64_t offset, base::Time, Sink &);
    // Gives up on holes older than the limit; with `all` on every hole, as at the end of the stream.
    void expire(base::Time now, bool all, Sink &);

    uint64_t nextOffset() const { return m_next; }
    uint64_t lostBytes() const { return m_lost; }
    uint64_t repeatedBytes() const { return m_repeated; }
    size_t heldBytes() const { return m_heldBytes; }

private:
    struct Held { std::vector<std::byte> bytes; uint64_t filePosition; base::Time time; };
    void hold(uint64_t offset, base::Bytes, base::Time, Sink &);
    void keep(uint64_t offset, base::Bytes, base::Time);
    void deliverHeld(Sink &);
    void giveUpFirstHole(base::Time now, Sink &);
    void giveUpTo(uint64_t offset, base::Time, Sink &);

    Limits m_limits;
    uint64_t m_next = 0;
    uint64_t m_lost = 0;
    uint64_t m_repeated = 0;
    size_t m_heldBytes = 0;
    bool m_started = false;
    std::map<uint64_t, Held> m_held;
};

} // namespace stream
