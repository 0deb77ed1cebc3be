// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/authorization.h"

#include "app/decode/base64.h"

#include <algorithm>
#include <array>

namespace decode {

namespace {

constexpr size_t membersMax = 64;

bool isSpace(char c) { return c == ' ' || c == '\t'; }

bool isTokenCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool sameWord(std::string_view text, std::string_view lowerCase)
{
    return std::equal(text.begin(), text.end(), lowerCase.begin(), lowerCase.end(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? char(a + 32) : a) == b; });
}

// name=token or name="quoted", separated by commas; ends where another challenge begins.
class Parameters
{
public:
    explicit Parameters(std::string_view text) : m_text(text) { }

    std::optional<AuthorizationMember> next()
    {
        while (m_at < m_text.size() && (isSpace(m_text[m_at]) || m_text[m_at] == ','))
            ++m_at;
        AuthorizationMember member;
        while (m_at < m_text.size() && isTokenCharacter(m_text[m_at]))
            member.name += m_text[m_at++];
        skipSpace();
        if (member.name.empty() || m_at == m_text.size() || m_text[m_at] != '=')
            return std::nullopt;
        ++m_at;
        skipSpace();
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
                m_at += m_text[m_at] == '\\' && m_at + 1 < m_text.size();
                member.value += m_text[m_at];
            }
            ++m_at;
        } else {
            const size_t end = std::min(m_text.find(',', m_at), m_text.size());
            member.value = m_text.substr(m_at, end - m_at);
            while (!member.value.empty() && isSpace(member.value.back()))
                member.value.pop_back();
            m_at = end;
        }
        return member;
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }

    std::string_view m_text;
    size_t m_at = 0;
};

// "AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request"
void splitCredential(std::string_view credential, std::vector<AuthorizationMember> &members)
{
    static constexpr std::array<std::string_view, 5> names{"access key id", "date", "region", "service", "terminator"};
    for (size_t i = 0; i < names.size() && !credential.empty(); ++i) {
        const size_t slash = i + 1 < names.size() ? std::min(credential.find('/'), credential.size()) : credential.size();
        members.push_back({std::string(names[i]), std::string(credential.substr(0, slash))});
        credential.remove_prefix(std::min(slash + 1, credential.size()));
    }
}

} // namespace

std::optional<Authorization> parseAuthorization(std::string_view value)
{
    while (!value.empty() && isSpace(value.front()))
        value.remove_prefix(1);
    const auto *end = std::ranges::find_if_not(value, isTokenCharacter);
    Authorization result{std::string(value.begin(), end), {}};
    const std::string_view rest = value.substr(std::min(result.scheme.size() + 1, value.size()));
    if (result.scheme.empty() || rest.empty() || !isSpace(value[result.scheme.size()]))
        return std::nullopt;
    if (sameWord(result.scheme, "basic") && rest.find_first_of("=\"") >= rest.find_last_not_of("= ")) {
        const auto plain = fromBase64(rest);
        const size_t colon = plain ? plain->find(':') : std::string::npos;
        if (colon == std::string::npos)
            return std::nullopt;
        result.members = {{"user-id", plain->substr(0, colon)}, {"password", plain->substr(colon + 1)}};
        return result;
    }
    const bool aws = result.scheme.starts_with("AWS4-");
    Parameters parameters(rest);
    while (const auto member = parameters.next()) {
        if (result.members.size() >= membersMax)
            break;
        if (aws && member->name == "Credential")
            splitCredential(member->value, result.members);
        else
            result.members.push_back(*member);
    }
    return result.members.empty() ? std::nullopt : std::optional(result);
}

} // namespace decode
