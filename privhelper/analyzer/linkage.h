// SPDX-License-Identifier: GPL-3.0-or-later
// Resolves the target of a call: libraries call even their own public functions through the procedure linkage table,
// and only the name in a relocation identifies a stub's target.
#pragma once

#include "privhelper/analyzer/elf_image.h"
#include "privhelper/analyzer/instruction.h"
#include "privhelper/analyzer/symbols.h"

#include <map>
#include <string>

namespace analyzer {

class Linkage {
public:
    Linkage(const ElfImage &image, const FoundFunctions &functions);

    struct Callee {
        uint64_t address = 0; // the function itself if this file defines it, else the stub; 0: not in this file
        std::string name;     // empty if unknown
    };
    // Resolves a stub (with or without endbr64, `jmp [rip+x]`).
    Callee calleeAt(uint64_t target) const;
    // For a call or jump: direct, or through the global offset table (`call [rip+x]`, as with -fno-plt).
    Callee calleeOf(const Instruction &branch) const;

private:
    // The name in the relocation of the slot that the branch reads; null for any other kind of branch.
    const std::string *nameBehind(const Instruction &branch) const;

    const ElfImage &m_image;
    const FoundFunctions &m_functions;
    std::map<uint64_t, std::string> m_nameBySlot;    // address in the global offset table
    std::map<uint64_t, std::string> m_nameByAddress; // of the functions found
};

} // namespace analyzer
