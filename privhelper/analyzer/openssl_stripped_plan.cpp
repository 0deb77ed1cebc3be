// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/openssl_stripped_plan.h"

#include "privhelper/analyzer/entry_sites.h"
#include "privhelper/analyzer/library_version.h"
#include "privhelper/analyzer/memory_bio.h"

#include <algorithm>

namespace analyzer {

namespace {

struct NamedFunction {
    Clue clue;
    std::string_view name;
    Role role;
    int arguments;
};

constexpr NamedFunction readFunction { Clue::ReadInternal, "ssl_read_internal", Role::Read, 4 };
constexpr NamedFunction writeFunction { Clue::WriteInternal, "ssl_write_internal", Role::Write, 5 };
constexpr std::array optionalFunctions { NamedFunction { Clue::Handshake, "SSL_do_handshake", Role::Handshake, 1 },
                                         NamedFunction { Clue::SetFd, "SSL_set_fd", Role::SetFd, 2 },
                                         NamedFunction { Clue::SendFile, "SSL_sendfile", Role::SendFile, 1 } };

// The only function that contains its own name. A function compiled into its caller as well appears there with both
// names, and then the other function is the one meant.
std::optional<FunctionRange> find(const NamedFunction &wanted, const CodeClues &clues)
{
    auto functions = clues.functionsWith(wanted.clue);
    if (functions.size() > 1) {
        for (const NamedFunction &other : optionalFunctions) {
            const auto callers = other.clue == wanted.clue ? std::vector<FunctionRange>() : clues.functionsWith(other.clue);
            std::erase_if(functions, [&callers](const FunctionRange &function) { return std::ranges::find(callers, function) != callers.end(); });
        }
    }
    return functions.size() == 1 ? std::optional(functions[0]) : std::nullopt;
}

// The second sign: the same function names its source file.
bool namesItsFile(const FunctionRange &function, const CodeClues &clues)
{
    const auto references = clues.scan()->referencesTo(clues.addresses(Clue::LibrarySource));
    return std::ranges::any_of(references, [&function](const Reference &reference) { return function.contains(reference.at); });
}

// Both internal functions pass (object, buffer, length, address of the count) on to the protocol's method; since 3.2
// ssl_write_internal() has flags before the address.
std::optional<Result> resultOf(const FunctionRange &function, const Surroundings &around)
{
    const FunctionFlow flow(around.image, around.linkage, function.start, function.end - function.start);
    std::set<Result> results;
    for (const Call &call : flow.calls()) {
        const auto &arguments = call.arguments;
        // The method is called through a pointer. Others find the same arguments left in their registers.
        if (call.callee.address != 0 || !call.callee.name.empty() || !arguments[1].isArgument(2) || !arguments[2].comesFrom(3))
            continue;
        if (arguments[3].isArgument(4))
            results.insert(Result::OutArg4);
        else if (arguments[3].isArgument(5))
            results.insert(Result::OutArg5);
    }
    return results.size() == 1 ? std::optional(*results.begin()) : std::nullopt;
}

std::optional<Site> siteOf(const NamedFunction &wanted, const FunctionRange &range, Result result, const Surroundings &around)
{
    auto site = chooseEntrySite({ wanted.name, wanted.role, wanted.arguments, wanted.role != Role::SetFd },
                                Function { std::string(wanted.name), range.start, range.end - range.start }, around);
    if (site) {
        site->result = result;
        site->reason = "Found by its own name in its error messages. " + site->reason;
    }
    return site;
}

} // namespace

std::expected<void, std::string> planStrippedOpenSsl(const Surroundings &around, const CodeClues &clues, Stack &stack)
{
    if (clues.scan() == nullptr || !clues.has(Clue::LibrarySource) || !clues.has(Clue::ReadInternal) || !clues.has(Clue::WriteInternal))
        return std::unexpected("It contains no error messages of OpenSSL 3.");
    std::vector<Site> sites;
    for (const NamedFunction &wanted : { readFunction, writeFunction }) {
        const std::string name(wanted.name);
        const auto function = find(wanted, clues);
        if (!function)
            return std::unexpected("No function or several contain the name " + name + '.');
        if (!namesItsFile(*function, clues))
            return std::unexpected("The function that contains the name " + name + " does not name OpenSSL's source.");
        const auto result = resultOf(*function, around);
        if (!result)
            return std::unexpected("It is not certain how " + name + " says how many bytes it moved.");
        auto site = siteOf(wanted, *function, *result, around);
        if (!site)
            return std::unexpected("The kernel accepts no probe at the entry of " + name + '.');
        sites.push_back(std::move(*site));
    }
    for (const NamedFunction &wanted : optionalFunctions) {
        const auto function = find(wanted, clues);
        auto site = function ? siteOf(wanted, *function, Result::None, around) : std::nullopt;
        if (site)
            sites.push_back(std::move(*site));
    }
    for (Site &site : memoryBioSites(around, DataWords(around.image), MemoryBioLayout::OpenSsl))
        sites.push_back(std::move(site));
    stack.library = Library::OpenSsl;
    stack.version = versionText(around.image, "OpenSSL");
    stack.foundBy = "error messages";
    stack.sites = std::move(sites);
    return {};
}

} // namespace analyzer
