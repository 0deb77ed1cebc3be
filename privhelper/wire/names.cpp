// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/wire/names.h"

#include "privhelper/wire/packet_loss.h"

#include <array>
#include <cstddef>

namespace wire {

namespace {

template<size_t N> const char *nameIn(const std::array<const char *, N> &names, auto value)
{
    return size_t(value) < N ? names[size_t(value)] : "unknown";
}

} // namespace

const char *tieName(TieKind kind)
{
    static constexpr std::array names{"", "nested call", "descriptor set by the program", "socket BIO", "same ciphertext", "decrypted"};
    return nameIn(names, kind);
}

const char *tlsSourceName(TlsSource source)
{
    static constexpr std::array names{"", "calls", "secrets", "auto"};
    return nameIn(names, source);
}

const char *libraryName(Library library)
{
    static constexpr std::array names{"", "OpenSSL", "GnuTLS", "NSS", "Go crypto/tls", "BoringSSL", "rustls", "unknown library",
                                      "wolfSSL", "Mbed TLS"};
    return nameIn(names, library);
}

const char *libraryName(Origin origin)
{
    switch (origin) {
    case Origin::Unknown:
    case Origin::Socket: return "";
    case Origin::OpenSsl: return libraryName(Library::OpenSsl);
    case Origin::GnuTls: return libraryName(Library::GnuTls);
    case Origin::Nss: return libraryName(Library::Nss);
    case Origin::Go: return libraryName(Library::Go);
    case Origin::BoringSsl: return libraryName(Library::BoringSsl);
    case Origin::WolfSsl: return libraryName(Library::WolfSsl);
    case Origin::MbedTls: return libraryName(Library::MbedTls);
    case Origin::Rustls: return libraryName(Library::Rustls);
    }
    return "unknown";
}

const char *hookName(Hook hook)
{
    static constexpr std::array names{"prerouting", "input", "forward", "output", "postrouting"};
    return hook == Hook::Unknown ? "" : nameIn(names, hook);
}

const char *firewallName(Firewall firewall)
{
    static constexpr std::array names{"", "nftables", "iptables", "connection tracking"};
    return nameIn(names, firewall);
}

const char *tableFamilyName(uint8_t family)
{
    switch (family) {
    case 1: return "inet";
    case 2: return "ip";
    case 10: return "ip6";
    default: return "";
    }
}

const char *builtInChainName(Hook hook)
{
    static constexpr std::array names{"PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"};
    return hook == Hook::Unknown ? "" : nameIn(names, hook);
}

const char *lossName(const Loss &loss)
{
    static constexpr std::array kernel{"ring buffer full", "ring buffer full (no payload)", "memory not resident",
                                       "call longer than the limit", "too many connections", "too many calls in progress",
                                       "too many TLS objects", "too many buffers in one call", "notice not sent",
                                       "moved without a readable buffer (sendfile, splice, io_uring)", "SCTP sockets", "SMC sockets",
                                       "vsock sockets", "Unix packet sockets", "another Internet protocol",
                                       "system calls of 32-bit programs", "too many messages in one call",
                                       "packets: ring buffer full", "packets: bytes not copied"};
    static constexpr std::array<const char *, packetLossCount> packets{
        "packets of an unknown link type", "malformed packets", "IP packets whose fragments were not all captured",
        "TCP segments that were not captured", "bytes after the end of their connection", "packets that the capturing program lost",
        "too many connections in packets", "packets that were cut when captured", "packets of another Internet protocol"};
    static constexpr std::array relay{"window or recorder too slow", "bad record"};
    switch (loss.place) {
    case LossPlace::Kernel:
        if (loss.cause >= packetLossBase && loss.cause < packetLossBase + packetLossCount)
            return packets[size_t(loss.cause - packetLossBase)];
        if (loss.cause == translationsLost)
            return "translated connections: too many at once";
        return loss.cause < kernel.size() ? kernel[loss.cause] : "unknown cause";
    case LossPlace::Relay: return loss.cause < relay.size() ? relay[loss.cause] : "unknown cause";
    }
    return "unknown cause";
}

const char *helperRoleName(HelperRole role)
{
    static constexpr std::array names{"", "loader", "relay", "analyzer"};
    return nameIn(names, role);
}

const char *siteRoleName(SiteRole role)
{
    static constexpr std::array names{"", "read", "write", "free", "peek", "set descriptor", "handshake", "memory BIO", "send file",
                                  "read packet", "early data", "uncork", "selected protocol", "secret"};
    return nameIn(names, role);
}

const char *siteCostName(SiteCost cost)
{
    static constexpr std::array names{"", "optimised nop, about 0.4 µs", "emulated, about 1 µs", "single-stepped, about 30 µs"};
    return nameIn(names, cost);
}

} // namespace wire
