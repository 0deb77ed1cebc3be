// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/library_version.h"

#include "privhelper/analyzer/limits.h"

#include <elf.h>
#include <string.h>

#include <algorithm>
#include <array>

namespace analyzer {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// "x.y.z" or "x.y.zw" at the start of the text; empty if there is no such number.
std::string_view numberAt(std::string_view text)
{
    size_t length = 0;
    int dots = 0;
    while (length < text.size() && length < 16 && (isDigit(text[length]) || (text[length] == '.' && length > 0))) {
        dots += text[length] == '.';
        ++length;
    }
    if (dots != 2 || text[length - 1] == '.')
        return {};
    if (length < text.size() && text[length] >= 'a' && text[length] <= 'z')
        ++length;
    return text.substr(0, length);
}

std::array<uint32_t, 3> parts(std::string_view number)
{
    std::array<uint32_t, 3> result {};
    size_t part = 0;
    for (const char c : number) {
        if (c == '.' && ++part == result.size())
            break;
        if (isDigit(c))
            result[part] = std::min(result[part] * 10 + static_cast<uint32_t>(c - '0'), 100'000u);
    }
    return result;
}

} // namespace

std::string versionText(const ElfImage &image, std::string_view name)
{
    const std::string wanted = std::string(name) + ' ';
    for (const Section &section : image.sections()) {
        if (section.type != SHT_PROGBITS || (section.flags & SHF_ALLOC) == 0 || (section.flags & SHF_EXECINSTR) != 0)
            continue;
        const auto *at = reinterpret_cast<const char *>(section.bytes.data());
        size_t left = std::min(section.bytes.size(), limits::versionScan);
        while (left > wanted.size()) {
            const auto *hit = static_cast<const char *>(memmem(at, left, wanted.data(), wanted.size()));
            if (hit == nullptr)
                break;
            left -= static_cast<size_t>(hit - at) + wanted.size();
            at = hit + wanted.size();
            const std::string_view number = numberAt({ at, std::min<size_t>(left, 32) });
            if (!number.empty())
                return wanted + std::string(number);
        }
    }
    return {};
}

std::string highestSymbolVersion(const ElfImage &image, std::string_view prefix)
{
    std::string_view best;
    for (const Section &section : image.sections()) {
        if (section.type != SHT_GNU_verdef)
            continue;
        const Section *names = image.section(section.link);
        auto rest = section.bytes;
        for (int i = 0; names != nullptr && i < 1024; ++i) {
            const auto definition = recordAt<Elf64_Verdef>(rest, 0);
            if (!definition || definition->vd_aux > rest.size())
                break;
            if (const auto entry = recordAt<Elf64_Verdaux>(rest.subspan(definition->vd_aux), 0)) {
                const std::string_view name = textAt(names->bytes, entry->vda_name);
                const std::string_view number = name.starts_with(prefix) ? numberAt(name.substr(prefix.size())) : "";
                if (!number.empty() && (best.empty() || parts(number) > parts(best)))
                    best = number;
            }
            if (definition->vd_next == 0 || definition->vd_next > rest.size())
                break;
            rest = rest.subspan(definition->vd_next);
        }
    }
    return std::string(best);
}

} // namespace analyzer
