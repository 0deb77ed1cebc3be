// SPDX-License-Identifier: GPL-3.0-or-later
// A ring buffer in the kernel's layout, in a memory file: consumer page, producer page, data. The
// kernel maps the data twice; here every record is written to both places.
#pragma once

#include "bpf/flow_event.h"
#include "privhelper/relay/ring_view.h"

#include <QtGlobal>

#include <cstring>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

class FakeRing
{
public:
    explicit FakeRing(size_t size)
        : m_size(size)
        , m_fd(memfd_create("ring", MFD_CLOEXEC))
    {
        const size_t length = 2 * page + 2 * size;
        if (ftruncate(m_fd, off_t(length)) != 0)
            qFatal("ftruncate");
        m_base = static_cast<std::byte *>(mmap(nullptr, length, PROT_READ | PROT_WRITE, MAP_SHARED, m_fd, 0));
        if (m_base == MAP_FAILED)
            qFatal("mmap");
    }
    ~FakeRing()
    {
        munmap(m_base, 2 * page + 2 * m_size);
        close(m_fd);
    }
    FakeRing(const FakeRing &) = delete;

    int fd() const { return m_fd; }
    size_t size() const { return m_size; }
    std::atomic<uint64_t> &consumer() { return *reinterpret_cast<std::atomic<uint64_t> *>(m_base); }
    std::atomic<uint64_t> &producer() { return *reinterpret_cast<std::atomic<uint64_t> *>(m_base + page); }
    relay::RingMemory memory() { return {&consumer(), &producer(), m_base + 2 * page, m_size}; }

    // False: the ring is full.
    bool put(std::span<const std::byte> record, uint32_t bits = 0)
    {
        const uint64_t position = producer().load(), step = (record.size() + 8 + 7) & ~uint64_t(7);
        if (position + step - consumer().load(std::memory_order_acquire) > m_size)
            return false;
        const uint32_t head[2] = {uint32_t(record.size()) | bits, 0};
        write(position + 8, record.data(), record.size());
        write(position, head, 8);
        producer().store(position + step, std::memory_order_release);
        return true;
    }
    void setHead(uint64_t position, uint32_t head) { write(position, &head, 4); }

private:
    void write(uint64_t position, const void *from, size_t size)
    {
        std::byte *data = m_base + 2 * page;
        for (size_t done = 0; done < size;) {
            const size_t at = (position + done) & (m_size - 1), count = std::min(size - done, m_size - at);
            memcpy(data + at, static_cast<const std::byte *>(from) + done, count);
            memcpy(data + m_size + at, static_cast<const std::byte *>(from) + done, count);
            done += count;
        }
    }

    static constexpr size_t page = 4096;
    size_t m_size;
    int m_fd;
    std::byte *m_base;
};

inline std::vector<std::byte> bytesOf(std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

template<class T> std::vector<std::byte> recordOf(const T &head, std::string_view rest = {})
{
    std::vector<std::byte> record(sizeof head + rest.size());
    memcpy(record.data(), &head, sizeof head);
    if (!rest.empty())
        memcpy(record.data() + sizeof head, rest.data(), rest.size());
    return record;
}

inline std::vector<std::byte> dataRecord(uint64_t offset, std::string_view payload)
{
    flow_data head{};
    head.h = {1000 + offset, 17, 42, 43, FLOW_KIND_DATA, 0};
    head.offset = offset;
    head.moved = head.captured = uint32_t(payload.size());
    head.direction = FLOW_SENT;
    head.origin = FLOW_ORIGIN_SOCKET;
    return recordOf(head, payload);
}
