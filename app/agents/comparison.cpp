// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/comparison.h"

#include "app/compare/fields.h"
#include "app/compare/json.h"
#include "app/compare/lines.h"

#include <algorithm>
#include <string>
#include <vector>

namespace agents {

namespace {

constexpr size_t rowsMost = 50, valueMost = 300;   // bytes of a value

const Json &at(const Json &json, std::initializer_list<const char *> path)
{
    static const Json none = nullptr;
    const Json *found = &json;
    for (const char *name : path) {
        const auto next = found->is_object() ? found->find(name) : found->end();
        if (!found->is_object() || next == found->end())
            return none;
        found = &*next;
    }
    return *found;
}

void addIfDifferent(Json &result, const char *name, const Json &one, const Json &other)
{
    if (one != other)
        result[name] = {{"a", one}, {"b", other}};
}

// From a little before the first byte that differs: a line of minified text is long.
std::string excerpt(std::string_view text, size_t difference)
{
    size_t from = text.size() > valueMost && difference > valueMost / 2 ? difference - valueMost / 3 : 0;
    while (from > 0 && (static_cast<unsigned char>(text[from]) & 0xc0) == 0x80)
        --from;
    return (from > 0 ? "…" : "") + compare::clipped(text.substr(from), valueMost);
}

// A row for each difference; nothing if there is none.
Json rowsOf(const compare::Differences &differences, const char *named)
{
    Json rows = Json::array();
    size_t more = 0;
    for (const compare::Difference &each : differences.rows) {
        if (each.kind == compare::Kind::Same || each.kind == compare::Kind::Skipped)
            continue;
        if (rows.size() == rowsMost) {
            ++more;
            continue;
        }
        const size_t difference = each.kind == compare::Kind::Changed ? size_t(std::ranges::mismatch(each.left, each.right).in1 - each.left.begin()) : 0;
        Json row = {{named, each.name}};
        if (each.kind != compare::Kind::Added)
            row["a"] = excerpt(each.left, difference);
        if (each.kind != compare::Kind::Removed)
            row["b"] = excerpt(each.right, difference);
        rows.push_back(std::move(row));
    }
    if (rows.empty())
        return nullptr;
    Json result = {{"differences", std::move(rows)}};
    if (more > 0)
        result["more"] = more;
    if (!differences.whole)
        result["whole"] = false;
    return result;
}

// Fields of a head, or parameters: several may have the same name.
std::vector<compare::Field> fieldsOf(const Json &list)
{
    std::vector<compare::Field> fields;
    if (list.is_array())
        for (const Json &field : list)
            fields.emplace_back(field.value("name", ""), field.value("value", ""));
    return fields;
}

void addFields(Json &result, const char *name, const Json &one, const Json &other)
{
    if (Json rows = rowsOf(compare::compareFields(fieldsOf(one), fieldsOf(other), true), "name"); !rows.is_null())
        result[name] = std::move(rows);
}

// Of bodies as a HAR has them. Values of JSON that are equal but for white space and the order of keys are alike.
void addBodies(Json &result, const char *name, const Json &one, const Json &other)
{
    const Json &text = at(one, {"text"}), &otherText = at(other, {"text"});
    if (text == otherText)
        return;
    if (!text.is_string() || !otherText.is_string()) {
        result[name] = {{"a", text.is_string() ? "present" : "absent"}, {"b", otherText.is_string() ? "present" : "absent"}};
        return;
    }
    const std::string &left = text.get_ref<const std::string &>(), &right = otherText.get_ref<const std::string &>();
    if (!at(one, {"encoding"}).is_null() || !at(other, {"encoding"}).is_null()) {
        result[name] = {{"compared_by", "bytes"}, {"a_base64", compare::clipped(left, valueMost)}, {"b_base64", compare::clipped(right, valueMost)}};
        return;
    }
    const auto json = compare::compareJson(left, right);
    if (Json rows = json ? rowsOf(*json, "path") : rowsOf(compare::compareLines(left, right), "line"); !rows.is_null()) {
        rows["compared_by"] = json ? "value" : "line";
        result[name] = std::move(rows);
    }
}

} // namespace

Json comparison(const Json &one, const Json &other)
{
    Json result = Json::object();
    addIfDifferent(result, "method", at(one, {"request", "method"}), at(other, {"request", "method"}));
    addIfDifferent(result, "url", at(one, {"request", "url"}), at(other, {"request", "url"}));
    addIfDifferent(result, "http_version", at(one, {"request", "httpVersion"}), at(other, {"request", "httpVersion"}));
    addFields(result, "request_headers", at(one, {"request", "headers"}), at(other, {"request", "headers"}));
    addBodies(result, "request_body", at(one, {"request", "postData"}), at(other, {"request", "postData"}));
    addIfDifferent(result, "status", at(one, {"response", "status"}), at(other, {"response", "status"}));
    addFields(result, "response_headers", at(one, {"response", "headers"}), at(other, {"response", "headers"}));
    addIfDifferent(result, "response_bytes", at(one, {"response", "content", "size"}), at(other, {"response", "content", "size"}));
    addBodies(result, "response_body", at(one, {"response", "content"}), at(other, {"response", "content"}));
    for (const char *name : {"_query", "_channel", "_conversation"})
        addIfDifferent(result, name + 1, at(one, {name}), at(other, {name}));
    for (const char *name : {"_operation", "_outcome", "_error", "_side", "_truncated", "_lost"})
        addIfDifferent(result, name + 1, at(one, {name}), at(other, {name}));
    addIfDifferent(result, "process", at(one, {"_process", "comm"}), at(other, {"_process", "comm"}));
    for (const char *name : {"library", "version", "protocol", "cipher", "alpn", "sni"})
        addIfDifferent(result, name, at(one, {"_tls", name}), at(other, {"_tls", name}));
    Json alike = result.empty();
    result["same_but_for_times"] = std::move(alike);
    result["duration_ms"] = {{"a", at(one, {"time"})}, {"b", at(other, {"time"})}};
    result["timings_ms"] = {{"a", at(one, {"timings"})}, {"b", at(other, {"timings"})}};
    return result;
}

} // namespace agents
