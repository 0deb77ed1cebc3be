// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the values of a binary format (MessagePack, CBOR) as indented JSON with comments. What JSON
// has no form for carries a comment: bytes are a string of hex or base64, tags and dates say what they are.
#pragma once

#include "app/decode/json_text.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace decode {

enum class ValueError : uint8_t {
    Malformed,   // no such value, from the point where the text stops
    Truncated,   // the bytes end inside a value
    TooDeep,     // nested beyond ValueLimits::depthMax
    TooLarge,    // more text than ValueLimits::outputMax
};

struct ValueLimits {
    size_t depthMax = 512;
    size_t outputMax = size_t(64) << 20;   // bytes of text, exceeded by one value at most
};

struct ValueText {
    std::string text;                  // UTF-8; as far as it could be read
    std::optional<ValueError> error;
    size_t used = 0;                   // bytes of the input that the text stands for
    uint64_t values = 0;               // scalars, keys among them
};

// One writer a document. Values follow each other; in an object every other one is a key.
class ValueWriter
{
public:
    // `scalar` is JSON or a number; `comment` must come from us, never from a peer.
    void scalar(std::string_view scalar, std::string_view comment = {});
    void string(std::span<const std::byte> utf8, std::string_view comment = {});
    void bytes(std::span<const std::byte>, std::string_view comment = {});
    void real(double);
    void real(float);
    // `comment` stands before the bracket.
    void open(bool object, std::string_view comment = {});
    void close();

    size_t depth() const { return m_levels.size(); }
    uint64_t values() const { return m_values; }
    std::string &text() { return m_text; }

private:
    struct Level { bool object; bool keyNext; bool empty; };
    void begin();
    void end(std::string_view comment);
    void breakLine();

    std::string m_text;
    std::vector<Level> m_levels;
    uint64_t m_values = 0;
};

// "2018-01-18 01:30:22 UTC", with a fraction where there is one; empty beyond the years 1 to 9999.
std::string dateText(int64_t seconds, uint32_t nanoseconds = 0);

} // namespace decode
