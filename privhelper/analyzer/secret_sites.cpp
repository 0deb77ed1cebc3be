// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/secret_sites.h"

#include "privhelper/analyzer/address_load.h"
#include "privhelper/analyzer/client_random.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace analyzer {

namespace {

constexpr size_t labelsWanted = 2;      // of seven: compilers move most of them through the stack, out of sight
constexpr int64_t randomBytes = 32;

// The function called next with the label as its second argument; nullopt if that is not certain.
std::optional<uint64_t> calledWith(const ElfImage &image, const CodeScan &scan, uint64_t at)
{
    const auto call = callWith(image, at, ZYDIS_REGISTER_RSI, [&scan](uint64_t target) { return scan.beginsFunction(target); });
    return call ? call->target() : std::nullopt;
}

// The first sign: by called function, which labels it gets.
std::map<uint64_t, std::set<uint64_t>> labelsByCallee(const ElfImage &image, const CodeClues &clues)
{
    std::vector<uint64_t> labels;
    for (const LabelPlace &place : clues.labels()) {
        if (place.ends)
            labels.push_back(place.address);
    }
    for (const Clue clue : { Clue::MasterLabel, Clue::ExporterLabel })
        labels.insert(labels.end(), clues.addresses(clue).begin(), clues.addresses(clue).end());
    std::map<uint64_t, std::set<uint64_t>> callees;
    for (const Reference &reference : clues.scan()->referencesTo(labels)) {
        if (const auto callee = calledWith(image, *clues.scan(), reference.at))
            callees[*callee].insert(reference.target);
    }
    return callees;
}

// GnuTLS's second sign: it calls the program's function through a pointer, with its own object and label.
bool callsBack(const FunctionFlow &flow)
{
    return std::ranges::any_of(flow.calls(), [](const Call &call) {
        return call.callee.address == 0 && call.callee.name.empty() && call.arguments[0].isArgument(1) && call.arguments[1].isArgument(2);
    });
}

// OpenSSL's second sign, where nothing names the random's place: it passes that on together with its length.
bool passesRandomOn(const FunctionFlow &flow)
{
    return std::ranges::any_of(flow.calls(), [](const Call &call) {
        return call.arguments[0].isArgument(2) && call.arguments[1].isArgument(1)
            && call.arguments[3] == Value { Value::Kind::Constant, randomBytes } && call.arguments[4].isArgument(3);
    });
}

std::optional<Operand> argumentAt(const FunctionFlow &flow, uint64_t address, int64_t number)
{
    const auto in = flow.registerOf(address, number);
    return in ? std::optional(Operand { Base(*in) }) : std::nullopt;
}

// The cheapest of the instructions that every call executes first, and where the arguments are there.
std::optional<Site> siteOf(const FunctionRange &logger, const FunctionFlow &flow, const Surroundings &around)
{
    std::optional<Site> best;
    for (const Instruction &instruction : flow.entryRun()) {
        const auto object = argumentAt(flow, instruction.address, 1), label = argumentAt(flow, instruction.address, 2);
        const auto secret = argumentAt(flow, instruction.address, 3), length = argumentAt(flow, instruction.address, 4);
        if (!object || !label || !secret || !length)
            break;
        // It would be single-stepped, which changes nothing that a probe reads.
        if (!kernelTakes(instruction) || instruction.info.mnemonic == ZYDIS_MNEMONIC_ENDBR64)
            continue;
        if (best && costOf(instruction) == Cost::Stepped)
            continue;
        best.emplace(Role::Secret, Result::AtOnce, costOf(instruction), false, around.image.codeOffset(instruction.address).value_or(0));
        best->object = *object;
        best->label = *label;
        best->buffer = *secret;
        best->length = *length;
        best->length.bytes = 4;
        best->reason = instruction.address == logger.start ? "Its first instruction, " : "Each call executes ";
        best->reason += instruction.text() + (instruction.address == logger.start ? "," : " near its entry; it");
        if (best->cost != Cost::Stepped) {
            best->reason += " is emulated by the kernel.";
            break;
        }
        best->reason += " must be single-stepped, a few times for each connection.";
    }
    return best;
}

} // namespace

std::expected<Site, std::string> secretSite(Library library, const Surroundings &around, const CodeClues &clues)
{
    if (clues.scan() == nullptr)
        return std::unexpected("It contains no labels of a key log.");
    const auto callees = labelsByCallee(around.image, clues);
    if (callees.size() != 1 || callees.begin()->second.size() < labelsWanted)
        return std::unexpected("The code that loads the labels of a key log does not lead to a single function.");
    const auto range = clues.scan()->functionAt(callees.begin()->first);
    if (!range || range->start != callees.begin()->first)
        return std::unexpected("The function that gets the labels of a key log does not begin where it is called.");
    const FunctionFlow flow(around.image, around.linkage, range->start, range->end - range->start);
    std::optional<Operand> random;
    if (library == Library::GnuTls) {
        if (!callsBack(flow))
            return std::unexpected("The function that gets the labels of a key log calls no function of the program's.");
        random = randomOfGnuTls(around.image);
    } else if (library == Library::BoringSsl) {
        random = randomReadBy(*range, around);
        if (!random)
            return std::unexpected("The function that gets the labels of a key log does not read the client's random.");
    } else {
        random = randomTakenBy(*range, around);
        if (!random || !(hasRandomAccessor(around.image) ? confirmsRandom(around.image, *random) : passesRandomOn(flow)))
            return std::unexpected("The function that gets the labels of a key log does not take the client's random.");
    }
    auto site = siteOf(*range, flow, around);
    if (!site)
        return std::unexpected("The kernel accepts no probe at the entry of the function that gets the labels of a key log.");
    site->function = library == Library::GnuTls ? "_gnutls_call_keylog_func" : "ssl_log_secret";
    site->reason = "Found by the labels of the key log. " + site->reason;
    // Without it, secrets are tried on the connections of their process.
    site->random = random.value_or(Operand {});
    return *std::move(site);
}

} // namespace analyzer
