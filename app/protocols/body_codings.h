// SPDX-License-Identifier: GPL-3.0-or-later
// The codings of a body, from the fields of its head.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace protocols {

// In the order in which they were applied, as Content-Encoding lists them: content codings, then transfer codings (RFC
// 9112, section 7) except "chunked", which the parser decodes. Each of `fields` has a name and a value.
template <typename Fields>
std::string bodyCodings(const Fields &fields)
{
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; };
    const auto is = [&](std::string_view text, std::string_view name) {
        return std::equal(text.begin(), text.end(), name.begin(), name.end(), [&](char a, char b) { return lower(a) == b; });
    };
    std::string all;
    const auto add = [&](std::string_view list, bool transfer) {
        while (!list.empty()) {
            const size_t comma = std::min(list.find(','), list.size());
            std::string_view coding = list.substr(0, comma);
            list.remove_prefix(std::min(comma + 1, list.size()));
            const size_t begin = coding.find_first_not_of(" \t");
            if (begin == std::string_view::npos)
                continue;
            coding = coding.substr(begin, coding.find_last_not_of(" \t") - begin + 1);
            if (!transfer || !(is(coding, "chunked") || is(coding, "identity")))
                all.append(all.empty() ? "" : ", ").append(coding);
        }
    };
    for (const auto &field : fields)
        if (is(field.name, "content-encoding"))
            add(field.value, false);
    for (const auto &field : fields)
        if (is(field.name, "transfer-encoding"))
            add(field.value, true);
    return all;
}

} // namespace protocols
