// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/go_functions.h"

#include "privhelper/analyzer/limits.h"

#include <elf.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <vector>

namespace analyzer {

namespace {

// Magic, two zeros, program counter quantum (1 on x86), pointer size.
constexpr std::array<std::string_view, 3> headers {
    std::string_view("\xf1\xff\xff\xff\0\0\x01\x08", 8), // 1.20
    std::string_view("\xf0\xff\xff\xff\0\0\x01\x08", 8), // 1.18
    std::string_view("\xfa\xff\xff\xff\0\0\x01\x08", 8), // 1.16
};
constexpr uint64_t functionsMax = 10'000'000;

// Of struct moduledata, in words: pcHeader, …, minpc, maxpc, text.
constexpr uint64_t minimumWord = 20, textWord = 22;

std::string_view textOf(std::span<const std::byte> bytes)
{
    return { reinterpret_cast<const char *>(bytes.data()), bytes.size() };
}

bool isData(const Section &section)
{
    return section.type == SHT_PROGBITS && (section.flags & SHF_ALLOC) != 0 && (section.flags & SHF_EXECINSTR) == 0;
}

// The words of moduledata that count from here, as they are in memory before the base is added: in the file, or, where
// the dynamic loader writes them, in a relocation.
std::array<uint64_t, 2> codeRange(const ElfImage &image, uint64_t moduledata)
{
    std::array<uint64_t, 2> words {}; // minpc, text
    const std::array places { moduledata + 8 * minimumWord, moduledata + 8 * textWord };
    for (const Section &section : image.sections()) {
        if (isData(section)) {
            for (size_t i = 0; i < places.size(); ++i) {
                const uint64_t offset = places[i] - section.address;
                if (places[i] >= section.address && offset < section.bytes.size())
                    words[i] = std::max(words[i], recordAt<uint64_t>(section.bytes.subspan(offset), 0).value_or(0));
            }
        } else if (section.type == SHT_RELA) {
            const size_t count = std::min(section.bytes.size() / sizeof(Elf64_Rela), limits::relocations);
            for (size_t i = 0; i < count; ++i) {
                const auto entry = *recordAt<Elf64_Rela>(section.bytes, i);
                for (size_t k = 0; k < places.size(); ++k) {
                    if (entry.r_offset == places[k] && ELF64_R_TYPE(entry.r_info) == R_X86_64_RELATIVE)
                        words[k] = static_cast<uint64_t>(entry.r_addend);
                }
            }
        }
    }
    return words;
}

// Where a pointer to this address is: moduledata begins with one to the table, but others may exist.
std::vector<uint64_t> pointersTo(const ElfImage &image, uint64_t address)
{
    constexpr size_t most = 16;
    std::vector<uint64_t> places;
    for (const Section &section : image.sections()) {
        if (section.type == SHT_RELA) {
            const size_t count = std::min(section.bytes.size() / sizeof(Elf64_Rela), limits::relocations);
            for (size_t i = 0; i < count && places.size() < most; ++i) {
                const auto entry = *recordAt<Elf64_Rela>(section.bytes, i);
                if (ELF64_R_TYPE(entry.r_info) == R_X86_64_RELATIVE && static_cast<uint64_t>(entry.r_addend) == address)
                    places.push_back(entry.r_offset);
            }
        } else if (isData(section) && (section.flags & SHF_WRITE) != 0 && section.address % sizeof(uint64_t) == 0) {
            for (size_t i = 0; places.size() < most; ++i) {
                const auto word = recordAt<uint64_t>(section.bytes, i);
                if (!word)
                    break;
                if (*word == address)
                    places.push_back(section.address + i * sizeof(uint64_t));
            }
        }
    }
    return places;
}

} // namespace

std::optional<GoFunctions> GoFunctions::find(const ElfImage &image)
{
    // After the header: numbers of functions and files, since 1.18 the start of the code, then offsets of the names and
    // of four other tables, the last of which is that of the functions.
    const auto at = [](const Section &section, size_t offset) -> std::optional<GoFunctions> {
        const auto table = section.bytes.subspan(offset);
        const bool relative = textOf(table)[0] != '\xfa';
        const size_t names = relative ? 3 : 2, functions = names + 4;
        const auto words = table.subspan(8);
        const auto count = recordAt<uint64_t>(words, 0);
        const auto begin = recordAt<uint64_t>(words, names);
        const auto end = recordAt<uint64_t>(words, names + 1);
        const auto entries = recordAt<uint64_t>(words, functions);
        if (!count || *count == 0 || *count > functionsMax || !begin || !end || *begin >= *end || *end > table.size() || !entries
            || *entries >= table.size())
            return std::nullopt;
        GoFunctions found;
        found.m_address = section.address + offset;
        found.m_relative = relative;
        found.m_count = *count;
        found.m_names = textOf(table.subspan(*begin, *end - *begin));
        found.m_entries = table.subspan(*entries);
        return found;
    };
    // Sections have other names if the C linker built the program, so the header is searched for.
    size_t left = limits::versionScan;
    for (const Section &section : image.sections()) {
        if (!isData(section))
            continue;
        const std::string_view text = textOf(section.bytes).substr(0, left);
        left -= text.size();
        for (const std::string_view header : headers) {
            for (size_t from = 0; from < text.size(); from += header.size()) {
                const void *hit = memmem(text.data() + from, text.size() - from, header.data(), header.size());
                if (hit == nullptr)
                    break;
                from = static_cast<size_t>(static_cast<const char *>(hit) - text.data());
                if (auto found = at(section, from))
                    return found;
            }
        }
    }
    return std::nullopt;
}

// The header's own field is 0 since 1.26, and in programs with C code it differs from the start of the section.
std::optional<uint64_t> GoFunctions::textStart(const ElfImage &image, uint32_t firstOffset) const
{
    for (const uint64_t moduledata : pointersTo(image, m_address)) {
        const auto [minimum, text] = codeRange(image, moduledata);
        // The lowest address of a function is that of the first one in the table.
        if (text != 0 && minimum == text + firstOffset && image.codeOffset(minimum))
            return text;
    }
    return std::nullopt;
}

std::map<std::string, GoFunctions::Range, std::less<>> GoFunctions::ranges(const ElfImage &image, const std::set<std::string> &wanted) const
{
    std::map<std::string, Range, std::less<>> result;
    std::map<uint32_t, const std::string *> byOffset;
    for (const std::string &name : wanted) {
        const std::string whole = '\0' + name + '\0';
        const void *hit = memmem(m_names.data(), m_names.size(), whole.data(), whole.size());
        if (hit != nullptr)
            byOffset[static_cast<uint32_t>(static_cast<const char *>(hit) - m_names.data()) + 1] = &name;
    }
    uint64_t base = 0;
    if (m_relative) {
        const auto first = recordAt<uint32_t>(m_entries, 0);
        const auto text = first ? textStart(image, *first) : std::nullopt;
        if (!text)
            return result;
        base = *text;
    }
    const size_t word = m_relative ? sizeof(uint32_t) : sizeof(uint64_t);
    const auto number = [this, word](uint64_t at) -> uint64_t {
        const auto bytes = m_entries.subspan(at);
        return m_relative ? recordAt<uint32_t>(bytes, 0).value_or(0) : recordAt<uint64_t>(bytes, 0).value_or(0);
    };
    // Behind the last pair is the end of the code.
    for (size_t i = 0; i < m_count && 2 * word * i + 3 * word <= m_entries.size(); ++i) {
        const size_t at = 2 * word * i;
        // Of struct _func: the start, then the offset of the name.
        const uint64_t description = number(at + word);
        if (description >= m_entries.size() || m_entries.size() - description < word + sizeof(uint32_t))
            continue;
        const auto name = byOffset.find(*recordAt<uint32_t>(m_entries.subspan(description + word), 0));
        if (name == byOffset.end())
            continue;
        const Range range { base + number(at), base + number(at + 2 * word) };
        if (range.address < range.end && image.codeOffset(range.address))
            result.try_emplace(*name->second, range);
    }
    return result;
}

} // namespace analyzer
