// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/packet_taps.h"

#include "privhelper/loader/bpf_call.h"
#include "privhelper/loader/libbpf_text.h"

#include <bpf/bpf.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>

namespace loader {
namespace {

constexpr size_t mebibyte = 1024 * 1024;

size_t ringBytesFor(size_t wanted)
{
    const auto page = static_cast<size_t>(getpagesize());
    if (wanted)
        return std::bit_ceil(std::max(wanted, page));
    const size_t memory = static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * page;
    return std::clamp(std::bit_floor(memory / 256), 8 * mebibyte, 64 * mebibyte);
}

LoadError attachError(int code, const std::string &interface)
{
    LoadError error = libbpfError(code, "attach to the packets of " + interface);
    if (error.failure == LoadFailure::Rejected)
        error.failure = LoadFailure::Attach;
    return error;
}

} // namespace

std::expected<PacketTaps, LoadError> PacketTaps::open(const LoadedProbes &probes, const PacketWish &wish, bool clsact)
{
    auto interfaces = interfacesNamed(wish.interfaces);
    if (!interfaces)
        return std::unexpected(std::move(interfaces.error()));
    PacketTaps taps;
    taps.m_interfaces = std::move(*interfaces);
    taps.m_object = openPacketSide();
    if (!taps.m_object)
        return std::unexpected(libbpfError(errno, "open the packet side"));
    probes.setConfigOf(taps.m_object);
    if (auto shared = probes.shareMapsWith(taps.m_object); !shared)
        return std::unexpected(std::move(shared.error()));
    taps.m_ringBytes = ringBytesFor(wish.ringBytes);
    bpf_map__set_max_entries(bpf_object__find_map_by_name(taps.m_object.get(), "packets"), static_cast<uint32_t>(taps.m_ringBytes));
    if (const int error = bpf_object__load(taps.m_object.get()))
        return std::unexpected(libbpfError(-error, "load the packet side"));
    auto attached = taps.attach(clsact);
    if (!attached)
        return std::unexpected(std::move(attached.error()));
    return taps;
}

// Kernels before 6.6 have no tcx: the call then fails with EINVAL, for the first interface.
std::expected<void, LoadError> PacketTaps::attach(bool clsact)
{
    const auto program = [this](const char *name) { return bpf_program__fd(bpf_object__find_program_by_name(m_object.get(), name)); };
    for (const NetworkInterface &interface : m_interfaces) {
        const int sent = program(interface.loopback ? "packet_looped" : "packet_sent");
        const int received = interface.loopback ? -1 : program("packet_received");
        if (!clsact) {
            auto attached = attachTcx(interface, sent, received);
            if (attached)
                continue;
            if (!m_links.empty() || attached.error().code != EINVAL)
                return attached;
            clsact = true;
        }
        if (!m_clsact) {
            auto filters = ClsactFilters::open(m_interfaces);
            if (!filters)
                return std::unexpected(std::move(filters.error()));
            m_clsact = std::move(*filters);
        }
        if (const int error = m_clsact->add(interface, sent, received))
            return std::unexpected(attachError(error, interface.name));
    }
    return {};
}

std::expected<void, LoadError> PacketTaps::attachTcx(const NetworkInterface &interface, int sent, int received)
{
    for (const auto &[program, type] : { std::pair(sent, bpfCall::tcxEgress), std::pair(received, bpfCall::tcxIngress) }) {
        if (program < 0)
            continue;
        const int link = bpfCall::linkTcx(program, interface.index, type);
        if (link < 0)
            return std::unexpected(attachError(-link, interface.name));
        m_links.emplace_back(link);
    }
    return {};
}

int PacketTaps::ring() const
{
    return bpf_object__find_map_fd_by_name(m_object.get(), "packets");
}

void PacketTaps::detach()
{
    m_links.clear();
    if (m_clsact)
        m_clsact->remove();
}

} // namespace loader
