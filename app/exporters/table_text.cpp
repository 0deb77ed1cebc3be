// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/table_text.h"

namespace exporters {

namespace {

std::string csvCell(std::string_view cell)
{
    const bool formula = !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
    std::string text = (formula ? "'" : "") + std::string(cell);
    if (text.find_first_of("\",\r\n;\t") == std::string::npos)
        return text;
    std::string quoted = "\"";
    for (const char c : text)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

std::string markdownCell(std::string_view cell)
{
    std::string text;
    for (const char c : cell) {
        if (c == '\n' || c == '\r' || c == '\t') {
            text += ' ';
            continue;
        }
        if (std::string_view("\\|`*_<>[]&~#").find(c) != std::string_view::npos)
            text += '\\';
        text += c;
    }
    return text;
}

} // namespace

std::string csvText(const std::vector<TextRow> &rows)
{
    std::string text;
    for (const TextRow &row : rows) {
        for (size_t i = 0; i < row.size(); ++i)
            text += (i > 0 ? "," : "") + csvCell(row[i]);
        text += "\r\n";
    }
    return text;
}

std::string markdownTable(const std::vector<TextRow> &rows)
{
    std::string text;
    for (size_t line = 0; line < rows.size(); ++line) {
        text += '|';
        for (const std::string &cell : rows[line])
            text += ' ' + markdownCell(cell) + " |";
        text += '\n';
        if (line > 0)
            continue;
        text += '|';
        for (size_t i = 0; i < rows[0].size(); ++i)
            text += " --- |";
        text += '\n';
    }
    return text;
}

} // namespace exporters
