// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/json_tree.h"

#include <nlohmann/json.hpp>

namespace exporters {

namespace {

using json = nlohmann::ordered_json;

constexpr unsigned depthMax = 160;

void write(const json &value, decode::JsonWriter &out, unsigned depth)
{
    if (depth > depthMax)
        return out.null();
    switch (value.type()) {
    case json::value_t::object:
        out.beginObject();
        for (const auto &[name, member] : value.items()) {
            out.key(name);
            write(member, out, depth + 1);
        }
        return out.endObject();
    case json::value_t::array:
        out.beginArray();
        for (const json &member : value)
            write(member, out, depth + 1);
        return out.endArray();
    case json::value_t::string:
        return out.text(value.get_ref<const std::string &>());
    case json::value_t::boolean:
        return out.boolean(value.get<bool>());
    case json::value_t::number_unsigned:
        return out.number(value.get<uint64_t>());
    case json::value_t::number_integer:
        return out.number(value.get<int64_t>());
    case json::value_t::number_float:
        return out.number(value.get<double>());
    default:
        return out.null();
    }
}

} // namespace

void writeJson(const json &value, decode::JsonWriter &out) { write(value, out, 0); }

void appendJson(const json &value, std::string &out)
{
    decode::JsonWriter writer(out);
    writeJson(value, writer);
}

} // namespace exporters
