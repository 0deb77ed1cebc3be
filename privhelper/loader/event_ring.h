// SPDX-License-Identifier: GPL-3.0-or-later
// The ring that the probes write to. Its memory is locked from the start, so it begins small; once there is traffic, a large
// one takes its place in the map "events", and this process gives up the small one.
#pragma once

#include "privhelper/loader/load_error.h"
#include "privhelper/loader/unique_fd.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>

namespace loader {

class EventRing
{
public:
    // wanted: bytes, which it then has for good; 0: by the machine's memory, 16 to 128 MiB. If it may be idle, it has 16
    // MiB at first. map: the programs' map of rings; not owned, and must outlive this.
    static std::expected<EventRing, LoadError> open(int map, size_t wanted, bool mayBeIdle);

    EventRing(EventRing &&other) noexcept;
    EventRing &operator=(EventRing &&other) noexcept;
    ~EventRing();

    int fd() const { return m_ring.get(); }
    size_t bytes() const { return m_bytes; }
    size_t bytesMax() const { return m_max; }
    // There has been so much traffic that a burst may be more than the ring holds.
    bool isTooSmall() const;
    // When this returns, no program writes to the old ring, and what it holds is complete.
    std::expected<void, LoadError> grow();

private:
    EventRing() = default;
    std::expected<void, LoadError> replace(size_t bytes);
    void unmap();

    UniqueFd m_ring;
    int m_map = -1;
    size_t m_bytes = 0, m_max = 0;
    const std::atomic<uint64_t> *m_produced = nullptr; // bytes ever written: the ring's own page
};

} // namespace loader
