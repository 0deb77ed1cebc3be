// SPDX-License-Identifier: GPL-3.0-or-later
// One decoded x86-64 instruction, and the cost of a uprobe on it.
#pragma once

#include "privhelper/analyzer/elf_image.h"
#include "privhelper/analyzer/plan.h"

#include <Zydis/Zydis.h>

#include <array>
#include <optional>

namespace analyzer {

struct Instruction {
    uint64_t address = 0;
    ZydisDecodedInstruction info {};
    std::array<ZydisDecodedOperand, ZYDIS_MAX_OPERAND_COUNT> operands {};
    std::array<uint8_t, ZYDIS_MAX_INSTRUCTION_LENGTH> bytes {};

    uint64_t next() const { return address + info.length; }
    // The target of a direct jump or call.
    std::optional<uint64_t> target() const;
    bool isConditionalJump() const { return info.meta.category == ZYDIS_CATEGORY_COND_BR; }
    std::string text() const; // Intel syntax, in lower case: "push r13"
};

// nullopt if the address is not executable, or the bytes there are not an instruction.
std::optional<Instruction> decodeAt(const ElfImage &image, uint64_t address);

// Whether the kernel accepts a uprobe here at all. One refused probe makes a whole uprobe_multi link fail.
bool kernelTakes(const Instruction &instruction);

// By the rules in the kernel's arch/x86/kernel/uprobes.c (branch_setup_xol_ops, push_setup_xol_ops, since 4.18).
Cost costOf(const Instruction &instruction);

// The first instruction of a function suitable for a probe: skips endbr64, which changes nothing that a probe reads and
// would be single-stepped. The return address is still on top of the stack there.
std::optional<Instruction> firstInstruction(const ElfImage &image, uint64_t function);

} // namespace analyzer
