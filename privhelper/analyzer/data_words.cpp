// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/data_words.h"

namespace analyzer {

DataWords::DataWords(const ElfImage &image)
{
    size_t left = limits::dataWords;
    for (const Section &section : image.sections()) {
        if (!mayHoldPointers(image, section))
            continue;
        const size_t count = std::min(section.bytes.size() / sizeof(uint64_t), left);
        left -= count;
        Part part { section.address, std::vector<uint64_t>(count) };
        if (count != 0)
            __builtin_memcpy(part.words.data(), section.bytes.data(), count * sizeof(uint64_t));
        m_parts.push_back(std::move(part));
    }
    for (const Section &section : image.sections()) {
        const size_t count = section.type == SHT_RELA ? std::min(section.bytes.size() / sizeof(Elf64_Rela), limits::relocations) : 0;
        for (size_t i = 0; i < count; ++i) {
            const auto entry = *recordAt<Elf64_Rela>(section.bytes, i);
            for (Part &part : m_parts) {
                const uint64_t offset = entry.r_offset - part.address;
                if (offset % sizeof(uint64_t) == 0 && offset / sizeof(uint64_t) < part.words.size())
                    part.words[offset / sizeof(uint64_t)]
                        = ELF64_R_TYPE(entry.r_info) == R_X86_64_RELATIVE ? static_cast<uint64_t>(entry.r_addend) : 0;
            }
        }
    }
}

std::optional<uint64_t> DataWords::at(uint64_t address) const
{
    for (const Part &part : m_parts) {
        const uint64_t offset = address - part.address;
        if (offset % sizeof(uint64_t) == 0 && offset / sizeof(uint64_t) < part.words.size())
            return part.words[offset / sizeof(uint64_t)];
    }
    return std::nullopt;
}

} // namespace analyzer
