// SPDX-License-Identifier: GPL-3.0-or-later
// One direction of an HTTP/1 connection: splits its bytes into heads, body pieces and ends (RFC 9112). Whatever is
// complete within a piece is parsed in place; only what the end of a piece splits is buffered.
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
        // Bytes are missing, and an unknown number of messages with them.
        virtual void framingLost(Half, base::Time) = 0;
        // The response just read turns the connection into another protocol.
        virtual void tunnel(base::Time) = 0;

    protected:
        ~Owner() = default;
    };

    MessageReader(Half, bool fromStart, const Limits &, Owner &);

    void bytes(base::Bytes, base::Time);
    void gap(uint64_t length, base::Time);
    void end(base::Time);
    // The outcome of a CONNECT request: refused, and HTTP continues; or accepted.
    void refuseTunnel(base::Time);
    void becomeTunnel(base::Time);

private:
    enum class State : uint8_t {
        Start, Head, Length, UntilClose, ChunkLine, ChunkData, ChunkEnd, Trailers, Seek, AwaitTunnel, Tunnel, Ended
    };
    enum class Stage : uint8_t { Prefix, Line, Rest }; // how sure it is that this is a head

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
    size_t m_scanned = 0;      // unread bytes at the front that were already scanned
    uint64_t m_left = 0;       // of the body or chunk
    Fault m_oddity = Fault::None;
    base::Time m_now = 0;
    base::Time m_begin = 0;    // of the message's first byte
};

} // namespace protocols::http1
