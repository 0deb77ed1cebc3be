// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/har_document.h"

#include "app/decode/body_charset.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace exporters {

namespace {

constexpr size_t pieceBytes = 64 * 1024;
constexpr size_t callMax = 256; // of a function's name and its bracket

std::string_view view(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

} // namespace

HarDocument::HarDocument(HarBytes &bytes, uint64_t textMax)
    : m_bytes(bytes)
    , m_textMax(textMax)
{
}

void HarDocument::open()
{
    std::array<std::byte, 4> first{};
    const size_t count = m_bytes.read(first);
    const std::string_view mark = view(std::span(first).first(count));
    if (mark == "PK\3\4") {
        if (const auto member = firstZipMember(m_bytes)) {
            m_bytes.seek(member->position);
            m_left = member->size;
            static constexpr decode::Coding deflate[] = {decode::Coding::Deflate};
            if (member->deflated)
                m_coding.emplace(deflate);
            return;
        }
    }
    static constexpr decode::Coding gzip[] = {decode::Coding::Gzip};
    if (mark.starts_with("\x1f\x8b"))
        m_coding.emplace(gzip);
    if (m_bytes.seek(0))
        return;
    // A pipe: put back what was examined.
    if (!m_coding)
        return toText(std::span(first).first(count), false);
    std::vector<std::byte> decoded;
    (void)m_coding->feed(std::span(first).first(count), decoded);
}

// The next decompressed bytes; false at the end.
bool HarDocument::fill(std::vector<std::byte> &raw)
{
    std::array<std::byte, pieceBytes> piece;
    while (raw.empty()) {
        const size_t wanted = size_t(std::min<uint64_t>(piece.size(), m_left));
        const size_t count = m_bytes.read(std::span(piece).first(wanted));
        m_left -= count;
        if (count == 0)
            return false;
        if (!m_coding)
            raw.assign(piece.begin(), piece.begin() + std::ptrdiff_t(count));
        else if (!m_coding->feed(std::span(piece).first(count), raw))
            return !raw.empty();
    }
    return true;
}

void HarDocument::toText(std::span<const std::byte> raw, bool last)
{
    if (!m_charset) {
        // RFC 8259, section 8.1, allows only UTF-8; PowerShell and Excel save UTF-16.
        const std::string_view seen = decode::sniffedCharset(raw);
        m_charset.emplace(seen.empty() ? "utf-8" : seen);
    }
    std::string text;
    m_charset->feed(raw, text);
    if (last)
        m_charset->finish(text);
    if (!m_begun && text.starts_with("\xef\xbb\xbf"))
        text.erase(0, 3);
    m_begun = m_begun || !text.empty();
    m_repair.feed(text, m_text);
    if (last)
        m_repair.finish(m_text);
}

// At the beginning of the text: a function name and a bracket.
void HarDocument::dropCall()
{
    const size_t begin = m_text.find_first_not_of(" \t\r\n;");
    if (begin == std::string::npos || !(std::isalpha(static_cast<unsigned char>(m_text[begin])) || m_text[begin] == '_' || m_text[begin] == '$'))
        return;
    const size_t bracket = m_text.find('(', begin);
    const auto isName = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '$' || c == '.' || c == ' '; };
    if (bracket < callMax && std::all_of(m_text.begin() + std::ptrdiff_t(begin), m_text.begin() + std::ptrdiff_t(bracket), isName))
        m_text.erase(0, bracket + 1);
}

bool HarDocument::next(std::string &text)
{
    const bool first = !m_opened;
    if (!std::exchange(m_opened, true))
        open();
    std::vector<std::byte> raw;
    while (!m_ended && (m_text.empty() || (first && m_text.size() < callMax))) {
        raw.clear();
        m_ended = !fill(raw);
        toText(raw, m_ended);
        m_made += m_text.size();
        m_tooLarge = m_made > m_textMax;
        if (m_tooLarge)
            return false;
    }
    if (first)
        dropCall();
    text = std::exchange(m_text, {});
    return !text.empty();
}

} // namespace exporters
