// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the members of one JSON object or array without parsing what is in them: a tree can be
// opened level by level over megabytes. Lenient, never recursive; a level ends where it breaks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace decode {

enum class JsonKind : uint8_t { Object, Array, String, Number, Word, Broken };

struct JsonMember {
    std::string_view key;      // between its quotes, escapes still in; empty in an array
    std::string_view value;    // from its first to its last character
    JsonKind kind = JsonKind::Broken;
};

class JsonMembers
{
public:
    // `container` begins with '{' or '[', else there are no members. Views point into it.
    explicit JsonMembers(std::string_view container);
    std::optional<JsonMember> next();
    // After the last one: it was closed as it should be.
    bool closed() const { return m_closed; }

private:
    std::string_view m_text;
    size_t m_at = 0;
    bool m_object = false;
    bool m_closed = false;
};

// The first value of `text` with its kind, white space and a byte order mark before it left out.
std::optional<JsonMember> firstJsonValue(std::string_view text);
// What a string between its quotes stands for, as UTF-8; a broken escape stays as it is.
std::string jsonUnescaped(std::string_view escaped);

} // namespace decode
