// SPDX-License-Identifier: GPL-3.0-or-later
// Seals TLS records with given keys, so that tests can make any sequence of them, always the same.
#pragma once

#include "app/tls/key_schedule.h"
#include "app/tls/record.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <memory>
#include <string>

class RecordSealer
{
public:
    RecordSealer(const tls::Suite &suite, bool tls13, const tls::RecordKeys &keys, bool encryptThenMac)
        : m_suite(suite)
        , m_tls13(tls13)
        , m_encryptThenMac(encryptThenMac)
        , m_keys(keys)
    {
    }

    // A whole record with the next number.
    std::string seal(uint8_t type, const std::string &content, size_t padding = 0)
    {
        if (m_suite.mac != tls::Mac::None)
            return sealCbc(type, content);
        const bool implicitNonce = m_tls13 || m_suite.cipher == tls::Cipher::ChaCha20Poly1305;
        std::string nonce = text(m_keys.iv);
        nonce.resize(12);
        const std::string number = big(m_sequence, 8);
        for (size_t i = 0; i < 8; ++i)
            nonce[4 + i] = implicitNonce ? char(nonce[4 + i] ^ number[i]) : number[i];
        const std::string plain = m_tls13 ? content + char(type) + std::string(padding, '\0') : content;
        const size_t length = plain.size() + tls::tagLength(m_suite.cipher) + (implicitNonce ? 0 : 8);
        const std::string head = std::string{char(m_tls13 ? 23 : type), 3, 3} + big(length, 2);
        const std::string associated = m_tls13 ? head : number + head.substr(0, 3) + big(plain.size(), 2);
        ++m_sequence;
        return head + (implicitNonce ? "" : number) + sealAead(nonce, associated, plain);
    }
    // A record that was lost before it was sent: its number is used up.
    void skip() { ++m_sequence; }

private:
    using Context = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

    static std::string big(uint64_t value, size_t width)
    {
        std::string bytes(width, '\0');
        for (size_t i = width; i-- > 0; value >>= 8)
            bytes[i] = char(value);
        return bytes;
    }
    static std::string text(const tls::SecretBytes &bytes)
    {
        return {reinterpret_cast<const char *>(bytes.bytes().data()), bytes.size()};
    }
    static const unsigned char *raw(const std::string &bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }
    static unsigned char *raw(std::string &bytes) { return reinterpret_cast<unsigned char *>(bytes.data()); }

    std::string sealAead(const std::string &nonce, const std::string &associated, const std::string &plain) const
    {
        const bool ccm = m_suite.cipher >= tls::Cipher::Aes128Ccm && m_suite.cipher <= tls::Cipher::Aes256Ccm8;
        const bool wide = tls::keyLength(m_suite.cipher) == 32;
        const EVP_CIPHER *cipher = m_suite.cipher == tls::Cipher::ChaCha20Poly1305 ? EVP_chacha20_poly1305()
            : ccm ? (wide ? EVP_aes_256_ccm() : EVP_aes_128_ccm()) : (wide ? EVP_aes_256_gcm() : EVP_aes_128_gcm());
        const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
        const size_t tag = tls::tagLength(m_suite.cipher);
        std::string sealed(plain.size() + tag, '\0');
        int length = 0;
        EVP_EncryptInit_ex(context.get(), cipher, nullptr, nullptr, nullptr);
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_IVLEN, 12, nullptr);
        if (ccm)
            EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, int(tag), nullptr);
        EVP_EncryptInit_ex(context.get(), nullptr, nullptr, raw(text(m_keys.key)), raw(nonce));
        if (ccm)
            EVP_EncryptUpdate(context.get(), nullptr, &length, nullptr, int(plain.size()));
        EVP_EncryptUpdate(context.get(), nullptr, &length, raw(associated), int(associated.size()));
        EVP_EncryptUpdate(context.get(), raw(sealed), &length, raw(plain), int(plain.size()));
        EVP_EncryptFinal_ex(context.get(), raw(sealed) + plain.size(), &length);
        EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, int(tag), raw(sealed) + plain.size());
        return sealed;
    }

    std::string mac(uint8_t type, const std::string &bytes) const
    {
        const EVP_MD *digest = m_suite.mac == tls::Mac::Sha1 ? EVP_sha1() : m_suite.mac == tls::Mac::Sha256 ? EVP_sha256() : EVP_sha384();
        const std::string input = big(m_sequence, 8) + std::string{char(type), 3, 3} + big(bytes.size(), 2) + bytes;
        std::string result(tls::macLength(m_suite.mac), '\0');
        unsigned length = 0;
        HMAC(digest, m_keys.macKey.bytes().data(), int(m_keys.macKey.size()), raw(input), input.size(), raw(result), &length);
        return result;
    }

    std::string sealCbc(uint8_t type, const std::string &content)
    {
        constexpr size_t block = 16;
        std::string plain = m_encryptThenMac ? content : content + mac(type, content);
        const size_t padding = block - plain.size() % block;
        plain.append(padding, char(padding - 1));
        std::string initial = big(m_sequence, 8) + "initial.";
        const Context context(EVP_CIPHER_CTX_new(), EVP_CIPHER_CTX_free);
        std::string sealed(plain.size(), '\0');
        int length = 0;
        EVP_EncryptInit_ex(context.get(), tls::keyLength(m_suite.cipher) == 32 ? EVP_aes_256_cbc() : EVP_aes_128_cbc(), nullptr,
                           raw(text(m_keys.key)), raw(initial));
        EVP_CIPHER_CTX_set_padding(context.get(), 0);
        EVP_EncryptUpdate(context.get(), raw(sealed), &length, raw(plain), int(plain.size()));
        std::string body = initial + sealed;
        if (m_encryptThenMac)
            body += mac(type, body);
        ++m_sequence;
        return std::string{char(type), 3, 3} + big(body.size(), 2) + body;
    }

    const tls::Suite &m_suite;
    bool m_tls13;
    bool m_encryptThenMac;
    tls::RecordKeys m_keys;
    uint64_t m_sequence = 0;
};
