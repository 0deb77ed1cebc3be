// SPDX-License-Identifier: GPL-3.0-or-later
// The way to a helper: a running one's socket, or one that is started for this purpose.
#pragma once

#include "app/base/file_descriptor.h"
#include "app/capture/live_source.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <expected>
#include <optional>
#include <sys/types.h>

namespace capture {

// A connected helper, greeted. If it was started here it is waited for when the link goes.
class HelperLink
{
public:
    // Finds or starts one, and shakes hands. Welcome is the first frame that next frames are read after;
    // its bytes are kept in received().
    static std::expected<HelperLink, Error> open(const LiveOptions &options);

    HelperLink(HelperLink &&other) noexcept;
    HelperLink &operator=(HelperLink &&) = delete;
    ~HelperLink();

    int fd() const { return m_socket.get(); }
    // Sends frames, with a descriptor beside the first byte where one is given. A peer that is gone is
    // noticed by receive(), after what it said last.
    void send(std::span<const std::byte> frames, int attached = -1);

    // Waits until at least one more byte has come, then takes what there is, up to the buffer's end.
    // Ok(0): nothing within the time. Error: HelperLost (or NotAuthorised, where the start was refused).
    std::expected<size_t, Error> receive(std::byte *to, size_t room, int timeoutMs);


private:
    HelperLink() = default;
    std::expected<void, Error> greet();
    Error lostError();

    base::FileDescriptor m_socket;
    pid_t m_child = 0;       // the helper, or pkexec or sudo before it
    bool m_asked = false;    // started through pkexec or sudo
    bool m_greeted = false;
    wire::Bytes m_received;  // read before the caller asked: Welcome, and what came with it

    friend class FrameInput;
};

// Whole frames out of a link, one at a time: for short conversations.
class FrameInput
{
public:
    explicit FrameInput(HelperLink &link)
        : m_link(link)
    {
    }
    struct Message {
        wire::Type type;
        wire::Bytes body;
    };
    // The next message; a Refused becomes an error. Error HelperLost when the time is up.
    std::expected<Message, Error> next(int timeoutMs);

private:
    HelperLink &m_link;
};

} // namespace capture
