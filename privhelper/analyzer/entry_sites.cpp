// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/entry_sites.h"

namespace analyzer {

std::optional<Site> chooseEntrySite(const EntryFunction &wanted, const Surroundings &around)
{
    const Function *function = around.functions.find(wanted.name);
    if (function == nullptr)
        return std::nullopt;
    return chooseEntrySite(wanted, *function, around);
}

std::optional<Site> chooseEntrySite(const EntryFunction &wanted, const Function &function, const Surroundings &around)
{
    const auto first = firstInstruction(around.image, function.address);
    if (!first)
        return std::nullopt;
    Site site { wanted.role, Result::None, costOf(*first), wanted.wantsReturn, 0, std::string(wanted.name), {} };
    Instruction chosen = *first;
    if (site.cost == Cost::Stepped) {
        const FunctionFlow flow(around.image, around.linkage, function.address, function.size);
        for (const Instruction &instruction : flow.complete() ? flow.entryRun() : std::vector<Instruction> {}) {
            const auto values = flow.argumentsAt(instruction.address);
            bool held = values.has_value();
            for (int i = 0; held && i < wanted.arguments; ++i)
                held = (*values)[static_cast<size_t>(i)].isArgument(i + 1);
            if (!held || (wanted.wantsReturn && !flow.returnsFromTop(instruction.address)))
                break;
            if (costOf(instruction) != Cost::Stepped && kernelTakes(instruction)) {
                chosen = instruction;
                break;
            }
        }
        site.cost = costOf(chosen);
    }
    if (!kernelTakes(chosen))
        return std::nullopt;
    site.fileOffset = around.image.codeOffset(chosen.address).value_or(0);
    if (chosen.address == first->address)
        site.reason = "Its first instruction, " + chosen.text() + ',';
    else
        site.reason = "Each call executes " + chosen.text() + " near its entry, with the arguments still in place; it";
    site.reason += site.cost == Cost::Stepped ? " must be single-stepped, and no cheaper place is certain to see each call once."
                                              : " is emulated by the kernel: one trap per call.";
    return site;
}

} // namespace analyzer
