// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/alpn_place.h"

#include "privhelper/analyzer/instruction.h"

#include <optional>
#include <vector>

namespace analyzer {

namespace {

constexpr int instructionsMax = 48;

struct Load {
    ZydisRegister to;      // as its 64-bit register, whatever the width loaded
    ZydisRegister base;
    uint16_t offset;
    int bits;
};

// `mov register, [register + offset]`
std::optional<Load> loadOf(const Instruction &instruction)
{
    if (instruction.info.mnemonic != ZYDIS_MNEMONIC_MOV)
        return std::nullopt;
    const ZydisDecodedOperand &to = instruction.operands[0], &from = instruction.operands[1];
    if (to.type != ZYDIS_OPERAND_TYPE_REGISTER || from.type != ZYDIS_OPERAND_TYPE_MEMORY
        || from.mem.index != ZYDIS_REGISTER_NONE || from.mem.segment == ZYDIS_REGISTER_FS || from.mem.disp.value <= 0
        || from.mem.disp.value > 0xfff8)
        return std::nullopt;
    return Load { ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, to.reg.value), from.mem.base,
                  static_cast<uint16_t>(from.mem.disp.value), to.size };
}

} // namespace

AlpnPlace findAlpnPlace(const ElfImage &image, const FoundFunctions &functions)
{
    const Function *accessor = functions.find(alpnAccessor);
    if (accessor == nullptr)
        return {};
    // All its loads, in order of address: the object stays in rdi throughout, the two results are adjacent.
    std::vector<Load> loads;
    uint64_t at = accessor->address;
    for (int i = 0; i < instructionsMax; ++i) {
        const auto instruction = decodeAt(image, at);
        if (!instruction || (accessor->size != 0 && at >= accessor->address + accessor->size))
            break;
        if (const auto load = loadOf(*instruction))
            loads.push_back(*load);
        else if (instruction->info.mnemonic == ZYDIS_MNEMONIC_RET && loads.size() > 1)
            break;
        at = instruction->next();
    }
    for (size_t length = 1; length < loads.size(); ++length) {
        for (size_t text = 0; text < length; ++text) {
            if (loads[text].bits != 64 || loads[length].bits != 32 || loads[text].base != loads[length].base
                || loads[text].offset + 8 != loads[length].offset)
                continue;
            if (loads[text].base == ZYDIS_REGISTER_RDI)
                return { loads[text].offset, 0 };
            // Until 1.1.1 the object points to the part that contains it.
            for (size_t holder = 0; holder < text; ++holder) {
                if (loads[holder].bits == 64 && loads[holder].base == ZYDIS_REGISTER_RDI && loads[holder].to == loads[text].base)
                    return { loads[text].offset, loads[holder].offset };
            }
        }
    }
    return {};
}

} // namespace analyzer
