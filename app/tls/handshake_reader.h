// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the contents of handshake records to messages (RFC 8446, section 4). Only those that somebody reads are kept.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tls {

enum class HandshakeType : uint8_t {
    ClientHello = 1, ServerHello = 2, EndOfEarlyData = 5, EncryptedExtensions = 8, Finished = 20, KeyUpdate = 24,
};

class HandshakeReader
{
public:
    static constexpr size_t keptMax = 64 * 1024;   // of one message; longer ones are reported without contents

    struct Sink {
        // `body` is empty for types that are not listed above.
        virtual void message(HandshakeType, std::span<const std::byte> body) = 0;

    protected:
        ~Sink() = default;
    };
    void content(std::span<const std::byte>, Sink &);
    // Contents are missing: messages are recognised again after reset() only.
    void lose() { m_lost = true; }
    void reset() { *this = {}; }

private:
    bool isKept() const;

    std::array<std::byte, 4> m_head{};
    size_t m_headSize = 0;
    size_t m_left = 0;            // of the body
    bool m_lost = false;
    std::vector<std::byte> m_body;
};

} // namespace tls
