// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/item_coding.h"

#include <array>

namespace protocols {

namespace {

// By number; the first and the last have no name, as there is nothing to decode.
constexpr std::array<std::string_view, 7> codingNames {"", "gzip", "deflate", "br", "zstd", "snappy", ""};

} // namespace

std::string_view codingName(ItemCoding coding)
{
    return size_t(coding) < codingNames.size() ? codingNames[size_t(coding)] : std::string_view();
}

ItemCoding codingNamed(std::string_view name)
{
    if (name == "identity")
        return ItemCoding::Identity;
    for (size_t number = 1; number < codingNames.size(); ++number) {
        if (name == codingNames[number])
            return ItemCoding(number);
    }
    return ItemCoding::Unknown;
}

} // namespace protocols
