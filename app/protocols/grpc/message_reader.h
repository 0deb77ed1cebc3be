// SPDX-License-Identifier: GPL-3.0-or-later
// The messages in one half of a gRPC call: a flag, a length of four bytes, the message, one behind the other across
// all pieces of the body. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md ("Length-Prefixed-Message"),
// and PROTOCOL-WEB.md for the frame of trailers.
#pragma once

#include "app/protocols/event.h"

#include <array>
#include <string>
#include <vector>

namespace protocols::grpc {

class MessageReader
{
public:
    static constexpr size_t slicesMax = 65'536;      // of one message; what lies in more is counted as not had
    static constexpr size_t trailersMax = 65'536;    // bytes of a frame of trailers
    static constexpr uint64_t pieceMax = 65'536;     // bytes of one item that is no message

    // `coding` is on messages whose flag says so. `web`: a frame of trailers may come.
    MessageReader(Half half, ItemCoding coding, bool web, uint64_t stream, Sink &sink)
        : m_half(half), m_coding(coding), m_web(web), m_stream(stream), m_sink(sink)
    {
    }

    void bytes(base::Bytes, base::Time);
    // 0: an amount that is not known. What follows cannot be told into messages unless the gap ends within one.
    void lost(uint64_t bytes, base::Time);
    void end(base::Time);
    // What follows are no messages.
    void loseFraming(base::Time);
    // gRPC-Web: the fields of the frame of trailers, "name: value\r\n" each; to be read after end().
    const std::string &trailers() const { return m_trailers; }

private:
    enum class State : uint8_t { Prefix, Payload, Trailers, Unframed };

    size_t prefix(base::Bytes, base::Time);
    size_t payload(base::Bytes, base::Time);
    size_t unframed(base::Bytes, base::Time);
    void begin();
    void message(base::Time);
    void piece(base::Time);
    void append(base::Bytes);

    const Half m_half;
    const ItemCoding m_coding;
    const bool m_web;
    const uint64_t m_stream;
    Sink &m_sink;

    State m_state = State::Prefix;
    std::array<uint8_t, 5> m_prefix {};
    size_t m_prefixSize = 0;
    uint32_t m_length = 0;       // of the message
    uint64_t m_moved = 0;        // of it, or of the piece, so far: had and lost
    uint64_t m_lost = 0;
    base::Time m_begin = 0;
    std::vector<base::Slice> m_slices;
    std::string m_trailers;
};

} // namespace protocols::grpc
