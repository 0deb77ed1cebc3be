// SPDX-License-Identifier: GPL-3.0-or-later
// What the number of a cipher suite says: its name, and how records are protected under it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tls {

enum class Hash : uint8_t { Sha256, Sha384 };   // of the key schedule (RFC 8446, section 7.1; RFC 5246, section 5)
enum class Cipher : uint8_t {
    Aes128Gcm, Aes256Gcm,
    Aes128Ccm, Aes256Ccm, Aes128Ccm8, Aes256Ccm8,   // RFC 6655; the last two with a tag of 8 bytes
    ChaCha20Poly1305,
    Aes128Cbc, Aes256Cbc,
};
enum class Mac : uint8_t { None, Sha1, Sha256, Sha384 };   // of CBC suites; None: the cipher authenticates

struct Suite {
    uint16_t number;          // IANA TLS Cipher Suites registry
    std::string_view name;
    Cipher cipher;
    Mac mac;
    Hash hash;

    bool isTls13() const { return number >> 8 == 0x13; }
};

// Null: not in the table, so nothing under it can be decrypted.
const Suite *findSuite(uint16_t number);
// The suites of TLS 1.3, the most usual ones first.
std::span<const Suite> suitesOfTls13();
// IANA's name, or "0x1302" if not in the table.
std::string suiteName(uint16_t number);
// "TLS 1.3", or "0x7f1c" for a version without a name.
std::string versionName(uint16_t number);

size_t keyLength(Cipher);    // bytes
size_t macLength(Mac);       // bytes of its key as of its result; 0 for None
size_t hashLength(Hash);     // bytes
// Bytes of the tag; 0 for CBC.
size_t tagLength(Cipher);

} // namespace tls
