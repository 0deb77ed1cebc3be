// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/message_head.h"

#include "app/decode/jwt.h"
#include "app/decode/status_details.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace ui {

namespace {

constexpr size_t headMax = 1024 * 1024;

QString filterFor(const exchange::HeadField &field, const exchange::Exchange &e, protocols::Half half)
{
    if (half == protocols::Half::Request && exchange::equalsIgnoringCase(field.name, "host"))
        return filterTerm("host", text(e.host));
    if (half == protocols::Half::Response && exchange::equalsIgnoringCase(field.name, "content-type") && !e.contentType.empty())
        return filterTerm("type", mediaTypeText(e.contentType));
    return {};
}

FieldRow startRow(const exchange::Head &head, const exchange::Exchange &e, protocols::Half half)
{
    if (half == protocols::Half::Request) {
        const bool known = !head.method.empty();
        return {.cells = {known ? text(head.method) : QStringLiteral("First line"), known ? urlText(e) : text(head.startLine)},
                .filter = known ? filterTerm("method", text(head.method)) : QString()};
    }
    const bool known = head.status > 0;
    FieldRow row{.cells = {known && !head.version.empty() ? text(head.version) : QStringLiteral("First line"),
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
        result.problem = QStringLiteral("The capture file could not be read at this point: %1.")
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
        rows.push_back({.cells = {text(field.name), text(field.value)}, .filter = filterFor(field, e, half)});
        addStatusDetails(field, rows);
    }
    if (!message.trailers.empty()) {
        rows.push_back({.cells = {QStringLiteral("After the body")}, .filter = {}, .heading = true});
        for (const exchange::HeadField &field : message.trailers) {
            rows.push_back({.cells = {text(field.name), text(field.value)}, .filter = {}});
            addStatusDetails(field, rows);
        }
    }
    for (const exchange::Head &interim : message.interim) {
        const QString name = QStringLiteral("%1 %2").arg(interim.status).arg(text(interim.reason)).trimmed();
        rows.push_back({.cells = {QStringLiteral("Before the response: %1").arg(name)}, .filter = {}, .heading = true});
        for (const exchange::HeadField &field : interim.fields)
            rows.push_back({.cells = {text(field.name), text(field.value)}, .filter = {}});
    }
    return rows;
}

std::vector<FieldRow> queryRows(std::string_view target)
{
    std::vector<FieldRow> rows;
    for (const exchange::Parameter &p : exchange::parseParameters(exchange::queryOf(target)))
        rows.push_back({.cells = {text(p.name), text(p.value)}, .filter = {}});
    return rows;
}

std::vector<FieldRow> cookieRows(const exchange::Head &head, protocols::Half half)
{
    std::vector<FieldRow> rows;
    const auto optional = [](const std::optional<std::string> &value) { return value ? text(*value) : QString(); };
    for (const exchange::HeadField &field : head.fields) {
        if (half == protocols::Half::Request && exchange::equalsIgnoringCase(field.name, "cookie")) {
            for (const exchange::Cookie &cookie : exchange::parseCookies(field.value))
                rows.push_back({.cells = {text(cookie.name), text(cookie.value)}, .filter = {}});
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
                            .filter = {}});
        }
    }
    return rows;
}

std::vector<FieldRow> tokenRows(const exchange::Head &head)
{
    constexpr size_t tokensMax = 8;
    std::vector<FieldRow> rows;
    size_t tokens = 0;
    const auto addMembers = [&rows](const std::vector<decode::JwtMember> &members) {
        for (const decode::JwtMember &member : members)
            rows.push_back({.cells = {text(member.name), text(member.value), text(member.meaning)}, .filter = {}});
    };
    for (const exchange::HeadField &field : head.fields) {
        for (const std::string_view token : decode::findJwts(field.value, tokensMax)) {
            const auto jwt = decode::parseJwt(token);
            if (!jwt || tokens++ == tokensMax)
                return rows;
            rows.push_back({.cells = {QStringLiteral("%1: JSON Web Token, header").arg(text(field.name))}, .filter = {}, .heading = true});
            addMembers(jwt->headerMembers);
            rows.push_back({.cells = {jwt->encrypted ? QStringLiteral("Claims: encrypted")
                                                     : QStringLiteral("Claims (not verified; signature of %1 bytes)").arg(jwt->signatureBytes)},
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
    return {QStringLiteral("Name"), QStringLiteral("Value"), QStringLiteral("Domain"), QStringLiteral("Path"), QStringLiteral("Expires"),
            QStringLiteral("Flags")};
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

QString filterTerm(const char *key, const QString &value)
{
    if (value.isEmpty())
        return {};
    const bool plain = std::none_of(value.begin(), value.end(), [](QChar c) {
        return c.isSpace() || c == QLatin1Char('"') || c == QLatin1Char('(') || c == QLatin1Char(')');
    });
    if (plain)
        return QStringLiteral("%1:%2").arg(QLatin1String(key), value);
    QString quoted = value;
    quoted.remove(QLatin1Char('"'));
    return QStringLiteral("%1:\"%2\"").arg(QLatin1String(key), quoted);
}

} // namespace ui
