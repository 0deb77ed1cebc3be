// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/suite.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tls {

namespace {

// RFC 8446, appendix B.4.
constexpr std::array suites13 = {
    Suite{0x1301, "TLS_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0x1302, "TLS_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0x1303, "TLS_CHACHA20_POLY1305_SHA256", Cipher::ChaCha20Poly1305, Mac::None, Hash::Sha256},
    Suite{0x1304, "TLS_AES_128_CCM_SHA256", Cipher::Aes128Ccm, Mac::None, Hash::Sha256},
    Suite{0x1305, "TLS_AES_128_CCM_8_SHA256", Cipher::Aes128Ccm8, Mac::None, Hash::Sha256},
};

// Those with AES or ChaCha20 of RFC 5246, 5288, 5289, 5487, 5489, 6655, 7251 and 7905, in the order of their numbers.
constexpr std::array suites12 = {
    Suite{0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0032, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0038, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x003a, "TLS_DH_anon_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256", Cipher::Aes256Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x0040, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x006a, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA256", Cipher::Aes256Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", Cipher::Aes256Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x006c, "TLS_DH_anon_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x006d, "TLS_DH_anon_WITH_AES_256_CBC_SHA256", Cipher::Aes256Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x008c, "TLS_PSK_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x008d, "TLS_PSK_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0090, "TLS_DHE_PSK_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0091, "TLS_DHE_PSK_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0094, "TLS_RSA_PSK_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x0095, "TLS_RSA_PSK_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0x00a2, "TLS_DHE_DSS_WITH_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0x00a3, "TLS_DHE_DSS_WITH_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0x00a6, "TLS_DH_anon_WITH_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0x00a7, "TLS_DH_anon_WITH_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0x00a8, "TLS_PSK_WITH_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0x00a9, "TLS_PSK_WITH_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0x00aa, "TLS_DHE_PSK_WITH_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0x00ab, "TLS_DHE_PSK_WITH_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0x00ac, "TLS_RSA_PSK_WITH_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0x00ad, "TLS_RSA_PSK_WITH_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0x00ae, "TLS_PSK_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x00af, "TLS_PSK_WITH_AES_256_CBC_SHA384", Cipher::Aes256Cbc, Mac::Sha384, Hash::Sha384},
    Suite{0x00b2, "TLS_DHE_PSK_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x00b3, "TLS_DHE_PSK_WITH_AES_256_CBC_SHA384", Cipher::Aes256Cbc, Mac::Sha384, Hash::Sha384},
    Suite{0x00b6, "TLS_RSA_PSK_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0x00b7, "TLS_RSA_PSK_WITH_AES_256_CBC_SHA384", Cipher::Aes256Cbc, Mac::Sha384, Hash::Sha384},
    Suite{0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0xc018, "TLS_ECDH_anon_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0xc019, "TLS_ECDH_anon_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", Cipher::Aes256Cbc, Mac::Sha384, Hash::Sha384},
    Suite{0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", Cipher::Aes256Cbc, Mac::Sha384, Hash::Sha384},
    Suite{0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", Cipher::Aes128Gcm, Mac::None, Hash::Sha256},
    Suite{0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", Cipher::Aes256Gcm, Mac::None, Hash::Sha384},
    Suite{0xc035, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA", Cipher::Aes128Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0xc036, "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA", Cipher::Aes256Cbc, Mac::Sha1, Hash::Sha256},
    Suite{0xc037, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256", Cipher::Aes128Cbc, Mac::Sha256, Hash::Sha256},
    Suite{0xc038, "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384", Cipher::Aes256Cbc, Mac::Sha384, Hash::Sha384},
    Suite{0xc09c, "TLS_RSA_WITH_AES_128_CCM", Cipher::Aes128Ccm, Mac::None, Hash::Sha256},
    Suite{0xc09d, "TLS_RSA_WITH_AES_256_CCM", Cipher::Aes256Ccm, Mac::None, Hash::Sha256},
    Suite{0xc09e, "TLS_DHE_RSA_WITH_AES_128_CCM", Cipher::Aes128Ccm, Mac::None, Hash::Sha256},
    Suite{0xc09f, "TLS_DHE_RSA_WITH_AES_256_CCM", Cipher::Aes256Ccm, Mac::None, Hash::Sha256},
    Suite{0xc0a0, "TLS_RSA_WITH_AES_128_CCM_8", Cipher::Aes128Ccm8, Mac::None, Hash::Sha256},
    Suite{0xc0a1, "TLS_RSA_WITH_AES_256_CCM_8", Cipher::Aes256Ccm8, Mac::None, Hash::Sha256},
    Suite{0xc0a2, "TLS_DHE_RSA_WITH_AES_128_CCM_8", Cipher::Aes128Ccm8, Mac::None, Hash::Sha256},
    Suite{0xc0a3, "TLS_DHE_RSA_WITH_AES_256_CCM_8", Cipher::Aes256Ccm8, Mac::None, Hash::Sha256},
    Suite{0xc0a4, "TLS_PSK_WITH_AES_128_CCM", Cipher::Aes128Ccm, Mac::None, Hash::Sha256},
    Suite{0xc0a5, "TLS_PSK_WITH_AES_256_CCM", Cipher::Aes256Ccm, Mac::None, Hash::Sha256},
    Suite{0xc0a6, "TLS_DHE_PSK_WITH_AES_128_CCM", Cipher::Aes128Ccm, Mac::None, Hash::Sha256},
    Suite{0xc0a7, "TLS_DHE_PSK_WITH_AES_256_CCM", Cipher::Aes256Ccm, Mac::None, Hash::Sha256},
    Suite{0xc0a8, "TLS_PSK_WITH_AES_128_CCM_8", Cipher::Aes128Ccm8, Mac::None, Hash::Sha256},
    Suite{0xc0a9, "TLS_PSK_WITH_AES_256_CCM_8", Cipher::Aes256Ccm8, Mac::None, Hash::Sha256},
    Suite{0xc0aa, "TLS_PSK_DHE_WITH_AES_128_CCM_8", Cipher::Aes128Ccm8, Mac::None, Hash::Sha256},
    Suite{0xc0ab, "TLS_PSK_DHE_WITH_AES_256_CCM_8", Cipher::Aes256Ccm8, Mac::None, Hash::Sha256},
    Suite{0xc0ac, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM", Cipher::Aes128Ccm, Mac::None, Hash::Sha256},
    Suite{0xc0ad, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM", Cipher::Aes256Ccm, Mac::None, Hash::Sha256},
    Suite{0xc0ae, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", Cipher::Aes128Ccm8, Mac::None, Hash::Sha256},
    Suite{0xc0af, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8", Cipher::Aes256Ccm8, Mac::None, Hash::Sha256},
    Suite{0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", Cipher::ChaCha20Poly1305, Mac::None, Hash::Sha256},
    Suite{0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", Cipher::ChaCha20Poly1305, Mac::None, Hash::Sha256},
    Suite{0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", Cipher::ChaCha20Poly1305, Mac::None, Hash::Sha256},
    Suite{0xccab, "TLS_PSK_WITH_CHACHA20_POLY1305_SHA256", Cipher::ChaCha20Poly1305, Mac::None, Hash::Sha256},
    Suite{0xccac, "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256", Cipher::ChaCha20Poly1305, Mac::None, Hash::Sha256},
    Suite{0xccad, "TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256", Cipher::ChaCha20Poly1305, Mac::None, Hash::Sha256},
    Suite{0xccae, "TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256", Cipher::ChaCha20Poly1305, Mac::None, Hash::Sha256},
};
static_assert(std::ranges::is_sorted(suites12, {}, &Suite::number));

std::string hexNumber(uint16_t number)
{
    constexpr char digits[] = "0123456789abcdef";
    std::string result = "0x";
    for (int shift = 12; shift >= 0; shift -= 4)
        result += digits[number >> shift & 15];
    return result;
}

} // namespace

const Suite *findSuite(uint16_t number)
{
    const auto recent = std::ranges::find(suites13, number, &Suite::number);
    if (recent != suites13.end())
        return &*recent;
    const auto it = std::ranges::lower_bound(suites12, number, {}, &Suite::number);
    return it != suites12.end() && it->number == number ? &*it : nullptr;
}

std::span<const Suite> suitesOfTls13() { return suites13; }

std::string suiteName(uint16_t number)
{
    const Suite *suite = findSuite(number);
    return suite ? std::string(suite->name) : hexNumber(number);
}

std::string versionName(uint16_t number)
{
    switch (number) {
    case 0x0300: return "SSL 3.0";
    case 0x0301: return "TLS 1.0";
    case 0x0302: return "TLS 1.1";
    case 0x0303: return "TLS 1.2";
    case 0x0304: return "TLS 1.3";
    default: break;
    }
    // Of the drafts of RFC 8446, section 4.2.1.1.
    if (number >> 8 == 0x7f)
        return "TLS 1.3 draft " + std::to_string(number & 0xff);
    return hexNumber(number);
}

size_t keyLength(Cipher cipher)
{
    switch (cipher) {
    case Cipher::Aes128Gcm:
    case Cipher::Aes128Ccm:
    case Cipher::Aes128Ccm8:
    case Cipher::Aes128Cbc: return 16;
    case Cipher::Aes256Gcm:
    case Cipher::Aes256Ccm:
    case Cipher::Aes256Ccm8:
    case Cipher::Aes256Cbc:
    case Cipher::ChaCha20Poly1305: return 32;
    }
    std::unreachable();
}

size_t macLength(Mac mac)
{
    switch (mac) {
    case Mac::None: return 0;
    case Mac::Sha1: return 20;
    case Mac::Sha256: return 32;
    case Mac::Sha384: return 48;
    }
    std::unreachable();
}

size_t hashLength(Hash hash) { return hash == Hash::Sha256 ? 32 : 48; }

size_t tagLength(Cipher cipher)
{
    switch (cipher) {
    case Cipher::Aes128Cbc:
    case Cipher::Aes256Cbc: return 0;
    case Cipher::Aes128Ccm8:
    case Cipher::Aes256Ccm8: return 8;
    default: return 16;
    }
}

} // namespace tls
