// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of an HTTP/1 connection: cuts its bytes into heads, body pieces and ends (RFC 9112). What is
// whole in a piece is read where it lies; only what is cut by the end of a piece is carried over.
#pragma once

#include "app/protocols/carry.h"
#include "app/protocols/http1/framing.h"
#include "app/protocols/http1/head_end.h"
#include "app/protocols/http1/head_parser.h"
#include "app/protocols/http1/seek.h"
#include "app/protocols/parser.h"

#include <vector>

namespace protocols::http1 {

class MessageReader
{
public:
    // The connection, which knows which exchange this is.
    class Owner
    {
    public:
        virtual Framing requestHead(const RequestHead &, base::Time) = 0;
        virtual Framing responseHead(const ResponseHead &, base::Time) = 0;
        virtual void body(Half, base::Bytes, base::Time) = 0;
        virtual void bodyLost(Half, uint64_t bytes, base::Time) = 0;
        virtual void trailers(Half, std::span<const Field>, std::span<const base::Slice>, base::Time) = 0;
        virtual void messageEnd(Half, Fault, base::Time) = 0;
        virtual void raw(Half, base::Bytes, base::Time) = 0;
        virtual void rawLost(Half, uint64_t bytes, base::Time) = 0;
        // Bytes are missing, and it is not known how many messages with them.
        virtual void framingLost(Half, base::Time) = 0;
        // The answer just read makes the connection something else.
        virtual void tunnel(base::Time) = 0;

    protected:
        ~Owner() = default;
    };

    MessageReader(Half, bool fromStart, const Limits &, Owner &);

    void bytes(base::Bytes, base::Time);
    void gap(uint64_t length, base::Time);
    void end(base::Time);
    // After a CONNECT request: it was refused, and HTTP goes on; or not.
    void refuseTunnel(base::Time);
    void becomeTunnel(base::Time);

private:
    enum class State : uint8_t {
        Start, Head, Length, UntilClose, ChunkLine, ChunkData, ChunkEnd, Trailers, Seek, AwaitTunnel, Tunnel, Ended
    };
    enum class Stage : uint8_t { Prefix, Line, Rest }; // how far a head is known to be one

    void runCarry();
    void run(View &);
    size_t step(const View &);
    size_t start(std::span<const std::byte>);
    size_t head(const View &);
    bool headIsOne(std::string_view text);
    void completeHead(const View &, size_t length);
    void cutHead(const View &, size_t length, Fault);
    std::optional<Framing> emitHead(const View &, size_t length);
    size_t chunkLine(const View &);
    size_t chunkEnd(std::span<const std::byte>);
    size_t trailers(const View &);
    size_t seek(const View &);
    size_t counted(const View &);
    size_t rawAll(const View &, size_t count);
    void follow(const Framing &);
    void enter(State);
    void finish(Fault = Fault::None);
    void lose(Fault, bool after = false);

    Half m_half;
    Limits m_limits;
    Owner &m_owner;
    State m_state = State::Start;
    Stage m_stage = Stage::Prefix;
    HeadEnd m_headEnd;
    Seek m_seek;
    FieldSection m_section;
    std::vector<base::Slice> m_slices;
    Carry m_carry;
    size_t m_scanned = 0;      // bytes at the front of what is unread that were looked at
    uint64_t m_left = 0;       // of the body, or the chunk
    Fault m_oddity = Fault::None;
    base::Time m_now = 0;
    base::Time m_begin = 0;    // of the message's first byte
};

} // namespace protocols::http1
