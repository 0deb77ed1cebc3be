// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_original_spelling.h"

#include "app/decode/json_writer.h"
#include "app/exporters/har_names.h"
#include "app/exporters/har_time.h"
#include "app/exporters/har_timings_reader.h"
#include "app/exporters/json_values.h"

#include <cmath>

namespace exporters {

namespace {

using json = nlohmann::ordered_json;

void spellNumber(json &object, const char *name)
{
    json *value = find(object, name);
    const auto number = value && value->is_string() ? numberIn(*value) : std::nullopt;
    if (!number)
        return;
    *value = *number;
    if (*number == std::floor(*number))
        *value = int64_t(*number);
}

void spellNumbers(json *object, std::initializer_list<const char *> names)
{
    for (const char *name : names) {
        if (object)
            spellNumber(*object, name);
    }
}

void spellVersion(json &half)
{
    if (json *version = find(half, "httpVersion"); version && version->is_string())
        *version = httpVersion(version->get_ref<const std::string &>());
}

void spellStatus(json &response)
{
    json *status = find(response, "status");
    if (!status)
        return;
    const int known = statusOf(numberIn(*status).value_or(0));
    const json before = *status;
    *status = known;
    if (known == 0 && before != json(0) && !before.is_null() && !response.contains("_status"))
        response["_status"] = before;
}

void spellStart(json &entry)
{
    const base::Time start = startOf(entry);
    if (start == 0)
        return;
    json &member = entry["startedDateTime"];
    member = decode::isoTime(start, member.is_string() ? fractionDigits(member.get_ref<const std::string &>()) : 3);
}

} // namespace

void spellAsHar(json &entry)
{
    spellStart(entry);
    spellNumber(entry, "time");
    spellNumbers(findObject(entry, "timings"), {"blocked", "dns", "connect", "ssl", "send", "wait", "receive"});
    for (const char *name : {"request", "response"}) {
        json *half = findObject(entry, name);
        if (!half)
            continue;
        spellNumbers(half, {"headersSize", "bodySize"});
        spellNumbers(findObject(*half, "content"), {"size", "compression"});
        spellVersion(*half);
    }
    if (json *response = findObject(entry, "response"))
        spellStatus(*response);
}

} // namespace exporters
