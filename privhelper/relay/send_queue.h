// SPDX-License-Identifier: GPL-3.0-or-later
// Complete frames for a socket that may be slower than they arrive. Bounded: beyond the limit the oldest Data, SameBytes and Packet
// frames are dropped whole and counted; other frames are kept, because each is sent only once. A partially written frame is
// never dropped.
#pragma once

#include "privhelper/wire/messages.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <vector>

namespace relay {

struct Dropped {
    uint64_t events = 0;
    uint64_t bytes = 0; // payload bytes of Data and Packet frames, and those that SameBytes stands for
};

enum class SendResult : uint8_t { Sent, Blocked, Gone }; // Sent: the queue is empty

class SendQueue
{
public:
    // `limit`: maximum bytes of frames held; frames other than Data and Packet may exceed it by an eighth.
    explicit SendQueue(size_t limit);

    // Space for one Data, SameBytes or Packet frame of `size` bytes, head included, at most 64 KiB plus a head; the caller fills it before
    // the next call. Null: no space could be freed, and the frame is counted as dropped with `payload` bytes.
    std::byte *addData(size_t size, size_t payload);
    // A complete frame of any other type. Dropped and counted only if the extra eighth is full, too.
    void add(std::span<const std::byte> frame);

    // Writes what the socket accepts now, without waiting and without SIGPIPE.
    SendResult flush(int socket);

    size_t bytes() const { return m_bytes; }
    bool empty() const { return m_bytes == 0; }
    Dropped dropped() const { return m_dropped; }

private:
    struct Block {
        std::unique_ptr<std::byte[]> bytes;
        size_t begin = 0;  // already written
        size_t end = 0;
        bool stripped = false; // contains neither Data nor Packet frames
    };

    bool makeRoom(size_t size);
    void strip(Block &block);
    std::byte *append(size_t size, bool isData);
    void recycle(Block &&block);

    static constexpr size_t blockSize = 256 * 1024;
    static constexpr size_t spareBlocks = 16;

    std::deque<Block> m_blocks;
    std::vector<std::unique_ptr<std::byte[]>> m_spare;
    size_t m_limit;
    size_t m_bytes = 0;
    Dropped m_dropped;
};

} // namespace relay
