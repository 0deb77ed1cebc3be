// SPDX-License-Identifier: GPL-3.0-or-later
// The sections and segments of one x86-64 ELF file, parsed once, each verified to be inside the file. Views into the
// caller's bytes, which must outlive it. Trusts no number from the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace analyzer {

struct Section {
    std::string_view name;
    uint32_t type = 0;                // SHT_*
    uint64_t flags = 0;               // SHF_*
    uint64_t address = 0;
    uint64_t fileOffset = 0;
    uint32_t link = 0;                // index of the associated section
    uint64_t entrySize = 0;
    std::span<const std::byte> bytes; // empty for SHT_NOBITS, and if the file is too short
};

struct Segment {
    uint64_t address = 0;
    uint64_t fileOffset = 0;
    bool executable = false;
    std::span<const std::byte> bytes; // the part present in the file
};

class ElfImage {
public:
    // The error is one sentence for `doctor --plan`.
    static std::expected<ElfImage, std::string> open(std::span<const std::byte> file);

    const std::vector<Section> &sections() const { return m_sections; }
    const Section *section(std::string_view name) const;
    const Section *section(uint32_t index) const { return index < m_sections.size() ? &m_sections[index] : nullptr; }
    const std::vector<Segment> &segments() const { return m_segments; }

    // Whether it is loaded at the addresses it states: pointers in its data then need no relocation.
    bool isFixed() const { return m_fixed; }
    // False for the inner file of .gnu_debugdata, which has symbols but no code.
    bool hasCode() const;
    // File offset of the executable byte at this address; nullopt if no executable segment has it in the file.
    std::optional<uint64_t> codeOffset(uint64_t address) const;
    // From the address to the end of its executable segment's bytes; empty if there is none.
    std::span<const std::byte> code(uint64_t address) const;

    std::string buildId() const; // hex, empty if there is none

private:
    ElfImage() = default;

    std::vector<Section> m_sections; // by index, so that Section::link can be followed
    std::vector<Segment> m_segments; // PT_LOAD only
    bool m_fixed = false;
};

// The string at an offset of a string table, at most limits::nameLength long; empty if not terminated there.
std::string_view textAt(std::span<const std::byte> table, uint64_t offset);

// The fixed-size record at an index of a table of such records; nullopt beyond its end.
template <typename Record> std::optional<Record> recordAt(std::span<const std::byte> table, size_t index)
{
    if (index >= table.size() / sizeof(Record))
        return std::nullopt;
    Record record;
    __builtin_memcpy(&record, table.data() + index * sizeof(Record), sizeof(Record));
    return record;
}

} // namespace analyzer
