// SPDX-License-Identifier: GPL-3.0-or-later
// Connections of a session whose addresses are translated (NAT), by what connection tracking says in each network
// namespace. It says it of all connections; those that belong to none of the session's flows stay here.
#pragma once

#include "privhelper/loader/conntrack_message.h"
#include "privhelper/loader/unique_fd.h"
#include "privhelper/wire/messages.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <deque>
#include <expected>
#include <vector>

namespace loader {

class Translations {
public:
    // Descriptors of the maps by which flows are found; not owned. `anywhere`: a connection may be translated in another
    // namespace than its program's.
    struct Maps {
        int tcpEnds = -1, flows = -1;
        bool anywhere = false;
    };

    // Listens in this process's namespace, those of the processes and those that have a name in /run/netns. Needs
    // CAP_NET_ADMIN there, and CAP_SYS_ADMIN to enter them, until it has returned. Fails with an errno if it cannot listen
    // in any; ENOENT: the kernel tracks no connections, and is not made to.
    static std::expected<Translations, int> open(const Maps &, const std::vector<uint32_t> &pids);

    // What was learned since the last call, as messages. Never waits. `last`: no flow will become known later.
    std::vector<wire::Translation> take(bool last = false);
    // Connections that may have been missed.
    uint64_t lost() const { return m_lost; }
    size_t namespaces() const { return m_listeners.size(); }

private:
    using Clock = std::chrono::steady_clock;
    struct Listener {
        UniqueFd socket;
        uint32_t netns = 0;
    };
    // Its flow may become known later than its translation.
    struct Waiting {
        Translated connection;
        uint32_t netns = 0;
        uint64_t told = 0; // CLOCK_BOOTTIME, ns
        int tries = 0;
        Clock::time_point next {};
    };

    explicit Translations(const Maps &maps)
        : m_maps(maps)
    {
    }
    // False: see errno.
    bool listen(int netns, bool enter);
    void listenIn(const std::vector<uint32_t> &pids);
    void receive(Listener &);
    void add(Translated, uint32_t netns);
    bool find(const Waiting &, std::vector<wire::Translation> &found) const;
    uint64_t flowAt(const std::array<uint8_t, 16> &local, uint16_t localPort, const std::array<uint8_t, 16> &remote, uint16_t remotePort, uint8_t family, uint32_t netns,
                    uint64_t told) const;

    Maps m_maps;
    std::vector<Listener> m_listeners;
    std::deque<Waiting> m_waiting;
    uint64_t m_lost = 0;
};

} // namespace loader
