// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/jwt.h"

#include "app/decode/base64.h"
#include "app/decode/charset.h"
#include "app/decode/json_scan.h"
#include "app/decode/pretty.h"
#include "app/decode/value_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace decode {

namespace {

constexpr size_t tokenMax = 64 * 1024;
constexpr size_t membersMax = 1000;

bool isTokenCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
}

// RFC 7519 section 4.1, and OpenID Connect's.
bool isTime(std::string_view claim)
{
    static constexpr std::array<std::string_view, 5> times{"exp", "nbf", "iat", "auth_time", "updated_at"};
    return std::find(times.begin(), times.end(), claim) != times.end();
}

std::string timeMeaning(std::string_view number)
{
    int64_t seconds = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), seconds);
    const bool whole = error == std::errc() && (end == number.data() + number.size() || *end == '.');
    return whole ? dateText(seconds) : std::string();
}

std::vector<JwtMember> membersOf(std::string_view json)
{
    std::vector<JwtMember> members;
    JsonMembers level(json);
    while (const auto member = level.next()) {
        if (members.size() == membersMax || member->kind == JsonKind::Broken)
            break;
        JwtMember found{jsonUnescaped(member->key), std::string(member->value), {}};
        if (member->kind == JsonKind::String)
            found.value = jsonUnescaped(member->value.substr(1, member->value.size() - 2));
        else if (member->kind == JsonKind::Number && isTime(found.name))
            found.meaning = timeMeaning(member->value);
        members.push_back(std::move(found));
    }
    return members;
}

// A part that is a JSON object.
std::optional<std::string> objectOf(std::string_view part)
{
    auto json = part.empty() ? std::nullopt : fromBase64(part);
    if (!json || !json->starts_with('{') || !isUtf8(*json))
        return std::nullopt;
    JsonMembers members(*json);
    while (const auto member = members.next()) {
        if (member->kind == JsonKind::Broken)
            return std::nullopt;
    }
    return members.closed() ? json : std::nullopt;
}

void appendMembers(std::string_view json, const std::vector<JwtMember> &members, std::string &out)
{
    std::string pretty = prettyJson(json);
    // Each time is on its own line, directly inside the object.
    for (const JwtMember &member : members) {
        if (member.meaning.empty())
            continue;
        const std::string line = "\n  \"" + member.name + "\": " + member.value;
        const size_t at = pretty.find(line);
        const size_t end = at == std::string::npos ? at : pretty.find('\n', at + 1);
        if (end != std::string::npos)
            pretty.insert(end, " /* " + member.meaning + " */");
    }
    out += pretty;
}

} // namespace

std::optional<Jwt> parseJwt(std::string_view token)
{
    while (!token.empty() && std::isspace(static_cast<unsigned char>(token.back())))
        token.remove_suffix(1);
    if (token.size() > tokenMax || !std::all_of(token.begin(), token.end(), isTokenCharacter))
        return std::nullopt;
    std::vector<std::string_view> parts;
    for (size_t at = 0; at <= token.size() && parts.size() < 6;) {
        const size_t dot = std::min(token.find('.', at), token.size());
        parts.push_back(token.substr(at, dot - at));
        at = dot + 1;
    }
    if (parts.size() != 3 && parts.size() != 5)
        return std::nullopt;
    auto header = objectOf(parts[0]);
    if (!header)
        return std::nullopt;
    Jwt jwt;
    jwt.headerMembers = membersOf(*header);
    const bool named = std::any_of(jwt.headerMembers.begin(), jwt.headerMembers.end(), [](const JwtMember &m) { return m.name == "alg"; });
    if (!named)
        return std::nullopt;
    jwt.header = std::move(*header);
    jwt.encrypted = parts.size() == 5;
    if (jwt.encrypted)
        return jwt;
    auto claims = objectOf(parts[1]);
    if (!claims)
        return std::nullopt;
    jwt.claims = std::move(*claims);
    jwt.claimMembers = membersOf(jwt.claims);
    jwt.signatureBytes = fromBase64(parts[2]).value_or(std::string()).size();
    return jwt;
}

std::vector<std::string_view> findJwts(std::string_view text, size_t most)
{
    std::vector<std::string_view> tokens;
    for (size_t at = text.find("eyJ"); at != std::string_view::npos && tokens.size() < most; at = text.find("eyJ", at)) {
        size_t end = at;
        while (end < text.size() && isTokenCharacter(text[end]))
            ++end;
        const std::string_view candidate = text.substr(at, end - at);
        const bool begins = at == 0 || !isTokenCharacter(text[at - 1]);
        if (begins && parseJwt(candidate))
            tokens.push_back(candidate);
        at = end;
    }
    return tokens;
}

std::string jwtText(const Jwt &jwt)
{
    std::string out;
    appendMembers(jwt.header, {}, out);
    if (!jwt.encrypted) {
        out += '\n';
        appendMembers(jwt.claims, jwt.claimMembers, out);
    }
    return out;
}

} // namespace decode
