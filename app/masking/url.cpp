// SPDX-License-Identifier: GPL-3.0-or-later
// URLs, and texts in the format of their queries.
#include "app/masking/masker.h"

#include "app/base/percent.h"
#include "app/exchange/head.h"
#include "app/masking/seen_secrets.h"
#include "app/masking/service_value.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace masking {

namespace {

std::string percentEncoded(std::string_view text)
{
    return base::percentEncoded(text, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.' || c == '~'; });
}

// They occur in the paths of one-time links in mails: /password-reset/4f9a…, /invite/Xk2…
constexpr std::array<std::string_view, 8> linkWords{"reset", "verify", "confirm", "confirmation", "activate", "invite", "invitation", "unsubscribe"};

// Not a word: digits and letters, without separators.
bool looksRandom(std::string_view text, size_t least)
{
    const auto digits = std::count_if(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c); });
    const bool letters = std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c); });
    return text.size() >= least && digits > 1 && letters && text.find('.') == std::string_view::npos;
}

} // namespace

// Either part may be the token: all of it is masked. A short word alone is a user: ssh://git@…
std::string Masker::userInformation(std::string_view text, Report &report) const
{
    if (text.empty())
        return {};
    const std::string decoded = exchange::percentDecoded(text, false);
    const size_t colon = decoded.find(':');
    if (colon == std::string::npos && decoded.size() < (std::any_of(decoded.begin(), decoded.end(), [](unsigned char c) { return std::isdigit(c); }) ? weakValueMin / 2 : weakValueMin))
        return std::string(text);
    if (m_seen && colon != std::string::npos && !keeps("", "URL credentials"))
        m_seen->add(decoded.substr(colon + 1), replacement(decoded.substr(colon + 1)), true);
    return hide(text, "", "URL credentials", report, colon == std::string::npos && text.size() >= weakValueMin);
}

// Segments after a telling name, secrets by their form, and ";jsessionid=…" (RFC 3986 section 3.3).
std::string Masker::path(std::string_view path, Report &report, int depth) const
{
    std::string out;
    std::string_view before, beforeThat;
    while (true) {
        const size_t end = std::min(path.find('/'), path.size());
        const size_t semicolon = std::min(path.find(';'), end);
        const std::string_view segment = path.substr(0, semicolon);
        const bool announced = !segment.empty() && !before.empty()
            && ((weight(before, Place::JsonKey) >= Weight::Value && looksRandom(segment, 8))
                || (looksRandom(segment, 10) && std::any_of(linkWords.begin(), linkWords.end(), [&](std::string_view word) { return before.find(word) != std::string_view::npos; }))
                || (beforeThat == "webhooks" && looksRandom(segment, 40)));
        if (announced)
            out += hide(segment, "path", before, report);
        else
            out += text(segment, report, TextKind::Code, depth + 1);
        for (size_t at = semicolon; at < end;) {
            const size_t next = std::min(path.find(';', at + 1), end);
            out += ';';
            out += parameters(path.substr(at + 1, next - at - 1), "path", report, depth + 1);
            at = next;
        }
        if (end == path.size())
            return out;
        out += '/';
        beforeThat = before;
        before = segment;
        path.remove_prefix(end + 1);
    }
}

std::string Masker::url(std::string_view text, Report &report, int depth) const
{
    std::string out;
    const size_t hash = std::min(text.find('#'), text.size());
    const size_t question = std::min(text.find('?'), hash);
    std::string_view path = text.substr(0, question);
    const size_t scheme = path.find("://");
    if (scheme != std::string_view::npos || path.starts_with("//")) {
        const size_t authority = scheme == std::string_view::npos ? 2 : scheme + 3;
        const size_t slash = std::min(path.find('/', authority), path.size());
        const size_t at = path.substr(0, slash).rfind('@');
        size_t host = authority;
        out += path.substr(0, authority);
        if (at != std::string_view::npos && at >= authority) {
            out += userInformation(path.substr(authority, at - authority), report);
            host = at;
        }
        out += path.substr(host, slash - host);
        const std::string_view name = path.substr(host, slash - host);
        path.remove_prefix(slash);
        // https://hooks.slack.com/services/T…/B…/…: the whole path is the secret.
        constexpr std::string_view services = "/services/";
        if (name.ends_with("hooks.slack.com") && path.starts_with(services) && path.size() > services.size()) {
            out += services;
            out += hide(path.substr(services.size()), "path", "Slack webhook", report);
            path = {};
        }
    }
    if (!path.empty())
        out += this->path(path, report, depth);
    if (question < hash) {
        out += '?';
        out += parameters(text.substr(question + 1, hash - question - 1), "query", report, depth);
    }
    if (hash < text.size()) {
        const std::string_view fragment = text.substr(hash + 1);
        const size_t inner = fragment.find('?');
        const size_t from = inner == std::string_view::npos ? 0 : inner + 1;
        out += '#';
        out += fragment.substr(0, from);
        out += parameters(fragment.substr(from), "query", report, depth);
    }
    return out;
}

// `raw`: with its sign. A body that is no form may be declared as one; then its secrets are in a name.
std::string Masker::parameterName(std::string_view raw, std::string_view name, Report &report, int depth) const
{
    if (name.size() < weakValueMin || depth >= depthMax)
        return std::string(raw);
    const uint64_t before = report.count;
    const std::string masked = value(name, report, depth + 1);
    return report.count == before ? std::string(raw) : percentEncoded(masked) + '=';
}

std::string Masker::parameters(std::string_view text, std::string_view where, Report &report, int depth) const
{
    std::string out;
    while (true) {
        const size_t end = text.find('&');
        const std::string_view pair = text.substr(0, end);
        size_t equals = pair.find('=');
        // Padding of Base64, or nothing that is assigned.
        if (equals != std::string_view::npos && pair.find_first_not_of('=', equals) == std::string_view::npos)
            equals = std::string_view::npos;
        const size_t valueAt = equals == std::string_view::npos ? 0 : equals + 1;
        const std::string name = equals == std::string_view::npos ? std::string() : exchange::percentDecoded(pair.substr(0, equals), true);
        const std::string_view raw = pair.substr(valueAt);
        const std::string decoded = exchange::percentDecoded(raw, true);
        out += parameterName(pair.substr(0, valueAt), name, report, depth);
        if (isSecretValue(weight(name, Place::Parameter), Place::Parameter, decoded) || isServiceValue(ruleSet(), name, decoded)) {
            const uint64_t before = report.count;
            const std::string hidden = hide(decoded, where, name, report);
            out += report.count == before ? std::string(raw) : hidden;
        } else {
            const uint64_t before = report.count;
            const std::string inner = value(decoded, report, depth + 1);
            out += report.count == before ? std::string(raw) : percentEncoded(inner);
        }
        if (end == std::string_view::npos)
            return out;
        out += '&';
        text.remove_prefix(end + 1);
    }
}

} // namespace masking
