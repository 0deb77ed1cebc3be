// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/secret.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <utility>

namespace tls {

SecretBytes::SecretBytes(std::span<const std::byte> bytes)
{
    std::ranges::copy(bytes.first(std::min(bytes.size(), sizeMax)), writable(bytes.size()).begin());
}

std::span<std::byte> SecretBytes::writable(size_t size)
{
    m_size = std::min(size, sizeMax);
    return std::span(m_bytes).first(m_size);
}

void SecretBytes::wipe()
{
    OPENSSL_cleanse(m_bytes.data(), m_bytes.size());
    m_size = 0;
}

std::optional<Label> labelOf(std::string_view text)
{
    constexpr std::array labels{
        std::pair{std::string_view("CLIENT_EARLY_TRAFFIC_SECRET"), Label::ClientEarly},
        std::pair{std::string_view("CLIENT_HANDSHAKE_TRAFFIC_SECRET"), Label::ClientHandshake},
        std::pair{std::string_view("SERVER_HANDSHAKE_TRAFFIC_SECRET"), Label::ServerHandshake},
        std::pair{std::string_view("CLIENT_TRAFFIC_SECRET_0"), Label::ClientTraffic},
        std::pair{std::string_view("SERVER_TRAFFIC_SECRET_0"), Label::ServerTraffic},
        std::pair{std::string_view("CLIENT_RANDOM"), Label::Master},
    };
    static_assert(labels.size() == labelCount);
    for (const auto &[name, label] : labels)
        if (name == text)
            return label;
    return std::nullopt;
}

} // namespace tls
