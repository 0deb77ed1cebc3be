// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts one direction into packets whose first bytes tell their length. A packet is given whole, or, where it is
// longer than is kept, by its first bytes and then by the rest as it comes. Missing bytes inside a packet keep the
// step; missing bytes that may hide the start of one lose it, until the owner is certain of a start again.
#pragma once

#include "app/protocols/carry.h"
#include "app/protocols/parser.h"

#include <optional>
#include <vector>

namespace protocols {

struct Packet {
    std::span<const std::byte> bytes;   // from its first byte on; fewer than `total` where it is long or was cut
    uint64_t total = 0;                 // on the wire
    base::Time begin = 0, time = 0;     // of its first byte, and now
    const View *view = nullptr;

    bool whole() const { return bytes.size() == total; }
    // Calls with each run of `bytes` that lies in one piece in the file.
    template <typename Call>
    void forEach(Call call) const { view->forEach(bytes.size(), call); }
    // Where `count` bytes from `from` on lie.
    std::vector<base::Slice> slices(size_t from, size_t count) const;
};

class PacketReader
{
public:
    class Owner
    {
    public:
        // How long the packet is that begins here; 0: more bytes are needed to tell; nothing: none begins here.
        virtual std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) = 0;
        // Out of step: whether a packet certainly begins here. More bytes never turn a Yes or a No.
        virtual Verdict startsAt(Half, std::span<const std::byte>) = 0;
        virtual void packet(Half, const Packet &) = 0;
        // What packet() did not give; packetEnd() comes after the last of it, or right after packet(), or never
        // where the connection ends before.
        virtual void packetRest(Half, base::Bytes, base::Time) = 0;
        virtual void packetLost(Half, uint64_t bytes, base::Time) = 0;
        virtual void packetEnd(Half, base::Time) = 0;
        // In no packet.
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
    // A packet begins with the next byte: what was kept of one before it is stray.
    void align(base::Time);
    // No packet is certain from the next byte on.
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
    // When the bytes came that are looked at or carried, from the first on; never empty runs.
    struct Arrival {
        size_t size = 0;
        base::Time time = 0;
    };
    std::vector<Arrival> m_arrivals;
    uint64_t m_rest = 0;      // of the packet that was given by its first bytes
    bool m_inStep;
};

} // namespace protocols
