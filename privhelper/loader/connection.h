// SPDX-License-Identifier: GPL-3.0-or-later
// One client's socket: requests in, and, until the relay takes over, frames out.
#pragma once

#include "privhelper/loader/unique_fd.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <chrono>
#include <optional>

namespace loader {

// A request, with its descriptor if it is a kind that takes one and one was sent.
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

    // Waits for a whole request. Errors: those of the reader; System with errno ETIMEDOUT on timeout.
    std::expected<Request, wire::ReadError> read(std::chrono::milliseconds limit);
    // What has arrived so far, without waiting; nullopt: less than a request, or an unknown request, which is skipped.
    std::expected<std::optional<Request>, wire::ReadError> poll();
    // Number of requests unknown to this helper.
    uint64_t skipped() const { return m_skipped; }

    // Writes frames, waiting up to ten seconds for a slow client. False: the connection is unusable.
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
    std::expected<bool, wire::ReadError> receive(); // false: nothing available

    UniqueFd m_socket;
    UniqueFd m_attached; // the latest one received, not yet claimed by a request
    wire::Bytes m_buffer; // at most one frame
    uint64_t m_skipped = 0;
};

} // namespace loader
