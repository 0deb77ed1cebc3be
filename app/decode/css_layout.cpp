// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/css_layout.h"

#include "app/decode/line_writer.h"

#include <cctype>

namespace decode {

namespace {

// "url(" followed by anything but a string is a single token up to the bracket. `closes`: there may be one.
size_t bareUrlEnd(std::string_view css, size_t at, bool &closes)
{
    if (!closes)
        return at;
    const auto letter = [&](size_t i, char c) { return at + i < css.size() && std::tolower(static_cast<unsigned char>(css[at + i])) == c; };
    if (!letter(0, 'u') || !letter(1, 'r') || !letter(2, 'l') || !letter(3, '('))
        return at;
    const size_t first = css.find_first_not_of(" \t\r\n\f", at + 4);
    if (first == std::string_view::npos || css[first] == '"' || css[first] == '\'')
        return at;
    const size_t end = css.find(')', first);
    closes = end != std::string_view::npos;
    return closes ? end + 1 : at;
}

// A run of characters irrelevant to the layout.
size_t wordEnd(std::string_view css, size_t at)
{
    const size_t end = css.find_first_of(" \t\r\n\f{};()[]\"'/", at + 1);
    return end == std::string_view::npos ? css.size() : end;
}

} // namespace

std::string prettyCss(std::string_view css, unsigned indent)
{
    LineWriter out(indent, css.size());
    size_t depth = 0, brackets = 0;
    bool opened = false; // the last token was '{'
    bool closes = true;
    for (size_t at = 0; at < css.size();) {
        const char c = css[at];
        if (isLayoutSpace(c)) {
            out.space();
            ++at;
            continue;
        }
        size_t end = at + 1;
        if (css.substr(at).starts_with("/*")) {
            end = css.find("*/", at + 2);
            end = end == std::string_view::npos ? css.size() : end + 2;
        } else if (c == '"' || c == '\'') {
            end = quotedEnd(css, at);
        } else if (c == '\\') {
            end = std::min(at + 2, css.size());
        } else if (c == '{' || c == '}') {
            brackets = 0;
        } else if (c == '(' || c == '[') {
            ++brackets;
        } else if (c == ')' || c == ']') {
            brackets -= brackets > 0;
        } else if (c != ';' && c != '/') {
            end = bareUrlEnd(css, at, closes);
            end = end == at ? wordEnd(css, at) : end;
        }
        const std::string_view token = css.substr(at, end - at);
        if (c == '}') {
            depth -= depth > 0;
            opened ? out.join() : out.breakLine();
        } else if (c == '{' && !out.atBreak()) {
            out.space();
        } else if (c == ';') {
            out.join();
        }
        out.token(token, depth);
        depth += c == '{';
        opened = c == '{';
        if (c == '{' || c == '}' || (c == ';' && brackets == 0))
            out.breakLine();
        at = end;
    }
    return out.take();
}

} // namespace decode
