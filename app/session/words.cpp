// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/words.h"

#include <algorithm>
#include <array>

namespace session {

namespace {
template<size_t N> const char *nameIn(const std::array<const char *, N> &names, size_t index)
{
    return index < N ? names[index] : "unknown";
}
} // namespace

const char *tieName(uint8_t kind)
{
    return nameIn(std::array{"", "nested call", "descriptor set by the program", "socket BIO", "same ciphertext"}, kind);
}

const char *libraryName(uint8_t origin)
{
    return nameIn(std::array{"", "", "OpenSSL", "GnuTLS", "NSS", "Go crypto/tls", "BoringSSL"}, origin);
}

std::string alpnName(const std::string &name)
{
    const bool printable = std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
    return printable ? name : std::string();
}

std::string lossName(const wire::Loss &loss)
{
    constexpr std::array kernel = {"ring buffer full", "ring buffer full (no payload)", "memory not resident",
                                   "call longer than the limit", "too many connections", "too many calls under way",
                                   "too many TLS objects", "too many buffers in one call", "notice not sent",
                                   "moved without a readable buffer (sendfile, splice, io_uring)", "SCTP sockets", "SMC sockets",
                                   "vsock sockets", "Unix sockets of packets", "another Internet protocol", "system calls of 32-bit programs",
                                   "too many messages in one call"};
    constexpr std::array relay = {"window or recorder too slow", "bad record"};
    if (loss.place == 0 && loss.cause < kernel.size())
        return kernel[loss.cause];
    if (loss.place == 1 && loss.cause < relay.size())
        return relay[loss.cause];
    return "unknown cause";
}

uint64_t missingTo(const wire::Data &data)
{
    constexpr uint8_t cut = 1;
    constexpr uint32_t chunk = 16384;
    const uint32_t left = data.moved - std::min(data.moved, data.callOffset);
    // A cut record is the last of its call; a faulted one misses its own chunk only.
    return data.flags & cut ? left : std::min(left, chunk);
}

} // namespace session
