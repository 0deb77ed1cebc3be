// SPDX-License-Identifier: GPL-3.0-or-later
// Where a text stands in a file's data. Compilers put texts into read-only sections, so code is not searched.
#pragma once

#include "privhelper/analyzer/elf_image.h"
#include "privhelper/analyzer/limits.h"

#include <elf.h>

#include <string.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace analyzer {

// Whether the section holds data that is loaded, as opposed to code or tables of the linker.
bool isData(const Section &section);

// A place where the searched text begins.
struct TextPlace {
    uint64_t address = 0;
    std::string_view before; // the section's contents up to the text
    std::string_view behind; // from the end of the text on
    // Whether the text is a whole C string, and not part of a longer one.
    bool isWhole() const { return (before.empty() || before.back() == '\0') && behind.starts_with('\0'); }
};

// At most `most` places, in the order of the sections, among the first limits::versionScan bytes of data.
std::vector<TextPlace> placesOf(const ElfImage &image, std::string_view text, size_t most = 64);

// Calls the function with what follows each occurrence of the text in read-only data, until it returns true.
template<typename Function> bool anywhere(const ElfImage &image, std::string_view text, Function function)
{
    size_t left = limits::versionScan;
    for (const Section &section : image.sections()) {
        if (section.type != SHT_PROGBITS || (section.flags & SHF_ALLOC) == 0 || (section.flags & SHF_EXECINSTR) != 0)
            continue;
        std::string_view rest(reinterpret_cast<const char *>(section.bytes.data()), std::min(section.bytes.size(), left));
        left -= rest.size();
        while (const void *hit = rest.empty() ? nullptr : memmem(rest.data(), rest.size(), text.data(), text.size())) {
            rest.remove_prefix(static_cast<size_t>(static_cast<const char *>(hit) - rest.data()) + text.size());
            if (function(rest))
                return true;
        }
    }
    return false;
}

// All addresses by which code may refer to the C string that the place lies in: linkers merge a string with the end of a
// longer one. Ordered; the last is the place's own. At most 256.
std::vector<uint64_t> beginnings(const TextPlace &place);

} // namespace analyzer
