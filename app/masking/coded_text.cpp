// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/coded_text.h"

#include "app/decode/base64.h"
#include "app/decode/charset.h"
#include "app/decode/coding.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <span>

namespace masking {

namespace {

constexpr uint64_t unpackedMax = 1 << 20;
constexpr size_t packedMin = 16;         // bytes; nothing shorter holds a secret compressed
constexpr size_t probe = 12;             // bytes that tell text from anything else

bool isHex(char c) { return std::isxdigit(static_cast<unsigned char>(c)) != 0; }

bool isText(std::string_view bytes)
{
    const bool printable = std::none_of(bytes.begin(), bytes.end(), [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f; });
    return !bytes.empty() && printable && decode::isUtf8(bytes);
}

// Not cut inside a character.
bool beginsAsText(std::string_view bytes)
{
    return std::none_of(bytes.begin(), bytes.end(), [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f || c == 0xc0 || c == 0xc1 || c > 0xf4; });
}

std::string standardAlphabet(std::string_view run)
{
    std::string text(run);
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    return text;
}

std::optional<std::string> unpacked(std::string_view bytes, std::string_view coding)
{
    decode::DecodedBody decoded = decode::decodeBody(std::as_bytes(std::span(bytes)), coding, {.outputMax = unpackedMax});
    const std::string_view text(reinterpret_cast<const char *>(decoded.bytes.data()), decoded.bytes.size());
    return !decoded.error && isText(text) ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<std::string> decompressed(std::string_view bytes, DecodeBudget &budget)
{
    if (bytes.starts_with("\x1f\x8b"))
        return unpacked(bytes, "gzip");
    if (bytes.starts_with("\x28\xb5\x2f\xfd"))
        return unpacked(bytes, "zstd");
    if (bytes.size() < packedMin || budget.attempts <= 0)
        return std::nullopt;
    --budget.attempts;
    // Neither has a signature, and what is valid in one may happen to begin validly in the other.
    auto deflated = unpacked(bytes, "deflate"), brotli = unpacked(bytes, "br");
    return brotli && (!deflated || brotli->size() > deflated->size()) ? brotli : deflated;
}

std::string unhexed(std::string_view digits)
{
    std::string bytes;
    for (size_t i = 0; i + 1 < digits.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(digits.data() + i, digits.data() + i + 2, value, 16);
        bytes += char(value);
    }
    return bytes;
}

bool isHexRun(std::string_view run) { return run.size() % 2 == 0 && std::all_of(run.begin(), run.end(), isHex); }

struct Entity { std::string_view name; char character; };
constexpr auto entities = std::to_array<Entity>({{"quot", '"'}, {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"apos", '\''}, {"nbsp", ' '}});

} // namespace

bool isCodedByte(char c)
{
    static constexpr std::array<bool, 256> table = [] {
        std::array<bool, 256> coded{};
        for (int i = 0; i < 256; ++i)
            coded[size_t(i)] = (i >= '0' && i <= '9') || (i >= 'A' && i <= 'Z') || (i >= 'a' && i <= 'z') || i == '+' || i == '/' || i == '-' || i == '_';
        return coded;
    }();
    return table[static_cast<unsigned char>(c)];
}

std::optional<DecodedText> decodedRun(std::string_view run, DecodeBudget &budget)
{
    if (isHexRun(run)) {
        std::string bytes = unhexed(run.substr(0, 2 * probe));
        if (!beginsAsText(bytes))
            return std::nullopt;
        bytes = unhexed(run);
        return isText(bytes) ? std::optional(DecodedText{std::move(bytes), true}) : std::nullopt;
    }
    const bool mixed = std::any_of(run.begin(), run.end(), [](unsigned char c) { return std::isupper(c); })
        && std::any_of(run.begin(), run.end(), [](unsigned char c) { return std::islower(c); });
    const size_t length = std::min(run.find('='), run.size());
    if (!mixed || length < codedMin || length % 4 == 1)
        return std::nullopt;
    const auto begin = decode::fromBase64(standardAlphabet(run.substr(0, 4 * probe / 3)));
    const bool text = begin && beginsAsText(*begin);
    if (!text && length < packedMin)
        return std::nullopt;
    auto bytes = decode::fromBase64(standardAlphabet(run));
    if (!bytes)
        return std::nullopt;
    if (text && isText(*bytes))
        return DecodedText{std::move(*bytes), true};
    auto inside = decompressed(*bytes, budget);
    return inside ? std::optional(DecodedText{std::move(*inside), false}) : std::nullopt;
}

std::string encodedAs(std::string_view run, std::string_view text)
{
    if (isHexRun(run)) {
        static constexpr char digits[] = "0123456789abcdef";
        std::string out;
        for (const char c : text)
            out += {digits[static_cast<unsigned char>(c) >> 4], digits[c & 15]};
        return out;
    }
    std::string out = decode::toBase64(text);
    const bool standard = run.find_first_of("+/") != std::string_view::npos || run.ends_with('=');
    if (!standard) {
        out.resize(std::min(out.find('='), out.size()));
        std::replace(out.begin(), out.end(), '+', '-');
        std::replace(out.begin(), out.end(), '/', '_');
    }
    return out;
}

std::optional<std::string> htmlDecoded(std::string_view text)
{
    std::string out;
    bool any = false;
    for (size_t at = 0; at < text.size(); ++at) {
        const size_t end = text[at] == '&' ? text.substr(at, 12).find(';') : std::string_view::npos;
        if (end == std::string_view::npos) {
            out += text[at];
            continue;
        }
        std::string_view name = text.substr(at + 1, end - 1);
        const auto *const known = std::find_if(entities.begin(), entities.end(), [&](const Entity &row) { return row.name == name; });
        unsigned code = known != entities.end() ? unsigned(known->character) : 0;
        if (name.starts_with('#')) {
            const bool hexadecimal = name.size() > 1 && (name[1] | 32) == 'x';
            name.remove_prefix(hexadecimal ? 2 : 1);
            std::from_chars(name.data(), name.data() + name.size(), code, hexadecimal ? 16 : 10);
        }
        if (code == 0 || code > 0x7e) {
            out += '&';
            continue;
        }
        out += char(code);
        any = true;
        at += end;
    }
    return any ? std::optional(out) : std::nullopt;
}

std::string htmlEncoded(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const auto *const known = std::find_if(entities.begin(), entities.begin() + 4, [&](const Entity &row) { return row.character == c; });
        out += known != entities.begin() + 4 ? "&" + std::string(known->name) + ";" : c == '\'' ? "&#39;" : std::string(1, c);
    }
    return out;
}

} // namespace masking
