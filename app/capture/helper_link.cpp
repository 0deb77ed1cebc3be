// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/helper_link.h"

#include "app/capture/errors.h"
#include "app/capture/helper_start.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>

namespace capture {

namespace {

constexpr const char *serviceSocket = "/run/cleartap/helper.sock";
constexpr int greetingMs = 10'000;
constexpr int greetingAskedMs = 5 * 60'000; // the user is asked for a password
constexpr int childEndMs = 10'000;          // detaching may take seconds on old kernels

std::expected<base::FileDescriptor, int> connectTo(const std::string &path)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path)
        return std::unexpected(ENAMETOOLONG);
    std::memcpy(address.sun_path, path.data(), path.size());
    base::FileDescriptor fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!fd.isValid() || connect(fd.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0)
        return std::unexpected(errno);
    return fd;
}

// The explicitly named socket, which must exist; empty: none was named.
std::string namedSocket(const LiveOptions &options)
{
    if (!options.socketPath.empty())
        return options.socketPath;
    const char *named = std::getenv("CLEARTAP_SOCKET");
    return named ? named : "";
}

} // namespace

std::expected<HelperLink, Error> HelperLink::open(const LiveOptions &options)
{
    HelperLink link;
    const std::string named = namedSocket(options);
    auto running = connectTo(named.empty() ? serviceSocket : named);
    if (running) {
        link.m_socket = std::move(*running);
    } else if (!named.empty()) {
        return std::unexpected(errorOf(ErrorKind::NoHelper, named + ": " + std::strerror(running.error()), running.error()));
    } else {
        auto started = startHelper(options);
        if (!started)
            return std::unexpected(started.error());
        link.m_socket = std::move(started->socket);
        link.m_child = started->child;
        link.m_asked = started->asked;
    }
    if (auto greeted = link.greet(); !greeted)
        return std::unexpected(greeted.error());
    return link;
}

HelperLink::HelperLink(HelperLink &&other) noexcept
    : m_socket(std::move(other.m_socket))
    , m_child(std::exchange(other.m_child, 0))
    , m_asked(other.m_asked)
    , m_greeted(other.m_greeted)
    , m_received(std::move(other.m_received))
{
}

HelperLink::~HelperLink()
{
    m_socket.reset();
    if (m_child <= 0)
        return;
    const base::FileDescriptor end(int(syscall(SYS_pidfd_open, m_child, 0)));
    pollfd watched{end.get(), POLLIN, 0};
    const bool ended = end.isValid() && poll(&watched, 1, childEndMs) > 0;
    waitpid(m_child, nullptr, ended ? 0 : WNOHANG);
}

std::expected<void, Error> HelperLink::greet()
{
    wire::Bytes hello;
    wire::encode(wire::Hello{wire::version, "cleartap"}, hello);
    send(hello);
    // The bytes stay in m_received: Welcome is the capture file's first frame.
    for (;;) {
        wire::FrameReader reader(m_received);
        const auto frame = reader.next();
        if (!frame)
            return std::unexpected(protocolError(frame.error()));
        if (*frame) {
            if ((*frame)->type == wire::Type::Refused)
                return std::unexpected(refusedError((*frame)->body));
            const auto welcome = wire::decode<wire::Welcome>((*frame)->body);
            if ((*frame)->type != wire::Type::Welcome || !welcome || welcome->version != wire::version)
                return std::unexpected(protocolError(welcome ? wire::ReadError::BadField : welcome.error()));
            m_greeted = true;
            return {};
        }
        std::array<std::byte, 4096> buffer;
        wire::Bytes before = std::move(m_received);
        m_received.clear();
        const auto count = receive(buffer.data(), buffer.size(), m_asked ? greetingAskedMs : greetingMs);
        m_received = std::move(before);
        if (!count)
            return std::unexpected(count.error());
        if (*count == 0)
            return std::unexpected(lostError());
        m_received.insert(m_received.end(), buffer.begin(), buffer.begin() + std::ptrdiff_t(*count));
    }
}

void HelperLink::send(std::span<const std::byte> frames, int attached)
{
    while (!frames.empty()) {
        iovec piece{const_cast<std::byte *>(frames.data()), frames.size()};
        msghdr message{};
        message.msg_iov = &piece;
        message.msg_iovlen = 1;
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof attached)> control{};
        if (attached >= 0) {
            message.msg_control = control.data();
            message.msg_controllen = control.size();
            cmsghdr *header = CMSG_FIRSTHDR(&message);
            header->cmsg_level = SOL_SOCKET;
            header->cmsg_type = SCM_RIGHTS;
            header->cmsg_len = CMSG_LEN(sizeof attached);
            std::memcpy(CMSG_DATA(header), &attached, sizeof attached);
        }
        const ssize_t count = sendmsg(m_socket.get(), &message, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return;
        attached = -1;
        frames = frames.subspan(size_t(count));
    }
}

std::expected<size_t, Error> HelperLink::receive(std::byte *to, size_t room, int timeoutMs)
{
    if (!m_received.empty()) {
        const size_t count = std::min(room, m_received.size());
        std::memcpy(to, m_received.data(), count);
        m_received.erase(m_received.begin(), m_received.begin() + std::ptrdiff_t(count));
        return count;
    }
    for (;;) {
        const ssize_t count = recv(m_socket.get(), to, room, MSG_DONTWAIT);
        if (count > 0)
            return size_t(count);
        if (count == 0 || (errno != EINTR && errno != EAGAIN))
            return std::unexpected(lostError());
        if (errno == EINTR)
            continue;
        pollfd watched{m_socket.get(), POLLIN, 0};
        if (timeoutMs == 0 || poll(&watched, 1, timeoutMs) == 0)
            return size_t(0);
    }
}

// An end before the handshake means that pkexec or sudo did not start the helper: their exit status tells why.
Error HelperLink::lostError()
{
    Error error = errorOf(ErrorKind::HelperLost, "the helper closed the connection");
    int status = 0;
    if (m_child <= 0 || m_greeted)
        return error;
    m_socket.reset();
    if (waitpid(m_child, &status, 0) != m_child)
        return error;
    m_child = 0;
    if (m_asked)
        return errorOf(ErrorKind::NotAuthorised, "the helper was not started: permission was not given");
    return errorOf(ErrorKind::NoHelper, WIFSIGNALED(status) ? "the helper was killed by signal " + std::to_string(WTERMSIG(status))
                                                            : "the helper ended with status " + std::to_string(WEXITSTATUS(status)));
}

std::expected<FrameInput::Message, Error> FrameInput::next(int timeoutMs)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeoutMs);
    wire::Bytes &buffer = m_link.m_received;
    for (;;) {
        wire::FrameReader reader(buffer);
        const auto frame = reader.next();
        if (!frame)
            return std::unexpected(protocolError(frame.error()));
        if (*frame) {
            Message message{(*frame)->type, {(*frame)->body.begin(), (*frame)->body.end()}};
            buffer.erase(buffer.begin(), buffer.begin() + std::ptrdiff_t(reader.position()));
            if (message.type == wire::Type::Refused)
                return std::unexpected(refusedError(message.body));
            return message;
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        std::array<std::byte, 65536> piece;
        wire::Bytes before = std::move(buffer);
        buffer.clear();
        const auto count = m_link.receive(piece.data(), piece.size(), int(std::max<int64_t>(left, 0)));
        buffer = std::move(before);
        if (!count)
            return std::unexpected(count.error());
        if (*count == 0 && left <= 0) {
            return std::unexpected(errorOf(ErrorKind::HelperLost, "the helper does not answer"));
        }
        buffer.insert(buffer.end(), piece.begin(), piece.begin() + std::ptrdiff_t(*count));
    }
}

} // namespace capture
