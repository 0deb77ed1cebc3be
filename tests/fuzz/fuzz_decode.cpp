// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies through content codings, charsets, sniffing and layout. The first two bytes select the
// codings and the charset; decoding in pieces must give the same as decoding at once.
#include "app/decode/body_charset.h"
#include "app/decode/charset.h"
#include "app/decode/coding.h"
#include "app/decode/format.h"
#include "app/decode/multipart.h"
#include "app/decode/pretty.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace {

void checkCodings(std::span<const std::byte> body, uint8_t choice)
{
    using namespace decode;
    static constexpr std::array<std::string_view, 8> headers{"gzip", "deflate", "br", "zstd", "gzip, br", "zstd, deflate", "", "gzip,gzip,gzip,gzip"};
    CodingLimits limits;
    limits.outputMax = 1 << 20;
    const std::string_view header = headers[choice % headers.size()];
    const DecodedBody whole = decodeBody(body, header, limits);
    if (whole.bytes.size() > limits.outputMax)
        std::abort();
    CodingDecoder decoder(*parseCodings(header), limits);
    std::vector<std::byte> pieces;
    for (size_t at = 0; at < body.size(); at += 7)
        (void)decoder.feed(body.subspan(at, std::min<size_t>(7, body.size() - at)), pieces);
    // Where an error appears depends on the pieces; the output before it does not.
    const size_t common = std::min(pieces.size(), whole.bytes.size());
    if (!std::equal(pieces.begin(), pieces.begin() + std::ptrdiff_t(common), whole.bytes.begin()))
        std::abort();
    if (!whole.error && (!decoder.finish() || pieces.size() != whole.bytes.size()))
        std::abort();
}

void checkCharset(std::span<const std::byte> body, uint8_t choice)
{
    using namespace decode;
    static constexpr std::array<std::string_view, 8> labels{"", "utf-16", "utf-16be", "iso-8859-1", "shift_jis", "gb18030", "big5", "nonsense"};
    const std::string_view label = labels[choice % labels.size()];
    CharsetDecoder whole(label), pieces(label);
    std::string one, other;
    whole.feed(body, one);
    whole.finish(one);
    Utf8Check check;
    for (const std::byte &byte : body) {
        pieces.feed({&byte, 1}, other);
        check.feed({&byte, 1});
    }
    pieces.finish(other);
    if (!isUtf8(one) || !isUtf8(other) || check.finish() != isUtf8(body) || !isUtf8(toUtf8(body, label)))
        std::abort();
    if (label.starts_with("utf-16") && one != other)
        std::abort();
}

std::string dense(std::string_view text)
{
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != ' ' && c != '\n' && c != '\t' && c != '\r'; });
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const std::span<const std::byte> body = std::as_bytes(std::span(data + 2, size - 2));
    const std::string_view text(reinterpret_cast<const char *>(data) + 2, size - 2);
    checkCodings(body, data[0]);
    checkCharset(body, data[1]);
    (void)decode::formatName(decode::bodyFormat("text/plain", body));
    // Layout changes white space and nothing else.
    if (dense(decode::prettyJson(text)) != dense(text) || dense(decode::prettyXml(text)) != dense(text))
        std::abort();
    size_t parts = 0;
    for (const decode::Part &part : decode::splitMultipart(text, "b", 100))
        parts += part.content.size() + part.head.size();
    if (parts > text.size())
        std::abort();
    return 0;
}
