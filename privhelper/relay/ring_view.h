// SPDX-License-Identifier: GPL-3.0-or-later
// The consumer side of a BPF ring buffer (kernel: kernel/bpf/ringbuf.c, "BPF ring buffer" in
// Documentation/bpf/ringbuf.rst), over memory mapped elsewhere. The producer is trusted to be the kernel, but no
// length is: a record that does not fit ends the reading and is never followed.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <span>

namespace relay {

// The result of mapping a ring: positions are byte counts since the start, whose low bits index the data. The data is
// mapped twice in a row, so that records are always contiguous.
struct RingMemory {
    std::atomic<uint64_t> *consumer = nullptr;
    const std::atomic<uint64_t> *producer = nullptr;
    const std::byte *data = nullptr; // 2 * size bytes
    size_t size = 0;                 // power of two
};

// Maps the ring of a BPF_MAP_TYPE_RINGBUF descriptor for the life of the process. Error: errno.
std::expected<RingMemory, int> mapRing(int fd, size_t size);

enum class RingState : uint8_t {
    Empty,   // everything committed has been taken
    More,    // the limit was reached
    Broken,  // positions or a length that are impossible for a ring
};

class RingView
{
public:
    explicit RingView(RingMemory memory)
        : m_memory(memory)
    {
    }

    // Passes each committed record to take(std::span<const std::byte>), in order, until about `limit` bytes of ring
    // were consumed. Space is returned to the kernel along the way.
    template<class Take> RingState drain(size_t limit, Take &&take)
    {
        uint64_t position = m_memory.consumer->load(std::memory_order_relaxed);
        const uint64_t start = position;
        uint64_t released = position;
        RingState state = RingState::Empty;
        for (;;) {
            const uint64_t filled = m_memory.producer->load(std::memory_order_acquire) - position;
            if (filled == 0)
                break;
            if (filled > m_memory.size || filled < headSize) {
                state = RingState::Broken;
                break;
            }
            const std::byte *record = m_memory.data + (position & (m_memory.size - 1));
            // Committing a record clears its busy bit with release semantics.
            const uint32_t head = std::atomic_ref(*reinterpret_cast<uint32_t *>(const_cast<std::byte *>(record)))
                                      .load(std::memory_order_acquire);
            if (head & busyBit)
                break;
            const uint32_t length = head & ~(busyBit | discardBit);
            const uint64_t step = (uint64_t(length) + headSize + 7) & ~uint64_t(7);
            if (step > filled) {
                state = RingState::Broken;
                break;
            }
            if (!(head & discardBit))
                take(std::span(record + headSize, length));
            position += step;
            if (position - released >= releaseStep) {
                m_memory.consumer->store(position, std::memory_order_release);
                released = position;
            }
            if (position - start >= limit) {
                state = RingState::More;
                break;
            }
        }
        if (position != released)
            m_memory.consumer->store(position, std::memory_order_release);
        return state;
    }

    // Bytes of pending records, including those still being written.
    size_t filled() const
    {
        return m_memory.producer->load(std::memory_order_acquire) - m_memory.consumer->load(std::memory_order_relaxed);
    }

private:
    static constexpr uint32_t busyBit = 1u << 31;    // BPF_RINGBUF_BUSY_BIT
    static constexpr uint32_t discardBit = 1u << 30; // BPF_RINGBUF_DISCARD_BIT
    static constexpr size_t headSize = 8;            // BPF_RINGBUF_HDR_SZ
    static constexpr uint64_t releaseStep = 256 * 1024;

    RingMemory m_memory;
};

} // namespace relay
