// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/operation/graphql.h"

#include <algorithm>
#include <cctype>

namespace protocols::operation {

namespace {

constexpr size_t operationsMax = 16;

bool isNameCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// Yields names and punctuators; ignored tokens and strings are skipped (section 2.1).
class Tokens
{
public:
    explicit Tokens(std::string_view text) : m_text(text) { }

    // Empty at the end.
    std::string_view next()
    {
        while (m_at < m_text.size()) {
            const size_t begin = m_at;
            const char c = m_text[m_at++];
            if (c == '#') {
                m_at = std::min(m_text.find('\n', m_at), m_text.size());
            } else if (c == '"') {
                skipString();
            } else if (isNameCharacter(c)) {
                while (m_at < m_text.size() && isNameCharacter(m_text[m_at]))
                    ++m_at;
                return m_text.substr(begin, m_at - begin);
            } else if (std::ispunct(static_cast<unsigned char>(c)) && c != ',') {
                return m_text.substr(begin, 1);
            }
        }
        return {};
    }

private:
    void skipString()
    {
        const bool block = m_text.substr(m_at).starts_with("\"\"");
        const std::string_view end = block ? "\"\"\"" : "\"";
        m_at += block ? 2 : 0;
        while (m_at < m_text.size() && !m_text.substr(m_at).starts_with(end))
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        m_at = std::min(m_at + end.size(), m_text.size());
    }

    std::string_view m_text;
    size_t m_at = 0;
};

} // namespace

std::vector<GraphqlOperation> graphqlOperations(std::string_view document)
{
    std::vector<GraphqlOperation> found;
    Tokens tokens(document);
    size_t depth = 0;
    bool begun = false;      // before the braces of an operation
    bool wantsName = false, wantsField = false, afterField = false;
    for (std::string_view token = tokens.next(); !token.empty(); token = tokens.next()) {
        // The name before a colon is an alias: the field's own name follows.
        if (afterField && token == ":") {
            found.back().firstField.clear();
            wantsField = true;
        }
        afterField = false;
        const char c = token.front();
        if (c == '{' || c == '(' || c == '[') {
            if (c == '{' && depth == 0 && !begun) {
                if (found.size() == operationsMax)
                    return found;
                found.push_back({ "query", {}, {} });
                begun = true;
            }
            wantsField = c == '{' && depth == 0 && begun && !found.empty();
            wantsName = false;
            ++depth;
        } else if (c == '}' || c == ')' || c == ']') {
            depth -= depth > 0;
            begun = begun && (c != '}' || depth > 0);
            wantsField = false;
        } else if (depth == 0 && !begun && (token == "query" || token == "mutation" || token == "subscription")) {
            if (found.size() == operationsMax)
                return found;
            found.push_back({ std::string(token), {}, {} });
            begun = wantsName = true;
        } else if (depth == 0 && !begun) {
            if (token != "fragment")
                return found; // not GraphQL
            // Braces that do not belong to an operation.
            while (!token.empty() && token != "{")
                token = tokens.next();
            for (size_t inner = 1; inner > 0 && !token.empty();) {
                token = tokens.next();
                inner += token == "{";
                inner -= token == "}";
            }
            if (token.empty())
                return found;
        } else if (wantsName && isNameCharacter(c)) {
            found.back().name = token;
            wantsName = false;
        } else if (wantsField && isNameCharacter(c)) {
            found.back().firstField = token;
            wantsField = false;
            afterField = true;
        } else if (c == '@') {
            wantsName = wantsField = false;
        }
    }
    return found;
}

} // namespace protocols::operation
