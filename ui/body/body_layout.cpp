// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_layout.h"

#include "app/decode/cbor.h"
#include "app/decode/css_layout.h"
#include "app/decode/html_layout.h"
#include "app/decode/json_scan.h"
#include "app/decode/jwt.h"
#include "app/decode/msgpack.h"
#include "app/decode/pretty.h"
#include "app/decode/script_layout.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::BodyLayout)
};

using decode::Format;

constexpr size_t growthMax = 32 * 1024 * 1024;   // of a small text full of brackets
constexpr size_t markupMax = 16 * 1024 * 1024;   // longer ones are shown as sent
constexpr size_t batchMax = 50;

// Indentation can expand a text of brackets a hundredfold: beyond this growth it is shown unchanged.
void layOutJson(const std::string &text, LaidOut &out)
{
    constexpr size_t pieceBytes = 64 * 1024;
    const size_t most = std::max(growthMax, text.size() * 6);
    decode::JsonPrinter printer;
    out.text.reserve(text.size() + text.size() / 2);
    for (size_t at = 0; at < text.size(); at += pieceBytes) {
        if (out.text.size() > most) {
            out.notices << Words::tr("Nested too deeply: only the beginning is formatted.");
            out.text += '\n' + text.substr(at);
            return;
        }
        printer.feed(std::string_view(text).substr(at, pieceBytes), out.text);
    }
}

template <typename Print>
std::string laidOutWith(Print print, std::string text)
{
    if (text.size() > markupMax)
        return text;
    std::string out = print(text, 2);
    return out.size() > std::max(growthMax, text.size() * 6) ? text : out;
}

std::string laidOutJwt(const std::string &text)
{
    const auto jwt = decode::parseJwt(text);
    return jwt ? decode::jwtText(*jwt) : text;
}

// A long line of form pairs, or a single word, is not minified code.
bool isMinified(Format format, const std::string &text)
{
    return (format == Format::Html || format == Format::Css || format == Format::JavaScript) && text.size() <= markupMax
        && decode::looksMinified(text);
}

void appendRequest(std::string_view object, std::string &out)
{
    std::string document, variables, name;
    decode::JsonMembers members(object);
    while (const auto member = members.next()) {
        const bool text = member->kind == decode::JsonKind::String;
        if (member->key == "query" && text)
            document = decode::jsonUnescaped(member->value.substr(1, member->value.size() - 2));
        else if (member->key == "variables" && member->kind == decode::JsonKind::Object)
            variables = decode::prettyJson(member->value);
        else if (member->key == "operationName" && text)
            name = decode::jsonUnescaped(member->value.substr(1, member->value.size() - 2));
    }
    if (document.find('{') == std::string::npos)
        return;
    out += out.empty() ? "" : "\n\n";
    if (!name.empty())
        out += "# operation: " + name + "\n";
    while (document.ends_with('\n') || document.ends_with(' '))
        document.pop_back();
    out += document;
    if (!variables.empty() && variables != "{}")
        out += "\n\n# variables\n" + variables;
}

} // namespace

Syntax syntaxOf(Format format)
{
    switch (format) {
    case Format::Json:
    case Format::JsonLines:
        return Syntax::Json;
    case Format::Xml:
    case Format::Svg:
        return Syntax::Xml;
    case Format::Html:
        return Syntax::Html;
    case Format::Css:
        return Syntax::Css;
    case Format::JavaScript:
        return Syntax::JavaScript;
    case Format::Jwt:
    case Format::MessagePack:
    case Format::Cbor:
        return Syntax::Values;
    default:
        return Syntax::None;
    }
}

bool canLayOut(Format format, const std::string &text)
{
    switch (format) {
    case Format::Json:
    case Format::JsonLines:
    case Format::Xml:
    case Format::Svg:
        return true;
    case Format::Jwt:
        return decode::parseJwt(text).has_value();
    default:
        return isMinified(format, text);
    }
}

LaidOut layOut(std::string text, Format format)
{
    LaidOut out;
    out.syntax = syntaxOf(format);
    switch (format) {
    case Format::Json:
        layOutJson(text, out);
        break;
    case Format::JsonLines:
        out.text = decode::prettyJsonLines(text);
        if (out.text.size() > std::max(growthMax, text.size() * 6))
            out.text = std::move(text);
        break;
    case Format::Xml:
    case Format::Svg:
        out.text = laidOutWith(decode::prettyXml, std::move(text));
        break;
    case Format::Html:
    case Format::Css:
    case Format::JavaScript: {
        const auto print = format == Format::Html ? decode::prettyHtml : format == Format::Css ? decode::prettyCss : decode::prettyScript;
        out.text = isMinified(format, text) ? laidOutWith(print, std::move(text)) : std::move(text);
        break;
    }
    case Format::Jwt:
        out.text = laidOutJwt(text);
        break;
    default:
        out.text = std::move(text);
    }
    return out;
}

LaidOut layOutValues(std::span<const std::byte> bytes, Format format)
{
    decode::ValueText values = format == Format::Cbor ? decode::readCbor(bytes) : decode::readMessagePack(bytes);
    LaidOut out{std::move(values.text), Syntax::Values, {}};
    if (!values.error)
        return out;
    const QString name = format == Format::Cbor ? QStringLiteral("CBOR") : QStringLiteral("MessagePack");
    switch (*values.error) {
    case decode::ValueError::Malformed:
        out.notices << Words::tr("The body is not valid %1 after byte %2.").arg(name).arg(values.used);
        break;
    case decode::ValueError::Truncated:
        out.notices << Words::tr("The %1 ends inside a value.").arg(name);
        break;
    case decode::ValueError::TooDeep:
        out.notices << Words::tr("Nested too deeply: only the beginning is shown.");
        break;
    case decode::ValueError::TooLarge:
        out.notices << Words::tr("Too long: only the beginning is shown.");
        break;
    }
    return out;
}

std::string graphqlText(const std::string &json)
{
    std::string out;
    const auto value = decode::firstJsonValue(json);
    if (value && value->kind == decode::JsonKind::Object)
        appendRequest(value->value, out);
    if (value && value->kind == decode::JsonKind::Array) {
        decode::JsonMembers entries(value->value);
        for (size_t i = 0; i < batchMax; ++i) {
            const auto entry = entries.next();
            if (!entry || entry->kind != decode::JsonKind::Object)
                break;
            appendRequest(entry->value, out);
        }
    }
    return out;
}

} // namespace ui
