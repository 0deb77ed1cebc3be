// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/text_stream.h"

#include <algorithm>

namespace masking {

namespace {

constexpr size_t wordMax = 16 * 1024;     // searched backwards for the end of a word
constexpr size_t keyMax = 64 * 1024;      // and for the beginning of a key

} // namespace

size_t windowCut(std::string_view text)
{
    const std::string_view window = text.substr(0, windowMax);
    const size_t begin = window.rfind("-----BEGIN");
    if (begin != std::string_view::npos && begin > windowMax - keyMax && window.find("-----END", begin) == std::string_view::npos)
        return begin;
    for (const std::string_view ends : {"\n", " \t", ",;&<>{}"}) {
        const size_t end = window.find_last_of(ends);
        if (end != std::string_view::npos && end > windowMax - wordMax)
            return end;
    }
    // Never inside an escape.
    size_t cut = windowMax - 8;
    while (cut > windowMax - wordMax && text[cut - 1] == '\\')
        --cut;
    return cut;
}

TextStream::TextStream(const Masker &masker, Report &report, TextKind kind)
    : m_masker(masker)
    , m_report(report)
    , m_kind(kind)
{
}

void TextStream::feed(std::string_view text, std::string &out)
{
    m_held += text;
    while (m_held.size() > windowMax) {
        const size_t cut = windowCut(m_held);
        out += m_masker.text(std::string_view(m_held).substr(0, cut), m_report, m_kind);
        m_held.erase(0, cut);
        m_cut = true;
    }
}

void TextStream::finish(std::string &out)
{
    // A whole text may be JSON or a form whatever its type says.
    out += m_cut ? m_masker.text(m_held, m_report, m_kind) : m_masker.value(m_held, m_report, 0, m_kind);
    m_held.clear();
    m_cut = false;
}

} // namespace masking
