// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes between two captured ends of a connection, which are sent and written once: kept from where they are sent until the
// other end has received them.
#pragma once

#include "privhelper/wire/reader.h"

#include <deque>
#include <functional>
#include <list>
#include <unordered_map>
#include <vector>

namespace capture {

class SentBytes
{
public:
    // What is referred to is at most sameBytesMax behind the newest; twice that is kept of a stream.
    static constexpr size_t streamMax = 2 * size_t(wire::sameBytesMax);
    struct Limits {
        size_t bytes = size_t(64) << 20;    // of all streams; beyond it those used least recently are forgotten
        size_t streams = size_t(1) << 16;
        size_t closed = 8192;               // of these: the other end may still receive something, or may have received all
    };
    SentBytes();
    explicit SentBytes(const Limits &);

    // Keeps the payload if the message says so (DataFlag::Kept). `position`: of the message's body, for whoever wants it back.
    void sent(const wire::DataView &, uint64_t position = 0);
    // What the message stands for, as messages with payload, each with the position at which its body would begin. False: not
    // all of it is there any more, and one message without payload says so (DataFlag::Cut).
    using Take = std::function<void(const wire::DataView &, uint64_t position)>;
    bool received(const wire::SameBytes &, const Take &);
    // The socket or TLS object sends no more.
    void closed(uint64_t stream);

    size_t bytes() const { return m_bytes; }
    size_t streams() const { return m_streams.size(); }

private:
    struct Piece {
        uint64_t offset = 0, position = 0;
        std::vector<std::byte> bytes;
        uint64_t end() const { return offset + bytes.size(); }
    };
    struct Stream {
        std::deque<Piece> pieces;   // without gaps between them
        bool isClosed = false;
        std::list<uint64_t>::iterator place;
        size_t size() const { return pieces.empty() ? 0 : size_t(pieces.back().end() - pieces.front().offset); }
    };
    using Streams = std::unordered_map<uint64_t, Stream>;
    Stream &use(uint64_t id);
    void drop(Stream &, uint64_t upTo);
    void erase(Streams::iterator);
    void forget(uint64_t id);

    Limits m_limits;
    Streams m_streams;              // by the TLS object or, without one, the flow
    std::list<uint64_t> m_order;    // least recently used first
    std::deque<uint64_t> m_closed;  // in the order of their ends
    size_t m_bytes = 0;
};

} // namespace capture
