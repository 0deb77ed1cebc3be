// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one direction of what CarriageWriter writes. The bytes of streams are passed on in place.
#pragma once

#include "app/protocols/parser.h"
#include "app/protocols/quic/carriage.h"

#include <optional>

namespace protocols::quic {

// The preface at the beginning of a direction. Nothing: there is none, or (NeedMore) not all of it yet.
struct Preface {
    Verdict verdict = Verdict::No;
    size_t length = 0;
    std::string_view alpn;
};
Preface readPreface(std::span<const std::byte>);

class CarriageReader
{
public:
    class Owner
    {
    public:
        virtual void streamBytes(Direction, uint64_t id, uint64_t offset, base::Bytes, base::Time) = 0;
        // Nothing follows: `finalSize` bytes in all.
        virtual void streamEnd(Direction, uint64_t id, uint64_t finalSize, base::Time) = 0;
        virtual void streamReset(Direction, uint64_t id, uint64_t code, base::Time) = 0;
        virtual void stopSending(Direction, uint64_t id, uint64_t code, base::Time) = 0;
        virtual void datagram(Direction, base::Bytes, base::Time) = 0;
        virtual void connectionClose(Direction, bool application, uint64_t code, std::string_view reason, base::Time) = 0;
        // The rest of this direction cannot be read.
        virtual void unreadable(Direction, base::Time) = 0;

    protected:
        ~Owner() = default;
    };

    CarriageReader(Direction direction, Owner &owner)
        : m_direction(direction)
        , m_owner(owner)
    {
    }

    void bytes(base::Bytes, base::Time);
    void gap(base::Time);

private:
    struct Frame {
        FrameType type;
        uint64_t id = 0, offset = 0, code = 0;
        uint64_t length = 0;      // of what follows the head
        size_t headSize = 0;
    };
    enum class Got : uint8_t { Frame, NeedMore, No };
    static Got readHead(std::span<const std::byte>, Frame &);
    size_t step(base::Bytes, base::Time);
    size_t head(std::span<const std::byte>, base::Time);
    void contents(base::Bytes, base::Time);
    void finish(base::Time);
    void giveUp(base::Time);

    Direction m_direction;
    Owner &m_owner;
    bool m_prefaceRead = false;
    bool m_lost = false;
    std::vector<std::byte> m_partial;     // of a preface or a head
    std::optional<Frame> m_frame;         // whose contents are being read
    std::vector<std::byte> m_reason;
};

} // namespace protocols::quic
