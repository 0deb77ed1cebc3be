// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/instruction.h"

#include <algorithm>
#include <cstring>

namespace analyzer {

namespace {

const ZydisDecoder &decoder()
{
    static const ZydisDecoder instance = [] {
        ZydisDecoder made;
        ZydisDecoderInit(&made, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
        return made;
    }();
    return instance;
}

bool hasPrefix(const Instruction &instruction, uint8_t value)
{
    const auto &raw = instruction.info.raw;
    return std::any_of(raw.prefixes, raw.prefixes + raw.prefix_count,
                       [value](const auto &prefix) { return prefix.value == value; });
}

// An inclusive range of opcodes.
struct Opcodes {
    uint8_t first;
    uint8_t last;
};

template <size_t count> bool contains(const std::array<Opcodes, count> &ranges, uint8_t opcode)
{
    return std::ranges::any_of(ranges, [opcode](Opcodes range) { return opcode >= range.first && opcode <= range.last; });
}

} // namespace

std::optional<uint64_t> Instruction::target() const
{
    const ZydisDecodedOperand &operand = operands[0];
    if (info.operand_count_visible == 0 || operand.type != ZYDIS_OPERAND_TYPE_IMMEDIATE || !operand.imm.is_relative)
        return std::nullopt;
    return next() + static_cast<uint64_t>(operand.imm.value.s);
}

std::string Instruction::text() const
{
    ZydisFormatter formatter;
    ZydisFormatterInit(&formatter, ZYDIS_FORMATTER_STYLE_INTEL);
    ZydisFormatterSetProperty(&formatter, ZYDIS_FORMATTER_PROP_ADDR_PADDING_ABSOLUTE, ZYDIS_PADDING_DISABLED);
    ZydisFormatterSetProperty(&formatter, ZYDIS_FORMATTER_PROP_HEX_UPPERCASE, ZYAN_FALSE);
    char buffer[128] = {};
    if (!ZYAN_SUCCESS(ZydisFormatterFormatInstruction(&formatter, &info, operands.data(), info.operand_count_visible,
                                                      buffer, sizeof buffer, address, nullptr)))
        return "?";
    return buffer;
}

std::optional<Instruction> decodeAt(const ElfImage &image, uint64_t address)
{
    const auto bytes = image.code(address);
    const size_t available = std::min<size_t>(bytes.size(), ZYDIS_MAX_INSTRUCTION_LENGTH);
    Instruction result;
    result.address = address;
    if (available == 0
        || !ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder(), bytes.data(), available, &result.info, result.operands.data())))
        return std::nullopt;
    std::memcpy(result.bytes.data(), bytes.data(), result.info.length);
    return result;
}

// Relative calls and jumps, which branch_setup_xol_ops() emulates.
static bool isRelativeBranch(const Instruction &instruction)
{
    const uint8_t opcode = instruction.info.opcode;
    switch (instruction.info.opcode_map) {
    case ZYDIS_OPCODE_MAP_DEFAULT:
        return opcode == 0xe8 || opcode == 0xe9 || opcode == 0xeb || (opcode & 0xf0) == 0x70;
    case ZYDIS_OPCODE_MAP_0F:
        return (opcode & 0xf0) == 0x80;
    default:
        return false;
    }
}

// The kernel's rules are validate_insn_64bits() and branch_setup_xol_ops() in arch/x86/kernel/uprobes.c.
bool kernelTakes(const Instruction &instruction)
{
    for (const uint8_t prefix : std::array<uint8_t, 5> { 0x26, 0x2e, 0x36, 0x3e, 0xf0 }) {
        if (hasPrefix(instruction, prefix))
            return false;
    }
    // A branch with an operand size prefix: Intel and AMD differ on its meaning. Calls of __tls_get_addr have one.
    if (isRelativeBranch(instruction) && hasPrefix(instruction, 0x66))
        return false;
    // in, out, int, iret, hlt, cli, sti; opcodes invalid in 64-bit mode are not decoded in the first place.
    static constexpr std::array<Opcodes, 7> refused { { { 0x6c, 0x6f }, { 0xcc, 0xcf }, { 0xe4, 0xe7 }, { 0xec, 0xef },
                                                        { 0xf1, 0xf1 }, { 0xf4, 0xf4 }, { 0xfa, 0xfb } } };
    // System instructions, prefetches, fences, popcnt, and all three-byte opcodes (0f 38, 0f 3a).
    static constexpr std::array<Opcodes, 12> refusedAfter0f { { { 0x00, 0x0d }, { 0x18, 0x18 }, { 0x24, 0x27 }, { 0x30, 0x30 },
                                                                { 0x34, 0x3f }, { 0x78, 0x7d }, { 0xa6, 0xa7 }, { 0xae, 0xae },
                                                                { 0xb8, 0xb8 }, { 0xd0, 0xd0 }, { 0xf0, 0xf0 }, { 0xff, 0xff } } };
    const uint8_t opcode = instruction.info.opcode;
    switch (instruction.info.opcode_map) {
    case ZYDIS_OPCODE_MAP_DEFAULT:
        return instruction.info.encoding == ZYDIS_INSTRUCTION_ENCODING_LEGACY && !contains(refused, opcode);
    case ZYDIS_OPCODE_MAP_0F:
        return instruction.info.encoding == ZYDIS_INSTRUCTION_ENCODING_LEGACY && !contains(refusedAfter0f, opcode);
    default:
        return false;
    }
}

Cost costOf(const Instruction &instruction)
{
    static constexpr std::array<uint8_t, 5> nop5 { 0x0f, 0x1f, 0x44, 0x00, 0x00 };
    const auto &bytes = instruction.bytes;
    const size_t length = instruction.info.length;
    if (length == nop5.size() && std::equal(nop5.begin(), nop5.end(), bytes.begin()))
        return Cost::Nop5;
    // push: 50..57, or with just the prefix 41 for r8 to r15.
    if ((length == 1 && (bytes[0] & 0xf8) == 0x50) || (length == 2 && bytes[0] == 0x41 && (bytes[1] & 0xf8) == 0x50))
        return Cost::Emulated;
    if (instruction.info.encoding != ZYDIS_INSTRUCTION_ENCODING_LEGACY)
        return Cost::Stepped;
    const bool oneByte = instruction.info.opcode_map == ZYDIS_OPCODE_MAP_DEFAULT;
    if (oneByte && instruction.info.opcode == 0x90 && instruction.info.mnemonic == ZYDIS_MNEMONIC_NOP)
        return Cost::Emulated;
    return isRelativeBranch(instruction) && !hasPrefix(instruction, 0x66) ? Cost::Emulated : Cost::Stepped;
}

std::optional<Instruction> firstInstruction(const ElfImage &image, uint64_t function)
{
    auto first = decodeAt(image, function);
    if (first && first->info.mnemonic == ZYDIS_MNEMONIC_ENDBR64)
        return decodeAt(image, first->next());
    return first;
}

} // namespace analyzer
