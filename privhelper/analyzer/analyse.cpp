// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/analyse.h"

#include "privhelper/analyzer/boringssl_plan.h"
#include "privhelper/analyzer/gnutls_plan.h"
#include "privhelper/analyzer/go_plan.h"
#include "privhelper/analyzer/library_version.h"
#include "privhelper/analyzer/limits.h"
#include "privhelper/analyzer/mbedtls_plan.h"
#include "privhelper/analyzer/nss_plan.h"
#include "privhelper/analyzer/openssl_plan.h"
#include "privhelper/analyzer/openssl_stripped_plan.h"
#include "privhelper/analyzer/rustls_plan.h"
#include "privhelper/analyzer/secret_sites.h"
#include "privhelper/analyzer/unplanned_tls.h"
#include "privhelper/analyzer/wolfssl_plan.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace analyzer {

namespace {

// The recipes of one kind return in a sentence what they miss.
template<auto plan> void filledBy(const ElfImage &image, const FoundFunctions &functions, const Linkage &linkage, Stack &stack)
{
    if (const auto outcome = plan(Surroundings { image, functions, linkage, {}, {} }, stack); !outcome)
        stack.problem = outcome.error();
}

using Names = const std::set<std::string_view> &(*)();
using Planner = void (*)(const ElfImage &, const FoundFunctions &, const Linkage &, Stack &);

// A way to find one library's sites. It leaves the stack's library at None if the file does not contain that library,
// perhaps with a reason; else it sets sites, or a problem.
struct Recipe {
    Library library;
    Names names; // of the functions that it needs to know
    Planner plan;
};
constexpr std::array recipes {
    Recipe { Library::OpenSsl, openSslNames, planOpenSsl },
    Recipe { Library::GnuTls, gnuTlsNames, planGnuTls },
    Recipe { Library::Go, goNames, planGo },
    Recipe { Library::Nss, nssNames, filledBy<planNss> },
    Recipe { Library::WolfSsl, wolfSslNames, filledBy<planWolfSsl> },
    Recipe { Library::MbedTls, mbedTlsNames, filledBy<planMbedTls> },
};

// The same by what code refers to, for libraries without symbols.
struct StrippedRecipe {
    Library library;
    std::expected<void, std::string> (*plan)(const Surroundings &, const CodeClues &, Stack &);
    bool neverBySymbols; // no recipe finds the same by symbols
};
constexpr std::array strippedRecipes {
    StrippedRecipe { Library::BoringSsl, planBoringSsl, false },
    StrippedRecipe { Library::OpenSsl, planStrippedOpenSsl, false },
    StrippedRecipe { Library::Rustls, planRustls, true },
};

// Two sites on one instruction would be one uprobe with two meanings.
void dropRepeatedSites(std::vector<Site> &sites, std::set<uint64_t> &taken)
{
    std::erase_if(sites, [&taken](const Site &site) { return !taken.insert(site.fileOffset).second; });
}

void tryRecipes(const ElfImage &image, Plan &plan)
{
    std::set<uint64_t> taken;
    for (const Recipe &recipe : recipes) {
        const FoundFunctions functions = recipe.names().empty() ? FoundFunctions {} : findFunctions(image, recipe.names());
        const Linkage linkage(image, functions);
        Stack stack;
        recipe.plan(image, functions, linkage, stack);
        dropRepeatedSites(stack.sites, taken);
        if (stack.library == Library::None) {
            std::string reason = std::move(stack.problem);
            if (reason.empty())
                reason = functions.stripped ? "None of its functions has a name here, and there is no symbol table to look further."
                                            : "None of its functions has a name here.";
            plan.absent.push_back({ recipe.library, std::move(reason) });
            continue;
        }
        if (stack.foundBy.empty())
            stack.foundBy = functions.foundBy;
        if (stack.sites.empty() && stack.problem.empty())
            stack.problem = "None of its functions can be probed.";
        if (!stack.sites.empty())
            stack.problem.clear();
        plan.stacks.push_back(std::move(stack));
    }
}

bool holds(const Plan &plan, Library library)
{
    return std::ranges::find(plan.stacks, library, &Stack::library) != plan.stacks.end();
}

void tryStrippedRecipes(const ElfImage &image, const CodeClues &clues, bool stripped, Plan &plan)
{
    const FoundFunctions none;
    const Linkage linkage(image, none);
    std::set<uint64_t> taken;
    for (const StrippedRecipe &recipe : strippedRecipes) {
        if (!stripped && !recipe.neverBySymbols)
            continue;
        Stack stack;
        const auto outcome = recipe.plan(Surroundings { image, none, linkage, {}, {} }, clues, stack);
        dropRepeatedSites(stack.sites, taken);
        // What was said about its names is of no interest any more.
        std::erase_if(plan.absent, [&recipe](const Absent &absent) { return absent.library == recipe.library; });
        if (outcome)
            plan.stacks.push_back(std::move(stack));
        else
            plan.absent.push_back({ recipe.library, outcome.error() });
    }
}

// Other libraries' secrets are not looked for.
bool mayHaveSecretSite(const Stack &stack)
{
    return (stack.library == Library::OpenSsl || stack.library == Library::GnuTls || stack.library == Library::BoringSsl) && std::ranges::any_of(stack.sites, [](const Site &site) {
        return site.role == Role::Read || site.role == Role::Write;
    });
}

void addSecretSites(const ElfImage &image, const CodeClues &clues, Plan &plan)
{
    const FoundFunctions none;
    const Linkage linkage(image, none);
    const Surroundings around { image, none, linkage, {}, {} };
    const auto stacks = std::ranges::count_if(plan.stacks, mayHaveSecretSite);
    for (Stack &stack : plan.stacks) {
        if (!mayHaveSecretSite(stack))
            continue;
        // With two of them in one file, labels do not tell whose a function is.
        auto site = stacks == 1 ? secretSite(stack.library, around, clues)
                                : std::unexpected<std::string>("Several libraries in this file may have such a function.");
        if (!site)
            stack.noSecrets = std::move(site.error());
        else if (std::ranges::find(stack.sites, site->fileOffset, &Site::fileOffset) != stack.sites.end())
            stack.noSecrets = "Another probe is already at the place where its secrets pass.";
        else
            stack.sites.push_back(*std::move(site));
    }
}

// A library that is there but has no sites, with what its recipe missed.
void addUnplanned(const ElfImage &image, const CodeClues &clues, Plan &plan)
{
    auto other = findUnplannedTls(image, clues);
    if (!other)
        return;
    const auto missed = std::ranges::find(plan.absent, other->library, &Absent::library);
    if (missed != plan.absent.end()) {
        other->problem += ' ' + missed->reason;
        plan.absent.erase(missed);
    }
    plan.stacks.push_back(std::move(*other));
}

} // namespace

Plan analyse(std::span<const std::byte> file)
{
    Plan plan;
    const auto image = ElfImage::open(file);
    if (!image) {
        plan.problem = image.error();
        return plan;
    }
    plan.buildId = image->buildId();
    if (!image->hasCode()) {
        plan.problem = "The file has no code in it.";
        return plan;
    }
    tryRecipes(*image, plan);
    // With symbols, these would find the same functions again.
    const bool stripped = !holds(plan, Library::OpenSsl) && !holds(plan, Library::BoringSsl);
    if (stripped || std::ranges::any_of(plan.stacks, mayHaveSecretSite)) {
        const CodeClues clues(*image);
        tryStrippedRecipes(*image, clues, stripped, plan);
        addSecretSites(*image, clues, plan);
        if (plan.stacks.empty())
            addUnplanned(*image, clues, plan);
    }
    std::ranges::stable_partition(plan.stacks, [](const Stack &stack) { return !stack.sites.empty(); });
    if (plan.stacks.empty()) {
        // libcrypto may have no functions to probe, but reveals the version that its libssl does not know.
        plan.cryptoVersion = versionText(*image, "OpenSSL");
        plan.problem = "No TLS functions were found in it.";
    }
    return plan;
}

Plan analyse(int elfFd)
{
    Plan plan;
    struct stat status { };
    if (fstat(elfFd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size <= 0) {
        plan.problem = "It is empty or not a regular file.";
        return plan;
    }
    const size_t size = std::min(static_cast<size_t>(status.st_size), limits::fileBytes);
    // Not MAP_PRIVATE: the kernel writes the breakpoints of active uprobes into every private mapping of a file that
    // may be executed (valid_vma() in kernel/events/uprobes.c), so int3 would be read instead of the code.
    void *mapped = mmap(nullptr, size, PROT_READ, MAP_SHARED, elfFd, 0);
    if (mapped == MAP_FAILED) {
        plan.problem = "The file could not be mapped into memory.";
        return plan;
    }
    plan = analyse(std::span(static_cast<const std::byte *>(mapped), size));
    munmap(mapped, size);
    return plan;
}

} // namespace analyzer
