// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/websocket/inflater.h"

#include <zlib.h>

#include <array>

namespace protocols::websocket {

namespace {
constexpr size_t pieceBytes = 32 * 1024;
// Deflate can expand a byte to a thousand. A connection that keeps doing so is no longer decompressed.
constexpr uint64_t freeOutput = uint64_t(256) << 20;
constexpr uint64_t ratioMax = 200;
} // namespace

Inflater::Inflater(bool noTakeover) : m_noTakeover(noTakeover) { }

Inflater::~Inflater()
{
    if (m_started)
        inflateEnd(m_stream.get());
}

void Inflater::begin()
{
    if (!m_started) {
        m_stream = std::make_unique<z_stream>();
        m_started = inflateInit2(m_stream.get(), -MAX_WBITS) == Z_OK;
    } else if (m_noTakeover || !m_windowKnown) {
        inflateReset(m_stream.get());
    }
    m_windowKnown = true;
    m_readable = m_started;
}

bool Inflater::feed(std::span<const std::byte> compressed, const Take &take)
{
    if (!m_readable)
        return false;
    std::array<std::byte, pieceBytes> piece;
    z_stream &stream = *m_stream;
    m_in += compressed.size();
    stream.next_in = const_cast<Bytef *>(reinterpret_cast<const Bytef *>(compressed.data()));
    stream.avail_in = uInt(compressed.size());
    bool full = false;
    while (stream.avail_in > 0 || full) {
        stream.next_out = reinterpret_cast<Bytef *>(piece.data());
        stream.avail_out = uInt(piece.size());
        const uInt before = stream.avail_in;
        const int result = inflate(&stream, Z_SYNC_FLUSH);
        const size_t made = piece.size() - stream.avail_out;
        full = stream.avail_out == 0;
        m_out += made;
        if (made > 0)
            take(std::span(piece).first(made));
        if (result == Z_STREAM_END) {
            // Section 7.2.3.4: a final block may be followed by more, with the same window.
            inflateResetKeep(&stream);
            continue;
        }
        const bool bomb = m_out > freeOutput && m_out / ratioMax > m_in;
        if ((result != Z_OK && result != Z_BUF_ERROR) || bomb) {
            lose();
            return false;
        }
        if (made == 0 && before == stream.avail_in)
            break;
    }
    return true;
}

bool Inflater::finish(const Take &take)
{
    // Section 7.2.2: the sender has removed these.
    static constexpr std::array tail { std::byte(0), std::byte(0), std::byte(0xff), std::byte(0xff) };
    return feed(tail, take);
}

void Inflater::lose()
{
    m_readable = false;
    m_windowKnown = false;
}

} // namespace protocols::websocket
