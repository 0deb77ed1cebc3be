// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for this machine's helper, where a test is about what is around it.
#pragma once

#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <QString>

#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

namespace support {

// A helper of this machine that captures nothing.
class QuietHelper
{
public:
    explicit QuietHelper(const QString &path)
    {
        sockaddr_un address {};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, path.toLocal8Bit().constData(), sizeof address.sun_path);
        m_socket = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (bind(m_socket, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0 || listen(m_socket, 4) != 0)
            qFatal("no socket");
        m_thread = std::thread([this] {
            for (int client = accept(m_socket, nullptr, nullptr); client >= 0; client = accept(m_socket, nullptr, nullptr)) {
                talk(client);
                close(client);
            }
        });
    }
    ~QuietHelper()
    {
        shutdown(m_socket, SHUT_RDWR);
        m_thread.join();
        close(m_socket);
    }

private:
    static void say(int client, const wire::Bytes &bytes) { (void)!send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    static void talk(int client)
    {
        wire::Bytes asked, answer;
        std::byte piece[1024];
        for (ssize_t count = recv(client, piece, sizeof piece, 0); count > 0; count = recv(client, piece, sizeof piece, 0)) {
            asked.insert(asked.end(), piece, piece + count);
            wire::FrameReader reader(asked, wire::Sender::Client);
            for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
                answer.clear();
                if ((*frame)->type == wire::Type::Hello)
                    wire::encode(wire::Welcome {}, answer);
                else if ((*frame)->type == wire::Type::Start)
                    wire::encode(wire::Started {}, answer);
                else if ((*frame)->type == wire::Type::Stop)
                    wire::encode(wire::Stopped {}, answer);
                else if ((*frame)->type == wire::Type::Examine)
                    return;
                say(client, answer);
            }
            asked.erase(asked.begin(), asked.begin() + ptrdiff_t(reader.position()));
        }
    }

    int m_socket = -1;
    std::thread m_thread;
};

} // namespace support
