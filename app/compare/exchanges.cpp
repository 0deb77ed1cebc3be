// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare/exchanges.h"

#include "app/compare/fields.h"
#include "app/compare/json.h"
#include "app/compare/lines.h"
#include "app/decode/body_charset.h"
#include "app/decode/body_pieces.h"
#include "app/decode/format.h"
#include "app/decode/pretty.h"
#include "app/exchange/head.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace compare {

namespace {

constexpr size_t headMax = 4 << 20;
constexpr size_t sniffBytes = 1024;

struct Body {
    std::vector<std::byte> bytes;
    decode::Format format = decode::Format::Empty;
    std::string text;             // if the format is one of texts
    bool failed = false, cut = false;
    bool isText() const { return bytes.empty() || decode::isText(format); }
};

struct Message {
    exchange::Head head;
    Body body;
};

exchange::Head readHead(const exchange::Message &message, const base::BodySource &source)
{
    const auto bytes = source.read(message.head, headMax);
    return bytes ? exchange::parseHead(*bytes) : exchange::Head();
}

Body readBody(const exchange::Message &message, const exchange::Head &head, const base::BodySource &source)
{
    Body body;
    const std::string *type = head.find("content-type");
    const exchange::ContentType contentType = exchange::parseContentType(type ? *type : std::string());
    decode::BodyPieces pieces(source, message.body, message.contents == exchange::Contents::AsSent ? exchange::bodyCodings(head.fields) : std::string());
    std::vector<std::byte> piece;
    while (body.bytes.size() <= bodyMax && pieces.next(piece))
        body.bytes.insert(body.bytes.end(), piece.begin(), piece.end());
    body.failed = pieces.readError() != 0 || pieces.codingError().has_value();
    body.cut = body.bytes.size() > bodyMax || message.bodyLost > 0;
    body.bytes.resize(std::min(body.bytes.size(), bodyMax));
    body.format = decode::bodyFormat(contentType.media, std::span(body.bytes).first(std::min(body.bytes.size(), sniffBytes)));
    if (!body.bytes.empty() && body.isText())
        body.text = message.contents == exchange::Contents::Text ? std::string(reinterpret_cast<const char *>(body.bytes.data()), body.bytes.size())
                                                                 : decode::toUtf8(body.bytes, contentType.charset, body.format);
    return body;
}

Message read(const exchange::Message &message, const base::BodySource &source)
{
    Message result{readHead(message, source), {}};
    result.body = readBody(message, result.head, source);
    return result;
}

bool isJson(const Body &body) { return body.format == decode::Format::Json; }

// Long lines of JSON are broken: what does not parse as a whole is still compared in small pieces.
std::string broken(const Body &body)
{
    if (isJson(body))
        return decode::prettyJson(body.text);
    return body.format == decode::Format::JsonLines ? decode::prettyJsonLines(body.text) : body.text;
}

Differences compareBytes(const std::vector<std::byte> &left, const std::vector<std::byte> &right)
{
    Differences result;
    const auto row = [&](const char *name, const std::string &one, const std::string &other) {
        result.rows.push_back({one == other ? Kind::Same : Kind::Changed, name, one, other});
    };
    row("bytes", std::to_string(left.size()), std::to_string(right.size()));
    const auto [one, other] = std::ranges::mismatch(left, right);
    if (one == left.end() && other == right.end())
        return result;
    const auto at = std::to_string(one - left.begin());
    result.rows.push_back({Kind::Changed, "first difference", at, at});
    return result;
}

Section compareBodies(Part part, const Body &left, const Body &right)
{
    Section section{part, Way::Lines, {}, left.cut || right.cut};
    if (left.failed || right.failed) {
        section.way = Way::Unread;
        section.differences.whole = false;
        return section;
    }
    if (!left.isText() || !right.isText()) {
        section.way = Way::Bytes;
        section.differences = compareBytes(left.bytes, right.bytes);
        return section;
    }
    if (isJson(left) && isJson(right)) {
        if (auto json = compareJson(left.text, right.text)) {
            section.way = Way::Json;
            section.differences = std::move(*json);
            return section;
        }
    }
    section.differences = compareLines(broken(left), broken(right));
    return section;
}

Difference fieldRow(const char *name, const std::string &left, const std::string &right)
{
    return {left == right ? Kind::Same : left.empty() ? Kind::Added : right.empty() ? Kind::Removed : Kind::Changed, name, clipped(left), clipped(right)};
}

Differences rowsOf(std::initializer_list<Difference> all)
{
    Differences result;
    std::ranges::copy_if(all, std::back_inserter(result.rows), [](const Difference &row) { return !row.left.empty() || !row.right.empty(); });
    return result;
}

std::vector<Field> fieldsOf(const exchange::Head &head)
{
    std::vector<Field> fields;
    fields.reserve(head.fields.size());
    for (const exchange::HeadField &field : head.fields)
        fields.emplace_back(field.name, field.value);
    return fields;
}

std::vector<Field> queryOf(const exchange::Exchange &exchange)
{
    std::vector<Field> fields;
    for (const exchange::Parameter &parameter : exchange::parseParameters(exchange::queryOf(exchange.path)))
        fields.emplace_back(parameter.name, parameter.value);
    return fields;
}

std::string pathOf(const exchange::Exchange &exchange) { return exchange.path.substr(0, exchange.path.find('?')); }

std::string statusText(const exchange::Exchange &exchange) { return exchange.status > 0 ? std::to_string(exchange.status) : std::string(); }

} // namespace

std::vector<Section> compareExchanges(const exchange::Exchange &left, const exchange::Exchange &right, const base::BodySource &source)
{
    std::vector<Section> sections;
    const auto add = [&sections](Section section) {
        if (!section.differences.rows.empty() || section.way == Way::Unread || section.way == Way::Json)
            sections.push_back(std::move(section));
    };
    const Message leftRequest = read(left.request, source), rightRequest = read(right.request, source);
    add({Part::Target, Way::Fields, rowsOf({fieldRow("method", left.method, right.method), fieldRow("scheme", left.scheme, right.scheme),
                                            fieldRow("host", left.host, right.host), fieldRow("path", pathOf(left), pathOf(right)),
                                            fieldRow("version", leftRequest.head.version, rightRequest.head.version)})});
    add({Part::Query, Way::Fields, compareFields(queryOf(left), queryOf(right), false)});
    add({Part::RequestHead, Way::Fields, compareFields(fieldsOf(leftRequest.head), fieldsOf(rightRequest.head), true)});
    add(compareBodies(Part::RequestBody, leftRequest.body, rightRequest.body));
    const Message leftResponse = read(left.response, source), rightResponse = read(right.response, source);
    add({Part::Status, Way::Fields, rowsOf({fieldRow("status", statusText(left), statusText(right)), fieldRow("reason", leftResponse.head.reason, rightResponse.head.reason),
                                            fieldRow("version", leftResponse.head.version, rightResponse.head.version)})});
    add({Part::ResponseHead, Way::Fields, compareFields(fieldsOf(leftResponse.head), fieldsOf(rightResponse.head), true)});
    add(compareBodies(Part::ResponseBody, leftResponse.body, rightResponse.body));
    return sections;
}

} // namespace compare
