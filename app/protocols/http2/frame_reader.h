// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of an HTTP/2 connection: splits its bytes into frames. DATA is passed on in place; only what must be
// contiguous and is split by the end of a piece is buffered.
#pragma once

#include "app/protocols/carry.h"
#include "app/protocols/http2/frame.h"
#include "app/protocols/http2/frame_seek.h"
#include "app/protocols/parser.h"

namespace protocols::http2 {

class FrameReader
{
public:
    class Owner
    {
    public:
        // The client's preface was read: this direction is captured from its first byte.
        virtual void prefaceSeen(base::Time) = 0;
        // Every frame except DATA. `begin`: the time of its first byte.
        virtual void frame(Half, const FrameHeader &, std::span<const std::byte> payload, base::Time begin, base::Time) = 0;
        virtual void data(Half, uint32_t stream, base::Bytes, base::Time) = 0;
        virtual void dataLost(Half, uint32_t stream, uint64_t bytes, base::Time) = 0;
        virtual void dataEnd(Half, const FrameHeader &, base::Time) = 0;
        // A frame with a part missing but a known end. `payload`: what came before the gap.
        virtual void cutFrame(Half, const FrameHeader &, std::span<const std::byte> payload, base::Time begin, base::Time) = 0;
        virtual void raw(Half, base::Bytes, base::Time) = 0;
        virtual void rawLost(Half, uint64_t bytes, base::Time) = 0;
        // Any number of frames may be missing.
        virtual void framesLost(Half, base::Time) = 0;
        // What came is not a frame.
        virtual void malformed(Half, base::Time) = 0;

    protected:
        ~Owner() = default;
    };

    FrameReader(Half, bool fromStart, const Limits &, Owner &);

    void bytes(base::Bytes, base::Time);
    void gap(uint64_t length, base::Time);
    void end(base::Time);

private:
    enum class State : uint8_t { Preface, Header, Payload, PadLength, Data, Skip, Seek, Ended };

    void run(View &);
    size_t step(const View &);
    size_t prefaceStep(std::span<const std::byte>);
    size_t headerStep(const View &);
    size_t payloadStep(const View &);
    size_t dataStep(const View &);
    size_t seekStep(const View &);
    void dataDone();
    size_t rawAll(const View &, size_t count);

    Half m_half;
    Limits m_limits;
    Owner &m_owner;
    State m_state;
    bool m_fromStart;
    FrameSeek m_seek;
    Carry m_carry;
    FrameHeader m_header;
    uint32_t m_left = 0;       // of the payload, without padding
    uint32_t m_padding = 0;
    base::Time m_now = 0;
    base::Time m_begin = 0;    // of the frame's first byte
    bool m_begun = false;
};

} // namespace protocols::http2
