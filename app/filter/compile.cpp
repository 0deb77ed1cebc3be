// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filter/filter.h"

#include "app/filter/term_parser.h"

#include <algorithm>

namespace filter {

namespace {

constexpr size_t textMax = 16 * 1024;
constexpr int depthMax = 50;

using Result = std::expected<Node, CompileError>;

Result failure(size_t position, size_t length, std::string message)
{
    return std::unexpected(CompileError{position, length, std::move(message)});
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool sameWord(std::string_view text, std::string_view word)
{
    return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) { return a == b || char(a + 32) == b; });
}

// any := all ("or" all)* ; all := one+ ; one := ("-" | "not") one | "(" any ")" | term
class Parser
{
public:
    explicit Parser(std::string_view text)
        : m_text(text)
    {
    }
    Result parse()
    {
        Result root = any(0);
        if (root && m_at < m_text.size())
            return failure(m_at, 1, "There is no opening parenthesis for this one");
        if (root)
            root->slots = m_slots;
        return root;
    }

private:
    void skipSpace()
    {
        while (m_at < m_text.size() && isSpace(m_text[m_at]))
            ++m_at;
    }
    std::string_view bareWord() const
    {
        size_t end = m_at;
        while (end < m_text.size() && !isSpace(m_text[end]) && m_text[end] != ')' && m_text[end] != '(')
            ++end;
        return m_text.substr(m_at, end - m_at);
    }
    bool take(std::string_view word, std::string_view sign)
    {
        skipSpace();
        const std::string_view found = bareWord();
        if (found.empty() || (!sameWord(found, word) && found != sign))
            return false;
        m_at += found.size();
        return true;
    }
    bool atEndOfGroup()
    {
        skipSpace();
        return m_at >= m_text.size() || m_text[m_at] == ')';
    }

    Result any(int depth);
    Result all(int depth);
    Result one(int depth);
    Result negated(size_t position, bool glued, int depth);

    std::string_view m_text;
    size_t m_at = 0;
    uint32_t m_slots = 0;
};

Node group(Node::Kind kind, std::vector<Node> &&children)
{
    if (children.size() == 1)
        return std::move(children.front());
    Node node;
    node.kind = kind;
    for (const Node &child : children)
        node.cost += child.cost;
    node.children = std::move(children);
    return node;
}

Result Parser::any(int depth)
{
    if (depth > depthMax)
        return failure(m_at, std::min<size_t>(1, m_text.size() - m_at), "The parentheses are nested too deeply");
    std::vector<Node> alternatives;
    do {
        Result alternative = all(depth);
        if (!alternative)
            return alternative;
        alternatives.push_back(std::move(*alternative));
    } while (take("or", "||"));
    return group(Node::Kind::Any, std::move(alternatives));
}

Result Parser::all(int depth)
{
    std::vector<Node> terms;
    while (true) {
        const size_t before = m_at;
        if (take("or", "||")) {
            const size_t word = m_at;
            m_at = before;
            if (terms.empty())
                return failure(word - 2, 2, "Something to choose from is missing before this \"or\"; put it in quotes to look for the word");
            break;
        }
        if (!terms.empty() && take("and", "&&")) {
            if (atEndOfGroup())
                return failure(m_at, 0, "Something is missing after \"and\"");
            continue;
        }
        if (atEndOfGroup())
            break;
        Result term = one(depth);
        if (!term)
            return term;
        terms.push_back(std::move(*term));
    }
    if (terms.empty())
        return failure(m_at, 0, m_at < m_text.size() ? "There is nothing before this parenthesis" : "Something is missing at the end");
    return group(Node::Kind::All, std::move(terms));
}

// `glued`: a minus, which must directly precede what it excludes.
Result Parser::negated(size_t position, bool glued, int depth)
{
    const size_t length = m_at - position;
    if (depth > depthMax)
        return failure(position, length, "There are too many negations in a row");
    if (atEndOfGroup() || (glued && m_at > position + 1))
        return failure(position, length, "There is nothing to exclude after this");
    Result inner = one(depth + 1);
    if (!inner)
        return inner;
    Node node;
    node.kind = Node::Kind::Not;
    node.cost = inner->cost;
    node.children.push_back(std::move(*inner));
    return node;
}

Result Parser::one(int depth)
{
    skipSpace();
    const size_t begin = m_at;
    if (m_text[m_at] == '-') {
        ++m_at;
        return negated(begin, true, depth);
    }
    if (take("not", "!"))
        return negated(begin, false, depth);
    if (m_text[m_at] == '(') {
        ++m_at;
        Result inner = any(depth + 1);
        if (!inner)
            return inner;
        skipSpace();
        if (m_at >= m_text.size())
            return failure(begin, 1, "This parenthesis is not closed");
        ++m_at;
        return inner;
    }
    auto term = parseTerm(m_text, m_at);
    if (!term)
        return std::unexpected(term.error());
    Node node;
    node.term = std::move(*term);
    node.term.slot = m_slots++;
    node.cost = termCost(node.term);
    return node;
}

// Within "all", cheap terms first: they leave fewer rows to the expensive ones.
void order(Node &node)
{
    for (Node &child : node.children)
        order(child);
    if (node.kind == Node::Kind::All)
        std::ranges::sort(node.children, {}, &Node::cost);
}

} // namespace

std::expected<Filter, CompileError> compile(std::string_view text)
{
    if (std::all_of(text.begin(), text.end(), isSpace))
        return Filter();
    if (text.size() > textMax)
        return std::unexpected(CompileError{textMax, 0, "The filter is too long"});
    Result root = Parser(text).parse();
    if (!root)
        return std::unexpected(root.error());
    auto shared = std::make_shared<Node>(std::move(*root));
    const uint32_t slots = shared->slots;
    order(*shared);
    shared->slots = slots;
    return Filter(std::move(shared));
}

} // namespace filter
