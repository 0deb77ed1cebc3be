// SPDX-License-Identifier: GPL-3.0-or-later
// The pointers in a file's data, as they are after loading it at its own addresses: from relocations, and where the file
// contains the address itself because it is loaded at a fixed one, or its relocations are packed (RELR, Android).
#pragma once

#include "privhelper/analyzer/elf_image.h"
#include "privhelper/analyzer/limits.h"
#include "privhelper/analyzer/text_places.h"

#include <elf.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

namespace analyzer {

// Whether the section may contain pointers: in relocatable files only what is written while loading (.data.rel.ro, .data).
inline bool mayHoldPointers(const ElfImage &image, const Section &section)
{
    return isData(section) && section.address % sizeof(uint64_t) == 0 && ((section.flags & SHF_WRITE) != 0 || image.isFixed());
}

// Calls the function with (place, value) for each word of such sections that is not 0, aligned to eight bytes, and for
// each relative relocation. Most words are not pointers at all.
template<typename Function> void forEachPointer(const ElfImage &image, Function function)
{
    for (const Section &section : image.sections()) {
        if (section.type == SHT_RELA) {
            const size_t count = std::min(section.bytes.size() / sizeof(Elf64_Rela), limits::relocations);
            for (size_t i = 0; i < count; ++i) {
                const auto entry = *recordAt<Elf64_Rela>(section.bytes, i);
                if (ELF64_R_TYPE(entry.r_info) == R_X86_64_RELATIVE)
                    function(entry.r_offset, static_cast<uint64_t>(entry.r_addend));
            }
        } else if (mayHoldPointers(image, section)) {
            const size_t count = section.bytes.size() / sizeof(uint64_t);
            for (size_t i = 0; i < count; ++i) {
                uint64_t word = 0;
                __builtin_memcpy(&word, section.bytes.data() + i * sizeof word, sizeof word);
                if (word != 0)
                    function(section.address + i * sizeof word, word);
            }
        }
    }
}

// The words of such sections, with relative relocations applied. Words with another relocation are 0.
class DataWords {
public:
    // At most limits::dataWords in all.
    explicit DataWords(const ElfImage &image);

    struct Part {
        uint64_t address = 0; // of the first word
        std::vector<uint64_t> words;
    };
    const std::vector<Part> &parts() const { return m_parts; }
    // The word at this address; nullopt if it is in no part or not aligned.
    std::optional<uint64_t> at(uint64_t address) const;

private:
    std::vector<Part> m_parts;
};

} // namespace analyzer
