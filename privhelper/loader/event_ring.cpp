// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/event_ring.h"

#include "bpf/probe_config.h"
#include "privhelper/loader/bpf_call.h"

#include <bpf/bpf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <utility>

namespace loader {
namespace {

constexpr size_t mebibyte = 1024 * 1024;
constexpr size_t firstBytes = PROBE_SMALL_RING;
constexpr uint64_t enoughTraffic = mebibyte / 4;

size_t pageSize()
{
    return static_cast<size_t>(getpagesize());
}

std::unexpected<LoadError> failed(int code)
{
    return std::unexpected(LoadError { LoadFailure::Internal, code, "make the ring buffer", {} });
}

} // namespace

std::expected<EventRing, LoadError> EventRing::open(int map, size_t wanted, bool mayBeIdle)
{
    EventRing ring;
    ring.m_map = map;
    if (wanted) {
        ring.m_max = std::bit_ceil(std::max(wanted, pageSize()));
    } else {
        const size_t memory = static_cast<size_t>(sysconf(_SC_PHYS_PAGES)) * pageSize();
        ring.m_max = std::clamp(std::bit_floor(memory / 128), 16 * mebibyte, 128 * mebibyte);
    }
    if (auto done = ring.replace(wanted || !mayBeIdle ? ring.m_max : std::min(ring.m_max, firstBytes)); !done)
        return std::unexpected(std::move(done.error()));
    return ring;
}

EventRing::EventRing(EventRing &&other) noexcept
    : m_ring(std::move(other.m_ring))
    , m_map(other.m_map)
    , m_bytes(other.m_bytes)
    , m_max(other.m_max)
    , m_produced(std::exchange(other.m_produced, nullptr))
{
}

EventRing &EventRing::operator=(EventRing &&other) noexcept
{
    if (this != &other) {
        unmap();
        m_ring = std::move(other.m_ring);
        m_map = other.m_map, m_bytes = other.m_bytes, m_max = other.m_max;
        m_produced = std::exchange(other.m_produced, nullptr);
    }
    return *this;
}

EventRing::~EventRing()
{
    unmap();
}

void EventRing::unmap()
{
    if (m_produced)
        munmap(const_cast<std::atomic<uint64_t> *>(m_produced), pageSize());
    m_produced = nullptr;
}

bool EventRing::isTooSmall() const
{
    return m_bytes < m_max && m_produced->load(std::memory_order_relaxed) >= enoughTraffic;
}

std::expected<void, LoadError> EventRing::grow()
{
    return replace(m_max);
}

std::expected<void, LoadError> EventRing::replace(size_t bytes)
{
    const int made = bpfCall::createMap(BPF_MAP_TYPE_RINGBUF, 0, 0, static_cast<uint32_t>(bytes));
    if (made < 0)
        return failed(-made);
    UniqueFd ring(made);
    // Its second page: kernel/bpf/ringbuf.c.
    void *page = mmap(nullptr, pageSize(), PROT_READ, MAP_SHARED, ring.get(), static_cast<off_t>(pageSize()));
    if (page == MAP_FAILED)
        return failed(errno);
    // The kernel waits until no program uses the old one (maybe_wait_bpf_programs).
    const uint32_t first = 0;
    if (bpf_map_update_elem(m_map, &first, &made, BPF_ANY) != 0) {
        const int error = errno;
        munmap(page, pageSize());
        return failed(error);
    }
    unmap();
    m_produced = static_cast<const std::atomic<uint64_t> *>(page);
    m_ring = std::move(ring);
    m_bytes = bytes;
    return {};
}

} // namespace loader
