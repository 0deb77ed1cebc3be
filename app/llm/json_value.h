// SPDX-License-Identifier: GPL-3.0-or-later
// One value of a JSON text, looked at where it lies: what is absent, or of another kind, is empty.
#pragma once

#include "app/decode/json_scan.h"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>

namespace llm {

class JsonValue
{
public:
    JsonValue() = default;
    // The first value of `text`, which must outlive this.
    explicit JsonValue(std::string_view text)
    {
        if (const auto first = decode::firstJsonValue(text))
            *this = JsonValue(*first);
    }
    explicit JsonValue(const decode::JsonMember &member) : m_text(member.value), m_kind(member.kind) { }

    JsonValue operator[](std::string_view key) const
    {
        decode::JsonMembers members(isObject() ? m_text : std::string_view());
        while (const auto member = members.next())
            if (member->key == key)
                return JsonValue(*member);
        return {};
    }
    // The first of the two that there is: names in camelCase and in snake_case.
    JsonValue either(std::string_view a, std::string_view b) const
    {
        const JsonValue found = (*this)[a];
        return found.exists() ? found : (*this)[b];
    }
    template <typename Call>
    void each(Call call) const
    {
        decode::JsonMembers members(isArray() ? m_text : std::string_view());
        while (const auto member = members.next())
            call(JsonValue(*member));
    }
    bool exists() const { return !m_text.empty(); }
    bool isObject() const { return m_kind == decode::JsonKind::Object; }
    bool isArray() const { return m_kind == decode::JsonKind::Array; }
    bool isString() const { return m_kind == decode::JsonKind::String; }
    bool isTrue() const { return m_text == "true"; }
    std::string_view raw() const { return m_text; }
    // Of a string; one that the end of the text cuts has its beginning.
    std::string text() const
    {
        const bool cut = m_kind == decode::JsonKind::Broken && m_text.starts_with('"');
        if (!cut && (!isString() || m_text.size() < 2))
            return {};
        return decode::jsonUnescaped(cut ? m_text.substr(1) : m_text.substr(1, m_text.size() - 2));
    }
    // A string as it is, anything else as JSON.
    std::string textOrJson() const { return isString() ? text() : std::string(m_text); }
    std::optional<uint64_t> count() const
    {
        uint64_t value = 0;
        if (m_kind != decode::JsonKind::Number || std::from_chars(m_text.data(), m_text.data() + m_text.size(), value).ec != std::errc())
            return std::nullopt;
        return value;
    }

private:
    std::string_view m_text;
    decode::JsonKind m_kind = decode::JsonKind::Broken;
};

} // namespace llm
