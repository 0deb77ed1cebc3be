// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/hidden_secrets.h"

#include "app/decode/cbor.h"
#include "app/decode/charset.h"
#include "app/decode/guess.h"
#include "app/decode/layers.h"
#include "app/decode/msgpack.h"
#include "app/decode/protobuf_raw.h"

namespace exporters {

namespace {

using decode::Format;

constexpr uint64_t unwrappedMax = 16 << 20;

bool isValues(Format format) { return format == Format::MessagePack || format == Format::Cbor; }
bool isCompressed(Format format) { return format == Format::Gzip || format == Format::Zstd; }
bool isProtobuf(Format format) { return format == Format::Protobuf || format == Format::Grpc; }

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

std::string unsearched(Format format)
{
    return "Omitted: it could not be parsed completely as " + std::string(decode::formatName(format)) + ", so it could not be searched for secrets.";
}

// A text without a name: finds secrets by their form.
void searchText(std::string_view text, const masking::Masker &masker, masking::Report &found)
{
    masker.value(text, found);
}

// False if it is not a complete message, or has more fields than the limit.
bool searchMessage(std::span<const std::byte> bytes, const masking::Masker &masker, masking::Report &found)
{
    const decode::RawMessage message = decode::readProtobuf(bytes);
    for (size_t i = 0; i < message.fields.size(); ++i) {
        const decode::RawField &field = message.fields[i];
        const uint64_t before = found.count;
        if (field.text)
            searchText(textOf(field.bytes), masker, found);
        if (found.count > before)
            i += field.inner;   // the same bytes again, parsed as a message
    }
    return !message.limited && message.readTo == bytes.size();
}

// Length-prefixed messages (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md); gRPC-Web's trailers are
// text. False if they do not fill the body, or one is compressed: by which coding is unknown here.
bool searchMessages(std::span<const std::byte> body, const masking::Masker &masker, masking::Report &found)
{
    constexpr size_t prefixSize = 5;
    constexpr std::byte plain{0}, trailers{0x80};
    while (body.size() >= prefixSize) {
        uint64_t length = 0;
        for (const std::byte byte : body.subspan(1, 4))
            length = length << 8 | uint64_t(byte);
        const std::byte flags = body.front();
        body = body.subspan(prefixSize);
        if (length > body.size() || (flags != plain && flags != trailers))
            return false;
        const auto message = body.first(size_t(length));
        body = body.subspan(message.size());
        if (flags == trailers)
            searchText(textOf(message), masker, found);
        else if (!searchMessage(message, masker, found))
            return false;
    }
    return body.empty();
}

// Text in what has no signature: Brotli, deflate. Empty if it is neither.
std::vector<std::byte> decompressed(std::span<const std::byte> body)
{
    for (const char *coding : {"deflate", "br"}) {
        decode::DecodedBody decoded = decode::decodeBody(body, coding, {.outputMax = unwrappedMax});
        if (!decoded.error && decoded.bytes.size() > body.size() / 2 && decode::isText(decode::sniffedFormat(decoded.bytes)))
            return std::move(decoded.bytes);
    }
    return {};
}

// The texts among bytes of an unknown format, as strings(1) finds them.
void searchStrings(std::span<const std::byte> bytes, const masking::Masker &masker, masking::Report &found)
{
    constexpr size_t stringMin = 8;
    const std::string_view text = textOf(bytes);
    for (size_t at = 0; at < text.size();) {
        size_t end = at;
        while (end < text.size() && (static_cast<unsigned char>(text[end]) >= 0x20 || text[end] == '\n' || text[end] == '\r' || text[end] == '\t') && text[end] != 0x7f && static_cast<unsigned char>(text[end]) < 0x80)
            ++end;
        if (end - at >= stringMin)
            searchText(text.substr(at, end - at), masker, found);
        at = end + 1;
    }
}

} // namespace

std::string hiddenSecrets(std::span<const std::byte> body, bool whole, Format format, const masking::Masker &masker, masking::Report &report)
{
    if (!whole)
        return isValues(format) || isCompressed(format) || isProtobuf(format) ? unsearched(format) : std::string();
    const decode::Unwrapped inside = decode::unwrap(body, format, unwrappedMax);
    const bool coded = !inside.layers.empty() || isCompressed(format);
    decode::DecodedBody decoded;
    if (!inside.layers.empty()) {
        body = inside.bytes;
        format = inside.format;
    } else if (isCompressed(format)) {
        // Nothing with a recognisable signature inside.
        decoded = decode::decodeBody(body, format == Format::Gzip ? "gzip" : "zstd", {.outputMax = unwrappedMax});
        if (decoded.error)
            return unsearched(format);
        body = decoded.bytes;
        format = decode::sniffedFormat(body);
    }
    if (!inside.whole)
        return unsearched(format);
    // MessagePack without control characters looks like text in an unknown charset.
    if (format == Format::Binary || format == Format::Text)
        if (const Format guessed = decode::guessedValues(body); guessed != Format::Binary)
            format = guessed;
    std::vector<std::byte> plain;
    if ((format == Format::Binary || format == Format::Text) && !coded && !decode::isUtf8(textOf(body)))
        plain = decompressed(body);
    masking::Report found;
    if (!plain.empty()) {
        searchText(textOf(plain), masker, found);
    } else if (isValues(format)) {
        const decode::ValueText values = format == Format::Cbor ? decode::readCbor(body) : decode::readMessagePack(body);
        if (values.error)
            return unsearched(format);
        masker.json(values.text, found);
    } else if (isProtobuf(format)) {
        const bool read = format == Format::Grpc ? searchMessages(body, masker, found) : searchMessage(body, masker, found);
        if (!read)
            return unsearched(format);
    } else if (coded && decode::isText(format)) {
        searchText(textOf(body), masker, found);
    } else if (format == Format::Binary) {
        searchStrings(body, masker, found);
    }
    if (found.count == 0)
        return {};
    report.merge(found);
    return "Omitted: there are secrets in the " + std::string(decode::formatName(format)) + ", which cannot be replaced in this format.";
}

} // namespace exporters
