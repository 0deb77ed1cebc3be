// SPDX-License-Identifier: GPL-3.0-or-later
// Decompresses permessage-deflate (RFC 7692) for one direction. After a loss, a message is decompressed only if it
// refers to nothing before it, which zlib checks for every reference: the output is never a guess.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

struct z_stream_s;

namespace protocols::websocket {

class Inflater
{
public:
    // `noTakeover`: every message starts with an empty window.
    explicit Inflater(bool noTakeover);
    ~Inflater();

    using Take = std::function<void(std::span<const std::byte>)>;   // views are valid during the call
    void begin();
    // False once the message cannot be decompressed further; output up to there is correct.
    bool feed(std::span<const std::byte> compressed, const Take &);
    bool finish(const Take &);
    // Bytes are missing: the message is over, and the window is unknown.
    void lose();

private:
    std::unique_ptr<z_stream_s> m_stream;
    bool m_noTakeover;
    bool m_started = false;      // the stream is initialised
    bool m_windowKnown = true;
    bool m_readable = false;     // the message, so far
    uint64_t m_in = 0, m_out = 0;
};

} // namespace protocols::websocket
