// SPDX-License-Identifier: GPL-3.0-or-later
// The Huffman code of HPACK (RFC 7541 section 5.2 and appendix B).
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace protocols::http2 {

// Appends the decoded text. False: invalid (wrong padding, or contains EOS); what was decoded up to there is appended
// anyway.
bool decodeHuffman(std::span<const std::byte> coded, std::string &text);

} // namespace protocols::http2
