// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/tag_hash.h"

#include "app/masking/masker.h"

#include <algorithm>
#include <array>
#include <memory>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace masking {

namespace {

constexpr std::string_view mark = "masked-";
constexpr std::string_view digits = "0123456789abcdef";

struct Free {
    void operator()(EVP_MAC *mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX *context) const { EVP_MAC_CTX_free(context); }
};

// Key and hash bytes are in little-endian order, as in the paper (Aumasson and Bernstein, 2012).
template <size_t Size>
void store(uint64_t value, std::array<unsigned char, Size> &bytes, size_t at)
{
    for (size_t i = 0; i < 8; ++i)
        bytes[at + i] = static_cast<unsigned char>(value >> 8 * i);
}

} // namespace

std::string tagOf(const Key &key, std::string_view secret)
{
    static const std::unique_ptr<EVP_MAC, Free> sipHash(EVP_MAC_fetch(nullptr, "SIPHASH", nullptr));
    std::array<unsigned char, 16> keyBytes;
    store(key.first, keyBytes, 0);
    store(key.second, keyBytes, 8);
    size_t size = 8;
    const std::array<OSSL_PARAM, 2> parameters{OSSL_PARAM_construct_size_t(OSSL_MAC_PARAM_SIZE, &size), OSSL_PARAM_construct_end()};
    secret = secret.substr(0, taggedMax);
    std::array<unsigned char, 8> hash{};
    const std::unique_ptr<EVP_MAC_CTX, Free> context(sipHash ? EVP_MAC_CTX_new(sipHash.get()) : nullptr);
    const bool hashed = context && EVP_MAC_init(context.get(), keyBytes.data(), keyBytes.size(), parameters.data())
        && EVP_MAC_update(context.get(), reinterpret_cast<const unsigned char *>(secret.data()), secret.size())
        && EVP_MAC_final(context.get(), hash.data(), &size, hash.size());
    // A libcrypto restricted to approved algorithms has no SipHash: the secret is masked anyway.
    if (!hashed)
        return "masked";
    std::string text(mark);
    for (size_t i = 4; i-- > 0;)
        text += {digits[hash[i] >> 4], digits[hash[i] & 15]};
    return text;
}

bool isTag(std::string_view text)
{
    // A token keeps its header before its tag.
    if (text.starts_with("eyJ"))
        text.remove_prefix(std::min(text.find('.'), text.size() - 1) + 1);
    const bool hidden = text == "masked" || (!text.empty() && text.find_first_not_of('*') == std::string_view::npos);
    return hidden || (text.size() == mark.size() + 8 && text.starts_with(mark) && text.find_first_not_of(digits, mark.size()) == std::string_view::npos);
}

} // namespace masking
