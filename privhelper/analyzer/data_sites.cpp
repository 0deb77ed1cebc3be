// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/data_sites.h"

#include "privhelper/analyzer/limits.h"

#include <algorithm>
#include <map>
#include <optional>

namespace analyzer {

namespace {

// A place where a call of a public function is visible, with all its arguments in their registers.
struct Place {
    uint64_t address = 0; // of the function
    Result result = Result::None;
    bool operator==(const Place &) const = default;
};

// One public function: itself, then the functions it certainly calls whenever it moves data.
struct Chain {
    std::string_view name;
    std::vector<Place> places;
    FunctionFlow flow;
};

std::string hex(uint64_t number)
{
    std::string digits;
    do {
        digits.insert(digits.begin(), "0123456789abcdef"[number & 15]);
        number >>= 4;
    } while (number != 0);
    return "0x" + digits;
}

// How the callee returns the count if the caller returns it as `result`; nullopt if that is uncertain.
std::optional<Result> resultBehind(Result result, const Call &call, const Family &family)
{
    const auto &arguments = call.arguments;
    if (result == Result::ReturnValue) {
        if (call.tail)
            return Result::ReturnValue;
        if (!family.countsThroughPointers)
            return std::nullopt;
        // The caller keeps the count in a local variable, and passes its address.
        const bool fourth = arguments[3].kind == Value::Kind::Stack;
        const bool fifth = arguments[4].kind == Value::Kind::Stack;
        if (fourth == fifth)
            return std::nullopt;
        return fourth ? Result::OutArg4 : Result::OutArg5;
    }
    const int64_t own = result == Result::OutArg4 ? 4 : 5;
    if (arguments[3].isArgument(own))
        return Result::OutArg4;
    if (arguments[4].isArgument(own))
        return Result::OutArg5;
    return std::nullopt;
}

bool passesOn(const Call &call)
{
    return call.arguments[0].isArgument(1) && call.arguments[1].isArgument(2) && call.arguments[2].comesFrom(3);
}

bool couldMoveData(const Call &call, const Surroundings &around)
{
    if (around.harmless.contains(call.callee.name))
        return false;
    if (call.callee.address == 0)
        return true;
    return std::ranges::any_of(call.arguments, [](const Value &value) {
        return value.isArgument(1) || value.isArgument(2) || value.kind == Value::Kind::Stack;
    });
}

// A stub before something else, as compilers generate for indirect branches: all kinds of calls pass through it.
bool isTrampoline(const ElfImage &image, uint64_t function)
{
    const auto first = firstInstruction(image, function);
    return !first || first->info.meta.category == ZYDIS_CATEGORY_CALL
        || first->info.meta.category == ZYDIS_CATEGORY_UNCOND_BR;
}

// The single function that every data-moving path through this one leads to, with its arguments in place.
std::optional<Place> behind(const Place &place, const FunctionFlow &flow, const Family &family,
                            const Surroundings &around)
{
    if (!flow.complete())
        return std::nullopt;
    for (const Call &candidate : flow.calls()) {
        const uint64_t callee = candidate.callee.address;
        if (callee == 0 || around.foreign.contains(callee) || isTrampoline(around.image, callee))
            continue;
        std::optional<Place> found;
        bool certain = true;
        for (const Call &call : flow.calls()) {
            if (call.callee.address != callee)
                continue;
            const auto result = resultBehind(place.result, call, family);
            certain = certain && passesOn(call) && result && (!found || found->result == *result);
            found = Place { callee, result.value_or(Result::None) };
        }
        const auto otherWays = flow.avoiding(callee);
        certain = certain && !otherWays.stores && std::ranges::none_of(otherWays.calls, [&around](const Call *call) {
            return couldMoveData(*call, around);
        });
        if (certain)
            return found;
    }
    return std::nullopt;
}

Chain chainOf(const DataFunction &member, const Function &function, const Family &family, const Surroundings &around)
{
    Chain chain { member.name, { { function.address, member.result } },
                  FunctionFlow(around.image, around.linkage, function.address, function.size) };
    auto next = behind(chain.places.front(), chain.flow, family, around);
    while (next && chain.places.size() < limits::chainLength
           && std::ranges::find(chain.places, next->address, &Place::address) == chain.places.end()) {
        chain.places.push_back(*next);
        uint64_t size = 0;
        for (const auto &[name, known] : around.functions.byName) {
            if (known.address == next->address)
                size = known.size;
        }
        // Without a size the end is unknown, and so is what belongs to the function.
        if (size == 0)
            break;
        next = behind(*next, FunctionFlow(around.image, around.linkage, next->address, size), family,
                      around);
    }
    return chain;
}

Cost costAt(const ElfImage &image, uint64_t function)
{
    const auto first = firstInstruction(image, function);
    return first ? costOf(*first) : Cost::Stepped;
}

bool calls(const Chain &chain, uint64_t function)
{
    return std::ranges::any_of(chain.flow.calls(), [function](const Call &call) { return call.callee.address == function; });
}

// Whether probes on exactly these functions hit each chain once; the total cost, in microseconds.
std::optional<double> costOfChoice(const std::vector<Chain> &chains, const std::vector<Place> &chosen, const ElfImage &image)
{
    double sum = 0.1 * static_cast<double>(chosen.size());
    for (const Chain &chain : chains) {
        int hits = 0;
        for (const Place &place : chosen) {
            const bool in = std::ranges::find(chain.places, place) != chain.places.end();
            if (in) {
                ++hits;
                sum += costAt(image, place.address) == Cost::Stepped ? 30 : 1;
                continue;
            }
            // Not certainly called by it, but perhaps on some path: it would be counted twice.
            const bool member = std::ranges::any_of(chains, [&place](const Chain &other) {
                return other.places.front() == place;
            });
            if (calls(chain, place.address) || (!chain.flow.complete() && !member)
                || std::ranges::find(chain.places, place.address, &Place::address) != chain.places.end())
                return std::nullopt;
        }
        if (hits != 1)
            return std::nullopt;
    }
    return sum;
}

// The last resort if nothing is certain: each function itself, except those that call another of them, whose probe sees
// them. Reporting bytes twice would be wrong, missing some is not.
std::vector<Place> withoutCallers(const std::vector<Chain> &chains)
{
    std::vector<Place> places;
    for (const Chain &chain : chains) {
        const bool caller = std::ranges::any_of(chains, [&chain](const Chain &other) {
            return other.name != chain.name && calls(chain, other.places.front().address);
        });
        if (!caller)
            places.push_back(chain.places.front());
    }
    return places;
}

Site siteAt(const Place &place, const std::vector<Chain> &chains, Role role, const Surroundings &around)
{
    Site site { role, place.result, Cost::Stepped, true, 0, {}, {} };
    bool inside = false;
    for (const Chain &chain : chains) {
        const bool in = std::ranges::find(chain.places, place) != chain.places.end();
        if (!in && !calls(chain, place.address))
            continue;
        site.function += site.function.empty() ? "" : ", ";
        site.function += chain.name;
        inside = inside || (in && chain.places.front().address != place.address);
    }
    const auto first = firstInstruction(around.image, place.address);
    // A probe on an instruction that cannot be decoded could break the program; the symbol itself always begins one.
    const uint64_t address = first ? first->address : place.address;
    site.fileOffset = around.image.codeOffset(address).value_or(0);
    site.cost = first ? costOf(*first) : Cost::Stepped;
    const std::string text = first ? first->text() : "an unknown instruction";
    if (inside)
        site.reason = "The arguments are passed on to one function at " + hex(place.address) + "; its first instruction, "
            + text + ", ";
    else
        site.reason = "Its first instruction, " + text + ", ";
    switch (site.cost) {
    case Cost::Nop5:
        site.reason += "is one that newer kernels turn into a direct call.";
        break;
    case Cost::Emulated:
        site.reason += "is emulated by the kernel: one trap per call.";
        break;
    case Cost::Stepped:
        site.reason += "must be single-stepped, and no cheaper place is certain to see each call once.";
        break;
    }
    return site;
}

} // namespace

std::vector<Site> chooseDataSites(const Family &family, const Surroundings &around)
{
    std::vector<Chain> chains;
    for (const DataFunction &member : family.members) {
        const Function *function = around.functions.find(member.name);
        if (function != nullptr)
            chains.push_back(chainOf(member, *function, family, around));
    }
    std::vector<Place> places;
    for (const Chain &chain : chains) {
        for (const Place &place : chain.places) {
            const bool known = std::ranges::find(places, place) != places.end();
            const auto first = firstInstruction(around.image, place.address);
            if (!known && first && kernelTakes(*first))
                places.push_back(place);
        }
    }

    // At most 3 functions with 4 places each: all choices can be tried.
    std::vector<Place> best;
    std::optional<double> bestCost;
    for (uint32_t choice = 1; choice < (1u << std::min<size_t>(places.size(), 12)); ++choice) {
        std::vector<Place> chosen;
        for (size_t i = 0; i < places.size(); ++i) {
            if ((choice >> i & 1) != 0)
                chosen.push_back(places[i]);
        }
        const auto cost = costOfChoice(chains, chosen, around.image);
        if (cost && (!bestCost || *cost < *bestCost)) {
            best = chosen;
            bestCost = cost;
        }
    }
    if (!bestCost) {
        best = withoutCallers(chains);
        std::erase_if(best, [&places](const Place &place) { return std::ranges::find(places, place) == places.end(); });
    }
    std::vector<Site> sites;
    for (const Place &place : best)
        sites.push_back(siteAt(place, chains, family.role, around));
    return sites;
}

} // namespace analyzer
