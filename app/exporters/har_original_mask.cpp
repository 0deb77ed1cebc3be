// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_original_mask.h"

#include "app/exporters/har_head.h"
#include "app/exporters/json_tree.h"
#include "app/exporters/json_values.h"

namespace exporters {

namespace {

using json = nlohmann::ordered_json;

// Each member {"name", "value"} of a list, or Slack's ["name", "value"].
template <typename Mask>
void maskValues(json &holder, const char *list, Mask mask)
{
    json *members = findArray(holder, list);
    if (!members)
        return;
    for (json &member : *members) {
        const bool pair = member.is_array() && member.size() == 2 && member[0].is_string();
        json *value = pair ? &member[1] : find(member, "value");
        if (value && value->is_string())
            *value = mask(pair ? member[0].get<std::string>() : text(member, "name"), value->get<std::string>());
    }
}

// A string unchanged, everything else as JSON.
std::string textOf(const json &value)
{
    if (value.is_string())
        return value.get<std::string>();
    std::string text;
    appendJson(value, text);
    return text;
}

void maskUrl(json &half, const char *name, masking::Report &report, const masking::Masker &masker)
{
    json *url = find(half, name);
    if (url && url->is_string())
        *url = masker.url(url->get<std::string>(), report);
}

} // namespace

void maskParameters(json &holder, const char *list, EntryContext &c)
{
    masking::Report counted; // with the URL or the body
    maskValues(holder, list, [&](const std::string &name, const std::string &value) { return c.masker->parameter(name, value, counted); });
}

void maskHalf(json &half, EntryContext &c)
{
    masking::Report counted; // with the fields
    maskUrl(half, "url", c.masked, *c.masker);
    maskUrl(half, "redirectURL", counted, *c.masker);
    for (const char *list : {"headers", "_trailers"})
        maskValues(half, list, [&](const std::string &name, const std::string &value) { return maskedHeader(c, {name, value}); });
    maskValues(half, "cookies", [&](const std::string &name, const std::string &value) { return c.masker->cookie(name, value, counted); });
    maskParameters(half, "queryString", c);
}

void maskProcess(json &entry, EntryContext &c)
{
    json *process = findObject(entry, "_process");
    json *arguments = process ? findArray(*process, "cmdline") : nullptr;
    if (!arguments)
        return;
    std::vector<std::string> words;
    for (const json &argument : *arguments)
        words.push_back(textOf(argument));
    *arguments = c.masker->commandLine(words, c.masked);
}

std::string maskedText(const json &value, EntryContext &c)
{
    const std::string text = textOf(value);
    const size_t begin = text.find_first_not_of(" \t\r\n");
    const bool isJson = begin != std::string::npos && (text[begin] == '{' || text[begin] == '[');
    return isJson ? c.masker->json(text, c.masked) : c.masker->form(text, c.masked);
}

} // namespace exporters
