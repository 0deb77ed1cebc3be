// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/joined_fields.h"

#include <algorithm>

namespace exporters {

std::vector<exchange::HeadField> joinedFields(const std::vector<exchange::HeadField> &fields)
{
    std::vector<exchange::HeadField> all;
    for (const exchange::HeadField &field : fields) {
        const auto same = std::find_if(all.begin(), all.end(), [&](const auto &known) { return exchange::equalsIgnoringCase(known.name, field.name); });
        if (same == all.end())
            all.push_back(field);
        else
            same->value += (exchange::equalsIgnoringCase(field.name, "cookie") ? "; " : ", ") + field.value;
    }
    return all;
}

} // namespace exporters
