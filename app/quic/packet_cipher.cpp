// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quic/packet_cipher.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <string_view>

namespace quic {

namespace {

constexpr size_t sampleSize = 16;
constexpr size_t sampleAfter = 4;   // behind the beginning of the packet number, whatever its length
constexpr size_t maskSize = 5;

const unsigned char *raw(const std::byte *bytes) { return reinterpret_cast<const unsigned char *>(bytes); }
unsigned char *raw(std::byte *bytes) { return reinterpret_cast<unsigned char *>(bytes); }

// RFC 9001, section 5.2, and RFC 9369, section 3.3.1.
constexpr std::array<uint8_t, 20> salt1 = {0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
                                           0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a};
constexpr std::array<uint8_t, 20> salt2 = {0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93,
                                           0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9};

std::string_view label(Version version, std::string_view v1, std::string_view v2) { return version == Version::V2 ? v2 : v1; }

const EVP_CIPHER *algorithm(tls::Cipher cipher)
{
    switch (cipher) {
    case tls::Cipher::Aes128Gcm: return EVP_aes_128_gcm();
    case tls::Cipher::Aes256Gcm: return EVP_aes_256_gcm();
    case tls::Cipher::Aes128Ccm: return EVP_aes_128_ccm();
    case tls::Cipher::ChaCha20Poly1305: return EVP_chacha20_poly1305();
    default: return nullptr;   // RFC 9001, section 5.3
    }
}

const EVP_CIPHER *headerAlgorithm(tls::Cipher cipher)
{
    switch (cipher) {
    case tls::Cipher::Aes256Gcm: return EVP_aes_256_ecb();
    case tls::Cipher::ChaCha20Poly1305: return EVP_chacha20();
    default: return EVP_aes_128_ecb();
    }
}

} // namespace

InitialSecrets initialSecrets(Version version, const ConnectionId &clientDestination)
{
    const auto &salt = version == Version::V2 ? salt2 : salt1;
    std::array<std::byte, 32> extracted{};
    unsigned length = 0;
    HMAC(EVP_sha256(), salt.data(), int(salt.size()), raw(clientDestination.bytes().data()), clientDestination.size(),
         raw(extracted.data()), &length);
    const tls::SecretBytes initial{std::span<const std::byte>(extracted)};
    return {tls::expandLabel(tls::Hash::Sha256, initial, "client in", 32), tls::expandLabel(tls::Hash::Sha256, initial, "server in", 32)};
}

tls::SecretBytes nextSecret(Version version, tls::Hash hash, const tls::SecretBytes &secret)
{
    return tls::expandLabel(hash, secret, label(version, "quic ku", "quicv2 ku"), tls::hashLength(hash));
}

const tls::Suite &initialSuite() { return *tls::findSuite(0x1301); }

uint64_t fullNumber(int64_t largest, uint64_t truncated, size_t bytes)
{
    const int64_t window = int64_t(1) << (8 * bytes), half = window / 2;
    const int64_t expected = largest + 1;
    const int64_t candidate = (expected & ~(window - 1)) | int64_t(truncated);
    if (candidate <= expected - half && candidate < (int64_t(1) << 62) - window)
        return uint64_t(candidate + window);
    if (candidate > expected + half && candidate >= window)
        return uint64_t(candidate - window);
    return uint64_t(candidate);
}

void PacketCipher::Freed::operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }

PacketCipher::PacketCipher(Version version, const tls::Suite &suite, const tls::SecretBytes &secret)
    : m_version(version)
    , m_suite(suite)
    , m_secret(secret)
    , m_context(EVP_CIPHER_CTX_new())
    , m_header(EVP_CIPHER_CTX_new())
{
}

PacketCipher::~PacketCipher() { OPENSSL_cleanse(m_iv.data(), m_iv.size()); }

std::unique_ptr<PacketCipher> PacketCipher::create(Version version, const tls::Suite &suite, const tls::SecretBytes &secret)
{
    std::unique_ptr<PacketCipher> cipher(new PacketCipher(version, suite, secret));
    if (!cipher->m_context || !cipher->m_header || !cipher->prepareHeader() || !cipher->prepare())
        return nullptr;
    return cipher;
}

bool PacketCipher::prepareHeader()
{
    const tls::SecretBytes key =
        tls::expandLabel(m_suite.hash, m_secret, label(m_version, "quic hp", "quicv2 hp"), tls::keyLength(m_suite.cipher));
    return EVP_EncryptInit_ex(m_header.get(), headerAlgorithm(m_suite.cipher), nullptr, raw(key.bytes().data()), nullptr) == 1
        && EVP_CIPHER_CTX_set_padding(m_header.get(), 0) == 1;
}

bool PacketCipher::prepare()
{
    EVP_CIPHER_CTX *context = m_context.get();
    const EVP_CIPHER *cipher = algorithm(m_suite.cipher);
    const tls::SecretBytes key =
        tls::expandLabel(m_suite.hash, m_secret, label(m_version, "quic key", "quicv2 key"), tls::keyLength(m_suite.cipher));
    const tls::SecretBytes iv = tls::expandLabel(m_suite.hash, m_secret, label(m_version, "quic iv", "quicv2 iv"), m_iv.size());
    std::ranges::copy(iv.bytes(), m_iv.begin());
    if (!cipher || EVP_DecryptInit_ex(context, cipher, nullptr, nullptr, nullptr) != 1
        || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, int(m_iv.size()), nullptr) != 1)
        return false;
    if (m_suite.cipher == tls::Cipher::Aes128Ccm
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(tls::tagLength(m_suite.cipher)), nullptr) != 1)
        return false;
    return EVP_DecryptInit_ex(context, nullptr, nullptr, raw(key.bytes().data()), nullptr) == 1;
}

std::unique_ptr<PacketCipher> PacketCipher::successor() const
{
    return create(m_version, m_suite, nextSecret(m_version, m_suite.hash, m_secret));
}

// RFC 9001, section 5.4.
std::optional<PacketCipher::Unmasked> PacketCipher::unmask(const Packet &packet)
{
    if (packet.bytes.size() < packet.numberAt + sampleAfter + sampleSize)
        return std::nullopt;
    const auto sample = packet.bytes.subspan(packet.numberAt + sampleAfter, sampleSize);
    std::array<unsigned char, sampleSize + 16> mask{};
    int length = 0;
    if (m_suite.cipher == tls::Cipher::ChaCha20Poly1305) {
        constexpr std::array<unsigned char, maskSize> zeros{};
        if (EVP_EncryptInit_ex(m_header.get(), nullptr, nullptr, nullptr, raw(sample.data())) != 1
            || EVP_EncryptUpdate(m_header.get(), mask.data(), &length, zeros.data(), int(zeros.size())) != 1)
            return std::nullopt;
    } else if (EVP_EncryptUpdate(m_header.get(), mask.data(), &length, raw(sample.data()), int(sampleSize)) != 1) {
        return std::nullopt;
    }
    Unmasked result;
    const auto first = uint8_t(packet.bytes[0]);
    result.first = uint8_t(first ^ (mask[0] & (first & 0x80 ? 0x0f : 0x1f)));
    result.numberLength = size_t(result.first & 3) + 1;
    for (size_t i = 0; i < result.numberLength; ++i)
        result.truncated = result.truncated << 8 | uint8_t(uint8_t(packet.bytes[packet.numberAt + i]) ^ mask[i + 1]);
    return result;
}

// RFC 9001, section 5.3: the associated data is the header without protection.
std::optional<std::span<const std::byte>> PacketCipher::open(const Packet &packet, const Unmasked &unmasked, uint64_t number,
                                                             std::vector<std::byte> &buffer)
{
    const size_t tag = tls::tagLength(m_suite.cipher);
    const size_t headSize = packet.numberAt + unmasked.numberLength;
    if (packet.bytes.size() < headSize + tag)
        return std::nullopt;
    std::vector<std::byte> head(packet.bytes.begin(), packet.bytes.begin() + ptrdiff_t(headSize));
    head[0] = std::byte(unmasked.first);
    for (size_t i = 0; i < unmasked.numberLength; ++i)
        head[packet.numberAt + i] = std::byte(uint8_t(unmasked.truncated >> (8 * (unmasked.numberLength - 1 - i))));
    std::array<std::byte, 12> nonce = m_iv;
    for (size_t i = 0; i < 8; ++i)
        nonce[nonce.size() - 1 - i] ^= std::byte(uint8_t(number >> (8 * i)));
    const auto sealed = packet.bytes.subspan(headSize);
    const size_t size = sealed.size() - tag;
    std::array<std::byte, 16> expected{};
    std::ranges::copy(sealed.subspan(size), expected.begin());
    buffer.resize(std::max(buffer.size(), size + 1));

    EVP_CIPHER_CTX *context = m_context.get();
    int length = 0;
    if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(tag), expected.data()) != 1
        || EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, raw(nonce.data())) != 1)
        return std::nullopt;
    const bool ccm = m_suite.cipher == tls::Cipher::Aes128Ccm;
    if (ccm && EVP_DecryptUpdate(context, nullptr, &length, nullptr, int(size)) != 1)
        return std::nullopt;
    if (EVP_DecryptUpdate(context, nullptr, &length, raw(head.data()), int(head.size())) != 1
        || EVP_DecryptUpdate(context, raw(buffer.data()), &length, raw(sealed.data()), int(size)) != 1)
        return std::nullopt;
    if (!ccm && EVP_DecryptFinal_ex(context, raw(buffer.data()) + length, &length) != 1)
        return std::nullopt;
    return std::span<const std::byte>(buffer).first(size);
}

} // namespace quic
