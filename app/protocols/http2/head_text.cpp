// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/head_text.h"

#include <algorithm>
#include <charconv>

namespace protocols::http2 {

namespace {

bool breaksALine(std::string_view text)
{
    return std::ranges::any_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

int statusOf(std::string_view text)
{
    int status = 0;
    for (char c : text) {
        if (c < '0' || c > '9')
            return 0;
        status = status * 10 + (c - '0');
        if (status > 999)
            return 0;
    }
    return status;
}

} // namespace

void Head::read(const FieldList &fields)
{
    m_fields.clear();
    m_method = m_path = m_scheme = m_authority = {};
    m_status = 0;
    m_hasPseudo = m_hasUnknownNames = m_malformed = false;
    for (size_t i = 0; i < fields.size(); ++i) {
        const TableField field = fields[i];
        m_hasUnknownNames = m_hasUnknownNames || !field.nameKnown;
        m_malformed = m_malformed || breaksALine(field.name) || breaksALine(field.value);
        if (field.nameKnown && field.name.starts_with(':')) {
            m_hasPseudo = true;
            if (field.name == ":method")
                m_method = field.value;
            else if (field.name == ":path")
                m_path = field.value;
            else if (field.name == ":scheme")
                m_scheme = field.value;
            else if (field.name == ":authority")
                m_authority = field.value;
            else if (field.name == ":status")
                m_status = statusOf(field.value);
            if (field.name != ":protocol")
                continue;
        }
        m_fields.push_back({ field.name, field.value, field.nameKnown, field.valueKnown });
    }
}

// Characters that would break the line or the text become blanks.
void Head::append(std::string_view text)
{
    m_text.append(text);
    if (m_malformed) {
        for (size_t i = m_text.size() - text.size(); i < m_text.size(); ++i) {
            if (breaksALine({ &m_text[i], 1 }))
                m_text[i] = ' ';
        }
    }
}

void Head::appendFields()
{
    for (const Field &field : m_fields) {
        if (!field.valueKnown)
            m_text += '?';
        if (field.nameKnown)
            append(field.name);
        else
            m_text += '?';
        m_text += ": ";
        append(field.value);
        m_text += "\r\n";
    }
    m_text += "\r\n";
}

int64_t Head::contentLength() const
{
    for (const Field &field : m_fields) {
        int64_t length = -1;
        const char *end = field.value.data() + field.value.size();
        if (field.name == "content-length" && std::from_chars(field.value.data(), end, length).ptr == end && length >= 0)
            return length;
    }
    return -1;
}

std::string_view Head::requestText()
{
    m_text.clear();
    append(m_method.empty() ? "?" : m_method);
    m_text += ' ';
    append(target().empty() ? "?" : target());
    m_text += ' ';
    m_text += m_version;
    m_text += "\r\n";
    const bool hasHost = std::ranges::any_of(m_fields, [](const Field &field) { return field.name == "host"; });
    if (!m_authority.empty() && !hasHost) {
        m_text += "host: ";
        append(m_authority);
        m_text += "\r\n";
    }
    appendFields();
    return m_text;
}

std::string_view Head::responseText()
{
    m_text = m_version;
    m_text += ' ' + (m_status ? std::to_string(m_status) : "?") + "\r\n";
    appendFields();
    return m_text;
}

std::string_view Head::trailerText()
{
    m_text.clear();
    appendFields();
    return m_text;
}

} // namespace protocols::http2
