// SPDX-License-Identifier: GPL-3.0-or-later
// Running text: logs, scripts, XML, GraphQL, settings. A single pass from left to right.
#include "app/masking/masker.h"

#include "app/base/percent.h"
#include "app/decode/json_scan.h"
#include "app/exchange/head.h"
#include "app/masking/coded_text.h"
#include "app/masking/json_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace masking {

namespace {

constexpr size_t nameMax = 128;
constexpr size_t spacesMax = 8;
constexpr size_t tagMax = 4096;
constexpr std::string_view quotes = "\"'`";
constexpr std::string_view spaces = " \t\r\n";
constexpr std::string_view bareEnds = " \t\r\n\"'`<>&;,)]}|\\";
constexpr std::string_view urlEnds = " \t\r\n\"'`<>|\\{}";

constexpr std::string_view wordEnds = " \t\r\n\"'`<>&=;,(){}[]|";

// What may begin something: signs of assignments, URLs, tags and encodings; and what runs of Base64 consist of.
enum Class : uint8_t { Plain = 0, Sign = 1, Coded = 2 };
constexpr std::array<uint8_t, 256> classes = [] {
    std::array<uint8_t, 256> table{};
    for (const unsigned char c : {':', '=', '<', '>', '%', '\\', '&'})
        table[c] = Sign;
    for (int c = 0; c < 128; ++c) {
        if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '+' || c == '/' || c == '-' || c == '_')
            table[size_t(c)] = Coded;
    }
    return table;
}();

// A set of characters, for searches that std::string_view would do a character at a time.
class Set
{
public:
    constexpr explicit Set(std::string_view characters)
    {
        for (const char c : characters)
            m_has[static_cast<unsigned char>(c)] = true;
    }
    // The first of them in `text` from `at` on; the text's size if there is none.
    size_t firstIn(std::string_view text, size_t at) const
    {
        while (at < text.size() && !m_has[static_cast<unsigned char>(text[at])])
            ++at;
        return std::min(at, text.size());
    }

private:
    std::array<bool, 256> m_has{};
};
constexpr Set bareEndSet(bareEnds), urlEndSet(urlEnds);

bool isQuote(char c) { return quotes.find(c) != std::string_view::npos; }
constexpr std::array<bool, 256> nameBytes = [] {
    std::array<bool, 256> table{};
    for (int c = 0; c < 256; ++c)
        table[size_t(c)] = c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-' || c == '.' || c == '[' || c == ']' || c == '$';
    return table;
}();
bool isNameByte(char c) { return nameBytes[static_cast<unsigned char>(c)]; }

std::string lower(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    return out;
}

struct Range { size_t begin = 0, end = 0; };

class TextMasker
{
public:
    TextMasker(const Masker &masker, std::string_view text, TextKind kind, int depth, bool search, Report &report)
        : m_masker(masker)
        , m_text(text)
        , m_kind(kind)
        , m_depth(depth)
        , m_search(search)
        , m_report(report)
    {
    }

    std::string run()
    {
        if (m_search)
            m_forms = m_masker.forms(m_text);
        size_t runAt = 0;               // where the current run of Base64 begins
        size_t next = 0;                // form
        for (m_at = 0; m_at < m_text.size();) {
            while (next < m_forms.size() && m_forms[next].begin < m_at)
                ++next;
            m_nextForm = next < m_forms.size() ? m_forms[next].begin : m_text.size();
            m_formEnd = next < m_forms.size() ? m_forms[next].end : m_text.size();
            m_at = nextPossible(m_at, runAt);
            const size_t before = m_at;
            if (m_at == m_text.size())
                break;
            const uint8_t kind = classes[static_cast<unsigned char>(m_text[m_at])];
            if (m_at == m_nextForm)
                form(m_forms[next]);
            else if (kind == Sign)
                sign(m_text[m_at]);
            else
                coded(runAt);
            if (m_at == before)
                ++m_at;
            if (kind != Coded || m_at != before + 1)
                runAt = m_at;
        }
        m_out += m_text.substr(m_done);
        return std::move(m_out);
    }

private:
    // The next form, sign, or place where a run has become long enough.
    size_t nextPossible(size_t at, size_t &runAt) const
    {
        const char *const text = m_text.data();
        for (; at < m_nextForm; ++at) {
            const uint8_t kind = classes[static_cast<unsigned char>(text[at])];
            if (kind == Sign || (kind == Coded && at - runAt + 1 == codedMin))
                return at;
            if (kind != Coded)
                runAt = at + 1;
        }
        return at;
    }

    void put(Range range, const std::string &replacement)
    {
        m_out += m_text.substr(m_done, range.begin - m_done);
        m_out += replacement;
        m_done = m_at = range.end;
    }
    void hide(Range range, std::string_view name)
    {
        if (range.end > range.begin)
            put(range, m_masker.hide(m_text.substr(range.begin, range.end - range.begin), "text", name, m_report));
    }
    std::string_view in(Range range) const { return m_text.substr(range.begin, range.end - range.begin); }

    // What precedes the sign at `m_at`: a word, or a quoted text. Empty: nothing that could be a name.
    std::string_view nameBefore(bool &quoted) const
    {
        size_t end = m_at;
        while (end > m_done && m_at - end < spacesMax && (m_text[end - 1] == ' ' || m_text[end - 1] == '\t'))
            --end;
        // settings["password"] = …
        if (end > m_done + 1 && m_text[end - 1] == ']' && isQuote(m_text[end - 2]))
            --end;
        quoted = end > m_done && isQuote(m_text[end - 1]);
        if (quoted) {
            const char quote = m_text[--end];
            while (end > m_done && m_text[end - 1] == '\\')
                --end;
            size_t begin = end;
            while (begin > m_done && end - begin < nameMax && m_text[begin - 1] != quote && m_text[begin - 1] != '\n' && m_text[begin - 1] != '\\')
                --begin;
            return begin > m_done && m_text[begin - 1] == quote ? m_text.substr(begin, end - begin) : std::string_view();
        }
        size_t begin = end;
        while (begin > m_done && end - begin < nameMax && isNameByte(m_text[begin - 1]))
            --begin;
        return m_text.substr(begin, end - begin);
    }

    // The value after the sign at `m_at`. A backslash before its quote means a text within a text.
    Range valueBehind(bool &quoted) const
    {
        size_t begin = m_at + 1;
        while (begin < m_text.size() && begin - m_at < 3 && (m_text[begin] == '=' || m_text[begin] == '>'))
            ++begin;
        const size_t first = begin;
        while (begin < m_text.size() && begin - first < spacesMax && spaces.find(m_text[begin]) != std::string_view::npos && (quoted || m_text[begin] != '\n'))
            ++begin;
        size_t quote = begin;
        while (quote < m_text.size() && m_text[quote] == '\\' && quote - begin < 16)
            ++quote;
        quoted = quote < m_text.size() && isQuote(m_text[quote]);
        if (!quoted)
            return {begin, bareEndSet.firstIn(m_text, begin)};
        const std::string_view mark = m_text.substr(begin, quote + 1 - begin);
        const size_t from = quote + 1;
        for (size_t at = from; at < m_text.size(); ++at) {
            if (m_text.substr(at).starts_with(mark))
                return {from, at};
            if (mark.size() == 1 && m_text[at] == '\\')
                ++at;
        }
        return {from, m_text.size()};
    }

    void assigned()
    {
        if (m_text.substr(m_at).starts_with("://") && m_depth < depthMax && url())
            return;
        bool quotedName = false;
        std::string_view name = nameBefore(quotedName);
        while (!quotedName && !name.empty() && (name[0] == '-' || name[0] == '$'))
            name.remove_prefix(1);
        if (name.size() < 2)
            return;
        const bool equals = m_text[m_at] == '=';
        const Place place = equals && !quotedName ? Place::Parameter : Place::JsonKey;
        const Weight weight = m_masker.weight(name, place);
        if (weight == Weight::None)
            return;
        bool quoted = quotedName;
        Range range = valueBehind(quoted);
        const std::string small = lower(name);
        // An HTTP header line within a text.
        if (!quoted && m_kind == TextKind::Prose && (small == "cookie" || small == "set-cookie") && m_text[m_at] == ':') {
            range.end = std::min(m_text.find_first_of("\r\n\"'\\", range.begin), m_text.size());
            if (in(range).find('=') != std::string_view::npos)
                return hide(range, name);
        }
        // A header of STOMP: no blank before its value, which the line ends.
        const size_t nameAt = size_t(name.data() - m_text.data());
        if (!quoted && weight == Weight::Strong && m_kind == TextKind::Prose && m_text[m_at] == ':' && range.begin == m_at + 1 && (nameAt == 0 || m_text[nameAt - 1] == '\n')) {
            range.end = std::min(m_text.find_first_of(std::string_view("\r\n\0", 3), range.begin), m_text.size());
            return hide(range, name);
        }
        if (small.ends_with("authorization"))
            return authorization(range, quoted, name);
        const std::string_view value = in(range);
        // The key that opens a link, not one that grants access.
        if (small == "accesskey" && value.size() <= 1)
            return;
        // A script puts it together: `Basic ${pair}`.
        if (quoted && range.begin > 0 && m_text[range.begin - 1] == '`' && value.find("${") != std::string_view::npos)
            return;
        if (quoted ? !isSecretValue(weight, place, value) : !isBareSecret(weight, place, value, equals))
            return;
        // A private key goes on where a word ends.
        if (m_nextForm >= range.begin && m_nextForm < range.end)
            range.end = std::max(range.end, m_formEnd);
        hide(range, name);
    }

    // Without quotes, a colon in prose may just continue a sentence: "Invalid password: too short".
    bool isBareSecret(Weight weight, Place place, std::string_view value, bool equals) const
    {
        if (m_kind == TextKind::Code || value.empty() || value == "null" || value == "true" || value == "false" || value[0] == '{' || value[0] == '[' || value[0] == '(')
            return false;
        if (!isSecretValue(weight, place, value))
            return false;
        if (equals)
            return true;
        const bool digit = std::any_of(value.begin(), value.end(), [](unsigned char c) { return std::isdigit(c); });
        return value.size() >= 4 && (digit || value.size() >= 12);
    }

    void authorization(Range range, bool quoted, std::string_view name)
    {
        if (!quoted && m_kind == TextKind::Code)
            return;
        // The scheme is a separate word.
        const size_t end = range.end;
        if (!quoted && end < m_text.size() && m_text[end] == ' ')
            range.end = std::min(m_text.find_first_of("\r\n\"'\\ ", end + 1), m_text.size());
        const std::string_view value = in(range);
        if (m_kind == TextKind::Code && value.find("${") != std::string_view::npos)
            return;
        if (value.size() > 3)
            put(range, m_masker.credentials(value, name, m_report));
    }

    bool url()
    {
        size_t begin = m_at;
        while (begin > m_done && (std::isalnum(static_cast<unsigned char>(m_text[begin - 1])) || m_text[begin - 1] == '+' || m_text[begin - 1] == '-' || m_text[begin - 1] == '.'))
            --begin;
        if (begin == m_at)
            return false;
        size_t end = urlEndSet.firstIn(m_text, m_at);
        while (end > m_at + 3 && std::string_view(".,;:!?)]").find(m_text[end - 1]) != std::string_view::npos)
            --end;
        const uint64_t before = m_report.count;
        const std::string masked = m_masker.url(in({begin, end}), m_report, m_depth + 1);
        if (m_report.count > before)
            put({begin, end}, masked);
        else
            m_at = end;
        return true;
    }

    void form(const FoundForm &found)
    {
        if (found.begin >= m_done)
            put({found.begin, found.end}, m_masker.hide(m_text.substr(found.begin, found.end - found.begin), "text", found.name, m_report));
    }

    void sign(char c)
    {
        if (c == ':' || c == '=') {
            assigned();
        } else if (c == '<') {
            m_open = m_at;
            tag();
        } else if (c == '>') {
            content();
        } else if (m_depth < depthMax) {
            encoded(c);
        }
    }

    // A run of Base64 or hexadecimal digits that began at `begin` and goes on at `m_at`.
    void coded(size_t begin)
    {
        size_t end = m_at;
        while (end < m_text.size() && classes[static_cast<unsigned char>(m_text[end])] == Coded)
            ++end;
        while (end < m_text.size() && m_text[end] == '=')
            ++end;
        if (m_depth >= depthMax || begin < m_done || m_nextForm < end)
            return;
        const std::string_view run = m_text.substr(begin, end - begin);
        const auto inside = decodedRun(run, m_budget);
        if (inside) {
            const uint64_t before = m_report.count;
            const std::string masked = m_masker.value(inside->text, m_report, m_depth + 1);
            if (m_report.count > before)
                return put({begin, end}, inside->encodable ? encodedAs(run, masked) : m_masker.hide(run, "text", "encoded", m_report));
        }
        // Its signs are padding; a path or a name may be before one.
        while (end > m_at + 1 && m_text[end - 1] == '=')
            --end;
        m_at = end;
    }

    // The word with the percent sign, backslash or ampersand at `m_at`, if it is an encoding.
    void encoded(char c)
    {
        const bool hex = std::all_of(m_text.begin() + std::ptrdiff_t(std::min(m_at + 1, m_text.size())), m_text.begin() + std::ptrdiff_t(std::min(m_at + 3, m_text.size())), [](unsigned char digit) { return std::isxdigit(digit) || digit == 'u'; });
        if (m_at + 3 >= m_text.size() || (c == '%' && !hex) || (c == '\\' && m_text[m_at + 1] != 'u') || (c == '&' && m_text[m_at + 1] != '#' && m_text.substr(m_at, 6) != "&quot;"))
            return;
        // A page's text is looked at once, not at each of its entities.
        if (c == '&' && m_at < m_pageDone)
            return;
        const std::string_view ends = c == '&' ? "\"<>\r\n" : c == '\\' ? "\"'`<>\r\n" : wordEnds;
        const size_t least = std::max(m_done, m_at > tagMax ? m_at - tagMax : 0);
        const size_t last = m_text.substr(least, m_at - least).find_last_of(ends);
        const Range word{last == std::string_view::npos ? least : least + last + 1, std::min(m_text.find_first_of(ends, m_at), m_text.size())};
        m_pageDone = c == '&' ? word.end : m_pageDone;
        if (m_nextForm < word.end)
            return;
        std::string plain;
        if (c == '%')
            plain = exchange::percentDecoded(in(word), false);
        else if (c == '\\')
            plain = decode::jsonUnescaped(in(word));
        else
            plain = htmlDecoded(in(word)).value_or(std::string());
        const uint64_t before = m_report.count;
        const std::string masked = m_masker.value(plain, m_report, m_depth + 1);
        if (m_report.count > before)
            put(word, c == '%' ? base::percentEncoded(masked, [](unsigned char byte) { return std::isalnum(byte) || byte == '-' || byte == '_' || byte == '.' || byte == '~'; }) : c == '&' ? htmlEncoded(masked) : jsonEscaped(masked));
        else
            m_at = c == '&' ? m_at : word.end;
    }

    // For the tag that begins at `m_at`.
    std::optional<Range> attribute(std::string_view tag, std::string_view name) const
    {
        for (size_t at = 0; (at = tag.find(name, at)) != std::string_view::npos; at += name.size()) {
            size_t begin = at + name.size();
            if (at == 0 || spaces.find(tag[at - 1]) == std::string_view::npos || begin + 1 >= tag.size() || tag[begin] != '=')
                continue;
            const char quote = tag[++begin];
            const bool quoted = quote == '"' || quote == '\'';
            begin += quoted;
            const size_t end = quoted ? tag.find(quote, begin) : tag.find_first_of(" \t\r\n>", begin);
            return Range{m_at + begin, m_at + std::min(end, tag.size())};
        }
        return std::nullopt;
    }

    // <input name="csrf_token" value="…">, <add key="Password" value="…"/>, <meta name="csrf-token" content="…">
    void tag()
    {
        const std::string_view rest = m_text.substr(m_at, tagMax);
        const std::string_view tag = rest.substr(0, std::min(rest.find('>'), rest.size()));
        if (tag.size() < 8 || tag.find('=') == std::string_view::npos)
            return;
        for (const std::string_view by : {"name", "key", "id", "property", "type"}) {
            const auto name = attribute(tag, by);
            if (!name || m_masker.weight(in(*name), Place::JsonKey) < Weight::Value)
                continue;
            for (const std::string_view of : {"value", "content"}) {
                if (const auto value = attribute(tag, of); value && value->begin >= m_done && value->end > value->begin)
                    return hide(*value, in(*name));
            }
        }
    }

    // What follows the tag that ends at `m_at`: <password>x</password>, <wsse:Password>, <key>password</key><string>x</string>.
    void content()
    {
        const size_t open = m_open;
        if (open == std::string_view::npos || open + tagMax < m_at || open + 1 >= m_at)
            return;
        std::string_view element = m_text.substr(open + 1, m_at - open - 1);
        if (element[0] == '/' || element[0] == '!' || element[0] == '?' || element.back() == '/')
            return;
        element = element.substr(0, element.find_first_of(spaces));
        element.remove_prefix(element.rfind(':') == std::string_view::npos ? 0 : element.rfind(':') + 1);
        constexpr std::string_view cdata = "<![CDATA[";
        Range range{m_at + 1, 0};
        const bool isData = m_text.substr(range.begin).starts_with(cdata);
        range.begin += isData ? cdata.size() : 0;
        range.end = std::min(isData ? m_text.find("]]>", range.begin) : m_text.find('<', range.begin), m_text.size());
        while (range.begin < range.end && spaces.find(m_text[range.begin]) != std::string_view::npos)
            ++range.begin;
        while (range.end > range.begin && spaces.find(m_text[range.end - 1]) != std::string_view::npos)
            --range.end;
        if (range.begin == range.end || range.begin < m_done)
            return;
        if (!std::all_of(element.begin(), element.end(), isNameByte))
            return;
        const std::string kind = lower(element);
        if (kind == "key" || kind == "name" || kind == "string-name") {
            m_pending = m_masker.weight(in(range), Place::JsonKey) >= Weight::Value;
            m_pendingName = in(range);
            return;
        }
        // Names of visible elements, as in <label>, are not values.
        // <sid> in a text is a mark, and <code> of a page or <Key> of a list of files no secret.
        const bool closed = isData || m_text.find('<', range.end) == m_text.find("</", range.end);
        const Weight weight = m_masker.weight(element, Place::JsonKey);
        const bool secret = m_pending || (weight >= Weight::Value && isSecretValue(weight, Place::JsonKey, in(range)));
        if (secret && closed)
            hide(range, m_pending ? m_pendingName : element);
        m_pending = false;
    }

    const Masker &m_masker;
    const std::string_view m_text;
    const TextKind m_kind;
    const int m_depth;
    const bool m_search;                // for forms
    Report &m_report;
    std::string m_out;
    std::vector<FoundForm> m_forms;
    size_t m_nextForm = 0, m_formEnd = 0;   // of the next one
    size_t m_pageDone = 0;              // entities before it have been looked at
    DecodeBudget m_budget;
    size_t m_at = 0, m_done = 0;        // m_done: everything before it is in m_out
    size_t m_open = std::string_view::npos;   // the last '<'
    bool m_pending = false;             // the next content belongs to the preceding name
    std::string_view m_pendingName;
};

} // namespace

std::string Masker::text(std::string_view body, Report &report, TextKind kind, int depth, bool search) const
{
    return TextMasker(*this, body, kind, depth, search, report).run();
}

} // namespace masking
