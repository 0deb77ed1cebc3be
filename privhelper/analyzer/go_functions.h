// SPDX-License-Identifier: GPL-3.0-or-later
// The table of functions of a Go program (pclntab), which survives stripping since the runtime needs it to unwind stacks.
// Layout: go/src/debug/gosym/pclntab.go and runtime/symtab.go, Go 1.16 and newer.
#pragma once

#include "privhelper/analyzer/elf_image.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace analyzer {

class GoFunctions {
public:
    // The first table in the file with a consistent header; nullopt: not a Go program, or an older one.
    static std::optional<GoFunctions> find(const ElfImage &image);

    // The names of all functions, each followed by NUL.
    std::string_view names() const { return m_names; }
    struct Range {
        uint64_t address = 0;
        uint64_t end = 0; // the next function's address
    };
    // The functions with these names. Empty if the program does not say where its code begins.
    std::map<std::string, Range, std::less<>> ranges(const ElfImage &image, const std::set<std::string> &wanted) const;

private:
    GoFunctions() = default;
    std::optional<uint64_t> textStart(const ElfImage &image, uint32_t firstOffset) const;

    uint64_t m_address = 0;                // of the table
    bool m_relative = true;                // entries count from the start of the code (1.18), else they are addresses
    uint64_t m_count = 0;
    std::string_view m_names;
    std::span<const std::byte> m_entries;  // pairs of a function's start and the offset of its description, from here
};

} // namespace analyzer
