// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/error_reasons.h"

#include "privhelper/analyzer/instruction.h"
#include "privhelper/analyzer/limits.h"

#include <algorithm>
#include <array>
#include <optional>

namespace analyzer {

namespace {

constexpr uint64_t tlsLibrary = 16; // ERR_LIB_SSL
constexpr size_t stepsBehindBranch = 24;

// What the registers of ERR_put_error's arguments hold, as far as it is a constant.
struct Arguments {
    std::optional<uint64_t> library, reason, file, line;

    std::optional<uint64_t> *of(ZydisRegister reg)
    {
        switch (ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, reg)) {
        case ZYDIS_REGISTER_RDI:
            return &library;
        case ZYDIS_REGISTER_RDX:
            return &reason;
        case ZYDIS_REGISTER_RCX:
            return &file;
        case ZYDIS_REGISTER_R8:
            return &line;
        default:
            return nullptr;
        }
    }
};

// A straight run through the code, as the processor would take it.
class Run {
public:
    Run(const ElfImage &image, uint64_t address, Arguments arguments)
        : m_image(image)
        , m_address(address)
        , m_arguments(arguments)
    {
    }

    uint64_t address() const { return m_address; }
    const Arguments &arguments() const { return m_arguments; }
    void jump(uint64_t address) { m_address = address; }
    void forget()
    {
        m_arguments = {};
        m_pushed.reset();
    }

    // Executes one instruction; nullopt if there is none.
    std::optional<Instruction> step()
    {
        const auto instruction = decodeAt(m_image, m_address);
        if (!instruction)
            return std::nullopt;
        m_address = instruction->next();
        execute(*instruction);
        return instruction;
    }

private:
    static bool isImmediate(const ZydisDecodedOperand &operand)
    {
        return operand.type == ZYDIS_OPERAND_TYPE_IMMEDIATE && !operand.imm.is_relative;
    }

    void execute(const Instruction &instruction)
    {
        const auto &operands = instruction.operands;
        if (instruction.info.mnemonic == ZYDIS_MNEMONIC_PUSH) {
            // Code optimised for size loads small numbers by push and pop.
            m_pushed = isImmediate(operands[0]) ? std::optional<uint64_t>(operands[0].imm.value.u) : std::nullopt;
            return;
        }
        for (size_t i = 0; i < instruction.info.operand_count; ++i) {
            const ZydisDecodedOperand &operand = operands[i];
            if (operand.type != ZYDIS_OPERAND_TYPE_REGISTER || (operand.actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) == 0)
                continue;
            if (auto *argument = m_arguments.of(operand.reg.value))
                *argument = i == 0 ? valueOf(instruction) : std::nullopt;
        }
    }

    std::optional<uint64_t> valueOf(const Instruction &instruction) const
    {
        const auto &operands = instruction.operands;
        switch (instruction.info.mnemonic) {
        case ZYDIS_MNEMONIC_MOV:
            if (isImmediate(operands[1]) && operands[0].size >= 32)
                return operands[0].size == 32 ? operands[1].imm.value.u & 0xffffffff : operands[1].imm.value.u;
            return std::nullopt;
        case ZYDIS_MNEMONIC_LEA:
            if (operands[1].mem.base == ZYDIS_REGISTER_RIP && operands[1].mem.index == ZYDIS_REGISTER_NONE)
                return instruction.next() + static_cast<uint64_t>(operands[1].mem.disp.value);
            return std::nullopt;
        case ZYDIS_MNEMONIC_POP:
            return m_pushed;
        case ZYDIS_MNEMONIC_XOR:
            if (operands[1].type == ZYDIS_OPERAND_TYPE_REGISTER && operands[1].reg.value == operands[0].reg.value)
                return 0;
            return std::nullopt;
        default:
            return std::nullopt;
        }
    }

    const ElfImage &m_image;
    uint64_t m_address;
    Arguments m_arguments;
    std::optional<uint64_t> m_pushed;
};

class Reader {
public:
    Reader(const ElfImage &image, const std::vector<uint64_t> &fileText, ReportingFunction &function)
        : m_image(image)
        , m_fileText(fileText)
        , m_function(function)
    {
    }

    void read()
    {
        const FunctionRange &range = m_function.range;
        Run run(m_image, range.start, {});
        for (size_t steps = 0; range.contains(run.address()) && steps < limits::functionSteps; ++steps) {
            const auto instruction = run.step();
            if (!instruction)
                return;
            const auto category = instruction->info.meta.category;
            const auto target = instruction->target();
            if (category == ZYDIS_CATEGORY_CALL) {
                noteCall(*instruction, run.arguments());
                run.forget();
            } else if (category == ZYDIS_CATEGORY_UNCOND_BR || category == ZYDIS_CATEGORY_COND_BR) {
                // Calls with the same library and file are often merged: each way there loads its own reason.
                if (target && range.contains(*target))
                    follow(Run(m_image, *target, run.arguments()));
                else if (target)
                    m_function.callees.insert(*target);
                if (category == ZYDIS_CATEGORY_UNCOND_BR) {
                    if (target && !range.contains(*target))
                        noteReport(run.arguments());
                    run.forget();
                }
            } else if (category == ZYDIS_CATEGORY_RET) {
                run.forget();
            }
        }
    }

private:
    void follow(Run run)
    {
        if (!run.arguments().reason && !run.arguments().file)
            return;
        for (size_t steps = 0; steps < stepsBehindBranch; ++steps) {
            const auto instruction = run.step();
            if (!instruction)
                return;
            const auto category = instruction->info.meta.category;
            const auto target = instruction->target();
            if (category == ZYDIS_CATEGORY_CALL) {
                noteReport(run.arguments());
                return;
            }
            if (category == ZYDIS_CATEGORY_UNCOND_BR && target && m_function.range.contains(*target))
                run.jump(*target);
            else if (category == ZYDIS_CATEGORY_UNCOND_BR || category == ZYDIS_CATEGORY_RET)
                return;
        }
    }

    void noteCall(const Instruction &call, const Arguments &arguments)
    {
        if (const auto target = call.target())
            m_function.callees.insert(*target);
        noteReport(arguments);
    }

    void noteReport(const Arguments &arguments)
    {
        if (arguments.library != tlsLibrary || !arguments.reason || !arguments.file
            || !std::ranges::binary_search(m_fileText, *arguments.file))
            return;
        m_function.reports.insert({ static_cast<uint32_t>(*arguments.reason), static_cast<uint32_t>(arguments.line.value_or(0)) });
    }

    const ElfImage &m_image;
    const std::vector<uint64_t> &m_fileText;
    ReportingFunction &m_function;
};

} // namespace

std::set<uint32_t> ReportingFunction::reasons() const
{
    std::set<uint32_t> all;
    for (const ErrorReport &report : reports)
        all.insert(report.reason);
    return all;
}

uint32_t ReportingFunction::lineOf(uint32_t reason) const
{
    const auto found = std::ranges::find(reports, reason, &ErrorReport::reason);
    return found == reports.end() ? 0 : found->line;
}

std::vector<ReportingFunction> reportingFunctions(const ElfImage &image, const CodeScan &scan,
                                                  const std::vector<uint64_t> &fileText)
{
    std::set<FunctionRange> ranges;
    for (const Reference &reference : scan.referencesTo(fileText)) {
        if (const auto range = scan.functionAt(reference.at))
            ranges.insert(*range);
    }
    std::vector<ReportingFunction> functions;
    for (const FunctionRange &range : ranges) {
        ReportingFunction function { range, {}, {} };
        Reader(image, fileText, function).read();
        if (!function.reports.empty())
            functions.push_back(std::move(function));
    }
    return functions;
}

} // namespace analyzer
