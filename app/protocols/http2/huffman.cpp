// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/huffman.h"

#include <array>
#include <cstdint>

namespace protocols::http2 {

namespace {

constexpr size_t symbols = 257;
constexpr size_t longest = 30;
constexpr uint16_t endOfString = 256;

// Lengths of the codes in bits. The code is canonical: codes rise with the symbol within a length, and from length to
// length, so the lengths define them.
constexpr std::array<uint8_t, symbols> codeLengths = {
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
    5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
    15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7,
    7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
    24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21,
    23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
    26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24,
    21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
    26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30,
};

constexpr unsigned quickBits = 10; // covers every printable ASCII letter common in headers

struct Tables {
    struct Quick { uint8_t symbol, bits; };
    std::array<Quick, 1 << quickBits> quick {};        // by the next bits; bits 0: a longer code
    std::array<uint32_t, longest + 2> firstCode {};    // of each length, aligned to 32 bits
    std::array<uint16_t, longest + 2> firstRank {};
    std::array<uint16_t, symbols> byRank {};
};

constexpr Tables makeTables()
{
    Tables tables;
    uint32_t code = 0;
    uint16_t rank = 0;
    for (unsigned length = 1; length <= longest; ++length) {
        code <<= 1;
        tables.firstCode[length] = code << (32 - length);
        tables.firstRank[length] = rank;
        for (size_t symbol = 0; symbol < symbols; ++symbol) {
            if (codeLengths[symbol] != length)
                continue;
            tables.byRank[rank++] = uint16_t(symbol);
            if (length <= quickBits) {
                const size_t from = size_t(code) << (quickBits - length);
                for (size_t i = 0; i < size_t(1) << (quickBits - length); ++i)
                    tables.quick[from + i] = { uint8_t(symbol), uint8_t(length) };
            }
            ++code;
        }
    }
    tables.firstCode[longest + 1] = 0xffffffff;
    return tables;
}

constexpr Tables tables = makeTables();

} // namespace

bool decodeHuffman(std::span<const std::byte> coded, std::string &text)
{
    uint64_t bits = 0;  // the next ones, left-aligned
    unsigned count = 0;
    size_t at = 0;
    while (true) {
        while (count <= 56 && at < coded.size()) {
            bits |= uint64_t(coded[at++]) << (56 - count);
            count += 8;
        }
        if (count == 0)
            return true;
        const auto quick = tables.quick[bits >> (64 - quickBits)];
        unsigned length = quick.bits;
        uint16_t symbol = quick.symbol;
        if (length == 0) {
            const auto next = uint32_t(bits >> 32);
            length = quickBits + 1;
            while (length < longest && next >= tables.firstCode[length + 1])
                ++length;
            symbol = tables.byRank[tables.firstRank[length] + ((next - tables.firstCode[length]) >> (32 - length))];
        }
        if (length > count) {
            // Padding: fewer than eight bits, all ones.
            const uint64_t ones = ~uint64_t(0) << (64 - count);
            return count < 8 && (bits & ones) == ones;
        }
        if (symbol == endOfString)
            return false;
        text.push_back(char(symbol));
        bits <<= length;
        count -= length;
    }
}

} // namespace protocols::http2
