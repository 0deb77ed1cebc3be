// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/boringssl_plan.h"

#include "privhelper/analyzer/boringssl_methods.h"
#include "privhelper/analyzer/entry_sites.h"
#include "privhelper/analyzer/error_reasons.h"
#include "privhelper/analyzer/memory_bio.h"
#include "privhelper/analyzer/pending_data.h"

#include <algorithm>

namespace analyzer {

namespace {

// openssl/ssl.h and openssl/err.h of BoringSSL.
constexpr uint32_t shouldNotHaveBeenCalled = 66, connectionTypeNotSet = 134, handshakeFailure = 215, uninitialized = 226;

using Functions = std::vector<ReportingFunction>;
using Found = const ReportingFunction *;

// The only one of the functions that fits; null if there is none or several.
template<typename Fits> Found only(const Functions &functions, Fits fits)
{
    Found found = nullptr;
    for (const ReportingFunction &function : functions) {
        if (!fits(function))
            continue;
        if (found != nullptr)
            return nullptr;
        found = &function;
    }
    return found;
}

bool has(const ReportingFunction &function, std::initializer_list<uint32_t> reasons)
{
    return std::ranges::all_of(reasons, [&function](uint32_t reason) { return function.lineOf(reason) != 0; });
}

// SSL_write() refuses QUIC first, then an object without a role, then a failed handshake. (In SSL_read() what it calls
// stands before it in the file, so with that compiled into it the refusal of QUIC is last.)
bool isWrite(const ReportingFunction &function)
{
    return has(function, { shouldNotHaveBeenCalled, uninitialized, handshakeFailure })
        && function.lineOf(shouldNotHaveBeenCalled) < function.lineOf(uninitialized)
        && function.lineOf(uninitialized) < function.lineOf(handshakeFailure);
}

// ssl_read_impl()
bool isReadInternal(const ReportingFunction &function)
{
    return function.reasons() == std::set { handshakeFailure, uninitialized };
}

// SSL_read() or SSL_peek()
bool mayRead(const ReportingFunction &function, Found internal)
{
    if (internal != nullptr)
        return function.reasons() == std::set { shouldNotHaveBeenCalled } && function.callees.contains(internal->range.start);
    return has(function, { shouldNotHaveBeenCalled, uninitialized, handshakeFailure })
        && function.lineOf(uninitialized) < function.lineOf(handshakeFailure)
        && function.lineOf(handshakeFailure) < function.lineOf(shouldNotHaveBeenCalled);
}

struct Reading {
    std::optional<FunctionRange> read;
    Found peek = nullptr;
    size_t candidates = 0;
};

// SSL_read(), if it calls SSL_peek() with its own arguments and then takes what that has copied.
std::optional<FunctionRange> readerAround(const ReportingFunction &peek, const CodeScan &scan, const Surroundings &around)
{
    std::set<FunctionRange> found;
    const auto sources = copySources(around.image, peek.range);
    for (const uint64_t at : scan.callersOf(peek.range.start)) {
        const auto range = scan.functionAt(at);
        if (!range || found.contains(*range) || !takesData(around.image, *range, sources))
            continue;
        const FunctionFlow flow(around.image, around.linkage, range->start, range->end - range->start);
        const auto arguments = flow.argumentsAt(at);
        // Compiled into a function with other arguments: a probe on SSL_read itself would miss that one.
        if (!arguments || !(*arguments)[0].isArgument(1) || !(*arguments)[1].isArgument(2) || !(*arguments)[2].comesFrom(3))
            return std::nullopt;
        found.insert(*range);
    }
    return found.size() == 1 ? std::optional(*found.begin()) : std::nullopt;
}

Reading findReading(const Functions &functions, const CodeScan &scan, const Surroundings &around)
{
    // Compilers also make copies of it in its callers, beside the function itself.
    for (const Found internal : { only(functions, isReadInternal), Found(nullptr) }) {
        Reading reading;
        for (const ReportingFunction &function : functions) {
            if (!mayRead(function, internal))
                continue;
            ++reading.candidates;
            if (takesData(around.image, function.range, copySources(around.image, function.range)))
                reading.read = function.range;
            else
                reading.peek = &function;
        }
        const size_t known = (reading.read ? 1 : 0) + (reading.peek != nullptr ? 1 : 0);
        if (known == 0 || known != reading.candidates)
            continue;
        if (!reading.read)
            reading.read = readerAround(*reading.peek, scan, around);
        return reading;
    }
    return {};
}

std::optional<Site> entrySite(Role role, Result result, const char *name, const FunctionRange &range, const Surroundings &around)
{
    const bool wantsReturn = role != Role::Free;
    auto site = chooseEntrySite({ name, role, role == Role::Read || role == Role::Write ? 3 : 1, wantsReturn },
                                Function { name, range.start, range.end - range.start }, around);
    if (site)
        site->result = result;
    return site;
}

} // namespace

std::expected<void, std::string> planBoringSsl(const Surroundings &around, const CodeClues &clues, Stack &stack)
{
    if (clues.scan() == nullptr || !clues.has(Clue::LibrarySource) || !clues.has(Clue::PacketSource))
        return std::unexpected("It contains no error messages of BoringSSL.");
    const auto functions = reportingFunctions(around.image, *clues.scan(), clues.addresses(Clue::LibrarySource));
    const Found write = only(functions, isWrite);
    const Reading reading = findReading(functions, *clues.scan(), around);
    if (write == nullptr)
        return std::unexpected("Of its functions that report BoringSSL's errors, none or several may be SSL_write.");
    if (!reading.read && reading.peek != nullptr)
        return std::unexpected("SSL_read is compiled into its callers: only SSL_peek is a function of its own.");
    if (!reading.read)
        return std::unexpected("Of its functions that report BoringSSL's errors, none or several may be SSL_read.");
    // A second, independent sign: the functions stand in the source file in this order.
    const bool inOrder = std::ranges::all_of(functions, [&](const ReportingFunction &function) {
        return (function.range != *reading.read && &function != reading.peek)
            || function.lineOf(shouldNotHaveBeenCalled) < write->lineOf(shouldNotHaveBeenCalled);
    });
    if (!inOrder)
        return std::unexpected("The functions that may be SSL_read and SSL_write of BoringSSL are not in the order of its source.");

    std::vector<Site> sites;
    const auto add = [&sites](std::optional<Site> site) {
        if (site)
            sites.push_back(std::move(*site));
    };
    add(entrySite(Role::Read, Result::ReturnValue, "SSL_read", *reading.read, around));
    add(entrySite(Role::Write, Result::ReturnValue, "SSL_write", write->range, around));
    if (sites.size() != 2)
        return std::unexpected("The kernel accepts no probe at the entries of BoringSSL's SSL_read and SSL_write.");
    // Optional: what they add is the end of an object, and ties of its handshake.
    const Found handshake = only(functions, [](const ReportingFunction &function) {
        return function.reasons() == std::set { connectionTypeNotSet };
    });
    if (handshake != nullptr)
        add(entrySite(Role::Handshake, Result::None, "SSL_do_handshake", handshake->range, around));
    const DataWords words(around.image);
    if (const auto end = findFreeMethod(around.image, clues, words))
        add(entrySite(Role::Free, Result::None, "SSL_free", { *end, *end }, around));
    for (Site &site : memoryBioSites(around, words, MemoryBioLayout::BoringSsl))
        sites.push_back(std::move(site));
    for (Site &site : sites)
        site.reason = "Found by the errors that it reports. " + site.reason;
    stack.library = Library::BoringSsl;
    stack.version = "BoringSSL";
    stack.foundBy = "error messages";
    stack.sites = std::move(sites);
    return {};
}

} // namespace analyzer
