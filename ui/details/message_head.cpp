// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/message_head.h"

#include "app/decode/authorization.h"
#include "app/decode/jwt.h"
#include "app/decode/status_details.h"
#include "ui/models/filter_terms.h"
#include "ui/models/format.h"
#include "ui/text/header_text.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::MessageHead)
};

constexpr size_t headMax = 1024 * 1024;

QString headerTerm(const exchange::HeadField &field) { return filterTerm("header", text(field.name) + QStringLiteral(": ") + text(field.value)); }

// As it stands in the head.
QString cookieTerm(const exchange::Cookie &cookie) { return filterTerm("header", text(cookie.name) + QLatin1Char('=') + text(cookie.value)); }

QString filterFor(const exchange::HeadField &field, const exchange::Exchange &e, protocols::Half half)
{
    if (half == protocols::Half::Request && exchange::equalsIgnoringCase(field.name, "host"))
        return exactTerm("host", text(e.host));
    if (half == protocols::Half::Response && exchange::equalsIgnoringCase(field.name, "content-type") && !e.contentType.empty())
        return filterTerm("type", mediaTypeText(e.contentType));
    return headerTerm(field);
}

FieldRow startRow(const exchange::Head &head, const exchange::Exchange &e, protocols::Half half)
{
    if (half == protocols::Half::Request) {
        const bool known = !head.method.empty();
        return {.cells = {known ? text(head.method) : Words::tr("First line"), known ? urlText(e) : text(head.startLine)},
                .filter = known ? exactTerm("method", text(head.method)) : QString()};
    }
    const bool known = head.status > 0;
    FieldRow row{.cells = {known && !head.version.empty() ? text(head.version) : Words::tr("First line"),
                           known ? QStringLiteral("%1 %2").arg(head.status).arg(text(head.reason)).trimmed() : text(head.startLine)},
                 .filter = known ? QStringLiteral("status:%1").arg(head.status) : QString()};
    if (head.status >= 400)
        row.colour = &Tokens::bad;
    else if (head.status >= 300)
        row.colour = &Tokens::info;
    else if (known)
        row.colour = &Tokens::good;
    return row;
}

// Below the field the decoded base64, one line per row.
void addStatusDetails(const exchange::HeadField &field, std::vector<FieldRow> &rows)
{
    constexpr qsizetype linesMax = 200;
    if (!exchange::equalsIgnoringCase(field.name, decode::statusDetailsField))
        return;
    const auto details = decode::statusDetails(nullptr, field.value);
    const QStringList lines = details ? QString::fromStdString(*details).split(QLatin1Char('\n'), Qt::SkipEmptyParts) : QStringList();
    for (const QString &line : lines.mid(0, linesMax))
        rows.push_back({.cells = {QString(), line}, .filter = {}});
}

} // namespace

MessageHead readHead(const base::BodySource &source, const exchange::Message &message, const std::vector<base::Slice> &interim)
{
    MessageHead result;
    const auto read = [&](const std::vector<base::Slice> &slices) -> std::string {
        const auto bytes = source.read(slices, headMax);
        if (bytes)
            return {reinterpret_cast<const char *>(bytes->data()), bytes->size()};
        result.problem = Words::tr("The capture file could not be read at this point: %1.")
                             .arg(QString::fromStdString(std::generic_category().message(bytes.error())));
        return {};
    };
    if (!message.head.empty()) {
        const std::string bytes = read(message.head);
        result.raw = QByteArray(bytes.data(), qsizetype(bytes.size()));
        result.head = exchange::parseHead(bytes);
    }
    if (!message.trailers.empty())
        result.trailers = exchange::parseFields(read(message.trailers));
    if (!interim.empty())
        result.interim = exchange::parseHeads(read(interim));
    return result;
}

std::vector<FieldRow> headerRows(const MessageHead &message, const exchange::Exchange &e, protocols::Half half)
{
    std::vector<FieldRow> rows;
    rows.reserve(message.head.fields.size() + message.trailers.size() + 2);
    if (!message.head.startLine.empty() || !message.head.fields.empty())
        rows.push_back(startRow(message.head, e, half));
    for (const exchange::HeadField &field : message.head.fields) {
        rows.push_back({.cells = {text(field.name), text(field.value)}, .filter = filterFor(field, e, half), .explanation = headerText(field.name)});
        addStatusDetails(field, rows);
    }
    if (!message.trailers.empty()) {
        rows.push_back({.cells = {Words::tr("After the body")}, .filter = {}, .heading = true});
        for (const exchange::HeadField &field : message.trailers) {
            rows.push_back({.cells = {text(field.name), text(field.value)}, .filter = headerTerm(field), .explanation = headerText(field.name)});
            addStatusDetails(field, rows);
        }
    }
    for (const exchange::Head &interim : message.interim) {
        const QString name = QStringLiteral("%1 %2").arg(interim.status).arg(text(interim.reason)).trimmed();
        rows.push_back({.cells = {Words::tr("Before the response: %1").arg(name)}, .filter = {}, .heading = true});
        for (const exchange::HeadField &field : interim.fields)
            rows.push_back({.cells = {text(field.name), text(field.value)}, .filter = {}});
    }
    return rows;
}

std::vector<FieldRow> queryRows(std::string_view target)
{
    std::vector<FieldRow> rows;
    for (const exchange::Parameter &p : exchange::parseParameters(exchange::queryOf(target)))
        rows.push_back({.cells = {text(p.name), text(p.value)},
                        .filter = filterTerm("path", p.rawValue.empty() ? text(p.rawName) : text(p.rawName) + QLatin1Char('=') + text(p.rawValue))});
    return rows;
}

std::vector<FieldRow> cookieRows(const exchange::Head &head, protocols::Half half)
{
    std::vector<FieldRow> rows;
    const auto optional = [](const std::optional<std::string> &value) { return value ? text(*value) : QString(); };
    for (const exchange::HeadField &field : head.fields) {
        if (half == protocols::Half::Request && exchange::equalsIgnoringCase(field.name, "cookie")) {
            for (const exchange::Cookie &cookie : exchange::parseCookies(field.value))
                rows.push_back({.cells = {text(cookie.name), text(cookie.value)}, .filter = cookieTerm(cookie)});
        } else if (half == protocols::Half::Response && exchange::equalsIgnoringCase(field.name, "set-cookie")) {
            const exchange::Cookie cookie = exchange::parseSetCookie(field.value);
            QStringList flags;
            if (cookie.secure)
                flags << QStringLiteral("Secure");
            if (cookie.httpOnly)
                flags << QStringLiteral("HttpOnly");
            if (cookie.sameSite)
                flags << QStringLiteral("SameSite=") + text(*cookie.sameSite);
            const QString life = cookie.maxAge ? QStringLiteral("%1 s").arg(text(*cookie.maxAge)) : optional(cookie.expires);
            rows.push_back({.cells = {text(cookie.name), text(cookie.value), optional(cookie.domain), optional(cookie.path), life,
                                      flags.join(QStringLiteral(", "))},
                            .filter = cookieTerm(cookie)});
        }
    }
    return rows;
}

std::vector<FieldRow> tokenRows(const exchange::Head &head)
{
    static constexpr std::array<std::string_view, 4> authorizationFields{"authorization", "proxy-authorization", "www-authenticate", "proxy-authenticate"};
    constexpr size_t tokensMax = 8;
    std::vector<FieldRow> rows;
    size_t tokens = 0;
    const auto addMembers = [&rows](const std::vector<decode::JwtMember> &members) {
        for (const decode::JwtMember &member : members)
            rows.push_back({.cells = {text(member.name), text(member.value), text(member.meaning)}, .filter = {}});
    };
    for (const exchange::HeadField &field : head.fields) {
        const bool credentials = std::ranges::any_of(authorizationFields, [&](std::string_view name) { return exchange::equalsIgnoringCase(field.name, name); });
        if (const auto told = credentials ? decode::parseAuthorization(field.value) : std::nullopt) {
            rows.push_back({.cells = {Words::tr("%1: %2").arg(text(field.name), text(told->scheme))}, .filter = {}, .heading = true});
            for (const decode::AuthorizationMember &member : told->members)
                rows.push_back({.cells = {text(member.name), text(member.value), QString()}, .filter = {}});
        }
        for (const std::string_view token : decode::findJwts(field.value, tokensMax)) {
            const auto jwt = decode::parseJwt(token);
            if (!jwt || tokens++ == tokensMax)
                return rows;
            rows.push_back({.cells = {Words::tr("%1: JSON Web Token, header").arg(text(field.name))}, .filter = {}, .heading = true});
            addMembers(jwt->headerMembers);
            rows.push_back({.cells = {jwt->encrypted ? Words::tr("Claims: encrypted")
                                                     : Words::tr("Claims (not verified; signature of %1 bytes)").arg(jwt->signatureBytes)},
                            .filter = {}, .heading = true});
            addMembers(jwt->claimMembers);
        }
    }
    return rows;
}

QStringList cookieHeads(protocols::Half half)
{
    if (half == protocols::Half::Request)
        return {};
    return {Words::tr("Name"), Words::tr("Value"), Words::tr("Domain"), Words::tr("Path"), Words::tr("Expires"),
            Words::tr("Flags")};
}

std::optional<uint64_t> contentLength(const exchange::Head &head)
{
    const std::string *value = head.find("content-length");
    if (value == nullptr)
        return std::nullopt;
    uint64_t number = 0;
    const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), number);
    if (error != std::errc() || end != value->data() + value->size())
        return std::nullopt;
    return number;
}

QString urlText(const exchange::Exchange &e)
{
    if (e.path.find("://") != std::string::npos && !e.path.starts_with('/'))
        return text(e.path); // absolute form, as sent to a proxy
    if (e.host.empty() || e.method == "CONNECT")
        return text(e.path);
    const QString scheme = e.scheme.empty() ? QString() : text(e.scheme) + QStringLiteral("://");
    return scheme + text(e.host) + (e.path.starts_with('/') ? text(e.path) : QLatin1Char(' ') + text(e.path));
}

} // namespace ui
