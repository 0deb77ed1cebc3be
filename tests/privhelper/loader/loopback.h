// SPDX-License-Identifier: GPL-3.0-or-later
// Both ends of a connection, in processes of their own: the reader of the events is not captured.
#pragma once

#include <QByteArray>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>

namespace rig {

template<class Work> bool inAnotherProcess(Work work)
{
    const pid_t child = fork();
    if (child == 0)
        _exit(work() ? 0 : 1);
    int status = -1;
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

// A process that works in steps, each when it is told to.
class Stepped {
public:
    // A step tells its number and whether the work is not over: `while (steps()) …`.
    template<class Work> explicit Stepped(Work work)
    {
        int down[2], up[2];
        if (pipe(down) != 0 || pipe(up) != 0)
            return;
        m_pid = fork();
        if (m_pid == 0) {
            close(down[1]);
            close(up[0]);
            bool good = true;
            for (char step = 0; good && read(down[0], &step, 1) == 1;) {
                good = work(int(step));
                const char done = good ? 1 : 0;
                if (write(up[1], &done, 1) != 1)
                    break;
            }
            _exit(0);
        }
        close(down[0]);
        close(up[1]);
        m_tell = down[1];
        m_hear = up[0];
    }
    ~Stepped()
    {
        close(m_tell);
        close(m_hear);
        waitpid(m_pid, nullptr, 0);
    }
    Stepped(const Stepped &) = delete;
    pid_t pid() const { return m_pid; }
    bool run(int step)
    {
        const char number = char(step);
        char done = 0;
        return write(m_tell, &number, 1) == 1 && read(m_hear, &done, 1) == 1 && done == 1;
    }

private:
    pid_t m_pid = -1;
    int m_tell = -1, m_hear = -1;
};

inline bool sendAll(int socket, const QByteArray &bytes)
{
    for (qsizetype done = 0; done < bytes.size();) {
        const ssize_t count = send(socket, bytes.constData() + done, size_t(bytes.size() - done), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        done += count;
    }
    return true;
}

inline bool receiveAll(int socket, qsizetype size)
{
    QByteArray buffer(64 * 1024, '\0');
    while (size > 0) {
        const ssize_t count = recv(socket, buffer.data(), size_t(std::min(size, buffer.size())), 0);
        if (count <= 0)
            return false;
        size -= count;
    }
    return true;
}

// A listening socket of this process, a client of it, and what it accepts.
struct Loopback {
    Loopback()
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto *any = reinterpret_cast<sockaddr *>(&address);
        socklen_t length = sizeof address;
        listener = socket(AF_INET, SOCK_STREAM, 0);
        isGood = !bind(listener, any, length) && !listen(listener, 8) && !getsockname(listener, any, &length);
        client = socket(AF_INET, SOCK_STREAM, 0);
        isGood = isGood && !connect(client, any, length);
        server = accept(listener, nullptr, nullptr);
    }
    ~Loopback()
    {
        for (const int each : {client, server, listener})
            close(each);
    }
    int listener = -1, client = -1, server = -1;
    bool isGood = false;
};

} // namespace rig
