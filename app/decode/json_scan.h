// SPDX-License-Identifier: GPL-3.0-or-later
// Walks the members of one JSON object or array without parsing their values: a tree can be opened level by level
// over megabytes. Lenient, never recursive; a level ends where it is malformed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace decode {

enum class JsonKind : uint8_t { Object, Array, String, Number, Word, Broken };

struct JsonMember {
    std::string_view key;      // between its quotes, still escaped; empty in an array
    std::string_view value;    // from its first to its last character
    JsonKind kind = JsonKind::Broken;
};

class JsonMembers
{
public:
    // `container` begins with '{' or '[', otherwise there are no members; something may follow it. Views point into it.
    explicit JsonMembers(std::string_view container);
    std::optional<JsonMember> next();
    // After the last member: the container was properly closed.
    bool closed() const { return m_closed; }
    // After the last member: how much of the text the container takes, if it ends there with a bracket; else 0.
    size_t end() const { return m_end; }

private:
    std::string_view m_text;
    size_t m_at = 0, m_end = 0;
    bool m_object = false;
    bool m_closed = false;
};

// The first value of `text` with its kind; leading white space and byte order mark are skipped.
std::optional<JsonMember> firstJsonValue(std::string_view text);
// The unescaped value of a string between its quotes, as UTF-8; invalid escapes are kept.
std::string jsonUnescaped(std::string_view escaped);

} // namespace decode
