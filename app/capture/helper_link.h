// SPDX-License-Identifier: GPL-3.0-or-later
// The connection to a helper: a running one's socket, or one started for this purpose, here or on another machine.
#pragma once

#include "app/base/file_descriptor.h"
#include "app/capture/live_source.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <expected>
#include <functional>
#include <optional>
#include <sys/types.h>

namespace capture {

// A connected helper after the handshake. If it was started here, it is waited for when the link is destroyed.
class HelperLink
{
public:
    // Finds or starts a helper and shakes hands. Welcome is consumed, so reading continues after it; its bytes are
    // kept in received().
    static std::expected<HelperLink, Error> open(const LiveOptions &options);
    struct Far {
        std::string destination;
        bool retry = false;                     // nobody is asked for anything
        std::string *password = nullptr;        // for sudo there; overwritten
        std::function<bool()> cancelled;
        std::function<void(pid_t)> sshBorn;     // before it runs
    };
    // The same on another machine, through ssh. Errors besides those of open(): NoLink, FarHelper, FarPrivilege, FarPassword, and
    // HelperLost if cancelled.
    static std::expected<HelperLink, Error> openFar(const LiveOptions &options, const Far &far);
    // What the far helper says about its machine, with its clock's offset; a helper of this machine says nothing.
    const std::optional<wire::Machine> &machine() const { return m_machine; }

    HelperLink(HelperLink &&other) noexcept;
    HelperLink &operator=(HelperLink &&) = delete;
    ~HelperLink();

    int fd() const { return m_socket.get(); }
    // Sends frames, with `attached` passed along with the first byte if given. receive() reports a lost peer, after
    // its last bytes.
    void send(std::span<const std::byte> frames, int attached = -1);

    // Waits for at least one more byte, then reads what is available, up to `room`. Ok(0): timeout. Error: HelperLost
    // (or NotAuthorised, if starting it was refused).
    std::expected<size_t, Error> receive(std::byte *to, size_t room, int timeoutMs);

    // Ends ssh at once: a link that is cut may stay open.
    void cut();

private:
    HelperLink() = default;
    std::expected<void, Error> greet();
    std::expected<void, Error> measureClock();
    Error lostError();
    Error farLost();

    base::FileDescriptor m_socket;
    pid_t m_child = 0;       // the helper, or the pkexec or sudo that starts it
    bool m_asked = false;    // started through pkexec or sudo
    bool m_greeted = false;
    bool m_far = false;
    base::FileDescriptor m_errors;   // what ssh writes to standard error
    std::optional<wire::Machine> m_machine;
    wire::Bytes m_received;  // read ahead: Welcome, and what came with it

    friend class FrameInput;
};

// Reads complete frames from a link, one at a time: for short conversations.
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
    // The next message; a Refused becomes an error. Error HelperLost on timeout.
    std::expected<Message, Error> next(int timeoutMs);

private:
    HelperLink &m_link;
};

} // namespace capture
