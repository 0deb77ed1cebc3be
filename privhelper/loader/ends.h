// SPDX-License-Identifier: GPL-3.0-or-later
// Finds what has ended without a probe noticing: Unix sockets and connections with unread bytes that no process has
// open any more, TLS objects of processes and programs that are gone. Removes them from the maps.
#pragma once

#include "privhelper/loader/bpf_object.h"
#include "privhelper/loader/unique_fd.h"

#include <chrono>
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

struct object;
struct object_key;

namespace loader {

struct Ended {
    enum class What : uint8_t {
        Socket,    // its last descriptor was closed
        TlsObject, // its process has exited, or runs another program, or its socket is gone and nothing else reports its end
    };
    What what = What::Socket;
    uint64_t flow = 0, tls = 0, sent = 0, received = 0;
};

class Ends {
public:
    // Map descriptors; not owned.
    struct Maps {
        int flows = -1, datagrams = -1, objects = -1, ciphertexts = -1, subjects = -1, descriptors = -1;
    };

    explicit Ends(const Maps &maps)
        : m_maps(maps)
    {
    }

    // From now on the kernel lists which sockets are open. Without this, or if it fails, a Unix socket counts as open
    // as long as the process first seen with it lives.
    void useIterator(const BpfObject &socketSide);

    // Returns what has ended since the last call; works at most once a second, less often if it takes long.
    std::vector<Ended> sweep();

private:
    void sweepObjects(std::vector<Ended> &ended, uint64_t now);
    void sweepCiphertexts();
    void sweepDescriptors();
    void sweepDatagrams(uint64_t now);
    void sweepFlows(std::vector<Ended> &ended, uint64_t now);
    bool markHeld();
    bool isOver(const object_key &key, const object &value, uint64_t now) const;

    Maps m_maps;
    UniqueFd m_held; // the iterator's link
    std::chrono::steady_clock::time_point m_next {};
    std::set<std::pair<uint64_t, uint64_t>> m_missed; // socket, flow: a descriptor being passed between two processes is in neither
};

} // namespace loader
