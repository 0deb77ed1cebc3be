// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http1/head_parser.h"

#include "app/protocols/http1/text.h"

#include <cstring>

namespace protocols::http1 {

namespace {

constexpr size_t longestMethod = 32; // the longest in IANA's registry has 17

bool looksLikeVersion(std::string_view word)
{
    return startsWithNoCase(word, "http/") && word.size() >= 6 && isDigit(word[5]);
}

} // namespace

std::optional<RequestLine> parseRequestLine(std::string_view line)
{
    line = trimmed(line);
    size_t methodEnd = 0;
    while (methodEnd < line.size() && isTokenCharacter(line[methodEnd]))
        ++methodEnd;
    if (methodEnd == 0 || methodEnd > longestMethod || methodEnd == line.size() || !isBlank(line[methodEnd]))
        return std::nullopt;

    RequestLine result { line.substr(0, methodEnd), trimmed(line.substr(methodEnd)), {} };
    // The version is the last word, so that a target containing spaces, which some clients send, stays intact.
    const size_t lastBlank = result.target.find_last_of(" \t");
    const std::string_view last = lastBlank == std::string_view::npos ? result.target : result.target.substr(lastBlank + 1);
    if (looksLikeVersion(last)) {
        result.version = last;
        result.target = trimmed(result.target.substr(0, result.target.size() - last.size()));
    }
    return result;
}

std::optional<StatusLine> parseStatusLine(std::string_view line)
{
    line = trimmedFront(line);
    line = line.substr(0, line.find_last_not_of("\r\n") + 1);
    if (!looksLikeVersion(line))
        return std::nullopt;
    StatusLine result;
    const size_t versionEnd = line.find_first_of(" \t");
    result.version = line.substr(0, versionEnd);
    if (versionEnd == std::string_view::npos)
        return result;
    const std::string_view rest = trimmedFront(line.substr(versionEnd));
    const bool threeDigits = rest.size() >= 3 && isDigit(rest[0]) && isDigit(rest[1]) && isDigit(rest[2])
        && (rest.size() == 3 || !isDigit(rest[3]));
    if (threeDigits) {
        result.status = (rest[0] - '0') * 100 + (rest[1] - '0') * 10 + (rest[2] - '0');
        // The reason phrase may itself begin and end with blanks (RFC 9112 section 4).
        result.reason = rest.substr(rest.size() > 3 && isBlank(rest[3]) ? 4 : 3);
    } else {
        result.reason = trimmed(rest);
    }
    return result;
}

Plausible looksLikeRequest(std::string_view text)
{
    for (size_t i = 0; i < text.size(); ++i) {
        if (isTokenCharacter(text[i]) && i < longestMethod)
            continue;
        return i > 0 && isBlank(text[i]) ? Plausible::Yes : Plausible::No;
    }
    return Plausible::NeedMore;
}

Plausible looksLikeResponse(std::string_view text)
{
    constexpr std::string_view start = "http/";
    if (text.size() < start.size())
        return startsWithNoCase(text, start.substr(0, text.size())) ? Plausible::NeedMore : Plausible::No;
    if (!startsWithNoCase(text, start))
        return Plausible::No;
    if (text.size() == start.size())
        return Plausible::NeedMore;
    return isDigit(text[start.size()]) ? Plausible::Yes : Plausible::No;
}

std::optional<std::string_view> takeLine(std::string_view &rest)
{
    const auto *end = static_cast<const char *>(std::memchr(rest.data(), '\n', rest.size()));
    if (rest.empty() || !end)
        return std::nullopt;
    const size_t length = size_t(end - rest.data());
    std::string_view line = rest.substr(0, length);
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    rest.remove_prefix(length + 1);
    return line;
}

FieldSection::FieldSection(size_t fieldsMax)
    : m_fieldsMax(fieldsMax)
{
}

Fault FieldSection::read(std::string_view lines)
{
    m_fields.clear();
    m_unfolded.clear();
    Fault fault = Fault::None;
    const auto note = [&fault](Fault found) {
        if (fault == Fault::None)
            fault = found;
    };

    bool unfolding = false;
    while (const auto line = takeLine(lines)) {
        if (line->empty())
            continue;
        if (isBlank(line->front())) {
            // RFC 9112 section 5.2: a folded line is joined, with a space in place of the fold.
            if (m_fields.empty())
                note(Fault::MalformedField);
            else if (unfolding)
                m_unfolded.back().append(" ").append(trimmed(*line));
            else
                m_unfolded.emplace_back(m_fields.back().value).append(" ").append(trimmed(*line));
            if (!m_fields.empty())
                m_fields.back().value = trimmed(m_unfolded.back());
            unfolding = !m_fields.empty();
            continue;
        }
        unfolding = false;
        const auto *colon = static_cast<const char *>(std::memchr(line->data(), ':', line->size()));
        if (!colon || colon == line->data()) {
            note(Fault::MalformedField);
            continue;
        }
        if (m_fields.size() == m_fieldsMax) {
            note(Fault::TooManyFields);
            break;
        }
        const size_t nameLength = size_t(colon - line->data());
        m_fields.push_back({ trimmed(line->substr(0, nameLength)), trimmed(line->substr(nameLength + 1)) });
    }
    return fault;
}

} // namespace protocols::http1
