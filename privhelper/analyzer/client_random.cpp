// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/client_random.h"

#include <algorithm>
#include <map>
#include <set>

namespace analyzer {

namespace {

constexpr std::string_view openSslAccessor = "SSL_get_client_random";
constexpr std::string_view gnuTlsAccessor = "gnutls_session_get_random";
constexpr int64_t randomBytes = 32;
constexpr int instructionsMax = 240;
constexpr int64_t offsetMin = 0x20, offsetMax = 0x1000;

bool isOffset(int64_t offset)
{
    return offset >= offsetMin && offset <= offsetMax;
}

std::optional<Function> accessor(const ElfImage &image, std::string_view name)
{
    const FoundFunctions found = findFunctions(image, { name });
    const Function *function = found.find(name);
    return function == nullptr ? std::nullopt : std::optional(*function);
}

// `lea register, [base + offset]`, or `add base, offset`.
struct Address {
    ZydisRegister base = ZYDIS_REGISTER_NONE, to = ZYDIS_REGISTER_NONE;
    int64_t offset = 0;
};
std::optional<Address> addressTakenBy(const Instruction &instruction)
{
    const auto &to = instruction.operands[0], &from = instruction.operands[1];
    if (to.type != ZYDIS_OPERAND_TYPE_REGISTER || to.size != 64)
        return std::nullopt;
    if (instruction.info.mnemonic == ZYDIS_MNEMONIC_LEA && from.mem.index == ZYDIS_REGISTER_NONE && from.mem.base != ZYDIS_REGISTER_RIP
        && from.mem.base != ZYDIS_REGISTER_RSP && from.mem.base != ZYDIS_REGISTER_RBP && isOffset(from.mem.disp.value))
        return Address { from.mem.base, to.reg.value, from.mem.disp.value };
    if (instruction.info.mnemonic == ZYDIS_MNEMONIC_ADD && from.type == ZYDIS_OPERAND_TYPE_IMMEDIATE && isOffset(from.imm.value.s)
        && to.reg.value != ZYDIS_REGISTER_RSP)
        return Address { to.reg.value, to.reg.value, from.imm.value.s };
    return std::nullopt;
}

// The function's instructions in order of address, up to its end or a few more than such functions have.
template<typename Function> void forEachInstruction(const ElfImage &image, uint64_t start, uint64_t end, Function function)
{
    uint64_t at = start;
    for (int i = 0; i < instructionsMax && at < end; ++i) {
        const auto instruction = decodeAt(image, at);
        if (!instruction)
            break;
        function(*instruction);
        at = instruction->next();
    }
}

// System V ABI, section 3.2.1.
bool survivesCalls(ZydisRegister whole)
{
    return whole == ZYDIS_REGISTER_RBX || whole == ZYDIS_REGISTER_RBP || (whole >= ZYDIS_REGISTER_R12 && whole <= ZYDIS_REGISTER_R15);
}

uint64_t endOf(const Function &function)
{
    return function.address + (function.size != 0 ? function.size : 256);
}

Operand inObject(std::initializer_list<int64_t> offsets)
{
    Operand place { Base::Object };
    for (const int64_t offset : offsets)
        place.offsets[place.loads++] = static_cast<int16_t>(offset);
    return place;
}

} // namespace

std::optional<Operand> randomTakenBy(const FunctionRange &logger, const Surroundings &around)
{
    const FunctionFlow flow(around.image, around.linkage, logger.start, logger.end - logger.start);
    std::vector<Operand> found;
    std::map<ZydisRegister, int64_t> parts; // registers that hold an address that the object contains, by its offset
    bool entered = true;                    // nothing has been called yet
    forEachInstruction(around.image, logger.start, logger.end, [&](const Instruction &instruction) {
        const auto isObject = [&](ZydisRegister reg) {
            const auto number = ZydisRegisterGetId(reg);
            return number >= 0 && number < 16 && flow.holds(instruction.address, static_cast<uint8_t>(number), 1);
        };
        const auto note = [&found](const Operand &place) {
            if (std::ranges::find(found, place) == found.end())
                found.push_back(place);
        };
        const auto &to = instruction.operands[0], &from = instruction.operands[1];
        if (const auto address = addressTakenBy(instruction)) {
            if (isObject(address->base))
                note(inObject({ address->offset }));
            else if (const auto part = parts.find(address->base); part != parts.end() && entered)
                note(inObject({ part->second, address->offset }));
        }
        if (instruction.info.meta.category == ZYDIS_CATEGORY_CALL)
            entered = false;
        if (instruction.info.operand_count_visible == 0 || to.type != ZYDIS_OPERAND_TYPE_REGISTER)
            return;
        parts.erase(ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, to.reg.value));
        // Until 1.1.1 the object has the address of the part that contains it.
        if (instruction.info.mnemonic == ZYDIS_MNEMONIC_MOV && from.type == ZYDIS_OPERAND_TYPE_MEMORY && to.size == 64
            && from.mem.index == ZYDIS_REGISTER_NONE && isOffset(from.mem.disp.value) && isObject(from.mem.base))
            parts[to.reg.value] = from.mem.disp.value;
    });
    return found.size() == 1 ? std::optional(found[0]) : std::nullopt;
}

std::optional<Operand> randomReadBy(const FunctionRange &logger, const Surroundings &around)
{
    const FunctionFlow flow(around.image, around.linkage, logger.start, logger.end - logger.start);
    std::vector<Operand> found;
    std::map<ZydisRegister, int64_t> parts; // registers that hold an address that the object contains, by its offset
    bool counts = false;                    // up to the number of its bytes
    forEachInstruction(around.image, logger.start, logger.end, [&](const Instruction &instruction) {
        const auto &to = instruction.operands[0], &from = instruction.operands[1];
        if (instruction.info.mnemonic == ZYDIS_MNEMONIC_CMP && from.type == ZYDIS_OPERAND_TYPE_IMMEDIATE && from.imm.value.s == randomBytes)
            counts = true;
        if (instruction.info.mnemonic == ZYDIS_MNEMONIC_MOVZX && from.type == ZYDIS_OPERAND_TYPE_MEMORY && from.size == 8
            && from.mem.index != ZYDIS_REGISTER_NONE && from.mem.scale == 1 && isOffset(from.mem.disp.value)) {
            const auto part = parts.find(from.mem.base);
            if (part != parts.end() && std::ranges::find(found, inObject({ part->second, from.mem.disp.value })) == found.end())
                found.push_back(inObject({ part->second, from.mem.disp.value }));
        }
        if (instruction.info.meta.category == ZYDIS_CATEGORY_CALL)
            std::erase_if(parts, [](const auto &part) { return !survivesCalls(part.first); });
        if (instruction.info.operand_count_visible == 0 || to.type != ZYDIS_OPERAND_TYPE_REGISTER || (to.actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) == 0)
            return;
        parts.erase(ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, to.reg.value));
        if (instruction.info.mnemonic != ZYDIS_MNEMONIC_MOV || from.type != ZYDIS_OPERAND_TYPE_MEMORY || to.size != 64
            || from.mem.index != ZYDIS_REGISTER_NONE || !isOffset(from.mem.disp.value))
            return;
        const auto number = ZydisRegisterGetId(from.mem.base);
        if (number >= 0 && number < 16 && flow.holds(instruction.address, static_cast<uint8_t>(number), 1))
            parts[to.reg.value] = from.mem.disp.value;
    });
    return found.size() == 1 && counts ? std::optional(found[0]) : std::nullopt;
}

std::optional<Operand> randomOfGnuTls(const ElfImage &image)
{
    const auto function = accessor(image, gnuTlsAccessor);
    if (!function)
        return std::nullopt;
    std::set<int64_t> offsets;
    forEachInstruction(image, function->address, endOf(*function), [&offsets](const Instruction &instruction) {
        if (const auto address = addressTakenBy(instruction); address && address->base == ZYDIS_REGISTER_RDI)
            offsets.insert(address->offset);
    });
    if (offsets.size() != 2 || *offsets.rbegin() - *offsets.begin() != randomBytes)
        return std::nullopt;
    return inObject({ *offsets.begin() });
}

bool confirmsRandom(const ElfImage &image, const Operand &place)
{
    const auto function = accessor(image, openSslAccessor);
    if (!function || place.loads == 0)
        return false;
    std::set<int64_t> offsets;
    forEachInstruction(image, function->address, endOf(*function), [&offsets](const Instruction &instruction) {
        if (const auto address = addressTakenBy(instruction))
            offsets.insert(address->offset);
    });
    return offsets.contains(place.offsets[place.loads - 1u]);
}

bool hasRandomAccessor(const ElfImage &image)
{
    return accessor(image, openSslAccessor).has_value();
}

} // namespace analyzer
