// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/field.h"

#include <algorithm>

namespace protocols {

namespace {

bool sameText(std::string_view a, std::string_view lowerCase)
{
    return a.size() == lowerCase.size() && std::equal(a.begin(), a.end(), lowerCase.begin(), [](char x, char y) {
               return (x >= 'A' && x <= 'Z' ? char(x + 32) : x) == y;
           });
}

} // namespace

std::string_view fieldValue(std::span<const Field> fields, std::string_view lowerCaseName)
{
    for (const Field &field : fields)
        if (sameText(field.name, lowerCaseName))
            return field.value;
    return {};
}

bool isMediaType(std::string_view contentType, std::string_view lowerCaseType)
{
    contentType = contentType.substr(0, contentType.find(';'));
    while (!contentType.empty() && (contentType.back() == ' ' || contentType.back() == '\t'))
        contentType.remove_suffix(1);
    return sameText(contentType, lowerCaseType);
}

} // namespace protocols
