// SPDX-License-Identifier: GPL-3.0-or-later
// The Huffman code of HPACK (RFC 7541 section 5.2 and appendix B).
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace protocols::http2 {

// Appends the decoded text. False: not a string of this code (the padding is wrong, or EOS is in it); what was
// decoded until there is appended all the same.
bool decodeHuffman(std::span<const std::byte> coded, std::string &text);

} // namespace protocols::http2
