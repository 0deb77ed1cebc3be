// SPDX-License-Identifier: GPL-3.0-or-later
// Packet programs as filters of the clsact queueing discipline (tc-bpf(8)), for kernels without tcx. These filters belong to
// the interface, not to a descriptor: a process of its own removes them once the one that opened this has ended, however
// that ends.
#pragma once

#include "privhelper/loader/launch.h"
#include "privhelper/loader/load_error.h"
#include "privhelper/loader/network_interfaces.h"

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace loader {

class ClsactFilters
{
public:
    // Starts the process that will remove what add() adds to these interfaces. Needs CAP_NET_ADMIN, as add() does.
    static std::expected<std::unique_ptr<ClsactFilters>, LoadError> open(const std::vector<NetworkInterface> &);
    ~ClsactFilters();
    ClsactFilters(const ClsactFilters &) = delete;

    // Programs for packets that are sent and received; below 0: none. Returns errno, or 0.
    int add(const NetworkInterface &, int sent, int received);
    // Has them removed, and waits for that.
    void remove();

private:
    ClsactFilters() = default;
    std::optional<Role> m_remover;
    UniqueFd m_alive;        // its other end tells the remover that this process has ended
    uint32_t m_handle = 0;   // of our filters
};

inline constexpr const char *removerRole = "untap";
// That process: waits for the end of the other one, then removes its filters. `words`: those behind the role's name. Returns
// the exit status.
int removeFilters(std::span<char *const> words);

} // namespace loader
