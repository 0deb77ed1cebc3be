// SPDX-License-Identifier: GPL-3.0-or-later
// Converts records of the ring buffer (bpf/flow_event.h) to wire frames. Payload is copied, not re-encoded.
#pragma once

#include "privhelper/relay/send_queue.h"

#include <cstddef>
#include <span>

namespace relay {

class Converter
{
public:
    explicit Converter(SendQueue &queue)
        : m_queue(queue)
    {
    }

    // Queues the record's frame. A record with inconsistent sizes or fields is counted, never sent.
    void take(std::span<const std::byte> record);
    uint64_t badRecords() const { return m_bad; }

private:
    void takeData(std::span<const std::byte> record);
    void takeSame(std::span<const std::byte> record);
    void takePacket(std::span<const std::byte> record);
    template<class Message> void send(const Message &message);

    SendQueue &m_queue;
    std::vector<std::byte> m_scratch;
    uint64_t m_bad = 0;
};

} // namespace relay
