// SPDX-License-Identifier: GPL-3.0-or-later
// What follows an instruction that loads an address: to which register, and for which call.
#pragma once

#include "privhelper/analyzer/instruction.h"

#include <optional>

namespace analyzer {

// The instruction of a CodeScan reference, whose opcode is at this address; nullopt if it does not write a register.
std::optional<Instruction> addressLoadAt(const ElfImage &image, uint64_t opcode);

// Whether the instruction changes any part of this 64-bit register.
bool writes(const Instruction &instruction, ZydisRegister whole);

// The next call after a load into `whole`, which still holds the address then; nullopt if that is not certain: there is a
// branch, or the call is too far away. A jump counts if it leaves for the start of a function: a tail call.
template<typename IsFunction> std::optional<Instruction> callWith(const ElfImage &image, uint64_t opcode, ZydisRegister whole, IsFunction isFunction)
{
    constexpr int instructionsMax = 12;
    auto instruction = addressLoadAt(image, opcode);
    if (!instruction || !writes(*instruction, whole))
        return std::nullopt;
    for (int i = 0; i < instructionsMax; ++i) {
        instruction = decodeAt(image, instruction->next());
        if (!instruction || writes(*instruction, whole))
            return std::nullopt;
        const auto category = instruction->info.meta.category;
        if (category == ZYDIS_CATEGORY_CALL)
            return instruction;
        if (category == ZYDIS_CATEGORY_UNCOND_BR && instruction->target() && isFunction(*instruction->target()))
            return instruction;
        if (category == ZYDIS_CATEGORY_UNCOND_BR || category == ZYDIS_CATEGORY_COND_BR || category == ZYDIS_CATEGORY_RET)
            return std::nullopt;
    }
    return std::nullopt;
}

} // namespace analyzer
