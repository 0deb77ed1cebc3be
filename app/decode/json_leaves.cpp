// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/json_leaves.h"

#include <algorithm>

namespace decode {

void JsonLeaves::reset() { *this = JsonLeaves(); }

void JsonLeaves::feed(std::string_view text, const Take &take)
{
    for (size_t at = 0; at < text.size();) {
        if (m_inString && !m_escaped) {
            const size_t end = std::min(text.find_first_of("\"\\", at), text.size());
            keep(text.substr(at, end - at));
            if (at = end; at == text.size())
                return;
        }
        const char c = text[at++];
        if (m_inString) {
            if (c == '"' && !m_escaped) {
                endString(take);
                continue;
            }
            keep({&c, 1});
            m_escaped = !m_escaped && c == '\\';
            continue;
        }
        switch (c) {
        case '"':
            endWord(take);
            m_inString = true;
            break;
        case '{':
        case '[':
            endWord(take);
            open(c == '{', take);
            break;
        case '}':
        case ']':
            close(take);
            break;
        case ',':
            endWord(take);
            m_wantsKey = !m_levels.empty() && m_levels.back().object;
            break;
        case ':':
        case ' ':
        case '\t':
        case '\n':
        case '\r':
            endWord(take);
            break;
        default:
            keep({&c, 1});
        }
    }
}

void JsonLeaves::keep(std::string_view piece)
{
    const size_t some = std::min(piece.size(), textMax - m_text.size());
    m_text += piece.substr(0, some);
    m_cut |= some < piece.size();
}

void JsonLeaves::open(bool object, const Take &take)
{
    if (m_levels.size() == depthMax) {
        ++m_beyond;
        return;
    }
    take({.path = m_path, .kind = object ? JsonKind::Object : JsonKind::Array, .text = {}});
    m_levels.push_back({object, m_path.size()});
    if (!object)
        m_path += "[]";
    m_wantsKey = object;
}

void JsonLeaves::close(const Take &take)
{
    endWord(take);
    if (m_beyond > 0) {
        --m_beyond;
        return;
    }
    if (m_levels.empty())
        return;
    m_path.resize(m_levels.back().pathLength);
    m_levels.pop_back();
    m_wantsKey = false;
}

void JsonLeaves::endString(const Take &take)
{
    m_inString = false;
    if (m_beyond == 0) {
        // A cut may split an escape: half of one says nothing.
        if (m_cut && m_text.find('\\', m_text.size() - std::min<size_t>(m_text.size(), 6)) != std::string::npos)
            m_text.resize(m_text.find('\\', m_text.size() - std::min<size_t>(m_text.size(), 6)));
        const std::string plain = jsonUnescaped(m_text);
        if (m_wantsKey) {
            m_wantsKey = false;
            m_path.resize(m_levels.back().pathLength);
            m_path += m_path.empty() ? "" : ".";
            m_path += plain;
        } else {
            take({.path = m_path, .kind = JsonKind::String, .text = plain, .cut = m_cut});
        }
    }
    m_text.clear();
    m_cut = false;
}

void JsonLeaves::endWord(const Take &take)
{
    if (m_text.empty())
        return;
    const char first = m_text.front();
    if (m_beyond == 0 && !m_wantsKey)
        take({.path = m_path, .kind = first == '-' || (first >= '0' && first <= '9') ? JsonKind::Number : JsonKind::Word, .text = m_text, .cut = m_cut});
    m_text.clear();
    m_cut = false;
}

} // namespace decode
