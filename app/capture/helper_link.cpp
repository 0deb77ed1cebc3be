// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/helper_link.h"

#include "app/capture/errors.h"
#include "app/capture/far_side.h"
#include "app/capture/helper_start.h"
#include "app/capture/ssh.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
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
constexpr int clockRounds = 5;
constexpr int sshEndMs = 500;              // after its output has ended
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

int64_t realtimeNow()
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

} // namespace

std::expected<HelperLink, Error> HelperLink::open(const LiveOptions &options)
{
    HelperLink link;
    const std::string named = namedSocket(options);
    // The service has no interfaces: its network namespace is its own.
    auto running = named.empty() && options.packets ? std::unexpected(ENOENT) : connectTo(named.empty() ? serviceSocket : named);
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

std::expected<HelperLink, Error> HelperLink::openFar(const LiveOptions &options, const Far &far)
{
    if (!isDestination(far.destination))
        return std::unexpected(errorOf(ErrorKind::NoLink, "not the name of a machine", EINVAL));
    const base::FileDescriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    const bool asks = options.sshMayAsk && !far.retry && terminal.isValid();
    auto ssh = Ssh::start(far.destination, farCommand(), asks ? Ssh::Asking::OnTerminal : Ssh::Asking::Forbidden, far.sshBorn);
    if (!ssh)
        return std::unexpected(errorOf(ErrorKind::NoLink, std::string("ssh: ") + std::strerror(ssh.error()), ssh.error()));
    HelperLink link;
    link.m_far = true;
    link.m_child = ssh->pid();
    link.m_errors = ssh->takeErrors();
    link.m_socket = ssh->takeSocket();
    auto received = startFarHelper({link.fd(), findHelper(options), far.password, far.cancelled, [&] { return link.lostError(); }});
    if (!received) {
        link.cut();
        return std::unexpected(received.error());
    }
    const auto bytes = std::as_bytes(std::span(*received));
    link.m_received.assign(bytes.begin(), bytes.end());
    auto greeted = link.greet();
    if (greeted)
        greeted = link.measureClock();
    if (!greeted) {
        link.cut();
        return std::unexpected(greeted.error());
    }
    return link;
}

void HelperLink::cut()
{
    if (m_far && m_child > 0)
        kill(m_child, SIGKILL);
}

// The offset of the exchange that took the shortest time: the other's clock was read somewhere between its two ends.
std::expected<void, Error> HelperLink::measureClock()
{
    wire::Bytes kept = std::exchange(m_received, {});
    FrameInput input(*this);
    uint64_t shortest = UINT64_MAX;
    for (int round = 0; round < clockRounds; ++round) {
        const int64_t asked = realtimeNow();
        wire::Bytes ping;
        wire::encode(wire::Ping{asked}, ping);
        send(ping);
        const auto answer = input.next(greetingMs);
        if (!answer)
            return std::unexpected(answer.error());
        const auto pong = wire::decode<wire::Pong>(answer->body);
        if (answer->type != wire::Type::Pong || !pong || pong->time != asked)
            return std::unexpected(protocolError(pong ? wire::ReadError::BadField : pong.error()));
        const auto took = uint64_t(std::max<int64_t>(realtimeNow() - asked, 0));
        if (took >= shortest)
            continue;
        shortest = took;
        m_machine->clockOffset = pong->realtime - asked - int64_t(took / 2);
        m_machine->clockUncertainty = took / 2 + 1;
    }
    m_received.insert(m_received.begin(), kept.begin(), kept.end());
    return {};
}

HelperLink::HelperLink(HelperLink &&other) noexcept
    : m_socket(std::move(other.m_socket))
    , m_child(std::exchange(other.m_child, 0))
    , m_asked(other.m_asked)
    , m_greeted(other.m_greeted)
    , m_far(other.m_far)
    , m_errors(std::move(other.m_errors))
    , m_machine(std::move(other.m_machine))
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
            if (m_far && (*frame)->type == wire::Type::Machine && !m_machine) {
                auto machine = wire::decode<wire::Machine>((*frame)->body);
                if (!machine)
                    return std::unexpected(protocolError(machine.error()));
                m_machine = std::move(*machine);
                m_received.erase(m_received.begin(), m_received.begin() + std::ptrdiff_t(reader.position()));
                continue;
            }
            const auto welcome = wire::decode<wire::Welcome>((*frame)->body);
            if ((*frame)->type != wire::Type::Welcome || !welcome || welcome->version != wire::version || m_far != m_machine.has_value())
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

// ssh ends with 255 for a failure of its own, else with the status of what ran there.
Error HelperLink::farLost()
{
    m_socket.reset();
    int status = 0;
    const base::FileDescriptor end(m_child > 0 ? int(syscall(SYS_pidfd_open, m_child, 0)) : -1);
    pollfd watched{end.get(), POLLIN, 0};
    if (!end.isValid() || poll(&watched, 1, sshEndMs) <= 0)
        cut();
    const bool ended = m_child > 0 && waitpid(m_child, &status, 0) == m_child;
    m_child = 0;
    std::string detail = lastWords(m_errors.get());
    if (detail.empty())
        detail = !ended ? "the link is closed" : WIFSIGNALED(status) ? "ssh was killed by signal " + std::to_string(WTERMSIG(status))
                                                                     : "ssh ended with status " + std::to_string(WEXITSTATUS(status));
    return errorOf(ErrorKind::NoLink, std::move(detail));
}

// An end before the handshake means that pkexec or sudo did not start the helper: their exit status tells why.
Error HelperLink::lostError()
{
    Error error = errorOf(ErrorKind::HelperLost, "the helper closed the connection");
    int status = 0;
    if (m_far)
        return farLost();
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
