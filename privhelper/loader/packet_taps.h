// SPDX-License-Identifier: GPL-3.0-or-later
// The packet programs of one session, attached to interfaces, with a ring of their own. Needs CAP_NET_ADMIN, besides what
// LoadedProbes needs, until open() has returned. With tcx everything belongs to descriptors of this process; a clsact
// filter is removed by a process that waits for the end of this one (clsact.h).
#pragma once

#include "privhelper/loader/bpf_object.h"
#include "privhelper/loader/clsact.h"
#include "privhelper/loader/load_error.h"
#include "privhelper/loader/loaded_probes.h"
#include "privhelper/loader/network_interfaces.h"
#include "privhelper/loader/scope.h"
#include "privhelper/loader/unique_fd.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace loader {

class PacketTaps
{
public:
    // Shares the maps of `probes`, whose configuration holds for the packets too. With `clsact` that is used even if the
    // kernel has tcx.
    static std::expected<PacketTaps, LoadError> open(const LoadedProbes &probes, const PacketWish &, bool clsact);

    // Descriptor (owned by this) and size of the ring's data area in bytes.
    int ring() const;
    size_t ringBytes() const { return m_ringBytes; }
    const std::vector<NetworkInterface> &interfaces() const { return m_interfaces; }
    const char *hook() const { return m_clsact ? "clsact" : "tcx"; }

    // No new packets from now on; the ring's contents stay.
    void detach();

private:
    PacketTaps() = default;
    std::expected<void, LoadError> attach(bool clsact);
    std::expected<void, LoadError> attachTcx(const NetworkInterface &, int sent, int received);

    BpfObject m_object;
    size_t m_ringBytes = 0;
    std::vector<NetworkInterface> m_interfaces;
    std::vector<UniqueFd> m_links;
    std::unique_ptr<ClsactFilters> m_clsact;
};

} // namespace loader
