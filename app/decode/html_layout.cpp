// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/html_layout.h"

#include "app/decode/css_layout.h"
#include "app/decode/line_writer.h"
#include "app/decode/script_layout.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

namespace decode {

namespace {

constexpr size_t openMax = 512;

template <size_t Count>
bool isOneOf(std::string_view name, const std::array<std::string_view, Count> &names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isBlock(std::string_view name)
{
    static constexpr std::array<std::string_view, 63> names{
        "html", "head", "body", "meta", "link", "title", "script", "style", "base", "noscript", "template", "div", "section", "article",
        "header", "footer", "nav", "main", "aside", "p", "ul", "ol", "li", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr",
        "td", "th", "caption", "colgroup", "col", "form", "fieldset", "legend", "select", "option", "optgroup", "h1", "h2", "h3", "h4",
        "h5", "h6", "hr", "br", "pre", "blockquote", "figure", "figcaption", "address", "details", "summary", "dialog", "iframe",
        "video", "audio", "canvas", "svg"};
    return isOneOf(name, names);
}

bool isVoid(std::string_view name)
{
    static constexpr std::array<std::string_view, 14> names{"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                                                            "param", "source", "track", "wbr"};
    return isOneOf(name, names);
}

bool keepsItsText(std::string_view name)
{
    static constexpr std::array<std::string_view, 7> names{"script", "style", "pre", "textarea", "title", "noframes", "xmp"};
    return isOneOf(name, names);
}

// Elements whose end tags are optional (HTML 13.1.2.4): a new one closes the open one.
bool closesItself(std::string_view name)
{
    static constexpr std::array<std::string_view, 8> names{"li", "p", "td", "th", "tr", "dt", "dd", "option"};
    return isOneOf(name, names);
}

std::string tagName(std::string_view markup)
{
    const size_t from = markup.starts_with("</") ? 2 : 1;
    const size_t end = std::min(markup.find_first_of(" \t\r\n\f/>", from), markup.size());
    std::string name(markup.substr(from, std::min<size_t>(end - from, 20)));
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return name;
}

bool isMarkup(std::string_view rest)
{
    return rest.size() > 1 && (std::isalpha(static_cast<unsigned char>(rest[1])) || rest[1] == '/' || rest[1] == '!' || rest[1] == '?');
}

// One past the markup that begins at `at`; `at` if it does not end.
size_t markupEnd(std::string_view html, size_t at)
{
    const auto until = [&](std::string_view end) {
        const size_t found = html.find(end, at);
        return found == std::string_view::npos ? at : found + end.size();
    };
    const std::string_view rest = html.substr(at);
    if (rest.starts_with("<!--"))
        return until("-->");
    char quote = 0;
    for (size_t i = at + 1; i < html.size(); ++i) {
        const char c = html[i];
        if (quote)
            quote = c == quote ? '\0' : quote;
        else if ((c == '"' || c == '\'') && html[i - 1] == '=')
            quote = c;
        else if (c == '>')
            return i + 1;
    }
    return at;
}

// Where the end tag of a raw text element begins.
size_t keptTextEnd(std::string_view html, size_t at, std::string_view name)
{
    for (size_t end = html.find("</", at); end != std::string_view::npos; end = html.find("</", end + 2)) {
        const size_t after = end + 2 + name.size();
        if (tagName(html.substr(end, name.size() + 3)) == name && (after >= html.size() || !std::isalnum(static_cast<unsigned char>(html[after]))))
            return end;
    }
    return html.size();
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isLayoutSpace(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isLayoutSpace(text.back()))
        text.remove_suffix(1);
    return text;
}

class Layout
{
public:
    Layout(std::string_view html, unsigned indent) : m_html(html), m_indent(indent), m_out(indent, html.size()) {}

    std::string run()
    {
        for (size_t at = 0; at < m_html.size();) {
            const bool markupBegins = m_html[at] == '<' && isMarkup(m_html.substr(at));
            const size_t end = markupBegins ? markupEnd(m_html, at) : at;
            if (markupBegins && end == at) { // unterminated
                m_out.token(m_html.substr(at), m_open.size());
                break;
            }
            if (end == at) {
                size_t next = m_html.find('<', at + 1);
                next = std::min(next, m_html.size());
                text(m_html.substr(at, next - at));
                at = next;
            } else {
                const std::string_view markup = m_html.substr(at, end - at);
                at = tag(markup, end);
            }
        }
        return m_out.take();
    }

private:
    struct Element { std::string name; bool hasBlocks; };

    void text(std::string_view text)
    {
        const std::string_view inner = trimmed(text);
        if (text.size() > inner.size() && isLayoutSpace(text.front()))
            m_out.space();
        if (inner.empty())
            return;
        m_out.token(inner, m_open.size());
        if (isLayoutSpace(text.back()))
            m_out.space();
    }

    // Returns where reading continues: after the element's raw text.
    size_t tag(std::string_view markup, size_t end)
    {
        const bool declares = markup[1] == '!' || markup[1] == '?';
        const bool comment = markup.starts_with("<!--");
        const std::string name = declares ? std::string() : tagName(markup);
        const bool closing = markup[1] == '/';
        const bool block = isBlock(name);
        if (declares) {
            if (!comment)
                m_out.breakLine();
            m_out.token(markup, m_open.size());
            if (!comment)
                m_out.breakLine();
            return end;
        }
        if (closing) {
            close(name, markup);
            return end;
        }
        if (block) {
            closeImplied(name);
            if (!m_open.empty())
                m_open.back().hasBlocks = true;
            if (name != "br")
                m_out.breakLine();
        }
        m_out.token(markup, m_open.size());
        if (name == "br")
            m_out.breakLine();
        if (keepsItsText(name) && !markup.ends_with("/>"))
            return keptText(name, end);
        if (block && !isVoid(name) && !markup.ends_with("/>") && m_open.size() < openMax)
            m_open.push_back({name, false});
        else if (block && isVoid(name))
            m_out.breakLine();
        return end;
    }

    void closeImplied(std::string_view name)
    {
        const auto closes = [&](std::string_view open) {
            if (!m_open.empty() && m_open.back().name == open)
                m_open.pop_back();
        };
        if (!closesItself(name))
            return;
        if (name == "tr" || name == "td" || name == "th") {
            closes("td");
            closes("th");
        }
        closes(name);
    }

    void close(const std::string &name, std::string_view markup)
    {
        const auto found = std::find_if(m_open.rbegin(), m_open.rend(), [&](const Element &e) { return e.name == name; });
        bool breaks = false;
        if (found != m_open.rend()) {
            breaks = found->hasBlocks || found != m_open.rbegin();
            m_open.erase(found.base() - 1, m_open.end());
        }
        if (breaks)
            m_out.breakLine();
        m_out.token(markup, m_open.size());
        if (isBlock(name))
            m_out.breakLine();
    }

    size_t keptText(const std::string &name, size_t at)
    {
        const size_t end = keptTextEnd(m_html, at, name);
        const std::string_view inner = m_html.substr(at, end - at);
        const size_t close = end < m_html.size() ? std::max(markupEnd(m_html, end), end) : end;
        const bool code = (name == "script" || name == "style") && looksMinified(inner);
        if (code) {
            const std::string laidOut = name == "style" ? prettyCss(inner, m_indent) : prettyScript(inner, m_indent);
            for (std::string_view rest = laidOut; !rest.empty();) {
                const size_t line = std::min(rest.find('\n'), rest.size());
                m_out.breakLine();
                m_out.token(rest.substr(0, line), 0);
                rest.remove_prefix(std::min(line + 1, rest.size()));
            }
            m_out.breakLine();
        } else {
            m_out.token(inner, 0);
        }
        m_out.token(m_html.substr(end, close - end), m_open.size());
        if (isBlock(name))
            m_out.breakLine();
        return close;
    }

    std::string_view m_html;
    unsigned m_indent;
    LineWriter m_out;
    std::vector<Element> m_open; // blocks
};

} // namespace

std::string prettyHtml(std::string_view html, unsigned indent)
{
    return Layout(html, indent).run();
}

bool looksMinified(std::string_view text)
{
    constexpr size_t ordinaryLine = 120, longLine = 500;
    if (text.size() < 2 * ordinaryLine)
        return text.size() > ordinaryLine && text.find('\n') >= ordinaryLine;
    const auto lines = size_t(std::count(text.begin(), text.end(), '\n')) + 1;
    if (text.size() / lines > ordinaryLine)
        return true;
    // A licence comment before one long line.
    size_t longest = 0;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        longest = std::max(longest, end - at);
        at = end + 1;
    }
    return longest > longLine && longest * 2 > text.size();
}

} // namespace decode
