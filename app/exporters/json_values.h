// SPDX-License-Identifier: GPL-3.0-or-later
// Members of a JSON object from anybody, by name and type: what is missing, or of another type, is empty.
#pragma once

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace exporters {

inline const nlohmann::json *find(const nlohmann::json &object, const char *name)
{
    if (!object.is_object())
        return nullptr;
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

inline std::string text(const nlohmann::json &object, const char *name)
{
    const nlohmann::json *value = find(object, name);
    return value && value->is_string() ? value->get<std::string>() : std::string();
}

inline std::string takeText(nlohmann::json &object, const char *name)
{
    if (!object.is_object() || !object.contains(name) || !object[name].is_string())
        return {};
    return std::move(object[name].get_ref<std::string &>());
}

inline std::optional<double> number(const nlohmann::json &object, const char *name)
{
    const nlohmann::json *value = find(object, name);
    if (!value || !value->is_number())
        return std::nullopt;
    const double found = value->get<double>();
    return std::isfinite(found) && std::abs(found) < 9e15 ? std::optional(found) : std::nullopt;
}

inline int64_t integer(const nlohmann::json &object, const char *name)
{
    return int64_t(number(object, name).value_or(0));
}

inline uint64_t count(const nlohmann::json &object, const char *name)
{
    return uint64_t(std::max<int64_t>(0, integer(object, name)));
}

} // namespace exporters
