// SPDX-License-Identifier: GPL-3.0-or-later
// Splits one direction into packets whose first bytes give their length. A packet is delivered whole or, if too long
// to buffer, as its first bytes and then the rest as it arrives. Bytes missing inside a packet keep the step; bytes
// missing where a packet may start lose it, until the owner is certain of a packet start again.
#pragma once

#include "app/protocols/carry.h"
#include "app/protocols/parser.h"

#include <optional>
#include <vector>

namespace protocols {

struct Packet {
    std::span<const std::byte> bytes;   // from its first byte on; fewer than `total` if it is long or was cut
    uint64_t total = 0;                 // on the wire
    base::Time begin = 0, time = 0;     // of its first byte, and of the latest
    const View *view = nullptr;

    bool whole() const { return bytes.size() == total; }
    // Calls `call` with each run of `bytes` that is contiguous in the file.
    template <typename Call>
    void forEach(Call call) const { view->forEach(bytes.size(), call); }
    // The slices of `count` bytes starting at `from`.
    std::vector<base::Slice> slices(size_t from, size_t count) const;
};

class PacketReader
{
public:
    class Owner
    {
    public:
        // Length of the packet that begins here; 0: more bytes are needed; nullopt: no packet begins here.
        virtual std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) = 0;
        // Out of step: whether a packet certainly begins here. More bytes never change a Yes or a No.
        virtual Verdict startsAt(Half, std::span<const std::byte>) = 0;
        virtual void packet(Half, const Packet &) = 0;
        // What packet() did not deliver; packetEnd() follows the last of it, or packet() directly, or never comes if
        // the connection ends first.
        virtual void packetRest(Half, base::Bytes, base::Time) = 0;
        virtual void packetLost(Half, uint64_t bytes, base::Time) = 0;
        virtual void packetEnd(Half, base::Time) = 0;
        // Outside any packet.
        virtual void stray(Half, base::Bytes, base::Time) = 0;
        virtual void strayLost(Half, uint64_t bytes, base::Time) = 0;
        virtual void outOfStep(Half, Fault, base::Time) = 0;

    protected:
        ~Owner() = default;
    };

    PacketReader(Half, bool inStep, size_t keepMax, Owner &);

    void bytes(base::Bytes, base::Time);
    void gap(uint64_t length, base::Time);
    void end(base::Time);
    bool inStep() const { return m_inStep; }
    // A packet begins with the next byte: what was buffered before it is stray.
    void align(base::Time);
    // No packet start is certain from the next byte on.
    void loseStep(base::Time);

private:
    void read(View &, base::Time);
    base::Time arrivedAt(size_t place) const;
    void forgetArrivals(size_t count);
    void cutShort(base::Time);
    void strayCarry(base::Time);

    Half m_half;
    size_t m_keepMax;
    Owner &m_owner;
    Carry m_carry;
    // Arrival times of the bytes being read or carried, from the first on; never empty runs.
    struct Arrival {
        size_t size = 0;
        base::Time time = 0;
    };
    std::vector<Arrival> m_arrivals;
    uint64_t m_rest = 0;      // left of the packet whose first bytes were delivered
    bool m_inStep;
};

} // namespace protocols
