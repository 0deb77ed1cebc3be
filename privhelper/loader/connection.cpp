// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/connection.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

namespace loader {

using wire::ReadError;
using Clock = std::chrono::steady_clock;

// Bytes missing to complete the head or, once that is here, the frame.
size_t Connection::missing() const
{
    if (m_buffer.size() < wire::frameHeadSize)
        return wire::frameHeadSize - m_buffer.size();
    uint32_t length = 0;
    std::memcpy(&length, m_buffer.data(), sizeof length);
    return wire::frameHeadSize + std::min(length, wire::requestMax) - m_buffer.size();
}

// Never reads beyond the frame: what follows may come with its own descriptor, and one recvmsg() would join the two.
std::expected<bool, ReadError> Connection::receive()
{
    std::array<std::byte, wire::frameHeadSize + wire::requestMax> buffer;
    iovec piece{buffer.data(), missing()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * 4)> control{};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t count = 0;
    do
        count = recvmsg(m_socket.get(), &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return errno == EAGAIN ? std::expected<bool, ReadError>(false) : std::unexpected(ReadError::System);
    // Of several descriptors the last is kept, the others are closed.
    for (cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS)
            continue;
        const size_t fds = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < fds; ++i) {
            int fd = -1;
            std::memcpy(&fd, CMSG_DATA(header) + i * sizeof fd, sizeof fd);
            m_attached.reset(fd);
        }
    }
    if (count == 0)
        return std::unexpected(m_buffer.empty() ? ReadError::Closed : ReadError::TornFrame);
    m_buffer.insert(m_buffer.end(), buffer.begin(), buffer.begin() + count);
    return true;
}

std::expected<std::optional<Request>, ReadError> Connection::takeRequest()
{
    wire::FrameReader reader(m_buffer, wire::Sender::Client);
    const auto frame = reader.next();
    if (!frame)
        return std::unexpected(frame.error());
    std::optional<Request> request;
    if (*frame) {
        request.emplace((*frame)->type, wire::Bytes((*frame)->body.begin(), (*frame)->body.end()));
        // A descriptor arrives with the first byte of its sendmsg(), possibly in a frame before the one that takes it.
        if (request->type == wire::Type::ExaminePlan || request->type == wire::Type::CommandFile)
            request->attached = std::move(m_attached);
    }
    m_skipped += reader.skipped();
    m_buffer.erase(m_buffer.begin(), m_buffer.begin() + std::ptrdiff_t(reader.position()));
    return request;
}

std::expected<std::optional<Request>, ReadError> Connection::poll()
{
    // At most a head and its body, so that a client that sends endlessly cannot block the caller.
    for (int part = 0; part < 2; ++part) {
        const auto received = receive();
        if (!received)
            return std::unexpected(received.error());
        auto request = takeRequest();
        if (!request || *request || !*received)
            return request;
    }
    return std::nullopt;
}

std::expected<Request, ReadError> Connection::read(std::chrono::milliseconds limit)
{
    const auto deadline = Clock::now() + limit;
    for (;;) {
        auto request = poll();
        if (!request)
            return std::unexpected(request.error());
        if (*request)
            return std::move(**request);
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd watched{m_socket.get(), POLLIN, 0};
        if (left <= 0 || (::poll(&watched, 1, int(left)) == 0)) {
            errno = ETIMEDOUT;
            return std::unexpected(ReadError::System);
        }
    }
}

bool Connection::write(std::span<const std::byte> frames)
{
    while (!frames.empty()) {
        const ssize_t count = ::send(m_socket.get(), frames.data(), frames.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count >= 0) {
            frames = frames.subspan(size_t(count));
            continue;
        }
        pollfd watched{m_socket.get(), POLLOUT, 0};
        if (errno != EINTR && (errno != EAGAIN || ::poll(&watched, 1, 10'000) <= 0))
            return false;
    }
    return true;
}

} // namespace loader
