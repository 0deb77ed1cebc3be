// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/pending_data.h"

#include "privhelper/analyzer/instruction.h"
#include "privhelper/analyzer/limits.h"

#include <algorithm>
#include <optional>

namespace analyzer {

namespace {

// The displacement of an operand [register + displacement] of eight bytes, outside the function's own stack frame.
std::optional<int64_t> memberOf(const ZydisDecodedOperand &operand)
{
    if (operand.type != ZYDIS_OPERAND_TYPE_MEMORY || operand.mem.type != ZYDIS_MEMOP_TYPE_MEM || operand.size != 64
        || operand.mem.index != ZYDIS_REGISTER_NONE || operand.mem.base == ZYDIS_REGISTER_RSP
        || operand.mem.base == ZYDIS_REGISTER_RBP || operand.mem.base == ZYDIS_REGISTER_RIP || operand.mem.disp.value <= 0)
        return std::nullopt;
    return operand.mem.disp.value;
}

// Calls the function with each instruction in the order of their addresses.
template<typename Function> void forEachInstruction(const ElfImage &image, const FunctionRange &range, Function function)
{
    uint64_t address = range.start;
    for (size_t steps = 0; range.contains(address) && steps < limits::functionSteps; ++steps) {
        const auto instruction = decodeAt(image, address);
        if (!instruction)
            return;
        function(*instruction);
        address = instruction->next();
    }
}

} // namespace

std::set<int64_t> copySources(const ElfImage &image, const FunctionRange &function)
{
    std::set<int64_t> sources;
    forEachInstruction(image, function, [&sources](const Instruction &instruction) {
        const auto &operands = instruction.operands;
        if (instruction.info.mnemonic != ZYDIS_MNEMONIC_MOV || operands[0].type != ZYDIS_OPERAND_TYPE_REGISTER
            || operands[0].reg.value != ZYDIS_REGISTER_RSI)
            return;
        if (const auto member = memberOf(operands[1]))
            sources.insert(*member);
    });
    return sources;
}

bool takesData(const ElfImage &image, const FunctionRange &function, const std::set<int64_t> &offsets)
{
    std::set<int64_t> written;
    forEachInstruction(image, function, [&written](const Instruction &instruction) {
        const ZydisDecodedOperand &operand = instruction.operands[0];
        if (const auto member = memberOf(operand); member && (operand.actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) != 0)
            written.insert(*member);
    });
    return std::ranges::any_of(offsets, [&written](int64_t offset) { return written.contains(offset) && written.contains(offset + 8); });
}

} // namespace analyzer
