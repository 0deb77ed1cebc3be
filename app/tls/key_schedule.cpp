// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/key_schedule.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <vector>

namespace tls {

namespace {

using Block = std::array<std::byte, 48>;

const EVP_MD *digest(Hash hash) { return hash == Hash::Sha256 ? EVP_sha256() : EVP_sha384(); }

const unsigned char *raw(std::span<const std::byte> bytes) { return reinterpret_cast<const unsigned char *>(bytes.data()); }

// HMAC fails only without memory; the keys are then those of zeros, and no record opens.
Block hmac(Hash hash, const SecretBytes &key, std::span<const std::byte> data)
{
    Block result{};
    unsigned length = 0;
    HMAC(digest(hash), raw(key.bytes()), int(key.size()), raw(data), data.size(),
         reinterpret_cast<unsigned char *>(result.data()), &length);
    return result;
}

void append(std::vector<std::byte> &to, std::string_view text)
{
    const auto bytes = std::as_bytes(std::span(text));
    to.insert(to.end(), bytes.begin(), bytes.end());
}

// P_hash of RFC 5246, section 5.
std::vector<std::byte> expand(Hash hash, const SecretBytes &secret, std::span<const std::byte> seed, size_t length)
{
    const size_t width = hashLength(hash);
    std::vector<std::byte> result;
    result.reserve(length + width);
    std::vector<std::byte> input(width + seed.size());
    std::ranges::copy(seed, input.begin() + ptrdiff_t(width));
    Block a = hmac(hash, secret, seed);
    while (result.size() < length) {
        std::copy_n(a.begin(), width, input.begin());
        Block block = hmac(hash, secret, input);
        result.insert(result.end(), block.begin(), block.begin() + ptrdiff_t(width));
        OPENSSL_cleanse(block.data(), block.size());
        a = hmac(hash, secret, std::span(a).first(width));
    }
    OPENSSL_cleanse(a.data(), a.size());
    return result;
}

// Bytes of the nonce that the key block gives (RFC 5288 and 6655: four; RFC 7905: all twelve).
size_t blockIvLength(Cipher cipher)
{
    return cipher == Cipher::ChaCha20Poly1305 ? 12 : tagLength(cipher) == 0 ? 0 : 4;
}

} // namespace

SecretBytes expandLabel(Hash hash, const SecretBytes &secret, std::string_view label, size_t length)
{
    constexpr std::string_view prefix = "tls13 ";
    std::vector<std::byte> info{std::byte(length >> 8), std::byte(length), std::byte(prefix.size() + label.size())};
    append(info, prefix);
    append(info, label);
    info.push_back(std::byte(0));   // the empty context
    info.push_back(std::byte(1));   // of HKDF-Expand: the first block, which suffices
    Block block = hmac(hash, secret, info);
    SecretBytes result(std::span<const std::byte>(block).first(std::min(length, hashLength(hash))));
    OPENSSL_cleanse(block.data(), block.size());
    return result;
}

RecordKeys trafficKeys(const Suite &suite, const SecretBytes &trafficSecret)
{
    return {expandLabel(suite.hash, trafficSecret, "key", keyLength(suite.cipher)),
            expandLabel(suite.hash, trafficSecret, "iv", 12), {}};
}

SecretBytes nextTrafficSecret(const Suite &suite, const SecretBytes &trafficSecret)
{
    return expandLabel(suite.hash, trafficSecret, "traffic upd", hashLength(suite.hash));
}

KeyBlock keyBlock(const Suite &suite, const SecretBytes &masterSecret, const Random &client, const Random &server)
{
    std::vector<std::byte> seed;
    append(seed, "key expansion");
    seed.insert(seed.end(), server.begin(), server.end());
    seed.insert(seed.end(), client.begin(), client.end());
    const size_t mac = macLength(suite.mac), key = keyLength(suite.cipher), iv = blockIvLength(suite.cipher);
    std::vector<std::byte> block = expand(suite.hash, masterSecret, seed, 2 * (mac + key + iv));
    std::span<const std::byte> left(block);
    const auto take = [&](size_t length) {
        const auto part = left.first(length);
        left = left.subspan(length);
        return SecretBytes(part);
    };
    KeyBlock keys;
    keys.client.macKey = take(mac);
    keys.server.macKey = take(mac);
    keys.client.key = take(key);
    keys.server.key = take(key);
    keys.client.iv = take(iv);
    keys.server.iv = take(iv);
    OPENSSL_cleanse(block.data(), block.size());
    return keys;
}

} // namespace tls
