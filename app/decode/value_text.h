// SPDX-License-Identifier: GPL-3.0-or-later
// Writes values of a binary format (MessagePack, CBOR) as indented JSON with comments. What JSON cannot express gets
// a comment: bytes become a hex or base64 string, tags and dates are named.
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
    Malformed,   // not a valid value, from the point where the text stops
    Truncated,   // the bytes end inside a value
    TooDeep,     // nested deeper than ValueLimits::depthMax
    TooLarge,    // more text than ValueLimits::outputMax
};

struct ValueLimits {
    size_t depthMax = 512;
    size_t outputMax = size_t(64) << 20;   // bytes of text; one value may exceed it
};

struct ValueText {
    std::string text;                  // UTF-8; as far as the input could be read
    std::optional<ValueError> error;
    size_t used = 0;                   // input bytes covered by the text
    uint64_t values = 0;               // scalars, including keys
};

// One writer per document. Values follow each other; in an object every other one is a key.
class ValueWriter
{
public:
    // `scalar` is JSON or a number; `comment` must be our own text, never a peer's.
    void scalar(std::string_view scalar, std::string_view comment = {});
    void string(std::span<const std::byte> utf8, std::string_view comment = {});
    void bytes(std::span<const std::byte>, std::string_view comment = {});
    void real(double);
    void real(float);
    // `comment` goes before the bracket.
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

// "2018-01-18 01:30:22 UTC", with a fraction if there is one; empty outside the years 1 to 9999.
std::string dateText(int64_t seconds, uint32_t nanoseconds = 0);

} // namespace decode
