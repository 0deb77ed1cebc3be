// SPDX-License-Identifier: GPL-3.0-or-later
// Takes permessage-deflate (RFC 7692) off the messages of one direction. After a loss a message is read only where
// it needs nothing from before it, which zlib checks at every reference: what comes out is never a guess.
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
    // `noTakeover`: every message begins with an empty window.
    explicit Inflater(bool noTakeover);
    ~Inflater();

    using Take = std::function<void(std::span<const std::byte>)>;   // views of the call
    void begin();
    // False once the message cannot be read on; what came out before is right.
    bool feed(std::span<const std::byte> compressed, const Take &);
    bool finish(const Take &);
    // Something is missing: the message is over, and the window is not known.
    void lose();

private:
    std::unique_ptr<z_stream_s> m_stream;
    bool m_noTakeover;
    bool m_started = false;      // the stream is there
    bool m_windowKnown = true;
    bool m_readable = false;     // the message, up to here
    uint64_t m_in = 0, m_out = 0;
};

} // namespace protocols::websocket
