// SPDX-License-Identifier: GPL-3.0-or-later
// Data flow through a function. From its entry on, each register and stack slot holds an argument of the function, a
// constant, an address on its own stack, or something unknown; this is propagated along every path until nothing
// changes. Only what is the same on all paths to an instruction is kept, so the results for a call are certain.
#pragma once

#include "privhelper/analyzer/instruction.h"
#include "privhelper/analyzer/linkage.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace analyzer {

struct Value {
    enum class Kind : uint8_t {
        Unknown,
        Argument,    // the function's argument `number`, counted from 1, all 64 bits
        ArgumentInt, // its lower 32 bits, sign- or zero-extended
        Constant,    // `number`
        Stack,       // address on the function's own stack: `number` bytes from the return address
        StackArgument, // what the caller put there: `number` bytes above the return address
    };
    Kind kind = Kind::Unknown;
    int64_t number = 0;

    bool operator==(const Value &) const = default;
    bool isArgument(int64_t n) const { return kind == Kind::Argument && number == n; }
    // Argument n, whole or as a widened int.
    bool comesFrom(int64_t n) const { return (kind == Kind::Argument || kind == Kind::ArgumentInt) && number == n; }
};

// rdi, rsi, rdx, rcx, r8, r9
using ArgumentValues = std::array<Value, 6>;

struct Call {
    uint64_t at = 0;
    Linkage::Callee callee; // address 0: through a register or memory
    bool tail = false;      // a jump that leaves the function for good (tail call)
    ArgumentValues arguments;
};

class FunctionFlow {
public:
    // `size` 0: unknown.
    FunctionFlow(const ElfImage &image, const Linkage &linkage, uint64_t start, uint64_t size);

    // False if the function could not be followed to all its exits: damaged, too long, a jump table.
    bool complete() const { return m_complete; }
    const std::vector<Call> &calls() const { return m_calls; }
    // The argument registers just before the instruction at this address; nullopt if it is unreachable.
    std::optional<ArgumentValues> argumentsAt(uint64_t address) const;
    // The register, by its number in instructions, that holds the whole of an argument, counted from 1, or at least its lower
    // half, just before the instruction at this address. nullopt if none does; of several the lowest.
    std::optional<uint8_t> registerOf(uint64_t address, int64_t argument) const;
    // Whether the register holds the whole argument there.
    bool holds(uint64_t address, uint8_t number, int64_t argument) const;
    // Whether the return address is on top of the stack just before the instruction.
    bool returnsFromTop(uint64_t address) const;
    // What can be reached without first calling this callee.
    struct Avoiding {
        std::vector<const Call *> calls;
        // There is a store that goes neither to the function's own stack nor directly through its first argument:
        // perhaps to its buffer.
        bool stores = false;
    };
    Avoiding avoiding(uint64_t callee) const;
    // The instructions that every call executes first, each once: up to and including the first branch, unless a jump
    // leads back among them.
    std::vector<Instruction> entryRun() const;

private:
    struct Slot {
        Value value;
        int width = 0; // bytes
        bool operator==(const Slot &) const = default;
    };
    struct State {
        std::array<Value, 16> registers; // by hardware number: rax 0, rcx 1, rdx 2, rbx 3, rsp 4, …
        std::map<int64_t, Slot> slots;   // by Value::Stack number
        bool stackEscaped = false;       // a stack address was passed on: a callee may write there
        bool operator==(const State &) const = default;
    };
    struct Step {
        Instruction instruction;
        State before;
        std::vector<uint64_t> successors;
        std::optional<size_t> call; // index in m_calls
    };

    void follow();
    Step *stepAt(uint64_t address);
    bool mergeInto(uint64_t address, const State &state);
    void transfer(const Instruction &instruction, State &state) const;
    void transferMove(const Instruction &instruction, State &state) const;
    static void forgetSlots(State &state);
    void write(const Instruction &instruction, const ZydisDecodedOperand &destination, Value value, State &state) const;
    void forgetWritten(const Instruction &instruction, State &state) const;
    Value read(const Instruction &instruction, const ZydisDecodedOperand &source, const State &state) const;
    bool storesElsewhere(const Step &step) const;
    std::optional<int64_t> stackPlace(const ZydisDecodedOperand &memory, const State &state) const;
    void findSuccessors(Step &step);
    bool inside(uint64_t address) const { return address >= m_start && address < m_end; }
    void addCall(Step &step, bool tail);

    const ElfImage &m_image;
    const Linkage &m_linkage;
    uint64_t m_start;
    uint64_t m_end;
    std::map<uint64_t, Step> m_steps;
    std::set<uint64_t> m_pending;
    std::set<uint64_t> m_jumpTargets;
    std::vector<Call> m_calls;
    bool m_complete = true;
};

} // namespace analyzer
