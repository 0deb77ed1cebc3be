// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/audit_chain.h"

#include <charconv>
#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <nettle/version.h>

namespace loader {

namespace {

using namespace std::literals;

constexpr size_t hexSize = 64;

// Since Nettle 4 digests have no length.
#if NETTLE_VERSION_MAJOR >= 4
void finish(hmac_sha256_ctx &context, AuditCode &code) { hmac_sha256_digest(&context, code.data()); }
void finish(sha256_ctx &context, AuditKey &key) { sha256_digest(&context, key.data()); }
#else
void finish(hmac_sha256_ctx &context, AuditCode &code) { hmac_sha256_digest(&context, code.size(), code.data()); }
void finish(sha256_ctx &context, AuditKey &key) { sha256_digest(&context, key.size(), key.data()); }
#endif

AuditCode codeOf(std::string_view covered, const AuditKey &key)
{
    AuditCode code{};
    hmac_sha256_ctx context;
    hmac_sha256_set_key(&context, key.size(), key.data());
    hmac_sha256_update(&context, covered.size(), reinterpret_cast<const uint8_t *>(covered.data()));
    finish(context, code);
    return code;
}

// Removes `ending` from the end of the text, or returns false.
bool takeEnding(std::string_view &text, std::string_view ending)
{
    if (!text.ends_with(ending))
        return false;
    text.remove_suffix(ending.size());
    return true;
}

std::optional<AuditCode> takeCode(std::string_view &text)
{
    if (text.size() < hexSize)
        return std::nullopt;
    const auto code = bytesOf(text.substr(text.size() - hexSize));
    text.remove_suffix(hexSize);
    return code;
}

} // namespace

AuditKey nextKey(const AuditKey &key)
{
    AuditKey next{};
    sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, key.size(), key.data());
    finish(context, next);
    return next;
}

std::string seal(std::string_view open, AuditChain &chain)
{
    std::string line(open);
    line += ",\"entry\":" + std::to_string(chain.number) + ",\"before\":\"" + hexOf(chain.last) + '"';
    chain.last = codeOf(line, chain.key);
    chain.key = nextKey(chain.key);
    ++chain.number;
    return line + ",\"code\":\"" + hexOf(chain.last) + "\"}\n";
}

std::optional<SealedEntry> parseEntry(std::string_view line)
{
    SealedEntry entry;
    if (!takeEnding(line, "\"}"sv))
        return std::nullopt;
    const auto code = takeCode(line);
    if (!code || !takeEnding(line, ",\"code\":\""sv))
        return std::nullopt;
    entry.code = *code;
    entry.covered = line;
    if (!takeEnding(line, "\""sv))
        return std::nullopt;
    const auto before = takeCode(line);
    if (!before || !takeEnding(line, ",\"before\":\""sv))
        return std::nullopt;
    entry.before = *before;
    constexpr auto name = ",\"entry\":"sv;
    const size_t at = line.rfind(name);
    if (at == line.npos)
        return std::nullopt;
    const std::string_view number = line.substr(at + name.size());
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), entry.number);
    if (error != std::errc() || end != number.data() + number.size())
        return std::nullopt;
    return entry;
}

bool isAuthentic(const SealedEntry &entry, const AuditKey &key)
{
    const AuditCode code = codeOf(entry.covered, key);
    return memeql_sec(code.data(), entry.code.data(), code.size()) != 0;
}

std::string hexOf(const std::array<uint8_t, 32> &bytes)
{
    constexpr auto digits = "0123456789abcdef"sv;
    std::string text;
    for (const uint8_t byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::optional<std::array<uint8_t, 32>> bytesOf(std::string_view hex)
{
    std::array<uint8_t, 32> bytes{};
    if (hex.size() != hexSize)
        return std::nullopt;
    for (size_t i = 0; i < bytes.size(); ++i) {
        const char *from = hex.data() + 2 * i;
        if (const auto [end, error] = std::from_chars(from, from + 2, bytes[i], 16); error != std::errc() || end != from + 2)
            return std::nullopt;
    }
    return bytes;
}

} // namespace loader
