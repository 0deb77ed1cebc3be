// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/send_queue.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>
#include <sys/uio.h>

namespace relay {

namespace {

struct Head {
    uint32_t length = 0;
    uint16_t type = 0;
};

Head headAt(const std::byte *frame)
{
    Head head;
    std::memcpy(&head.length, frame, 4);
    std::memcpy(&head.type, frame + 4, 2);
    return head;
}

// Of a SameBytes.
uint32_t movedAt(const std::byte *frame)
{
    uint32_t moved = 0;
    std::memcpy(&moved, frame + wire::frameHeadSize + wire::sameBytesSize - 8, 4);
    return moved;
}

} // namespace

SendQueue::SendQueue(size_t limit)
    : m_limit(limit)
{
}

std::byte *SendQueue::addData(size_t size, size_t payload)
{
    if (m_bytes + size > m_limit && !makeRoom(size)) {
        ++m_dropped.events;
        m_dropped.bytes += payload;
        return nullptr;
    }
    return append(size, true);
}

void SendQueue::add(std::span<const std::byte> frame)
{
    if (m_bytes + frame.size() > m_limit && !makeRoom(frame.size())
        && m_bytes + frame.size() > m_limit + m_limit / 8) {
        ++m_dropped.events;
        return;
    }
    std::memcpy(append(frame.size(), false), frame.data(), frame.size());
}

std::byte *SendQueue::append(size_t size, bool isData)
{
    if (m_blocks.empty() || m_blocks.back().end + size > blockSize) {
        Block block;
        if (m_spare.empty()) {
            block.bytes = std::make_unique_for_overwrite<std::byte[]>(blockSize);
        } else {
            block.bytes = std::move(m_spare.back());
            m_spare.pop_back();
        }
        block.stripped = true;
        m_blocks.push_back(std::move(block));
    }
    Block &block = m_blocks.back();
    block.stripped = block.stripped && !isData;
    std::byte *at = block.bytes.get() + block.end;
    block.end += size;
    m_bytes += size;
    return at;
}

bool SendQueue::makeRoom(size_t size)
{
    for (size_t index = 0; index < m_blocks.size() && m_bytes + size > m_limit; ++index) {
        Block &block = m_blocks[index];
        // The front block may end inside a frame that was partly sent.
        if (block.stripped || block.begin != 0)
            continue;
        strip(block);
        // The remainder is small: merged, so that a stalled client does not cost a block per frame.
        if (index > 0 && m_blocks[index - 1].stripped && m_blocks[index - 1].end + block.end <= blockSize) {
            Block &before = m_blocks[index - 1];
            std::memcpy(before.bytes.get() + before.end, block.bytes.get(), block.end);
            before.end += block.end;
            block.end = 0;
            recycle(std::move(block));
            m_blocks.erase(m_blocks.begin() + std::ptrdiff_t(index));
            --index;
        }
    }
    std::erase_if(m_blocks, [](const Block &block) { return block.begin == block.end; });
    return m_bytes + size <= m_limit;
}

void SendQueue::strip(Block &block)
{
    size_t kept = 0;
    for (size_t at = 0; at < block.end;) {
        const Head head = headAt(block.bytes.get() + at);
        const size_t size = wire::frameHeadSize + head.length;
        const bool isData = head.type == uint16_t(wire::Type::Data);
        if (head.type == uint16_t(wire::Type::SameBytes)) {
            ++m_dropped.events;
            m_dropped.bytes += movedAt(block.bytes.get() + at);
        } else if (isData || head.type == uint16_t(wire::Type::Packet)) {
            ++m_dropped.events;
            m_dropped.bytes += head.length - (isData ? wire::dataHeadSize : wire::packetHeadSize);
        } else {
            std::memmove(block.bytes.get() + kept, block.bytes.get() + at, size);
            kept += size;
        }
        at += size;
    }
    m_bytes -= block.end - kept;
    block.end = kept;
    block.stripped = true;
}

void SendQueue::recycle(Block &&block)
{
    if (m_spare.size() < spareBlocks)
        m_spare.push_back(std::move(block.bytes));
}

SendResult SendQueue::flush(int socket)
{
    while (!m_blocks.empty()) {
        std::array<iovec, 16> pieces{};
        size_t count = 0;
        for (; count < std::min(m_blocks.size(), pieces.size()); ++count) {
            const Block &block = m_blocks[count];
            pieces[count] = {block.bytes.get() + block.begin, block.end - block.begin};
        }
        msghdr message{};
        message.msg_iov = pieces.data();
        message.msg_iovlen = count;
        const ssize_t written = sendmsg(socket, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return errno == EAGAIN || errno == ENOBUFS ? SendResult::Blocked : SendResult::Gone;
        }
        m_bytes -= size_t(written);
        for (size_t left = size_t(written); left > 0;) {
            Block &front = m_blocks.front();
            const size_t taken = std::min(left, front.end - front.begin);
            front.begin += taken;
            left -= taken;
            if (front.begin == front.end) {
                recycle(std::move(front));
                m_blocks.pop_front();
            }
        }
    }
    return SendResult::Sent;
}

} // namespace relay
