// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/tls_probes.h"

#include "bpf/probe_config.h"
#include "privhelper/loader/bpf_call.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <optional>
#include <string>
#include <system_error>
#include <thread>

namespace loader {
namespace {

using analyzer::Result;
using analyzer::Role;

struct Shape {
    TlsProgram program;   // if there are no cookies
    tls_action action;
    uint8_t argument;     // through which the count is written, or which is the count; 0: the return value is the count
};

std::optional<Shape> shapeOf(const analyzer::Site &site)
{
    switch (site.role) {
    case Role::Read:
        if (site.result == Result::ReturnValue)
            return Shape { TlsProgram::ReadValue, TLS_READ, 0 };
        if (site.result == Result::OutArg4)
            return Shape { TlsProgram::ReadOut4, TLS_READ, 4 };
        if (site.result == Result::OutArg5)
            return Shape { TlsProgram::ReadOut5, TLS_READ, 5 };
        break;
    case Role::Write:
        if (site.result == Result::ReturnValue)
            return Shape { TlsProgram::WriteValue, TLS_WRITE, 0 };
        if (site.result == Result::OutArg4)
            return Shape { TlsProgram::WriteOut4, TLS_WRITE, 4 };
        if (site.result == Result::OutArg5)
            return Shape { TlsProgram::WriteOut5, TLS_WRITE, 5 };
        break;
    case Role::Peek:
        if (site.result == Result::ReturnValue)
            return Shape { TlsProgram::PeekValue, TLS_PEEK, 0 };
        if (site.result == Result::OutArg4)
            return Shape { TlsProgram::PeekOut4, TLS_PEEK, 4 };
        break;
    case Role::Free:
        return Shape { TlsProgram::Free, TLS_FREE, 0 };
    case Role::SetFd:
        return Shape { TlsProgram::SetFd, TLS_SET_FD, 0 };
    case Role::Handshake:
        return Shape { TlsProgram::Handshake, TLS_HANDSHAKE, 0 };
    case Role::MemoryWrite:
        return Shape { TlsProgram::MemoryWrite, TLS_MEMORY_WRITE, 0 };
    case Role::SendFile:
        return Shape { TlsProgram::SendFile, TLS_SEND_FILE, 0 };
    case Role::ReadPacket:
        return Shape { TlsProgram::ReadPacket, TLS_READ_PACKET, 0 };
    case Role::Early:
        return Shape { TlsProgram::Early, TLS_EARLY, 3 };
    case Role::Uncork:
        return Shape { TlsProgram::Uncork, TLS_UNCORK, 0 };
    case Role::Alpn:
        return Shape { TlsProgram::Alpn, TLS_ALPN, 0 };
    }
    return std::nullopt;
}

// Whether a probe at the entry alone is insufficient.
bool needsReturn(Role role)
{
    return role != Role::Free && role != Role::SetFd && role != Role::MemoryWrite;
}

uint64_t originOf(analyzer::Library library)
{
    switch (library) {
    case analyzer::Library::OpenSsl:
        return FLOW_ORIGIN_OPENSSL;
    case analyzer::Library::GnuTls:
        return FLOW_ORIGIN_GNUTLS;
    case analyzer::Library::Nss:
        return FLOW_ORIGIN_NSS;
    case analyzer::Library::Go:
        return FLOW_ORIGIN_GO;
    case analyzer::Library::BoringSsl:
        return FLOW_ORIGIN_BORINGSSL;
    case analyzer::Library::Rustls:
    case analyzer::Library::Other:
    case analyzer::Library::None:
        break;
    }
    return 0;
}

LoadError attachError(int code)
{
    const bool privilege = code == EPERM || code == EACCES;
    return { privilege ? LoadFailure::NoPrivilege : LoadFailure::Attach, code, "attach probes to a TLS library", {} };
}

} // namespace

std::expected<TlsLinks, LoadError> attachTlsProbes(int elfFd, const analyzer::Plan &plan, uint16_t library,
                                                   const TlsPrograms &programs, bool multi)
{
    struct Places {
        std::vector<uint64_t> offsets, cookies;
        void add(uint64_t offset, uint64_t cookie)
        {
            if (std::ranges::find(offsets, offset) != offsets.end())
                return;
            offsets.push_back(offset);
            cookies.push_back(cookie);
        }
    };
    std::array<Places, tlsProgramCount> places;
    const uint64_t origin = originOf(plan.library);
    const uint64_t returnCookie = origin | static_cast<uint64_t>(plan.alpn.offset) << TLS_COOKIE_ALPN
        | static_cast<uint64_t>(plan.alpn.holder) << TLS_COOKIE_ALPN_HOLDER;
    TlsLinks result;
    for (const analyzer::Site &site : plan.sites) {
        const auto shape = shapeOf(site);
        if (!shape || (needsReturn(site.role) && !site.wantsReturn))
            continue;
        const auto program = static_cast<size_t>(multi ? TlsProgram::Entry : shape->program);
        places[program].add(site.fileOffset,
                            origin | static_cast<uint64_t>(shape->action) << TLS_COOKIE_ACTION
                                | static_cast<uint64_t>(shape->argument) << TLS_COOKIE_ARGUMENT
                                | static_cast<uint64_t>(library) << TLS_COOKIE_LIBRARY);
        if (needsReturn(site.role))
            places[static_cast<size_t>(TlsProgram::Return)].add(site.fileOffset, returnCookie);
        result.sites++;
    }
    const std::string path = "/proc/self/fd/" + std::to_string(elfFd);
    // Return probes first: an entry without its return would keep a call open.
    for (size_t i = tlsProgramCount; i-- > 0;) {
        const auto &[offsets, cookies] = places[i];
        if (offsets.empty())
            continue;
        const bool atReturn = i == static_cast<size_t>(TlsProgram::Return);
        if (multi) {
            const int link = bpfCall::linkUprobeMulti(programs[i], path.c_str(), offsets, cookies, atReturn);
            if (link < 0)
                return std::unexpected(attachError(-link));
            result.links.emplace_back(link);
            continue;
        }
        for (size_t k = 0; k < offsets.size(); k++) {
            auto probe = attachPerfUprobe(programs[i], path.c_str(), offsets[k], atReturn, cookies[k]);
            if (!probe)
                return std::unexpected(attachError(probe.error()));
            result.events.push_back(std::move(*probe));
        }
    }
    return result;
}

void detachTlsProbes(std::vector<TlsLinks> all)
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
