// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of a stream of HTTP/3: splits its bytes into frames (RFC 9114, section 7.1). DATA is passed on in place; only
// what must be contiguous is buffered.
#pragma once

#include "app/protocols/carry.h"
#include "app/protocols/parser.h"

namespace protocols::http3 {

enum class FrameType : uint64_t {
    Data = 0x00, Headers = 0x01, CancelPush = 0x03, Settings = 0x04, PushPromise = 0x05, GoAway = 0x07, MaxPushId = 0x0d,
    WebTransport = 0x41,   // at the beginning of a bidirectional stream: the rest of it is a session's
};

class FrameReader
{
public:
    class Owner
    {
    public:
        virtual void data(base::Bytes, base::Time) = 0;
        virtual void dataLost(uint64_t bytes, base::Time) = 0;
        // A whole frame but DATA. `begin`: the time of its first byte. `cut`: its end is missing.
        virtual void frame(FrameType, std::span<const std::byte> payload, uint32_t wireBytes, base::Time begin, base::Time, bool cut) = 0;
        // The bytes are no frames: another protocol's, or damaged.
        virtual void raw(base::Bytes, base::Time) = 0;
        // From here on nobody knows where frames begin.
        virtual void placeLost(base::Time) = 0;

    protected:
        ~Owner() = default;
    };

    void bytes(base::Bytes, const Limits &, base::Time, Owner &);
    void gap(uint64_t length, base::Time, Owner &);
    // Whether a frame is incomplete.
    bool inFrame() const { return m_inFrame || !m_carry.empty(); }

private:
    size_t step(const View &, const Limits &, base::Time, Owner &);
    size_t head(std::span<const std::byte>, base::Time, Owner &);
    void reset() { m_inFrame = false; m_left = 0; }

    Carry m_carry;                      // a head, or the payload of a frame that is read as a whole
    FrameType m_type = FrameType::Data;
    uint64_t m_left = 0;                // of the frame's payload
    uint32_t m_wireBytes = 0;
    base::Time m_begin = 0;
    bool m_inFrame = false;
    bool m_skips = false;               // nobody reads this frame's payload
    bool m_raw = false;
    bool m_lost = false;
};

} // namespace protocols::http3
