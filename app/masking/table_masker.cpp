// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/table_masker.h"

namespace masking {

namespace {

constexpr size_t cellMax = 64 * 1024;
constexpr size_t columnsMax = 4096;

bool isQuotedCell(std::string_view cell) { return cell.size() >= 2 && cell.front() == '"' && cell.back() == '"'; }

// RFC 4180 section 2: a quote inside quotes is doubled.
std::string unquoted(std::string_view cell)
{
    std::string out;
    for (size_t i = 0; i < cell.size(); ++i) {
        out += cell[i];
        i += cell[i] == '"' && i + 1 < cell.size() && cell[i + 1] == '"';
    }
    return out;
}

std::string inQuotes(std::string_view text)
{
    std::string out;
    for (const char c : text)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out;
}

} // namespace

TableMasker::TableMasker(const Masker &masker, Report &report)
    : m_masker(masker)
    , m_report(report)
{
}

// The cell as far as it is known.
void TableMasker::put(std::string &out)
{
    const bool quotes = isQuotedCell(m_cell);
    const std::string_view raw = quotes ? std::string_view(m_cell).substr(1, m_cell.size() - 2) : std::string_view(m_cell);
    const std::string plain = quotes ? unquoted(raw) : std::string(raw);
    const Column *const column = m_named && m_column < m_columns.size() ? &m_columns[m_column] : nullptr;
    const uint64_t before = m_report.count;
    std::string masked;
    if (column && isSecretValue(column->weight, Place::JsonKey, plain))
        masked = m_masker.hide(plain, "column", column->name, m_report);
    else
        masked = m_masker.value(plain, m_report);
    if (m_report.count == before)
        out += m_cell;
    else
        out += quotes ? '"' + inQuotes(masked) + '"' : masked;
}

void TableMasker::endCell(std::string &out)
{
    if (!m_named && m_columns.size() < columnsMax) {
        const std::string name = isQuotedCell(m_cell) ? unquoted(std::string_view(m_cell).substr(1, m_cell.size() - 2)) : m_cell;
        m_columns.push_back({name, m_masker.weight(name, Place::JsonKey)});
    }
    put(out);
    m_cell.clear();
    m_quoted = false;
    ++m_column;
}

void TableMasker::feed(std::string_view text, std::string &out)
{
    for (const char c : text) {
        if (c == '"' && (m_quoted || m_cell.empty()))
            m_quoted = !m_quoted;
        // The first of these in the first line.
        if (!m_separator && !m_quoted && (c == ',' || c == ';' || c == '\t'))
            m_separator = c;
        const bool lineEnd = !m_quoted && (c == '\n' || c == '\r');
        if (lineEnd || (!m_quoted && c == m_separator)) {
            endCell(out);
            out += c;
            if (lineEnd) {
                m_named = true;
                m_column = 0;
            }
            continue;
        }
        m_cell += c;
        if (m_cell.size() > cellMax) {
            put(out);
            m_cell.clear();
        }
    }
}

void TableMasker::finish(std::string &out)
{
    endCell(out);
}

} // namespace masking
