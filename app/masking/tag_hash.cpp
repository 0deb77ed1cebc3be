// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/tag_hash.h"

#include "app/masking/masker.h"

#include <bit>

namespace masking {

TagHash::TagHash(const Key &key)
    : m_v{key.first ^ 0x736f6d6570736575, key.second ^ 0x646f72616e646f6d, key.first ^ 0x6c7967656e657261, key.second ^ 0x7465646279746573}
{
}

namespace {

void round(uint64_t (&v)[4])
{
    v[0] += v[1];
    v[1] = std::rotl(v[1], 13) ^ v[0];
    v[0] = std::rotl(v[0], 32);
    v[2] += v[3];
    v[3] = std::rotl(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = std::rotl(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = std::rotl(v[1], 17) ^ v[2];
    v[2] = std::rotl(v[2], 32);
}

} // namespace

void TagHash::compress(uint64_t word)
{
    m_v[3] ^= word;
    round(m_v);
    round(m_v);
    m_v[0] ^= word;
}

void TagHash::add(char byte)
{
    m_word |= uint64_t(uint8_t(byte)) << (m_length % 8 * 8);
    if (++m_length % 8 == 0) {
        compress(m_word);
        m_word = 0;
    }
}

void TagHash::add(std::string_view bytes)
{
    for (const char byte : bytes)
        add(byte);
}

uint64_t TagHash::finish() const
{
    TagHash last = *this;
    last.compress(m_word | m_length << 56);
    last.m_v[2] ^= 0xff;
    for (int i = 0; i < 4; ++i)
        round(last.m_v);
    return last.m_v[0] ^ last.m_v[1] ^ last.m_v[2] ^ last.m_v[3];
}

std::string TagHash::tag() const
{
    static constexpr char digits[] = "0123456789abcdef";
    const uint64_t hash = finish();
    std::string text = "masked-";
    for (int shift = 28; shift >= 0; shift -= 4)
        text += digits[hash >> shift & 15];
    return text;
}

} // namespace masking
