// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/seen_secrets.h"

#include "app/base/percent.h"
#include "app/decode/base64.h"
#include "app/masking/json_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>

namespace masking {

namespace {

constexpr size_t sureMin = 6, unsureMin = 8;
constexpr size_t wordsMin = 12, unsureWordsMin = 20;   // letters only
constexpr size_t digitsMin = 8;
constexpr size_t base64Min = 8;                        // minimum number of its characters determined by the secret alone

bool worthFinding(std::string_view secret, bool sure)
{
    const auto count = [&](auto is) { return size_t(std::count_if(secret.begin(), secret.end(), [&](unsigned char c) { return is(c) != 0; })); };
    const size_t digits = count([](int c) { return std::isdigit(c); });
    const size_t letters = count([](int c) { return c >= 0x80 || std::isalpha(c); });
    // "********" was masked by the program itself.
    if (secret.size() < (sure ? sureMin : unsureMin) || std::all_of(secret.begin(), secret.end(), [&](char c) { return c == secret[0]; }))
        return false;
    if (digits == secret.size())
        return secret.size() >= digitsMin;
    if (sure && letters < secret.size())
        return true;
    if (!sure && digits > 0 && letters > 0)
        return true;
    return secret.size() >= (sure ? wordsMin : unsureWordsMin);
}

std::string percentEncoded(std::string_view text, std::string_view kept)
{
    return base::percentEncoded(text, [&](char c) { return std::isalnum(static_cast<unsigned char>(c)) || kept.find(c) != std::string_view::npos; });
}

std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

std::string htmlEscaped(std::string text)
{
    text = replaced(replaced(replaced(std::move(text), "&", "&amp;"), "<", "&lt;"), ">", "&gt;");
    return replaced(replaced(std::move(text), "\"", "&quot;"), "'", "&#39;");
}

uint64_t hashOf(std::string_view start)
{
    uint64_t bytes = 0;
    std::memcpy(&bytes, start.data(), 6);
    return bytes * 0x9e3779b97f4a7c15 >> 44;
}

} // namespace

void SeenSecrets::spell(std::string spelling, std::string_view tag)
{
    if (spelling.size() < startBytes)
        return;
    if (!m_starts)
        m_starts = std::make_unique<std::bitset<startBits>>();
    m_starts->set(hashOf(spelling));
    m_longest = std::max(m_longest, spelling.size());
    m_spellings.emplace(std::move(spelling), tag);
}

// In the middle of a longer text its first and last characters depend on their neighbours; relative to the three-byte
// groups there are three alignments. The replacement is decodable, so that the text around it stays readable.
void SeenSecrets::spellBase64(std::string_view secret, std::string_view tag)
{
    for (size_t before = 0; before < 3; ++before) {
        const std::string coded = decode::toBase64(std::string(before, 'x') + std::string(secret));
        const size_t begin = before == 0 ? 0 : before + 1;
        const size_t end = (before + secret.size()) * 8 / 6;
        if (end < begin + base64Min)
            continue;
        const std::string core = coded.substr(begin, end - begin);
        std::string letters(tag);
        std::erase_if(letters, [](unsigned char c) { return !std::isalnum(c); });
        std::string filler;
        while (filler.size() < core.size())
            filler += letters.empty() ? "masked" : letters;
        filler.resize(core.size());
        spell(replaced(replaced(core, "+", "-"), "/", "_"), filler);
        spell(core, filler);
        spell(replaced(core, "/", "\\\\/"), filler);
        spell(percentEncoded(core, ""), filler);
    }
}

void SeenSecrets::add(std::string_view secret, std::string_view tag, bool sure)
{
    secret = secret.substr(0, secretMax);
    if (!worthFinding(secret, sure))
        return;
    // As it occurs in JSON strings: any string has one level of escapes, JSON in a body has two.
    std::string once = jsonEscaped(secret);
    if (m_spellings.contains(once))
        return;
    if (m_secrets >= secretsMax) {
        ++m_beyond;
        return;
    }
    ++m_secrets;
    const std::string text(secret);
    for (const std::string &way : {text, replaced(text, "/", "\\/"), asciiEscaped(text), htmlEscaped(text)}) {
        std::string escaped = way;
        spell(escaped, tag);
        for (int layer = 0; layer < 3; ++layer) {
            escaped = jsonEscaped(escaped);
            spell(escaped, tag);
        }
    }
    const std::string percent = percentEncoded(text, "-_.~"), form = replaced(percent, "%20", "+");
    for (const std::string &way : {percent, form, percentEncoded(text, "-_.~!*'();:@&=+$,/?[]"), percentEncoded(percent, "-_.~")}) {
        spell(jsonEscaped(way), tag);
        std::string small = way;
        for (size_t i = 0; i + 2 < small.size(); ++i) {
            if (small[i] == '%')
                std::transform(small.begin() + std::ptrdiff_t(i), small.begin() + std::ptrdiff_t(i) + 3, small.begin() + std::ptrdiff_t(i), [](unsigned char c) { return char(std::tolower(c)); });
        }
        spell(jsonEscaped(small), tag);
    }
    spellBase64(text, tag);
}

bool SeenSecrets::mayBegin(std::string_view text) const
{
    return (*m_starts)[hashOf(text)];
}

SeenSecrets::Match SeenSecrets::longestAt(std::string_view text) const
{
    text = text.substr(0, m_longest);
    // Every prefix of `text` sorts before it, the longest of them last.
    auto next = m_spellings.upper_bound(text);
    while (next != m_spellings.begin()) {
        const auto &[spelling, replacement] = *--next;
        if (text.starts_with(spelling))
            return {spelling.size(), replacement};
        // A shorter spelling may be a prefix of both.
        const auto common = size_t(std::mismatch(text.begin(), text.end(), spelling.begin(), spelling.end()).first - text.begin());
        if (common < startBytes)
            return {};
        text = text.substr(0, common);
        next = m_spellings.upper_bound(text);
    }
    return {};
}

bool SeenSecrets::anyIn(std::string_view bytes) const
{
    for (size_t at = 0; !empty() && at + startBytes <= bytes.size(); ++at) {
        if (mayBegin(bytes.substr(at)) && longestAt(bytes.substr(at)).length)
            return true;
    }
    return false;
}

SecretEraser::SecretEraser(const SeenSecrets &seen, Text text)
    : m_seen(seen)
    , m_text(text)
{
}

void SecretEraser::scan(bool last, std::string &out)
{
    const std::string_view text = m_held;
    // At any possible start of a spelling, enough bytes for the longest one must be here.
    const size_t needed = last ? SeenSecrets::startBytes : std::max(m_seen.m_longest, SeenSecrets::startBytes);
    size_t done = 0, at = 0;
    while (at + SeenSecrets::startBytes <= text.size()) {
        if (m_seen.mayBegin(text.substr(at))) {
            if (at + needed > text.size())
                break;
            if (const SeenSecrets::Match match = m_seen.longestAt(text.substr(at)); match.length) {
                out += text.substr(done, at - done);
                out += match.replacement;
                ++m_count;
                at += match.length;
                done = at;
                continue;
            }
        }
        // Never split an escape.
        at += text[at] != '\\' || m_text == Text::Plain ? 1 : text[at + 1] != 'u' ? 2 : 6;
    }
    at = std::min(at, text.size());
    const size_t end = last ? text.size() : std::max(at, done);
    out += text.substr(done, end - done);
    m_held.erase(0, end);
}

void SecretEraser::feed(std::string_view text, std::string &out)
{
    if (m_seen.empty()) {
        out += text;
        return;
    }
    m_held += text;
    scan(false, out);
}

void SecretEraser::finish(std::string &out)
{
    scan(true, out);
    m_held.clear();
}

} // namespace masking
