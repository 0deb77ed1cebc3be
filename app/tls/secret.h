// SPDX-License-Identifier: GPL-3.0-or-later
// A secret of a handshake, as libraries hand it to their key log. Its bytes are wiped when it goes.
#pragma once

#include "app/tls/hello.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tls {

// Up to 64 bytes that every destructor and every assignment overwrites.
class SecretBytes
{
public:
    static constexpr size_t sizeMax = 64;

    SecretBytes() = default;
    // Longer ones are cut.
    explicit SecretBytes(std::span<const std::byte>);
    SecretBytes(const SecretBytes &) = default;
    SecretBytes &operator=(const SecretBytes &) = default;
    ~SecretBytes() { wipe(); }

    std::span<const std::byte> bytes() const { return std::span(m_bytes).first(m_size); }
    // To be written by whoever derives it.
    std::span<std::byte> writable(size_t size);
    size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    void wipe();

private:
    std::array<std::byte, sizeMax> m_bytes{};
    size_t m_size = 0;
};

// The labels of key logs (RFC 9850, section 2) whose secrets protect records.
enum class Label : uint8_t {
    ClientEarly,        // CLIENT_EARLY_TRAFFIC_SECRET
    ClientHandshake,
    ServerHandshake,
    ClientTraffic,      // CLIENT_TRAFFIC_SECRET_0
    ServerTraffic,
    Master,             // CLIENT_RANDOM: the master secret of TLS 1.2
};
inline constexpr size_t labelCount = 6;

// The label's text; nothing for those that protect no records (exporters) or are unknown.
std::optional<Label> labelOf(std::string_view text);

struct Secret {
    std::optional<Label> label;     // none: the probe saw only the bytes
    std::optional<Random> random;   // of the ClientHello; none: unknown which connection it belongs to
    SecretBytes bytes;
    uint32_t owner = 0;             // the process that derived it; 0: unknown
    uint64_t library = 0;           // that derived it, by the caller's number; 0: unknown
};

} // namespace tls
