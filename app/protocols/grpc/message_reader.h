// SPDX-License-Identifier: GPL-3.0-or-later
// The messages in one half of a gRPC call: a flag, a four-byte length and the message, back to back across all pieces
// of the body. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md ("Length-Prefixed-Message"), and
// PROTOCOL-WEB.md for the trailers frame.
#pragma once

#include "app/protocols/event.h"

#include <array>
#include <string>
#include <vector>

namespace protocols::grpc {

class MessageReader
{
public:
    static constexpr size_t slicesMax = 65'536;      // of one message; what needs more counts as not captured
    static constexpr size_t trailersMax = 65'536;    // bytes of a trailers frame
    static constexpr uint64_t pieceMax = 65'536;     // bytes of one item that is not a message

    // `coding` applies to messages whose flag says so. `web`: a trailers frame may come.
    MessageReader(Half half, ItemCoding coding, bool web, uint64_t stream, Sink &sink)
        : m_half(half), m_coding(coding), m_web(web), m_stream(stream), m_sink(sink)
    {
    }

    void bytes(base::Bytes, base::Time);
    // 0: an unknown amount. What follows can be split into messages only if the gap ends within one.
    void lost(uint64_t bytes, base::Time);
    void end(base::Time);
    // What follows is not messages.
    void loseFraming(base::Time);
    // gRPC-Web: the fields of the trailers frame, each "name: value\r\n"; read it after end().
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
    uint32_t m_length = 0;       // of the current message
    uint64_t m_moved = 0;        // of the message or piece so far: captured and lost
    uint64_t m_lost = 0;
    base::Time m_begin = 0;
    std::vector<base::Slice> m_slices;
    std::string m_trailers;
};

} // namespace protocols::grpc
