// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/tls_probes.h"

#include "privhelper/loader/bpf_call.h"
#include "privhelper/loader/site_description.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <set>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

namespace loader {
namespace {

struct Probe {
    TlsProgram program;
    uint64_t offset;
    uint64_t cookie;
};

LoadError attachError(int code)
{
    const bool privilege = code == EPERM || code == EACCES;
    return { privilege ? LoadFailure::NoPrivilege : LoadFailure::Attach, code, "attach probes to a TLS library", {} };
}

// No call of a library moves the plaintext of QUIC: where TLS is read by calls, the secrets are wanted besides.
bool isForQuic(const analyzer::Site &site, TlsSecrets secrets)
{
    return secrets == TlsSecrets::WhereNeeded && site.role == analyzer::Role::Secret && !needsReturn(site);
}

// Describes the stacks' sites to the programs, and returns the probes to place.
std::expected<std::vector<Probe>, LoadError> describeSites(std::span<const PlannedStack> stacks, SiteTable &table, const TlsHooks &hooks,
                                                                  AttachedSites &result)
{
    const LoadError full { LoadFailure::Attach, ENOSPC, "attach more probes to TLS libraries", {} };
    std::vector<Probe> probes;
    std::set<uint64_t> offsets;
    for (const PlannedStack &planned : stacks) {
        size_t count = 0;
        const bool bySecrets = readsBySecrets(planned.stack, hooks.secrets);
        for (const analyzer::Site &site : planned.stack.sites) {
            const bool wanted = isWanted(site, bySecrets);
            if (!wanted && !isForQuic(site, hooks.secrets))
                continue;
            auto description = describe(site, planned.stack, planned.library);
            if (!description || (needsReturn(site) && !hooks.returns))
                continue;
            description->for_quic = !wanted;
            count += wanted;
            if (!offsets.insert(site.fileOffset).second)
                continue;
            const auto number = table.add(*description, result.links.taken);
            if (!number)
                return std::unexpected(full);
            if (hooks.cookies) {
                probes.push_back({ TlsProgram::Entry, site.fileOffset, *number });
            } else {
                const auto page = table.page(site.fileOffset, *number, result.links.taken);
                if (!page)
                    return std::unexpected(full);
                probes.push_back({ static_cast<TlsProgram>(static_cast<uint32_t>(TlsProgram::Page0) + *page), site.fileOffset, 0 });
            }
            if (needsReturn(site))
                probes.push_back({ TlsProgram::Return, site.fileOffset, 0 });
        }
        result.sites.push_back(count);
    }
    return probes;
}

std::expected<void, LoadError> attachProgram(const std::string &path, TlsProgram kind, const std::vector<Probe> &probes,
                                                    const TlsPrograms &programs, bool multi, TlsLinks &links)
{
    const int program = programs[static_cast<size_t>(kind)];
    const bool atReturn = kind == TlsProgram::Return;
    std::vector<uint64_t> offsets, cookies;
    for (const Probe &probe : probes) {
        if (probe.program != kind)
            continue;
        offsets.push_back(probe.offset);
        cookies.push_back(probe.cookie);
    }
    if (offsets.empty())
        return {};
    if (multi) {
        const int link = bpfCall::linkUprobeMulti(program, path.c_str(), offsets, cookies, atReturn);
        if (link < 0)
            return std::unexpected(attachError(-link));
        links.links.emplace_back(link);
        return {};
    }
    for (size_t i = 0; i < offsets.size(); i++) {
        auto probe = attachPerfUprobe(program, path.c_str(), offsets[i], atReturn, cookies[i]);
        if (!probe)
            return std::unexpected(attachError(probe.error()));
        links.events.push_back(std::move(*probe));
    }
    return {};
}

} // namespace

bool readsBySecrets(const analyzer::Stack &stack, TlsSecrets secrets)
{
    if (secrets != TlsSecrets::WhereNeeded)
        return secrets == TlsSecrets::Always;
    return std::ranges::all_of(stack.sites, [](const analyzer::Site &site) { return site.role == analyzer::Role::Secret; });
}

std::expected<AttachedSites, LoadError> attachTlsProbes(int elfFd, std::span<const PlannedStack> stacks, const TlsPrograms &programs,
                                                        SiteTable &table, const TlsHooks &hooks)
{
    AttachedSites result;
    const auto giveUp = [&](LoadError error) {
        detachTlsProbes(std::span(&result.links, 1));
        table.release(result.links.taken);
        return std::unexpected(std::move(error));
    };
    const auto probes = describeSites(stacks, table, hooks, result);
    if (!probes)
        return giveUp(probes.error());
    const std::string path = "/proc/self/fd/" + std::to_string(elfFd);
    // Return probes first: an entry without its return would keep a call open.
    for (size_t i = tlsProgramCount; i-- > 0;) {
        if (auto done = attachProgram(path, static_cast<TlsProgram>(i), *probes, programs, hooks.multi, result.links); !done)
            return giveUp(std::move(done.error()));
    }
    return result;
}

void detachTlsProbes(std::span<TlsLinks> all)
{
    // A hundred binaries have two hundred links: 64 threads took 260 ms for these, since each round waits again.
    constexpr size_t threadsMax = 256;
    std::vector<UniqueFd *> fds;
    for (TlsLinks &links : all) {
        for (UniqueFd &link : links.links)
            fds.push_back(&link);
        for (PerfUprobe &probe : links.events)
            fds.insert(fds.end(), { &probe.link, &probe.event });
    }
    std::atomic<size_t> next = 0;
    const auto closeSome = [&fds, &next] {
        for (size_t i = next++; i < fds.size(); i = next++)
            fds[i]->reset();
    };
    std::vector<std::jthread> threads;
    try {
        while (threads.size() + 1 < std::min(fds.size(), threadsMax))
            threads.emplace_back(closeSome);
    } catch (const std::system_error &) {
        // Thread limit reached: the existing threads do the work.
    }
    closeSome();
}

} // namespace loader
