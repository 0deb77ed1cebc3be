// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/masker.h"

#include "app/decode/base64.h"
#include "app/decode/format.h"
#include "app/masking/body_masker.h"
#include "app/masking/seen_secrets.h"
#include "app/masking/service_value.h"
#include "app/masking/tag_hash.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <span>

#include <sys/random.h>

namespace masking {

namespace {

constexpr size_t reportedNameMax = 64;
constexpr size_t schemeMax = 24;

bool named(const std::vector<std::string> &names, std::string_view name)
{
    return !names.empty() && std::any_of(names.begin(), names.end(), [plain = plainName(name)](const std::string &known) { return plainName(known) == plain; });
}

// Where JSON begins, which fills the rest; npos: it does not. Before it may be what announces a message: socket.io's
// 42/chat,7[…] and SockJS's a[…].
size_t jsonBegin(std::string_view text)
{
    constexpr size_t announcedMax = 64;
    const size_t last = text.find_last_not_of(" \t\r\n"), first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return first;
    const size_t begin = text.substr(0, first + announcedMax).find_first_of("{[", first);
    if (begin == std::string_view::npos)
        return begin;
    // "[12:30:01] …" is a log line, "f({…}" a script.
    const std::string_view before = text.substr(first, begin - first);
    const bool announced = std::all_of(before.begin(), before.end(), [](unsigned char c) { return std::isalnum(c) || c == '/' || c == ',' || c == '-' || c == '_'; });
    if (!announced || text[last] != (text[begin] == '[' ? ']' : '}'))
        return std::string_view::npos;
    const decode::Format format = decode::sniffedFormat(std::as_bytes(std::span(text.substr(begin))));
    return format == decode::Format::Json || format == decode::Format::JsonLines ? begin : std::string_view::npos;
}

std::string standardBase64(std::string_view urlSafe)
{
    std::string text(urlSafe);
    std::replace(text.begin(), text.end(), '-', '+');
    std::replace(text.begin(), text.end(), '_', '/');
    return text;
}

std::string_view trimmed(std::string_view text)
{
    const size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
    return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
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

std::string kindOf(std::string_view where, std::string_view name)
{
    // What is no header's name has blanks: "command line", "URL credentials".
    const bool header = where.empty() && name.find(' ') == std::string_view::npos;
    const std::string_view place = header ? "header " : where == "cookie" ? "cookie " : "value ";
    return std::string(place) + plainName(name.substr(0, reportedNameMax));
}

Masker::Masker(Key key, Rules rules, SeenSecrets *seen)
    : m_key(key)
    , m_rules(std::move(rules))
    , m_seen(seen)
{
}

Masker Masker::remembering(SeenSecrets &seen) const
{
    return Masker(m_key, m_rules, &seen);
}

Masker Masker::watchedBy(Watcher &watcher) const
{
    Masker watched = *this;
    watched.m_watcher = &watcher;
    return watched;
}

std::string Masker::tag(std::string_view secret) const
{
    return tagOf(m_key, secret);
}

std::string Masker::replacement(std::string_view secret) const
{
    if (m_rules.mode == Mode::SameLength)
        return std::string(secret.size(), '*');
    if (m_rules.mode == Mode::Full)
        return "masked";
    // The header of a token in compact form (RFC 7515 section 7.1) says how it is signed, and no more.
    const size_t dot = secret.find('.');
    const bool token = secret.starts_with("eyJ") && dot != std::string_view::npos && secret.find('.', dot + 1) != std::string_view::npos;
    const auto header = token ? decode::fromBase64(standardBase64(secret.substr(0, dot))) : std::nullopt;
    const bool readable = header && header->starts_with('{') && header->find("\"alg\"") != std::string::npos;
    return (readable ? std::string(secret.substr(0, dot + 1)) : std::string()) + tag(secret);
}

std::string Masker::hide(std::string_view secret, std::string_view where, std::string_view name, Report &report, bool sure) const
{
    // Already masked: in an imported file, or word by word before the whole script.
    if (isTag(secret) || keeps(where, name))
        return std::string(secret);
    report.add(where, name);
    if (m_watcher)
        m_watcher->masked(where, name, secret);
    std::string text = replacement(secret);
    if (m_seen)
        m_seen->add(secret, text, sure);
    return text;
}

Weight Masker::weight(std::string_view name, Place place) const
{
    return named(m_rules.names, name) ? Weight::Strong : nameWeight(name, place);
}

bool Masker::secretHeader(std::string_view name) const
{
    return isSecretHeader(name) || named(m_rules.headers, name);
}

std::string Masker::credentials(std::string_view value, std::string_view name, Report &report) const
{
    const size_t space = value.find(' ');
    const bool scheme = space != std::string_view::npos && space > 0 && space < schemeMax
        && std::all_of(value.begin(), value.begin() + std::ptrdiff_t(space), [](unsigned char c) { return std::isalnum(c) || c == '-'; });
    const std::string_view secret = scheme ? value.substr(space + 1) : value;
    // The password in "Basic dXNlcjpwYXNzd29yZA==" may also occur on its own elsewhere.
    if (m_seen && scheme && !keeps("", name) && (value.starts_with("Basic") || value.starts_with("basic"))) {
        if (const auto pair = decode::fromBase64(secret)) {
            const std::string password = pair->substr(std::min(pair->find(':'), pair->size() - 1) + 1);
            m_seen->add(password, replacement(password), true);
        }
    }
    return std::string(scheme ? value.substr(0, space + 1) : std::string_view()) + hide(secret, "", name, report);
}

std::string Masker::cookie(std::string_view name, std::string_view value, Report &report) const
{
    if (value.empty())
        return {};
    return hide(value, "cookie", name, report, weight(name, Place::Parameter) >= Weight::Value);
}

std::string Masker::cookies(std::string_view value, Report &report) const
{
    std::string out;
    while (true) {
        const size_t end = value.find(';');
        const std::string_view pair = value.substr(0, end);
        const size_t equals = pair.find('=');
        const size_t begin = std::min(pair.find_first_not_of(" \t"), pair.size());
        // A cookie without a name is only a value.
        const size_t valueAt = equals == std::string_view::npos ? begin : equals + 1;
        const std::string_view name = equals == std::string_view::npos ? std::string_view{} : trimmed(pair.substr(0, equals));
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

// With a WebSocket, browsers cannot send any other header, so tokens travel among the protocol names: "access_token,
// eyJ…", "base64url.bearer.authorization.k8s.io.dG9r…", "openai-insecure-api-key.sk-…".
std::string Masker::webSocketProtocols(std::string_view value, Report &report) const
{
    constexpr std::string_view parts = ".-_";
    std::string out;
    bool announced = false;
    while (true) {
        const size_t end = std::min(value.find(','), value.size());
        const std::string_view item = trimmed(value.substr(0, end));
        const size_t begin = item.empty() ? 0 : size_t(item.data() - value.data());
        size_t from = announced ? 0 : item.size();
        // The first part that cannot belong to a protocol name: long, with digits and letters.
        for (size_t at = 0; !announced && at < item.size();) {
            const size_t stop = std::min(item.find('.', at), item.size());
            const std::string_view part = item.substr(at, stop - at);
            const bool letters = std::any_of(part.begin(), part.end(), [](unsigned char c) { return std::isalpha(c); });
            const bool digits = std::any_of(part.begin(), part.end(), [](unsigned char c) { return std::isdigit(c); });
            const bool behindName = at > 1 && digits && part.size() >= 8 && weight(item.substr(0, at - 1), Place::Parameter) >= Weight::Value;
            if (behindName || (letters && digits && part.size() >= 20) || (part.size() >= 32 && part.find_first_of(parts) == std::string_view::npos)) {
                from = at;
                break;
            }
            at = stop + 1;
        }
        if (const auto found = forms(item); !found.empty())
            from = std::min(from, found.front().begin);
        out += value.substr(0, begin);
        out += item.substr(0, from);
        if (from < item.size())
            out += hide(item.substr(from), "", "Sec-WebSocket-Protocol", report);
        announced = !announced && item.find('.') == std::string_view::npos && weight(item, Place::Parameter) >= Weight::Value;
        if (end == value.size())
            return out;
        out += ',';
        value.remove_prefix(end + 1);
    }
}

std::string Masker::header(std::string_view name, std::string_view text, Report &report) const
{
    if (text.empty())
        return {};
    const std::string plain = plainName(name);
    if (plain == "cookie" || plain == "cookie2")
        return cookies(text, report);
    if (plain == "setcookie" || plain == "setcookie2")
        return setCookie(text, report);
    if (plain == "secwebsocketprotocol")
        return webSocketProtocols(text, report);
    if (plain == "authorization" || plain == "proxyauthorization")
        return credentials(text, "Authorization", report);
    if (secretHeader(name))
        return plain.ends_with("authorization") ? credentials(text, name, report) : hide(text, "", name, report);
    if (isServiceValue(ruleSet(), name, text))
        return hide(text, "", name, report);
    return isUrlHeader(name) ? url(text, report) : value(text, report);
}

std::string Masker::query(std::string_view text, Report &report) const
{
    return parameters(text, "query", report, 0);
}

std::string Masker::parameter(std::string_view name, std::string_view text, Report &report) const
{
    if (isSecretValue(weight(name, Place::Parameter), Place::Parameter, text) || isServiceValue(ruleSet(), name, text))
        return hide(text, "query", name, report);
    return value(text, report, 1);
}

std::string Masker::form(std::string_view body, Report &report) const
{
    return parameters(body, "form", report, 0);
}

std::string Masker::json(std::string_view body, Report &report, int depth) const
{
    std::string out;
    out.reserve(body.size());
    JsonMasker rewriter(*this, report, depth);
    rewriter.feed(body, out);
    rewriter.finish(out);
    return out;
}

std::string Masker::multipart(std::string_view body, std::string_view boundary, Report &report) const
{
    std::string out;
    out.reserve(body.size());
    BodyMasker rewriter(*this, BodyKind::Multipart, boundary, report);
    rewriter.feed(body, out);
    rewriter.finish(out);
    return out;
}

std::string Masker::value(std::string_view body, Report &report, int depth, TextKind kind, bool search) const
{
    if (depth >= depthMax)
        return text(body, report, kind, depth + 1, search);
    if (const size_t begin = jsonBegin(body); begin != std::string_view::npos)
        return std::string(body.substr(0, begin)) + json(body.substr(begin), report, depth + 1);
    if (isForm(body))
        return parameters(body, "form", report, depth + 1);
    return text(body, report, kind, depth + 1, search);
}

bool isForm(std::string_view text)
{
    const size_t equals = text.find('=');
    // Only a sign at the end is the padding of Base64.
    if (equals == 0 || equals > 128 || equals == std::string_view::npos || text.find_first_not_of('=', equals) == std::string_view::npos)
        return false;
    // "AccountName=a;AccountKey=b" is a list of settings.
    if (text.find('&') == std::string_view::npos && text.find(';') != std::string_view::npos)
        return false;
    const bool name = std::all_of(text.begin(), text.begin() + std::ptrdiff_t(equals), [](unsigned char c) {
        return std::isalnum(c) || std::string_view("_-.[]%+$~&").find(char(c)) != std::string_view::npos;
    });
    return name && std::none_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c >= 0x7f || c == '"' || c == '<' || c == '>' || c == '\''; });
}

} // namespace masking
