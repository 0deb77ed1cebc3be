// SPDX-License-Identifier: GPL-3.0-or-later
// One client's socket: requests in, and, until the relay takes over, frames out.
#pragma once

#include "privhelper/loader/unique_fd.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <chrono>
#include <optional>

namespace loader {

// A request, with its descriptor where it is one that takes any and one came.
struct Request {
    wire::Type type;
    wire::Bytes body;
    UniqueFd attached = UniqueFd();
};

class Connection
{
public:
    explicit Connection(UniqueFd socket)
        : m_socket(std::move(socket))
    {
    }

    int fd() const { return m_socket.get(); }

    // Waits for a whole request. Errors: those of the reader; System with errno ETIMEDOUT when the time is up.
    std::expected<Request, wire::ReadError> read(std::chrono::milliseconds limit);
    // What has come by now, without waiting; nullopt: less than a request, or a request of a newer client, which is skipped.
    std::expected<std::optional<Request>, wire::ReadError> poll();
    // Requests that this helper does not know.
    uint64_t skipped() const { return m_skipped; }

    // Writes frames, waiting up to ten seconds for a slow client. False: it is of no use any more.
    bool write(std::span<const std::byte> frames);
    template<class Message> bool send(const Message &message)
    {
        wire::Bytes bytes;
        wire::encode(message, bytes);
        return write(bytes);
    }

private:
    std::expected<std::optional<Request>, wire::ReadError> takeRequest();
    size_t missing() const;
    std::expected<bool, wire::ReadError> receive(); // false: nothing there

    UniqueFd m_socket;
    UniqueFd m_attached; // came last, and has not been taken by a request yet
    wire::Bytes m_buffer; // of one frame at most
    uint64_t m_skipped = 0;
};

} // namespace loader
