// SPDX-License-Identifier: GPL-3.0-or-later
// One pass over all code of a file, byte by byte, without disassembling it: who refers to given addresses, and where
// functions begin. It serves every recipe for files without symbols; those then decode the few functions found. A byte
// that looks like a reference by chance must also yield one of a few addresses, so chance hits are rare, not impossible:
// what a recipe concludes needs a second sign.
#pragma once

#include "privhelper/analyzer/elf_image.h"

#include <cstdint>
#include <span>
#include <vector>

namespace analyzer {

// An instruction that loads an address: `lea register, [rip + offset]`; in programs at fixed addresses also
// `mov register, number`.
struct Reference {
    uint64_t at = 0;     // address of the opcode, behind any prefixes
    uint64_t target = 0; // one of the wanted addresses

    bool operator==(const Reference &) const = default;
};

struct FunctionRange {
    uint64_t start = 0;
    uint64_t end = 0; // where the next function begins, or the code ends

    bool contains(uint64_t address) const { return address >= start && address < end; }
    bool operator==(const FunctionRange &) const = default;
    auto operator<=>(const FunctionRange &) const = default;
};

class CodeScan {
public:
    // Scans at most limits::codeScan bytes. Needs a quarter of the code's size in memory.
    CodeScan(const ElfImage &image, std::vector<uint64_t> wanted);

    // By address of the instruction. At most limits::references: further ones are ignored.
    std::span<const Reference> references() const { return m_references; }
    std::vector<Reference> referencesTo(std::span<const uint64_t> targets) const;

    // Addresses of direct calls and jumps to the function, ordered, at most limits::references. Another pass over the code.
    std::vector<uint64_t> callersOf(uint64_t function) const;

    // The function that contains the address: it begins at the nearest place at or below that is called from three
    // places, or that is called at all or in a table and follows padding or a return, or that has a symbol or unwind
    // information. nullopt if there is none
    // within limits::functionBytes. Functions reached in no such way count as part of the one before.
    std::optional<FunctionRange> functionAt(uint64_t address) const;
    // Whether a function begins at this very address.
    bool beginsFunction(uint64_t address) const;

private:
    // A segment's bytes with, for each, how certainly a function begins there.
    struct Area {
        uint64_t address = 0;
        std::span<const std::byte> bytes;
        std::vector<uint64_t> marks; // two bits for a byte: 0 to `certain`
    };

    Area *areaOf(uint64_t address);
    const Area *areaOf(uint64_t address) const;
    void scan(const Area &area);
    void scanTables();
    void scanSymbols(const ElfImage &image);
    void scanUnwindTable(const ElfImage &image);
    void noteStart(uint64_t address);
    void noteReference(uint64_t at, uint64_t target);
    // Somebody calls the address, or has it in a table.
    void noteTarget(uint64_t address);

    const ElfImage &m_image;
    std::vector<Area> m_areas;
    std::vector<uint64_t> m_wanted;   // sorted
    std::vector<bool> m_wantedHashes; // rejects nearly all other addresses
    std::vector<Reference> m_references;
};

} // namespace analyzer
