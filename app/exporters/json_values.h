// SPDX-License-Identifier: GPL-3.0-or-later
// Reads members of untrusted JSON objects by name and type: missing or wrongly typed ones are empty.
#pragma once

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

namespace exporters {

inline const nlohmann::ordered_json *find(const nlohmann::ordered_json &object, const char *name)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

inline nlohmann::ordered_json *find(nlohmann::ordered_json &object, const char *name)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

// The same for objects and lists.
template <typename Json>
Json *findObject(Json &object, const char *name)
{
    Json *found = find(object, name);
    return found && found->is_object() ? found : nullptr;
}

template <typename Json>
Json *findArray(Json &object, const char *name)
{
    Json *found = find(object, name);
    return found && found->is_array() ? found : nullptr;
}

inline std::string text(const nlohmann::ordered_json &object, const char *name)
{
    const nlohmann::ordered_json *value = find(object, name);
    return value && value->is_string() ? value->get<std::string>() : std::string();
}

inline bool flag(const nlohmann::ordered_json &object, const char *name)
{
    const nlohmann::ordered_json *value = find(object, name);
    return value && value->is_boolean() && value->get<bool>();
}

// A number, or a number in a string, as some tools write it.
inline std::optional<double> numberIn(const nlohmann::ordered_json &value)
{
    double found = 0;
    if (value.is_number()) {
        found = value.get<double>();
    } else if (value.is_string()) {
        const std::string &text = value.get_ref<const std::string &>();
        const auto read = std::from_chars(text.data(), text.data() + text.size(), found);
        if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size())
            return std::nullopt;
    } else {
        return std::nullopt;
    }
    return std::isfinite(found) && std::abs(found) < 9e15 ? std::optional(found) : std::nullopt;
}

inline std::optional<double> number(const nlohmann::ordered_json &object, const char *name)
{
    const nlohmann::ordered_json *value = find(object, name);
    return value ? numberIn(*value) : std::nullopt;
}

inline int64_t integer(const nlohmann::ordered_json &object, const char *name)
{
    return int64_t(number(object, name).value_or(0));
}

inline uint64_t count(const nlohmann::ordered_json &object, const char *name)
{
    return uint64_t(std::max<int64_t>(0, integer(object, name)));
}

inline uint32_t count32(const nlohmann::ordered_json &object, const char *name)
{
    return uint32_t(std::min<uint64_t>(count(object, name), UINT32_MAX));
}

} // namespace exporters
