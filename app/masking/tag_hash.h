// SPDX-License-Identifier: GPL-3.0-or-later
// SipHash-2-4 (Aumasson and Bernstein, 2012), piece by piece: a keyed hash whose output tells
// nothing about its input to who does not have the key.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace masking {

struct Key;

class TagHash
{
public:
    explicit TagHash(const Key &);
    void add(char byte);
    void add(std::string_view bytes);
    uint64_t finish() const;
    // "masked-" and eight hexadecimal digits.
    std::string tag() const;

private:
    void compress(uint64_t word);

    uint64_t m_v[4];
    uint64_t m_word = 0;
    uint64_t m_length = 0;
};

} // namespace masking
