// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/layers.h"

#include "app/decode/base64.h"
#include "app/decode/charset.h"

#include <algorithm>
#include <optional>

namespace decode {

namespace {

constexpr size_t layersMax = 3;
constexpr size_t base64Min = 24; // anything shorter in its alphabet is a word

struct Inner { std::vector<std::byte> bytes; Layer layer; bool whole; };

std::optional<Inner> uncompressed(std::span<const std::byte> body, Format format, uint64_t outputMax)
{
    const bool gzip = format == Format::Gzip;
    DecodedBody decoded = decodeBody(body, gzip ? "gzip" : "zstd", {.outputMax = outputMax});
    if (decoded.bytes.empty())
        return std::nullopt;
    return Inner{std::move(decoded.bytes), gzip ? Layer::Gzip : Layer::Zstd, !decoded.error};
}

std::optional<Inner> fromBase64Text(std::span<const std::byte> body)
{
    const std::string_view text(reinterpret_cast<const char *>(body.data()), body.size());
    size_t letters = 0;
    for (const char c : text) {
        const bool space = c == '\n' || c == '\r';
        if (!space && c != '=' && c != '+' && c != '/' && c != '-' && c != '_' && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z')
            && !(c >= 'a' && c <= 'z'))
            return std::nullopt;
        letters += !space;
    }
    const auto decoded = letters >= base64Min && letters % 4 != 1 ? fromBase64(text) : std::nullopt;
    if (!decoded)
        return std::nullopt;
    const auto *data = reinterpret_cast<const std::byte *>(decoded->data());
    return Inner{{data, data + decoded->size()}, Layer::Base64, true};
}

// Plain text inside Base64 must be beyond doubt: many words decode to some characters.
bool isPlainText(std::span<const std::byte> bytes)
{
    return std::all_of(bytes.begin(), bytes.end(), [](std::byte byte) {
        const auto c = uint8_t(byte);
        return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\r' || c == '\t';
    });
}

} // namespace

Unwrapped unwrap(std::span<const std::byte> body, Format format, uint64_t outputMax)
{
    Unwrapped result;
    result.format = format;
    while (result.layers.size() < layersMax) {
        const std::span<const std::byte> outer = result.layers.empty() ? body : std::span<const std::byte>(result.bytes);
        std::optional<Inner> inner;
        if (result.format == Format::Gzip || result.format == Format::Zstd)
            inner = uncompressed(outer, result.format, outputMax);
        else if (result.format == Format::Text)
            inner = fromBase64Text(outer);
        if (!inner)
            break;
        const Format found = sniffedFormat(std::span(inner->bytes).first(std::min<size_t>(inner->bytes.size(), 1024)));
        const bool known = found != Format::Binary && found != Format::Empty
            && (found != Format::Text || inner->layer != Layer::Base64 || isPlainText(inner->bytes));
        if (!known)
            break;
        result.bytes = std::move(inner->bytes);
        result.layers.push_back(inner->layer);
        result.format = found;
        result.whole = result.whole && inner->whole;
    }
    return result;
}

} // namespace decode
