// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/secret_eraser.h"

#include <algorithm>

namespace exporters {

JsonSecretEraser::JsonSecretEraser(const masking::SeenSecrets &seen, OutputFile &out)
    : m_eraser(seen)
    , m_out(out)
{
}

// Whether the next string is a name: the first in an object, and each one after a comma in it.
void JsonSecretEraser::between(char c)
{
    const auto inObject = [this] { return !m_open.empty() && m_open.back() == '{'; };
    if (c == '{' || c == '[') {
        m_open.push_back(c);
        m_isKey = c == '{';
    } else if (c == '}' || c == ']') {
        if (!m_open.empty())
            m_open.pop_back();
        m_isKey = false;
    } else if (c == ',') {
        m_isKey = inObject();
    } else if (c == ':') {
        m_isKey = false;
    }
}

void JsonSecretEraser::feed(std::string_view json)
{
    while (!json.empty()) {
        size_t end = 0;
        if (!m_inText) {
            end = std::min(json.find('"'), json.size());
            for (const char c : json.substr(0, end))
                between(c);
            m_inText = end < json.size();
            end += m_inText;
            m_out.write(json.substr(0, end));
            json.remove_prefix(end);
            continue;
        }
        while (end < json.size() && (m_escape || json[end] != '"')) {
            m_escape = !m_escape && json[end] == '\\';
            ++end;
        }
        if (m_isKey) {
            m_out.write(json.substr(0, end));
        } else {
            m_text.clear();
            m_eraser.feed(json.substr(0, end), m_text);
            m_out.write(m_text);
        }
        if (end < json.size()) {
            m_text.clear();
            m_eraser.finish(m_text);
            m_text += '"';
            m_out.write(m_text);
            m_inText = false;
            ++end;
        }
        json.remove_prefix(end);
    }
}

} // namespace exporters
