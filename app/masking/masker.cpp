// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/masker.h"

#include "app/base/percent.h"
#include "app/exchange/head.h"
#include "app/masking/body_masker.h"
#include "app/masking/tag_hash.h"

#include <algorithm>
#include <cctype>

#include <sys/random.h>

namespace masking {

namespace {

constexpr size_t reportedNameMax = 64;

std::string percentEncoded(std::string_view text)
{
    return base::percentEncoded(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' || c == '~'; });
}

bool isSecret(Weight weight, size_t length)
{
    return length > 0 && (weight == Weight::Strong || (weight == Weight::Weak && length >= weakValueMin));
}

bool named(const std::vector<std::string> &names, std::string_view name)
{
    return std::any_of(names.begin(), names.end(), [plain = plainName(name)](const std::string &known) { return plainName(known) == plain; });
}

std::string throughBody(const Masker &masker, BodyKind kind, std::string_view body, std::string_view boundary, Report &report)
{
    std::string out;
    out.reserve(body.size());
    BodyMasker rewriter(masker, kind, boundary, report);
    rewriter.feed(body, out);
    rewriter.finish(out);
    return out;
}

} // namespace

Key randomKey()
{
    Key key;
    char *at = reinterpret_cast<char *>(&key);
    for (size_t have = 0; have < sizeof key;) {
        const ssize_t got = getrandom(at + have, sizeof key - have, 0);
        if (got > 0)
            have += size_t(got);
    }
    return key;
}

void Report::add(std::string_view where, std::string_view name)
{
    ++count;
    if (names.size() < namesMax)
        names.insert((where.empty() ? std::string() : std::string(where) + " ") + std::string(name.substr(0, reportedNameMax)));
}

void Report::merge(const Report &other)
{
    count += other.count;
    for (const std::string &name : other.names) {
        if (names.size() < namesMax)
            names.insert(name);
    }
}

Masker::Masker(Key key, Rules rules)
    : m_key(key)
    , m_rules(std::move(rules))
{
}

std::string Masker::tag(std::string_view secret) const
{
    TagHash hash(m_key);
    hash.add(secret);
    return hash.tag();
}

Weight Masker::weight(std::string_view name, Place place) const
{
    return named(m_rules.names, name) ? Weight::Strong : nameWeight(name, place);
}

bool Masker::secretHeader(std::string_view name) const
{
    return isSecretHeader(name) || named(m_rules.headers, name);
}

// "Bearer abc": the scheme (RFC 9110 section 11.4) tells much and gives nothing away.
std::string Masker::credentials(std::string_view value, Report &report) const
{
    const size_t space = value.find(' ');
    const bool scheme = space != std::string_view::npos && space > 0 && space < 24
        && std::all_of(value.begin(), value.begin() + std::ptrdiff_t(space), [](unsigned char c) { return std::isalnum(c) || c == '-'; });
    report.add("", "Authorization");
    if (!scheme)
        return tag(value);
    return std::string(value.substr(0, space + 1)) + tag(value.substr(space + 1));
}

std::string Masker::cookie(std::string_view name, std::string_view value, Report &report) const
{
    if (value.empty())
        return {};
    report.add("cookie", name);
    return tag(value);
}

std::string Masker::cookies(std::string_view value, Report &report) const
{
    std::string out;
    while (true) {
        const size_t end = value.find(';');
        const std::string_view pair = value.substr(0, end);
        const size_t equals = pair.find('=');
        const size_t begin = std::min(pair.find_first_not_of(" \t"), pair.size());
        // A cookie without a name is all value.
        const size_t valueAt = equals == std::string_view::npos ? begin : equals + 1;
        const std::string_view name = equals == std::string_view::npos ? std::string_view{} : pair.substr(begin, equals - begin);
        const std::string_view secret = pair.substr(valueAt, pair.find_last_not_of(" \t") + 1 - std::min(valueAt, pair.find_last_not_of(" \t") + 1));
        out += pair.substr(0, valueAt);
        out += cookie(name, secret, report);
        if (end == std::string_view::npos)
            return out;
        out += ';';
        value.remove_prefix(end + 1);
    }
}

std::string Masker::setCookie(std::string_view value, Report &report) const
{
    const size_t end = value.find(';');
    std::string out = cookies(value.substr(0, end), report);
    if (end != std::string_view::npos)
        out += value.substr(end);
    return out;
}

std::string Masker::header(std::string_view name, std::string_view value, Report &report) const
{
    if (value.empty())
        return {};
    const std::string plain = plainName(name);
    if (plain == "cookie" || plain == "cookie2")
        return cookies(value, report);
    if (plain == "setcookie" || plain == "setcookie2")
        return setCookie(value, report);
    if (plain == "authorization" || plain == "proxyauthorization")
        return credentials(value, report);
    if (secretHeader(name)) {
        report.add("", name);
        return tag(value);
    }
    return isUrlHeader(name) ? url(value, report) : std::string(value);
}

// ";jsessionid=…" within a path (RFC 3986 section 3.3).
std::string Masker::pathParameters(std::string_view path, Report &report) const
{
    std::string out;
    while (!path.empty()) {
        const size_t semicolon = path.find(';');
        if (semicolon == std::string_view::npos)
            break;
        out += path.substr(0, semicolon + 1);
        path.remove_prefix(semicolon + 1);
        const size_t end = std::min(path.find_first_of("/;"), path.size());
        out += parameters(path.substr(0, end), "path", report);
        path.remove_prefix(end);
    }
    return out += path;
}

std::string Masker::url(std::string_view text, Report &report) const
{
    std::string out;
    const size_t hash = std::min(text.find('#'), text.size());
    const size_t question = std::min(text.find('?'), hash);
    std::string_view path = text.substr(0, question);
    const size_t scheme = path.find("://");
    if (scheme != std::string_view::npos) {
        const size_t authority = scheme + 3;
        const size_t slash = std::min(path.find('/', authority), path.size());
        const size_t at = path.substr(0, slash).rfind('@');
        out += path.substr(0, authority);
        // Either part may be the token: all of the user information goes.
        if (at != std::string_view::npos && at >= authority) {
            report.add("", "URL credentials");
            out += tag(path.substr(authority, at - authority));
            path.remove_prefix(at);
        } else {
            path.remove_prefix(authority);
        }
    }
    out += pathParameters(path, report);
    if (question < hash) {
        out += '?';
        out += query(text.substr(question + 1, hash - question - 1), report);
    }
    if (hash < text.size()) {
        const std::string_view fragment = text.substr(hash + 1);
        const size_t inner = fragment.find('?');
        const size_t from = inner == std::string_view::npos ? 0 : inner + 1;
        out += '#';
        out += fragment.substr(0, from);
        out += parameters(fragment.substr(from), "query", report);
    }
    return out;
}

std::string Masker::parameters(std::string_view text, std::string_view where, Report &report) const
{
    std::string out;
    while (true) {
        const size_t end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        const size_t equals = pair.find('=');
        if (equals == std::string_view::npos) {
            out += pair;
        } else {
            const std::string name = exchange::percentDecoded(pair.substr(0, equals), true);
            const std::string_view raw = pair.substr(equals + 1);
            const std::string value = exchange::percentDecoded(raw, true);
            out += pair.substr(0, equals + 1);
            if (isSecret(weight(name, Place::Parameter), value.size())) {
                report.add(where, name);
                out += tag(value);
            } else if (value.find("://") != std::string::npos && value.find_first_of("?@#") != std::string::npos) {
                // A URL within a URL, as in redirect_uri, carries its own secrets.
                const uint64_t before = report.count;
                const std::string inner = url(value, report);
                out += report.count == before ? std::string(raw) : percentEncoded(inner);
            } else {
                out += raw;
            }
        }
        if (end == std::string_view::npos)
            return out;
        out += '&';
        text.remove_prefix(end + 1);
    }
}

std::string Masker::query(std::string_view text, Report &report) const
{
    return parameters(text, "query", report);
}

std::string Masker::parameter(std::string_view name, std::string_view value, Report &report) const
{
    if (!isSecret(weight(name, Place::Parameter), value.size())) {
        if (value.find("://") == std::string_view::npos)
            return std::string(value);
        return url(value, report);
    }
    report.add("query", name);
    return tag(value);
}

std::string Masker::form(std::string_view body, Report &report) const
{
    return parameters(body, "form", report);
}

std::string Masker::json(std::string_view body, Report &report) const
{
    return throughBody(*this, BodyKind::Json, body, {}, report);
}

std::string Masker::multipart(std::string_view body, std::string_view boundary, Report &report) const
{
    return throughBody(*this, BodyKind::Multipart, body, boundary, report);
}

} // namespace masking
