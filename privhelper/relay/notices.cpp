// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/notices.h"

#include <array>
#include <cerrno>
#include <sys/socket.h>

namespace relay {

// Beyond this the loader blocks in its write: nothing is reported to it, the client is just slow.
static constexpr size_t gatheredMax = 4u << 20;

NoticeState Notices::read(int socket)
{
    std::array<std::byte, 64 * 1024> buffer;
    while (!m_ended && m_bytes.size() < gatheredMax) {
        iovec piece{buffer.data(), buffer.size()};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        const ssize_t count = recvmsg(socket, &message, MSG_DONTWAIT);
        if (count > 0) {
            m_bytes.insert(m_bytes.end(), buffer.begin(), buffer.begin() + count);
            continue;
        }
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0 && errno == EAGAIN)
            break;
        m_ended = true; // closed; or the loader died, which looks the same or is ECONNRESET
    }
    if (!findFrames() || (m_ended && m_whole < m_bytes.size()))
        return NoticeState::Bad;
    return m_ended ? NoticeState::Ended : NoticeState::Open;
}

bool Notices::findFrames()
{
    wire::FrameReader reader(std::span<const std::byte>(m_bytes).subspan(m_whole));
    for (;;) {
        const auto frame = reader.next();
        if (!frame)
            return false;
        if (!*frame)
            break;
    }
    m_whole += reader.position();
    return true;
}

} // namespace relay
