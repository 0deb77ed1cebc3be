// SPDX-License-Identifier: GPL-3.0-or-later
// A helper in its own process, and clients that speak the wire protocol by hand.
#pragma once

#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

constexpr uid_t nobody = 65534;

inline bool eventually(const std::function<bool()> &condition, int ms = 10'000)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > ms)
            return false;
        QTest::qSleep(2);
    }
    return true;
}

inline QByteArray procFile(pid_t pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Gone, or dead and not yet waited for.
inline bool hasEnded(pid_t pid)
{
    const QByteArray status = procFile(pid, "status");
    return status.isEmpty() || status.contains("\nState:\tZ");
}

// Children in a role: "session", "relay", "analyzer".
inline std::vector<pid_t> rolesOf(pid_t parent, const char *role)
{
    std::vector<pid_t> found;
    const QByteArray children = procFile(parent, qPrintable(QStringLiteral("task/%1/children").arg(parent)));
    for (const QByteArray &text : children.simplified().split(' ')) {
        const pid_t child = text.toInt();
        if (child > 0 && procFile(child, "cmdline").contains(QByteArray("--role\0", 7) + role))
            found.push_back(child);
    }
    return found;
}

// Ids of the BPF objects that the process holds: "prog_id" or "link_id".
inline std::vector<uint32_t> bpfIds(pid_t pid, const char *name)
{
    std::vector<uint32_t> ids;
    const QDir directory(QStringLiteral("/proc/%1/fdinfo").arg(pid));
    for (const QString &fd : directory.entryList(QDir::Files)) {
        for (const QByteArray &line : procFile(pid, qPrintable(QStringLiteral("fdinfo/") + fd)).split('\n')) {
            if (line.startsWith(QByteArray(name) + ":"))
                ids.push_back(line.mid(int(strlen(name)) + 1).trimmed().toUInt());
        }
    }
    return ids;
}

class Helper
{
public:
    Helper()
    {
        qputenv("LOGS_DIRECTORY", m_directory.filePath(QStringLiteral("log")).toLocal8Bit());
        qputenv("STATE_DIRECTORY", m_directory.filePath(QStringLiteral("state")).toLocal8Bit());
        qputenv("CACHE_DIRECTORY", m_directory.filePath(QStringLiteral("cache")).toLocal8Bit());
        // Other users' clients must be able to reach the socket.
        QFile::setPermissions(m_directory.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther);
        m_pid = fork();
        if (m_pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            execl(BINARY_DIR "/cleartap-helper", "cleartap-helper", "--socket", path().c_str(), nullptr);
            _exit(127);
        }
        if (!eventually([this] { return QFile::exists(QString::fromStdString(path())); }))
            qFatal("the helper does not listen");
    }
    ~Helper()
    {
        kill(m_pid, SIGTERM);
        waitpid(m_pid, nullptr, 0);
    }
    Helper(const Helper &) = delete;

    std::string path() const { return m_directory.filePath(QStringLiteral("socket")).toStdString(); }
    pid_t pid() const { return m_pid; }
    pid_t role(const char *name) const
    {
        const auto sessions = rolesOf(m_pid, "session");
        if (sessions.empty() || QByteArray(name) == "session")
            return sessions.empty() ? 0 : sessions.back();
        const auto roles = rolesOf(sessions.back(), name);
        return roles.empty() ? 0 : roles.back();
    }
    QString folder(const char *name) const { return m_directory.filePath(QLatin1String(name)); } // "log", "state"
    QByteArray auditLog() const
    {
        QFile file(m_directory.filePath(QStringLiteral("log/audit.jsonl")));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private:
    QTemporaryDir m_directory;
    pid_t m_pid = 0;
};

class Client
{
public:
    // Connected as this user: the kernel remembers who connected, even if another process holds the socket later.
    explicit Client(const std::string &path, uid_t uid = 0)
    {
        int pair[2];
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
            qFatal("socketpair");
        const pid_t child = fork();
        if (child == 0)
            connectAndSend(path, uid, pair[1]);
        close(pair[1]);
        char byte = 0;
        iovec piece{&byte, 1};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))]{};
        msghdr message{};
        message.msg_iov = &piece, message.msg_iovlen = 1, message.msg_control = control, message.msg_controllen = sizeof control;
        if (recvmsg(pair[0], &message, MSG_CMSG_CLOEXEC) != 1 || !CMSG_FIRSTHDR(&message))
            qFatal("no connection");
        memcpy(&m_fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof m_fd);
        close(pair[0]);
        waitpid(child, nullptr, 0);
    }
    ~Client() { hangUp(); }
    Client(const Client &) = delete;

    void say(const wire::Bytes &bytes) { (void)!send(m_fd, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    template<class Message> void send_(const Message &message)
    {
        wire::Bytes bytes;
        wire::encode(message, bytes);
        say(bytes);
    }
    void ask(wire::Type type)
    {
        wire::Bytes bytes;
        wire::encodeEmpty(type, bytes);
        say(bytes);
    }
    void hangUp()
    {
        if (m_fd >= 0)
            close(m_fd);
        m_fd = -1;
    }

    struct Message {
        wire::Type type{};
        wire::Bytes body;
    };
    // The next frame; type 0 at the end, or after ten seconds.
    Message next()
    {
        QElapsedTimer timer;
        timer.start();
        for (;;) {
            wire::FrameReader reader(m_bytes);
            if (const auto frame = reader.next(); frame && *frame) {
                Message message{(*frame)->type, {(*frame)->body.begin(), (*frame)->body.end()}};
                m_bytes.erase(m_bytes.begin(), m_bytes.begin() + ptrdiff_t(reader.position()));
                return message;
            }
            pollfd watched{m_fd, POLLIN, 0};
            std::byte buffer[65536];
            if (poll(&watched, 1, int(std::max<qint64>(0, 30'000 - timer.elapsed()))) <= 0)
                return {};
            const ssize_t count = recv(m_fd, buffer, sizeof buffer, 0);
            if (count <= 0)
                return {};
            m_bytes.insert(m_bytes.end(), buffer, buffer + count);
        }
    }
    // Everything up to and including a message of this type, or to the end.
    std::vector<Message> until(wire::Type type)
    {
        std::vector<Message> all;
        do
            all.push_back(next());
        while (all.back().type != type && all.back().type != wire::Type{});
        return all;
    }
    // "welcome", "refused N", "closed", or the number of another message.
    QString answer()
    {
        const Message message = next();
        if (message.type == wire::Type{})
            return QStringLiteral("closed");
        switch (message.type) {
        case wire::Type::Welcome: return QStringLiteral("welcome");
        case wire::Type::Refused: return QStringLiteral("refused %1").arg(int(wire::decode<wire::Refused>(message.body)->reason));
        default: return QString::number(int(message.type));
        }
    }

private:
    [[noreturn]] static void connectAndSend(const std::string &path, uid_t uid, int to)
    {
        if (uid != 0 && (setresgid(uid, uid, uid) != 0 || setresuid(uid, uid, uid) != 0))
            _exit(1);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
        const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
        // Briefly it is bound but not yet listening.
        for (int tries = 0; connect(fd, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0; ++tries) {
            if (errno != ECONNREFUSED || tries == 1000)
                _exit(1);
            usleep(1000);
        }
        char byte = 0;
        iovec piece{&byte, 1};
        alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))]{};
        msghdr message{};
        message.msg_iov = &piece, message.msg_iovlen = 1, message.msg_control = control, message.msg_controllen = sizeof control;
        cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET, header->cmsg_type = SCM_RIGHTS, header->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(header), &fd, sizeof fd);
        _exit(sendmsg(to, &message, 0) == 1 ? 0 : 1);
    }

    int m_fd = -1;
    wire::Bytes m_bytes;
};

// As Client::answer() gives it.
inline QString refused(wire::Refusal reason)
{
    return QStringLiteral("refused %1").arg(int(reason));
}

// Hello, and the request for a capture.
inline void start(Client &client, wire::ScopeKind scope, uint32_t id = 0)
{
    client.send_(wire::Hello{wire::version, "test"});
    wire::Start wish;
    wish.scope = scope;
    wish.id = id;
    client.send_(wish);
}

inline bool started(Client &client)
{
    return client.until(wire::Type::Started).back().type == wire::Type::Started;
}

// Sends `text` over a loopback connection as this user.
inline void talk(uid_t uid, const char *text)
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener, reinterpret_cast<sockaddr *>(&address), size) != 0 || listen(listener, 1) != 0
        || getsockname(listener, reinterpret_cast<sockaddr *>(&address), &size) != 0)
        qFatal("no listener");
    const pid_t child = fork();
    if (child == 0) {
        // A program of that user, started anew: a process that only changed its user is not dumpable.
        char command[2048];
        snprintf(command, sizeof command, "exec 3<>/dev/tcp/127.0.0.1/%d; echo '%s' >&3", ntohs(address.sin_port), text);
        if (setresgid(uid, uid, uid) != 0 || setresuid(uid, uid, uid) != 0)
            _exit(1);
        execl("/bin/bash", "bash", "-c", command, nullptr);
        _exit(1);
    }
    const int peer = accept(listener, nullptr, nullptr);
    char buffer[256];
    while (read(peer, buffer, sizeof buffer) > 0) { }
    close(peer);
    close(listener);
    waitpid(child, nullptr, 0);
}
