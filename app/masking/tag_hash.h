// SPDX-License-Identifier: GPL-3.0-or-later
// The tag that replaces a secret: a keyed hash (SipHash-2-4 of libcrypto), which reveals nothing about the secret to
// anybody without the key.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace masking {

struct Key;

// The hash covers at most this much of a secret.
inline constexpr size_t taggedMax = 64 * 1024;

// "masked-" and eight hexadecimal digits.
std::string tagOf(const Key &, std::string_view secret);
// Whether a text is what replaces a secret, in any mode.
bool isTag(std::string_view text);

} // namespace masking
