// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/text_places.h"

#include "privhelper/analyzer/limits.h"

#include <elf.h>
#include <string.h>

#include <algorithm>

namespace analyzer {

bool isData(const Section &section)
{
    return section.type == SHT_PROGBITS && (section.flags & SHF_ALLOC) != 0 && (section.flags & SHF_EXECINSTR) == 0;
}

std::vector<TextPlace> placesOf(const ElfImage &image, std::string_view text, size_t most)
{
    std::vector<TextPlace> places;
    size_t left = limits::versionScan;
    for (const Section &section : image.sections()) {
        if (!isData(section))
            continue;
        const std::string_view all(reinterpret_cast<const char *>(section.bytes.data()), std::min(section.bytes.size(), left));
        left -= all.size();
        for (size_t from = 0; from < all.size() && places.size() < most;) {
            const void *hit = memmem(all.data() + from, all.size() - from, text.data(), text.size());
            if (hit == nullptr)
                break;
            const size_t at = static_cast<size_t>(static_cast<const char *>(hit) - all.data());
            from = at + text.size();
            places.push_back({ section.address + at, all.substr(0, at), all.substr(from) });
        }
    }
    return places;
}

std::vector<uint64_t> beginnings(const TextPlace &place)
{
    constexpr size_t most = 256;
    std::vector<uint64_t> addresses { place.address };
    for (size_t i = place.before.size(); i-- > 0 && place.before[i] != '\0' && addresses.size() < most;)
        addresses.push_back(addresses.back() - 1);
    std::ranges::reverse(addresses);
    return addresses;
}

} // namespace analyzer
