// SPDX-License-Identifier: GPL-3.0-or-later
// Snappy (google/snappy, format_description.txt, and snappy-java's framing) and LZ4 frames (lz4_Frame_format.md,
// version 1.6.1), for data compressed in one piece.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace decode {

// Append what can be decompressed, at most `max` bytes in total. False: truncated, malformed or longer.
bool unsnappy(std::string_view, std::string &out, size_t max);
bool unlz4(std::string_view, std::string &out, size_t max);

} // namespace decode
