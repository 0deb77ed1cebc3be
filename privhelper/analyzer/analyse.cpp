// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/analyse.h"

#include "privhelper/analyzer/gnutls_plan.h"
#include "privhelper/analyzer/library_version.h"
#include "privhelper/analyzer/limits.h"
#include "privhelper/analyzer/openssl_plan.h"
#include "privhelper/analyzer/unplanned_tls.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <utility>

namespace analyzer {

namespace {

// Two sites on one instruction would be one uprobe with two meanings.
void dropRepeatedSites(std::vector<Site> &sites)
{
    std::set<uint64_t> seen;
    std::erase_if(sites, [&seen](const Site &site) { return !seen.insert(site.fileOffset).second; });
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
    // Files that contain both libraries are rare; OpenSSL gets a plan, the other one's functions are ignored.
    using Recipe = void (*)(const ElfImage &, const FoundFunctions &, const Linkage &, Plan &);
    const std::array<std::pair<const std::set<std::string_view> &, Recipe>, 2> recipes { {
        { openSslNames(), planOpenSsl },
        { gnuTlsNames(), planGnuTls },
    } };
    bool stripped = false;
    for (const auto &[names, recipe] : recipes) {
        const FoundFunctions functions = findFunctions(*image, names);
        const Linkage linkage(*image, functions);
        recipe(*image, functions, linkage, plan);
        dropRepeatedSites(plan.sites);
        plan.foundBy = functions.foundBy;
        if (!plan.sites.empty())
            return plan;
        stripped = functions.stripped;
    }

    plan.foundBy.clear();
    // libcrypto has no functions to probe, but reveals the version that its libssl does not know.
    plan.version = versionText(*image, "OpenSSL");
    plan.problem = "No TLS functions were found in it";
    plan.problem += stripped ? ", and it has no symbol table to look further." : ".";
    if (auto other = findUnplannedTls(*image)) {
        plan.library = other->library;
        plan.version = std::move(other->version);
        plan.problem = std::move(other->problem);
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
