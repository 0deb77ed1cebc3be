// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/record_cipher.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <utility>

namespace tls {

namespace {

constexpr size_t nonceSize = 12;
constexpr size_t blockSize = 16;

const EVP_CIPHER *algorithm(Cipher cipher)
{
    switch (cipher) {
    case Cipher::Aes128Gcm: return EVP_aes_128_gcm();
    case Cipher::Aes256Gcm: return EVP_aes_256_gcm();
    case Cipher::Aes128Ccm:
    case Cipher::Aes128Ccm8: return EVP_aes_128_ccm();
    case Cipher::Aes256Ccm:
    case Cipher::Aes256Ccm8: return EVP_aes_256_ccm();
    case Cipher::ChaCha20Poly1305: return EVP_chacha20_poly1305();
    case Cipher::Aes128Cbc: return EVP_aes_128_cbc();
    case Cipher::Aes256Cbc: return EVP_aes_256_cbc();
    }
    std::unreachable();
}

const EVP_MD *digest(Mac mac)
{
    return mac == Mac::Sha1 ? EVP_sha1() : mac == Mac::Sha256 ? EVP_sha256() : EVP_sha384();
}

const unsigned char *raw(const std::byte *bytes) { return reinterpret_cast<const unsigned char *>(bytes); }
unsigned char *raw(std::byte *bytes) { return reinterpret_cast<unsigned char *>(bytes); }

void putBig(uint64_t value, std::span<std::byte> to)
{
    for (size_t i = to.size(); i-- > 0; value >>= 8)
        to[i] = std::byte(value);
}

// RFC 5246, section 6.2.3.3: sequence number, type, version, length of the plaintext.
std::array<std::byte, 13> associatedData(const Record &record, uint64_t sequence, size_t length)
{
    std::array<std::byte, 13> data;
    putBig(sequence, std::span(data).first(8));
    std::copy_n(record.bytes.begin(), 3, data.begin() + 8);
    putBig(length, std::span(data).subspan(11));
    return data;
}

} // namespace

void RecordCipher::Freed::operator()(EVP_CIPHER_CTX *context) const { EVP_CIPHER_CTX_free(context); }

RecordCipher::RecordCipher(const Suite &suite, Version version, const RecordKeys &keys, bool encryptThenMac)
    : m_suite(suite)
    , m_version(version)
    , m_encryptThenMac(encryptThenMac && suite.mac != Mac::None)
    , m_keys(keys)
    , m_context(EVP_CIPHER_CTX_new())
{
    std::copy_n(keys.iv.bytes().begin(), std::min(keys.iv.size(), m_iv.size()), m_iv.begin());
    const bool implicitNonce = version == Version::Tls13 || suite.cipher == Cipher::ChaCha20Poly1305;
    if (suite.mac != Mac::None) {
        m_explicitNonce = blockSize;
        m_overhead = blockSize + macLength(suite.mac) + 1;
    } else {
        m_explicitNonce = implicitNonce ? 0 : 8;
        m_overhead = m_explicitNonce + tagLength(suite.cipher) + (version == Version::Tls13 ? 1 : 0);
    }
}

RecordCipher::~RecordCipher() { OPENSSL_cleanse(m_iv.data(), m_iv.size()); }

std::unique_ptr<RecordCipher> RecordCipher::create(const Suite &suite, Version version, const RecordKeys &keys, bool encryptThenMac)
{
    std::unique_ptr<RecordCipher> cipher(new RecordCipher(suite, version, keys, encryptThenMac));
    if (!cipher->m_context || !cipher->prepare(keys))
        return nullptr;
    return cipher;
}

bool RecordCipher::isCcm() const
{
    return m_suite.cipher == Cipher::Aes128Ccm || m_suite.cipher == Cipher::Aes256Ccm || m_suite.cipher == Cipher::Aes128Ccm8
        || m_suite.cipher == Cipher::Aes256Ccm8;
}

bool RecordCipher::prepare(const RecordKeys &keys)
{
    EVP_CIPHER_CTX *context = m_context.get();
    if (keys.key.size() != keyLength(m_suite.cipher) || EVP_DecryptInit_ex(context, algorithm(m_suite.cipher), nullptr, nullptr, nullptr) != 1)
        return false;
    if (m_suite.mac != Mac::None)
        return EVP_DecryptInit_ex(context, nullptr, nullptr, raw(keys.key.bytes().data()), nullptr) == 1
            && EVP_CIPHER_CTX_set_padding(context, 0) == 1;
    if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, nonceSize, nullptr) != 1)
        return false;
    if (isCcm() && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(tagLength(m_suite.cipher)), nullptr) != 1)
        return false;
    return EVP_DecryptInit_ex(context, nullptr, nullptr, raw(keys.key.bytes().data()), nullptr) == 1;
}

std::optional<RecordCipher::Opened> RecordCipher::open(const Record &record, uint64_t sequence, std::span<std::byte, bufferSize> buffer)
{
    if (record.body().size() < m_overhead || record.body().size() > recordBodyMax)
        return std::nullopt;
    return m_suite.mac == Mac::None ? openAead(record, sequence, buffer) : openCbc(record, sequence, buffer);
}

std::optional<RecordCipher::Opened> RecordCipher::openAead(const Record &record, uint64_t sequence, std::span<std::byte> buffer)
{
    const size_t tag = tagLength(m_suite.cipher);
    const auto body = record.body();
    const auto sealed = body.subspan(m_explicitNonce, body.size() - m_explicitNonce - tag);
    std::array<std::byte, nonceSize> nonce = m_iv;
    if (m_explicitNonce > 0) {
        std::ranges::copy(body.first(m_explicitNonce), nonce.begin() + 4);
    } else {
        for (size_t i = 0; i < 8; ++i)
            nonce[nonceSize - 1 - i] ^= std::byte(sequence >> (8 * i));
    }
    const auto associated12 = associatedData(record, sequence, sealed.size());
    const auto associated = m_version == Version::Tls13 ? record.head() : std::span<const std::byte>(associated12);

    EVP_CIPHER_CTX *context = m_context.get();
    int length = 0;
    // libcrypto takes the tag through a pointer that is not const, and only reads it.
    auto *expected = const_cast<std::byte *>(body.data() + body.size() - tag);
    if (isCcm()) {
        if (EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(tag), expected) != 1
            || EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, raw(nonce.data())) != 1
            || EVP_DecryptUpdate(context, nullptr, &length, nullptr, int(sealed.size())) != 1)
            return std::nullopt;
    } else if (EVP_DecryptInit_ex(context, nullptr, nullptr, nullptr, raw(nonce.data())) != 1
               || EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, int(tag), expected) != 1) {
        return std::nullopt;
    }
    if (EVP_DecryptUpdate(context, nullptr, &length, raw(associated.data()), int(associated.size())) != 1
        || EVP_DecryptUpdate(context, raw(buffer.data()), &length, raw(sealed.data()), int(sealed.size())) != 1)
        return std::nullopt;
    // CCM has compared the tag in the update.
    int rest = 0;
    if (!isCcm() && EVP_DecryptFinal_ex(context, raw(buffer.data() + length), &rest) != 1)
        return std::nullopt;
    std::span<const std::byte> content = buffer.first(sealed.size());
    if (m_version == Version::Tls12)
        return Opened{record.type(), content};
    // RFC 8446, section 5.4: zeros behind the true type are padding.
    while (!content.empty() && content.back() == std::byte(0))
        content = content.first(content.size() - 1);
    if (content.empty())
        return std::nullopt;
    return Opened{ContentType(content.back()), content.first(content.size() - 1)};
}

std::optional<RecordCipher::Opened> RecordCipher::openCbc(const Record &record, uint64_t sequence, std::span<std::byte> buffer)
{
    const size_t macSize = macLength(m_suite.mac);
    auto body = record.body();
    if (m_encryptThenMac) {
        const auto mac = body.last(macSize);
        body = body.first(body.size() - macSize);
        if (!macFits(record, sequence, body, mac))
            return std::nullopt;
    }
    if (body.size() < 2 * blockSize || body.size() % blockSize != 0)
        return std::nullopt;
    const auto sealed = body.subspan(blockSize);
    int length = 0;
    if (EVP_DecryptInit_ex(m_context.get(), nullptr, nullptr, nullptr, raw(body.data())) != 1
        || EVP_DecryptUpdate(m_context.get(), raw(buffer.data()), &length, raw(sealed.data()), int(sealed.size())) != 1)
        return std::nullopt;
    // RFC 5246, section 6.2.3.2: the last byte says how many of the same value are before it.
    std::span<const std::byte> plain = buffer.first(sealed.size());
    const size_t padding = size_t(plain.back()) + 1;
    const size_t behind = padding + (m_encryptThenMac ? 0 : macSize);
    if (behind > plain.size() || !std::ranges::all_of(plain.last(padding), [&](std::byte b) { return b == plain.back(); }))
        return std::nullopt;
    const auto content = plain.first(plain.size() - behind);
    if (!m_encryptThenMac && !macFits(record, sequence, content, plain.subspan(content.size(), macSize)))
        return std::nullopt;
    return Opened{record.type(), content};
}

bool RecordCipher::macFits(const Record &record, uint64_t sequence, std::span<const std::byte> content, std::span<const std::byte> mac) const
{
    const auto associated = associatedData(record, sequence, content.size());
    std::vector<std::byte> input;
    input.reserve(associated.size() + content.size());
    input.insert(input.end(), associated.begin(), associated.end());
    input.insert(input.end(), content.begin(), content.end());
    std::array<std::byte, EVP_MAX_MD_SIZE> result;
    unsigned length = 0;
    return HMAC(digest(m_suite.mac), raw(m_keys.macKey.bytes().data()), int(m_keys.macKey.size()), raw(input.data()), input.size(),
                raw(result.data()), &length)
        && length == mac.size() && CRYPTO_memcmp(result.data(), mac.data(), length) == 0;
}

} // namespace tls
