// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/played_helper.h"

#include "privhelper/wire/reader.h"
#include "tests/bench/window/shop_traffic.h"

#include <chrono>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace bench {

PlayedHelper::PlayedHelper(const QString &path, uint32_t perSecond)
    : m_listening(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0))
    , m_perSecond(perSecond)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, qPrintable(path), sizeof address.sun_path - 1);
    if (bind(m_listening, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 || listen(m_listening, 1) != 0)
        qFatal("no socket at %s", address.sun_path);
    m_thread = std::thread([this] { serve(); });
}

PlayedHelper::~PlayedHelper()
{
    m_over = true;
    shutdown(m_listening, SHUT_RDWR);
    m_thread.join();
    close(m_listening);
}

void PlayedHelper::serve()
{
    if (const int client = accept(m_listening, nullptr, nullptr); client >= 0) {
        play(client);
        close(client);
    }
}

namespace {

void say(int client, const wire::Bytes &bytes)
{
    for (size_t at = 0; at < bytes.size();) {
        const ssize_t count = send(client, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
        if (count <= 0)
            return;
        at += size_t(count);
    }
}

template <typename Message> void say(int client, const Message &message)
{
    wire::Bytes bytes;
    encode(message, bytes);
    say(client, bytes);
}

} // namespace

// Whether a message of this type arrives in time; others are skipped.
bool PlayedHelper::awaits(int client, uint16_t type, int timeoutMs)
{
    static thread_local wire::Bytes buffer;
    for (;;) {
        wire::FrameReader reader(buffer, wire::Sender::Client);
        if (const auto frame = reader.next(); frame && *frame) {
            const bool found = uint16_t((*frame)->type) == type;
            buffer.erase(buffer.begin(), buffer.begin() + ptrdiff_t(reader.position()));
            if (found)
                return true;
            continue;
        }
        pollfd ready{client, POLLIN, 0};
        std::byte piece[1024];
        if (poll(&ready, 1, timeoutMs) <= 0)
            return false;
        const ssize_t count = recv(client, piece, sizeof piece, 0);
        if (count <= 0) {
            m_over = true;
            return false;
        }
        buffer.insert(buffer.end(), piece, piece + count);
    }
}

void PlayedHelper::play(int client)
{
    using Clock = std::chrono::steady_clock;
    constexpr int patienceMs = 10'000;
    if (!awaits(client, uint16_t(wire::Type::Hello), patienceMs))
        return;
    say(client, wire::Welcome{});
    if (!awaits(client, uint16_t(wire::Type::Start), patienceMs))
        return;
    ShopTraffic shop;
    const auto begin = Clock::now();
    while (!m_over) {
        const std::chrono::duration<double> passed = Clock::now() - begin;
        shop.made.setTime(int64_t(passed.count() * 1e9));
        for (const auto due = uint32_t(passed.count() * m_perSecond); m_sent < due; ++m_sent)
            shop.next();
        if (const wire::Bytes frames = shop.made.take(); !frames.empty())
            say(client, frames);
        if (awaits(client, uint16_t(wire::Type::Stop), m_perSecond ? 5 : 200))
            break;
    }
    say(client, wire::Stopped{});
}

} // namespace bench
