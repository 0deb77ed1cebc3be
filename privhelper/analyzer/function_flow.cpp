// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/function_flow.h"

#include "privhelper/analyzer/limits.h"

#include <algorithm>

namespace analyzer {

namespace {

constexpr size_t rax = 0, rcx = 1, rdx = 2, rsp = 4, rbp = 5, rsi = 6, rdi = 7;
constexpr std::array<size_t, 6> argumentRegisters { rdi, rsi, rdx, rcx, 8, 9 };
// Calls preserve only rbx, rsp, rbp and r12 to r15 (System V ABI, 3.2.1).
constexpr std::array<size_t, 9> changedByCall { rax, rcx, rdx, rsi, rdi, 8, 9, 10, 11 };

std::optional<size_t> registerNumber(ZydisRegister reg)
{
    const ZydisRegister whole = ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, reg);
    if (ZydisRegisterGetClass(whole) != ZYDIS_REGCLASS_GPR64)
        return std::nullopt;
    const auto number = ZydisRegisterGetId(whole);
    return number >= 0 && number < 16 ? std::optional(static_cast<size_t>(number)) : std::nullopt;
}

constexpr int wordBytes = 8;
constexpr int64_t stackArguments = 12; // that are followed

Value narrowed(Value value)
{
    switch (value.kind) {
    case Value::Kind::Argument:
    case Value::Kind::ArgumentInt:
        return { Value::Kind::ArgumentInt, value.number };
    case Value::Kind::Constant:
        return { Value::Kind::Constant, static_cast<int64_t>(static_cast<uint32_t>(value.number)) };
    default:
        return {};
    }
}

} // namespace

FunctionFlow::FunctionFlow(const ElfImage &image, const Linkage &linkage, uint64_t start, uint64_t size)
    : m_image(image)
    , m_linkage(linkage)
    , m_start(start)
    , m_end(start + std::min<uint64_t>(size == 0 ? 4096 : size, std::min(limits::functionBytes, image.code(start).size())))
{
    State entry;
    for (size_t i = 0; i < argumentRegisters.size(); ++i)
        entry.registers[argumentRegisters[i]] = { Value::Kind::Argument, static_cast<int64_t>(i + 1) };
    entry.registers[rsp] = { Value::Kind::Stack, 0 };
    for (int64_t place = wordBytes; place <= stackArguments * wordBytes; place += wordBytes)
        entry.slots[place] = { { Value::Kind::StackArgument, place }, wordBytes };
    mergeInto(start, entry);
    follow();
    for (auto &[address, step] : m_steps) {
        if (step.call) {
            Call &call = m_calls[*step.call];
            for (size_t i = 0; i < argumentRegisters.size(); ++i)
                call.arguments[i] = step.before.registers[argumentRegisters[i]];
        }
    }
}

// Merges the state of one path into an instruction's state from other paths; the instruction is evaluated again if
// anything became less certain.
bool FunctionFlow::mergeInto(uint64_t address, const State &state)
{
    auto found = m_steps.find(address);
    if (found == m_steps.end()) {
        if (m_steps.size() >= limits::functionSteps)
            return false;
        const auto instruction = decodeAt(m_image, address);
        if (!instruction)
            return false;
        found = m_steps.try_emplace(address).first;
        found->second.instruction = *instruction;
        found->second.before = state;
        m_pending.insert(address);
        return true;
    }
    State &known = found->second.before;
    const State old = known;
    for (size_t i = 0; i < known.registers.size(); ++i) {
        if (known.registers[i] != state.registers[i])
            known.registers[i] = {};
    }
    std::erase_if(known.slots, [&state](const auto &slot) {
        const auto other = state.slots.find(slot.first);
        return other == state.slots.end() || other->second != slot.second;
    });
    known.stackEscaped = known.stackEscaped || state.stackEscaped;
    if (known != old)
        m_pending.insert(address);
    return true;
}

void FunctionFlow::follow()
{
    for (size_t visits = 0; !m_pending.empty(); ++visits) {
        if (visits >= limits::flowVisits) {
            m_complete = false;
            return;
        }
        const uint64_t address = *m_pending.begin();
        m_pending.erase(m_pending.begin());
        Step &step = m_steps.at(address);
        findSuccessors(step);
        State after = step.before;
        transfer(step.instruction, after);
        for (const uint64_t successor : step.successors) {
            if (!mergeInto(successor, after))
                m_complete = false;
        }
    }
}

void FunctionFlow::addCall(Step &step, bool tail)
{
    if (!step.call) {
        step.call = m_calls.size();
        m_calls.emplace_back();
    }
    Call &call = m_calls[*step.call];
    call.at = step.instruction.address;
    call.tail = tail;
    call.callee = m_linkage.calleeOf(step.instruction);
}

void FunctionFlow::findSuccessors(Step &step)
{
    const Instruction &instruction = step.instruction;
    step.successors.clear();
    const auto fallThrough = [&] {
        // The last instruction may be a call that does not return; what follows is another function.
        if (instruction.next() < m_end || !inside(instruction.address))
            step.successors.push_back(instruction.next());
    };
    const bool balanced = step.before.registers[rsp] == Value { Value::Kind::Stack, 0 };
    const auto jumpTo = [&](uint64_t target) {
        // With the return address on top of the stack, a jump out is a tail call; otherwise it goes to a part of this
        // function that the compiler has placed elsewhere ("cold").
        if (!inside(target) && balanced) {
            addCall(step, true);
        } else {
            m_jumpTargets.insert(target);
            step.successors.push_back(target);
        }
    };
    switch (instruction.info.meta.category) {
    case ZYDIS_CATEGORY_CALL:
        addCall(step, false);
        if (const std::string &name = m_calls[*step.call].callee.name; name != "__stack_chk_fail" && name != "abort")
            fallThrough();
        return;
    case ZYDIS_CATEGORY_COND_BR:
        if (const auto target = instruction.target())
            jumpTo(*target);
        else
            m_complete = false;
        fallThrough();
        return;
    case ZYDIS_CATEGORY_UNCOND_BR:
        if (const auto target = instruction.target()) {
            jumpTo(*target);
        } else {
            addCall(step, true);
            if (!balanced)
                m_complete = false;
        }
        return;
    case ZYDIS_CATEGORY_RET:
        return;
    default:
        break;
    }
    switch (instruction.info.mnemonic) {
    case ZYDIS_MNEMONIC_UD2:
    case ZYDIS_MNEMONIC_HLT:
    case ZYDIS_MNEMONIC_INT3:
        return;
    default:
        if (instruction.next() >= m_end && inside(instruction.address))
            m_complete = false;
        fallThrough();
    }
}

std::optional<int64_t> FunctionFlow::stackPlace(const ZydisDecodedOperand &memory, const State &state) const
{
    const auto base = registerNumber(memory.mem.base);
    const bool flat = memory.mem.segment != ZYDIS_REGISTER_FS && memory.mem.segment != ZYDIS_REGISTER_GS;
    if (!base || !flat || memory.mem.index != ZYDIS_REGISTER_NONE || state.registers[*base].kind != Value::Kind::Stack)
        return std::nullopt;
    return state.registers[*base].number + (memory.mem.disp.has_displacement ? memory.mem.disp.value : 0);
}

Value FunctionFlow::read(const Instruction &, const ZydisDecodedOperand &source, const State &state) const
{
    switch (source.type) {
    case ZYDIS_OPERAND_TYPE_REGISTER: {
        const auto number = registerNumber(source.reg.value);
        if (!number || source.size < 32)
            return {};
        const Value value = state.registers[*number];
        return source.size == 64 ? value : narrowed(value);
    }
    case ZYDIS_OPERAND_TYPE_IMMEDIATE:
        return { Value::Kind::Constant, source.imm.value.s };
    case ZYDIS_OPERAND_TYPE_MEMORY: {
        const auto place = stackPlace(source, state);
        const auto slot = place ? state.slots.find(*place) : state.slots.end();
        if (slot == state.slots.end())
            return {};
        if (source.size == 64 && slot->second.width == 8)
            return slot->second.value;
        return source.size == 32 && slot->second.width >= 4 ? narrowed(slot->second.value) : Value {};
    }
    default:
        return {};
    }
}

void FunctionFlow::write(const Instruction &, const ZydisDecodedOperand &destination, Value value, State &state) const
{
    if (destination.type == ZYDIS_OPERAND_TYPE_REGISTER) {
        if (const auto number = registerNumber(destination.reg.value)) {
            if (destination.size == 64)
                state.registers[*number] = value;
            else
                state.registers[*number] = destination.size == 32 ? narrowed(value) : Value {};
        }
        return;
    }
    if (destination.type != ZYDIS_OPERAND_TYPE_MEMORY || destination.mem.type == ZYDIS_MEMOP_TYPE_AGEN)
        return;
    const auto place = stackPlace(destination, state);
    if (!place) {
        // An unknown pointer cannot point to the stack before a stack address was taken.
        if (state.stackEscaped)
            forgetSlots(state);
        return;
    }
    const int width = std::max<int>(1, destination.size / 8);
    std::erase_if(state.slots, [place, width](const auto &slot) {
        return slot.first < *place + width && *place < slot.first + slot.second.width;
    });
    if ((width == 8 || width == 4) && value.kind != Value::Kind::Unknown && state.slots.size() < limits::slots)
        state.slots[*place] = { width == 8 ? value : narrowed(value), width };
}

// Whoever has an address on the function's own stack may write there, but not to what the caller put above it.
void FunctionFlow::forgetSlots(State &state)
{
    std::erase_if(state.slots, [](const auto &slot) { return slot.second.value != Value { Value::Kind::StackArgument, slot.first }; });
}

void FunctionFlow::forgetWritten(const Instruction &instruction, State &state) const
{
    // A repeated store writes more than its operand says.
    if ((instruction.info.attributes & (ZYDIS_ATTRIB_HAS_REP | ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE)) != 0)
        forgetSlots(state);
    for (size_t i = 0; i < instruction.info.operand_count; ++i) {
        const ZydisDecodedOperand &operand = instruction.operands[i];
        if ((operand.actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) != 0)
            write(instruction, operand, {}, state);
    }
}

void FunctionFlow::transferMove(const Instruction &instruction, State &state) const
{
    const ZydisDecodedOperand &destination = instruction.operands[0];
    const ZydisDecodedOperand &source = instruction.operands[1];
    Value value;
    switch (instruction.info.mnemonic) {
    case ZYDIS_MNEMONIC_MOV:
        value = destination.size >= 32 ? read(instruction, source, state) : Value {};
        break;
    case ZYDIS_MNEMONIC_MOVSXD:
        value = narrowed(read(instruction, source, state));
        if (value.kind == Value::Kind::Constant)
            value = {};
        break;
    case ZYDIS_MNEMONIC_LEA:
        if (const auto place = stackPlace(source, state); place && destination.size == 64) {
            value = { Value::Kind::Stack, *place };
            if (*place > 0)
                std::erase_if(state.slots, [](const auto &slot) { return slot.first > 0; });
            state.stackEscaped = state.stackEscaped || registerNumber(destination.reg.value) != rsp;
        }
        break;
    default:
        break;
    }
    write(instruction, destination, value, state);
}

void FunctionFlow::transfer(const Instruction &instruction, State &state) const
{
    Value &stack = state.registers[rsp];
    const ZydisDecodedOperand *operands = instruction.operands.data();
    switch (instruction.info.mnemonic) {
    case ZYDIS_MNEMONIC_MOV:
    case ZYDIS_MNEMONIC_MOVSXD:
    case ZYDIS_MNEMONIC_LEA:
        transferMove(instruction, state);
        return;
    case ZYDIS_MNEMONIC_PUSH: {
        const Value value = operands[0].size == 64 || operands[0].type == ZYDIS_OPERAND_TYPE_IMMEDIATE ? read(instruction, operands[0], state) : Value {};
        if (stack.kind != Value::Kind::Stack)
            return;
        stack.number -= 8;
        std::erase_if(state.slots, [&stack](const auto &slot) {
            return slot.first < stack.number + 8 && stack.number < slot.first + slot.second.width;
        });
        if (value.kind != Value::Kind::Unknown && state.slots.size() < limits::slots)
            state.slots[stack.number] = { value, 8 };
        return;
    }
    case ZYDIS_MNEMONIC_POP: {
        Value value;
        if (stack.kind == Value::Kind::Stack) {
            const auto slot = state.slots.find(stack.number);
            if (slot != state.slots.end() && slot->second.width == 8)
                value = slot->second.value;
            stack.number += 8;
        }
        write(instruction, operands[0], value, state);
        return;
    }
    case ZYDIS_MNEMONIC_LEAVE: {
        stack = state.registers[rbp];
        state.registers[rbp] = {};
        if (stack.kind == Value::Kind::Stack) {
            const auto slot = state.slots.find(stack.number);
            if (slot != state.slots.end() && slot->second.width == 8)
                state.registers[rbp] = slot->second.value;
            stack.number += 8;
        }
        return;
    }
    case ZYDIS_MNEMONIC_ADD:
    case ZYDIS_MNEMONIC_SUB:
        if (operands[0].type == ZYDIS_OPERAND_TYPE_REGISTER && operands[0].size == 64
            && registerNumber(operands[0].reg.value) == rsp && stack.kind == Value::Kind::Stack
            && operands[1].type == ZYDIS_OPERAND_TYPE_IMMEDIATE) {
            const int64_t amount = operands[1].imm.value.s;
            stack.number += instruction.info.mnemonic == ZYDIS_MNEMONIC_ADD ? amount : -amount;
            return;
        }
        break;
    case ZYDIS_MNEMONIC_XOR:
        if (operands[0].type == ZYDIS_OPERAND_TYPE_REGISTER && operands[1].type == ZYDIS_OPERAND_TYPE_REGISTER
            && operands[0].reg.value == operands[1].reg.value && operands[0].size >= 32) {
            write(instruction, operands[0], { Value::Kind::Constant, 0 }, state);
            return;
        }
        break;
    case ZYDIS_MNEMONIC_CDQE: {
        Value value = narrowed(state.registers[rax]);
        state.registers[rax] = value.kind == Value::Kind::ArgumentInt ? value : Value {};
        return;
    }
    case ZYDIS_MNEMONIC_CALL:
        // The profiler's entry points preserve all argument registers.
        if (const std::string name = m_linkage.calleeOf(instruction).name; name == "mcount" || name == "__fentry__")
            return;
        for (const size_t number : changedByCall)
            state.registers[number] = {};
        if (state.stackEscaped)
            forgetSlots(state);
        return;
    default:
        break;
    }
    forgetWritten(instruction, state);
}

std::optional<ArgumentValues> FunctionFlow::argumentsAt(uint64_t address) const
{
    const auto found = m_steps.find(address);
    if (found == m_steps.end())
        return std::nullopt;
    ArgumentValues values;
    for (size_t i = 0; i < argumentRegisters.size(); ++i)
        values[i] = found->second.before.registers[argumentRegisters[i]];
    return values;
}

std::optional<uint8_t> FunctionFlow::registerOf(uint64_t address, int64_t argument) const
{
    const auto found = m_steps.find(address);
    if (found == m_steps.end())
        return std::nullopt;
    const auto &registers = found->second.before.registers;
    const auto holding = std::ranges::find_if(registers, [argument](const Value &value) { return value.comesFrom(argument); });
    return holding == registers.end() ? std::nullopt : std::optional(static_cast<uint8_t>(holding - registers.begin()));
}

bool FunctionFlow::holds(uint64_t address, uint8_t number, int64_t argument) const
{
    const auto found = m_steps.find(address);
    return found != m_steps.end() && number < 16 && found->second.before.registers[number].isArgument(argument);
}

bool FunctionFlow::returnsFromTop(uint64_t address) const
{
    const auto found = m_steps.find(address);
    return found != m_steps.end() && found->second.before.registers[rsp] == Value { Value::Kind::Stack, 0 };
}

bool FunctionFlow::storesElsewhere(const Step &step) const
{
    const Instruction &instruction = step.instruction;
    if (instruction.info.meta.category == ZYDIS_CATEGORY_CALL || instruction.info.mnemonic == ZYDIS_MNEMONIC_PUSH)
        return false;
    for (size_t i = 0; i < instruction.info.operand_count; ++i) {
        const ZydisDecodedOperand &operand = instruction.operands[i];
        if (operand.type != ZYDIS_OPERAND_TYPE_MEMORY || (operand.actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) == 0
            || stackPlace(operand, step.before))
            continue;
        const auto base = registerNumber(operand.mem.base);
        if (!base || operand.mem.index != ZYDIS_REGISTER_NONE || !step.before.registers[*base].isArgument(1))
            return true;
    }
    return false;
}

FunctionFlow::Avoiding FunctionFlow::avoiding(uint64_t callee) const
{
    Avoiding result;
    std::set<uint64_t> seen { m_start };
    std::vector<uint64_t> pending { m_start };
    while (!pending.empty()) {
        const auto found = m_steps.find(pending.back());
        pending.pop_back();
        if (found == m_steps.end())
            continue;
        const Step &step = found->second;
        result.stores = result.stores || storesElsewhere(step);
        if (step.call) {
            const Call &call = m_calls[*step.call];
            const bool passes = call.callee.address == callee;
            if (!passes)
                result.calls.push_back(&call);
            // A conditional jump into the callee also has its other path.
            if (passes && !step.instruction.isConditionalJump())
                continue;
        }
        for (const uint64_t successor : step.successors) {
            if (seen.insert(successor).second)
                pending.push_back(successor);
        }
    }
    return result;
}

std::vector<Instruction> FunctionFlow::entryRun() const
{
    std::vector<Instruction> run;
    uint64_t address = m_start;
    while (!m_jumpTargets.contains(address)) {
        const auto found = m_steps.find(address);
        if (found == m_steps.end())
            break;
        run.push_back(found->second.instruction);
        const auto category = found->second.instruction.info.meta.category;
        if (category == ZYDIS_CATEGORY_CALL || category == ZYDIS_CATEGORY_COND_BR || category == ZYDIS_CATEGORY_UNCOND_BR
            || category == ZYDIS_CATEGORY_RET)
            break;
        address = found->second.instruction.next();
    }
    return run;
}

} // namespace analyzer
