// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/lz_formats.h"

#include <algorithm>
#include <cstdint>

namespace decode {

namespace {

class Reader
{
public:
    explicit Reader(std::string_view bytes) : m_rest(bytes) { }
    bool good() const { return m_good; }
    bool atEnd() const { return m_rest.empty(); }
    std::string_view take(size_t count)
    {
        m_good = m_good && count <= m_rest.size();
        const std::string_view taken = m_rest.substr(0, std::min(count, m_rest.size()));
        m_rest.remove_prefix(taken.size());
        return taken;
    }
    uint64_t little(size_t count)
    {
        uint64_t value = 0;
        size_t shift = 0;
        for (const char c : take(count))
            value |= uint64_t(uint8_t(c)) << 8 * shift++;
        return m_good ? value : 0;
    }
    uint64_t big(size_t count)
    {
        uint64_t value = 0;
        for (const char c : take(count))
            value = value << 8 | uint8_t(c);
        return m_good ? value : 0;
    }

private:
    std::string_view m_rest;
    bool m_good = true;
};

// The elements of both formats: literals, and copies of bytes `distance` back, which may overlap.
class Output
{
public:
    Output(std::string &out, size_t max) : m_out(out), m_from(out.size()), m_max(max) { }
    bool literal(std::string_view bytes)
    {
        const std::string_view some = bytes.substr(0, m_max - std::min(m_max, m_out.size()));
        m_out += some;
        return some.size() == bytes.size();
    }
    bool copy(uint64_t distance, uint64_t length)
    {
        if (distance == 0 || distance > m_out.size() - m_from)
            return false;
        const size_t some = size_t(std::min<uint64_t>(length, m_max - std::min(m_max, m_out.size())));
        for (size_t i = 0; i < some; ++i)
            m_out += m_out[m_out.size() - size_t(distance)];
        return some == length;
    }

private:
    std::string &m_out;
    size_t m_from;   // copies reach no further back
    size_t m_max;
};

// Sections 1 and 2: the length as a varint, then elements.
bool snappyBlock(std::string_view bytes, std::string &out, size_t max)
{
    Reader reader(bytes);
    uint64_t length = 0;
    for (unsigned shift = 0;; shift += 7) {
        const uint64_t byte = reader.little(1);
        if (!reader.good() || shift > 28)
            return false;
        length |= (byte & 0x7f) << shift;
        if (!(byte & 0x80))
            break;
    }
    const size_t from = out.size();
    Output output(out, size_t(std::min<uint64_t>(max, from + length)));
    while (!reader.atEnd()) {
        const auto tag = uint8_t(reader.little(1));
        const unsigned upper = tag >> 2;
        bool good = false;
        switch (tag & 3) {
        case 0: {
            const uint64_t size = (upper < 60 ? upper : reader.little(upper - 59)) + 1;
            good = output.literal(reader.take(size_t(size)));
            break;
        }
        case 1: {
            const uint64_t distance = uint64_t(tag >> 5) << 8 | reader.little(1);
            good = reader.good() && output.copy(distance, (upper & 7) + 4);
            break;
        }
        default: {
            const uint64_t distance = reader.little((tag & 3) == 2 ? 2 : 4);
            good = reader.good() && output.copy(distance, upper + 1);
        }
        }
        if (!good || !reader.good())
            return false;
    }
    return out.size() - from == length;
}

// A four-bit length is extended by bytes as long as they are 255.
uint64_t lz4Length(Reader &reader, unsigned first)
{
    uint64_t length = first;
    for (uint64_t more = 255; first == 15 && more == 255 && reader.good(); length += more)
        more = reader.little(1);
    return length;
}

// lz4_Block_format.md: the last sequence ends after its literals.
bool lz4Block(std::string_view bytes, Output &output)
{
    Reader reader(bytes);
    while (!reader.atEnd()) {
        const auto token = uint8_t(reader.little(1));
        const uint64_t literals = lz4Length(reader, token >> 4);
        const std::string_view text = reader.take(size_t(literals));
        if (!output.literal(text) || !reader.good())
            return false;
        if (reader.atEnd())
            return true;
        const uint64_t distance = reader.little(2);
        const uint64_t length = lz4Length(reader, token & 15) + 4;
        if (!reader.good() || !output.copy(distance, length))
            return false;
    }
    return false;
}

} // namespace

bool unsnappy(std::string_view bytes, std::string &out, size_t max)
{
    constexpr std::string_view magic("\x82SNAPPY\0", 8);
    if (!bytes.starts_with(magic))
        return snappyBlock(bytes, out, max);
    Reader reader(bytes);
    reader.take(magic.size() + 8);   // two version numbers
    while (reader.good() && !reader.atEnd()) {
        const std::string_view block = reader.take(size_t(reader.big(4)));
        if (!snappyBlock(block, out, max))
            return false;
    }
    return reader.good();
}

bool unlz4(std::string_view bytes, std::string &out, size_t max)
{
    constexpr uint64_t magic = 0x184d2204;
    Reader reader(bytes);
    if (reader.little(4) != magic)
        return false;
    const uint64_t flags = reader.little(1);
    const bool blockChecksums = flags & 0x10, contentSize = flags & 8, dictionary = flags & 1;
    // Two bits are the version; dictionaries are unavailable here.
    if (flags >> 6 != 1 || dictionary)
        return false;
    reader.take(1 + (contentSize ? 8 : 0) + 1);
    Output output(out, max);
    while (reader.good()) {
        const uint64_t head = reader.little(4);
        if (!reader.good() || head == 0)
            break;
        const std::string_view block = reader.take(size_t(head & 0x7fffffff));
        if (!(head & 0x80000000 ? output.literal(block) : lz4Block(block, output)) || !reader.good())
            return false;
        reader.take(blockChecksums ? 4 : 0);
    }
    return reader.good();
}

} // namespace decode
