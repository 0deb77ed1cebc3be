// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/address_load.h"

namespace analyzer {

std::optional<Instruction> addressLoadAt(const ElfImage &image, uint64_t opcode)
{
    const auto before = image.code(opcode - 1);
    const bool hasPrefix = !before.empty() && (std::to_integer<uint8_t>(before[0]) & 0xf0) == 0x40;
    auto instruction = decodeAt(image, hasPrefix ? opcode - 1 : opcode);
    if (!instruction || instruction->operands[0].type != ZYDIS_OPERAND_TYPE_REGISTER)
        return std::nullopt;
    return instruction;
}

bool writes(const Instruction &instruction, ZydisRegister whole)
{
    for (size_t i = 0; i < instruction.info.operand_count; ++i) {
        const ZydisDecodedOperand &operand = instruction.operands[i];
        if (operand.type == ZYDIS_OPERAND_TYPE_REGISTER && (operand.actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) != 0
            && ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, operand.reg.value) == whole)
            return true;
    }
    return false;
}

} // namespace analyzer
