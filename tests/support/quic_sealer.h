// SPDX-License-Identifier: GPL-3.0-or-later
// One end of a QUIC connection, as far as tests need one: protects the packets that a test describes (RFC 9001, section 5).
#pragma once

#include "app/base/varint.h"
#include "app/quic/packet_cipher.h"

#include <openssl/evp.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <vector>

namespace sealed {

using Bytes = std::vector<std::byte>;

inline Bytes unhex(std::string_view text)
{
    const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
    Bytes bytes;
    for (size_t i = 0; i + 1 < text.size(); i += 2)
        bytes.push_back(std::byte(digit(text[i]) << 4 | digit(text[i + 1])));
    return bytes;
}

inline Bytes operator+(Bytes one, const Bytes &other)
{
    one.insert(one.end(), other.begin(), other.end());
    return one;
}

inline Bytes text(std::string_view from)
{
    const auto bytes = std::as_bytes(std::span(from));
    return {bytes.begin(), bytes.end()};
}

inline Bytes numbers(std::initializer_list<uint64_t> values)
{
    Bytes bytes;
    for (const uint64_t value : values)
        base::writeVarint(value, bytes);
    return bytes;
}

inline Bytes crypto(uint64_t offset, const Bytes &data) { return numbers({0x06, offset, data.size()}) + data; }
inline Bytes stream(uint64_t id, uint64_t offset, const Bytes &data, bool fin = false) { return numbers({fin ? 0x0fu : 0x0eu, id, offset, data.size()}) + data; }

// What AES-128 protects under a secret.
struct Keys {
    quic::Version version;
    tls::SecretBytes secret, headers;

    Keys(quic::Version v, const tls::SecretBytes &of)
        : version(v)
        , secret(of)
        , headers(of)
    {
    }
    std::string_view name(std::string_view v1, std::string_view v2) const { return version == quic::Version::V2 ? v2 : v1; }
    void update() { secret = quic::nextSecret(version, tls::Hash::Sha256, secret); }

    // `head` ends with the packet number in four bytes.
    Bytes seal(Bytes head, uint64_t number, const Bytes &payload) const
    {
        const auto raw = [](const auto &bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); };
        const tls::SecretBytes key = tls::expandLabel(tls::Hash::Sha256, secret, name("quic key", "quicv2 key"), 16);
        const tls::SecretBytes iv = tls::expandLabel(tls::Hash::Sha256, secret, name("quic iv", "quicv2 iv"), 12);
        const tls::SecretBytes hp = tls::expandLabel(tls::Hash::Sha256, headers, name("quic hp", "quicv2 hp"), 16);
        Bytes nonce(iv.bytes().begin(), iv.bytes().end());
        for (size_t i = 0; i < 8; ++i)
            nonce[11 - i] ^= std::byte(number >> (8 * i));
        Bytes body(payload.size() + 16);
        auto *out = reinterpret_cast<unsigned char *>(body.data());
        EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
        int length = 0;
        EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), nullptr, raw(key.bytes()), raw(nonce));
        EVP_EncryptUpdate(context, nullptr, &length, raw(head), int(head.size()));
        EVP_EncryptUpdate(context, out, &length, raw(payload), int(payload.size()));
        EVP_EncryptFinal_ex(context, out + length, &length);
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, out + payload.size());
        unsigned char mask[32] = {};
        EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), nullptr, raw(hp.bytes()), nullptr);
        EVP_EncryptUpdate(context, mask, &length, out, 16);
        EVP_CIPHER_CTX_free(context);
        head[0] ^= std::byte(mask[0] & ((head[0] & std::byte(0x80)) != std::byte(0) ? 0x0f : 0x1f));
        for (size_t i = 0; i < 4; ++i)
            head[head.size() - 4 + i] ^= std::byte(mask[i + 1]);
        return head + body;
    }
};

inline Bytes number32(uint64_t number) { return {std::byte(number >> 24), std::byte(number >> 16), std::byte(number >> 8), std::byte(number)}; }

// A packet with a long header; `type` as version 1 counts them: 0 Initial, 1 0-RTT, 2 Handshake.
inline Bytes longPacket(const Keys &keys, unsigned type, const Bytes &destination, const Bytes &source, uint64_t number, Bytes payload)
{
    payload.resize(std::max<size_t>(payload.size(), 4));
    const unsigned bits = keys.version == quic::Version::V2 ? (type + 1) & 3 : type;
    Bytes head{std::byte(0xc3 | bits << 4)};
    head = head + number32(uint32_t(keys.version)) + Bytes{std::byte(destination.size())} + destination + Bytes{std::byte(source.size())} + source;
    if (type == 0)
        head.push_back(std::byte(0));
    head = head + numbers({4 + payload.size() + 16}) + number32(number);
    return keys.seal(head, number, payload);
}

inline Bytes shortPacket(const Keys &keys, bool phase, const Bytes &destination, uint64_t number, Bytes payload)
{
    payload.resize(std::max<size_t>(payload.size(), 4));
    return keys.seal(Bytes{std::byte(0x43 | (phase ? 4 : 0))} + destination + number32(number), number, payload);
}

} // namespace sealed
