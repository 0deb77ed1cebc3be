// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/body_page.h"

#include "app/exporters/har_body.h"
#include "app/exporters/har_head.h"

#include <algorithm>

namespace exporters {

namespace {

bool continues(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// The end of a character in UTF-8, at most `most`.
size_t characterEnd(const std::string &text, size_t most)
{
    if (text.size() <= most)
        return text.size();
    size_t end = most;
    while (end > 0 && continues(text[end]))
        --end;
    return end > 0 ? end : most;
}

} // namespace

BodyPage bodyPage(const EntrySource &entry, protocols::Half half, const base::BodySource &bodies, const ExportOptions &options, const masking::Masker *masker,
                  uint64_t at, size_t most)
{
    BodyPage page;
    const bool asked = half == protocols::Half::Request;
    const exchange::Message &message = asked ? entry.exchange.request : entry.exchange.response;
    std::string unused;
    decode::JsonWriter out(unused);
    EntryContext context{entry, entry.exchange, bodies, masker, options, out};
    const exchange::Head head = readHead(context, message);
    const std::string *declared = head.find("content-type");
    page.type = declared ? *declared : asked ? std::string() : entry.exchange.contentType;
    const exchange::ContentType type = exchange::parseContentType(page.type);
    const std::string encoding = asked ? exchange::bodyCodings(head.fields) : entry.exchange.contentEncoding;
    BodyWriter body(bodyInput(message, type, encoding, context.options.bodyMax), bodies, masker, context.masked);
    page.comment = body.comment();
    page.isText = body.isText();
    if (!body.showable())
        return page;
    constexpr size_t longestCharacter = 4;
    body.produce([&](std::string_view piece) {
        const uint64_t begin = page.total;
        page.total += piece.size();
        if (page.total <= at || page.bytes.size() >= most + longestCharacter)
            return;
        piece.remove_prefix(at > begin ? size_t(at - begin) : 0);
        page.bytes += piece.substr(0, most + longestCharacter - page.bytes.size());
    });
    const size_t end = page.isText ? characterEnd(page.bytes, most) : std::min(page.bytes.size(), most);
    page.bytes.resize(end);
    page.next = at + end < page.total ? at + end : 0;
    return page;
}

} // namespace exporters
