// SPDX-License-Identifier: GPL-3.0-or-later
// Text as zlib packs it.
#pragma once

#include <zlib.h>

#include <string>
#include <string_view>

namespace support {

// `windowBits` as for deflateInit2: 31 gzip, 15 zlib ("deflate"), -15 bare.
inline std::string deflated(std::string_view text, int windowBits)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, uLong(text.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = uInt(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

inline std::string gzip(std::string_view text) { return deflated(text, 31); }

} // namespace support
