// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the packets of one direction under one secret: RFC 9001, section 5, and RFC 9369, section 3.3.
#pragma once

#include "app/quic/packet.h"
#include "app/tls/key_schedule.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

struct evp_cipher_ctx_st;

namespace quic {

// The secrets of Initial packets follow from the client's first destination id.
struct InitialSecrets {
    tls::SecretBytes client, server;
};
InitialSecrets initialSecrets(Version, const ConnectionId &clientDestination);
// After a key update (RFC 9001, section 6).
tls::SecretBytes nextSecret(Version, tls::Hash, const tls::SecretBytes &);
// The suite of Initial packets.
const tls::Suite &initialSuite();

// A packet number from its last bytes and the largest one seen so far, -1 for none (RFC 9000, appendix A.3).
uint64_t fullNumber(int64_t largest, uint64_t truncated, size_t bytes);

class PacketCipher
{
public:
    // Null: libcrypto has no memory, or the suite is not one of QUIC's.
    static std::unique_ptr<PacketCipher> create(Version, const tls::Suite &, const tls::SecretBytes &secret);
    ~PacketCipher();
    PacketCipher(const PacketCipher &) = delete;
    PacketCipher &operator=(const PacketCipher &) = delete;

    // What header protection hides.
    struct Unmasked {
        uint8_t first = 0;
        size_t numberLength = 0;
        uint64_t truncated = 0;
        bool keyPhase() const { return first & 0x04; }
    };
    // Nothing: the packet is too short to be one.
    std::optional<Unmasked> unmask(const Packet &);
    // The payload, within `buffer`, which grows if need be. Nothing: not sealed with these keys under this number.
    std::optional<std::span<const std::byte>> open(const Packet &, const Unmasked &, uint64_t number, std::vector<std::byte> &buffer);
    // With the keys of the next phase; these packets' headers are still protected by the first one's.
    std::unique_ptr<PacketCipher> successor() const;

private:
    PacketCipher(Version, const tls::Suite &, const tls::SecretBytes &);
    bool prepareHeader();
    bool prepare();

    struct Freed {
        void operator()(evp_cipher_ctx_st *) const;
    };
    using Context = std::unique_ptr<evp_cipher_ctx_st, Freed>;
    Version m_version;
    const tls::Suite &m_suite;
    tls::SecretBytes m_secret;
    std::array<std::byte, 12> m_iv{};
    Context m_context, m_header;
};

} // namespace quic
