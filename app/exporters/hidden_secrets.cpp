// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/hidden_secrets.h"

#include "app/decode/cbor.h"
#include "app/decode/guess.h"
#include "app/decode/layers.h"
#include "app/decode/msgpack.h"

namespace exporters {

namespace {

using decode::Format;

constexpr uint64_t unwrappedMax = 16 << 20;

bool isValues(Format format) { return format == Format::MessagePack || format == Format::Cbor; }
bool isCompressed(Format format) { return format == Format::Gzip || format == Format::Zstd; }

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

std::string unsearched(Format format)
{
    return "Left out: the " + std::string(decode::formatName(format)) + " could not be read to its end, so that it could not be searched for secrets.";
}

} // namespace

std::string hiddenSecrets(std::span<const std::byte> body, bool whole, Format format, const masking::Masker &masker, masking::Report &report)
{
    if (!whole)
        return isValues(format) || isCompressed(format) || format == Format::Jwt || format == Format::Pem ? unsearched(format) : std::string();
    const decode::Unwrapped inside = decode::unwrap(body, format, unwrappedMax);
    decode::DecodedBody decoded;
    if (!inside.layers.empty()) {
        body = inside.bytes;
        format = inside.format;
    } else if (isCompressed(format)) {
        // Nothing below it that has a mark of its own.
        decoded = decode::decodeBody(body, format == Format::Gzip ? "gzip" : "zstd", {.outputMax = unwrappedMax});
        if (decoded.error)
            return unsearched(format);
        body = decoded.bytes;
        format = Format::Binary;
    }
    if (!inside.whole)
        return unsearched(format);
    // MessagePack without control characters looks like text in no known charset.
    if (format == Format::Binary || format == Format::Text)
        if (const Format guessed = decode::guessedValues(body); guessed != Format::Binary)
            format = guessed;
    masking::Report found;
    if (isValues(format)) {
        const decode::ValueText values = format == Format::Cbor ? decode::readCbor(body) : decode::readMessagePack(body);
        if (values.error)
            return unsearched(format);
        masker.json(values.text, found);
    } else if (format == Format::Jwt) {
        found.add("body", "JSON Web Token");
    } else if (format == Format::Pem || format == Format::Text) {
        if (textOf(body).find("PRIVATE KEY-----") != std::string_view::npos)
            found.add("body", "private key");
    } else if (!inside.layers.empty() && (format == Format::Json || format == Format::JsonLines || format == Format::EventStream)) {
        masker.json(textOf(body), found);
    } else if (!inside.layers.empty() && format == Format::Form) {
        masker.form(textOf(body), found);
    }
    if (found.count == 0)
        return {};
    report.merge(found);
    return "Left out: there are secrets in the " + std::string(decode::formatName(format)) + ", which cannot be replaced there.";
}

} // namespace exporters
