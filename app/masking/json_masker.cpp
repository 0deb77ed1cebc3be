// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/json_masker.h"

#include <algorithm>

namespace masking {

namespace {

constexpr size_t bracketsMax = 1 << 20;
constexpr size_t nameMax = 128;
constexpr size_t weightsMax = 4096;

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

} // namespace

JsonMasker::JsonMasker(const Masker &masker, Report &report)
    : m_masker(masker)
    , m_report(report)
    , m_hash(masker.key())
{
}

// Of the value that begins here. In an object only what follows a colon is one; outside of all
// brackets (JSON cut at its front) a name and its colon still count.
Weight JsonMasker::valueWeight() const
{
    const bool isValue = m_afterColon || inArray();
    if (!isValue)
        return Weight::None;
    return std::max(m_weight, m_open.empty() ? Weight::None : m_open.back().weight);
}

Weight JsonMasker::weightOf(const std::string &name)
{
    if (const auto known = m_weights.find(name); known != m_weights.end())
        return known->second;
    const Weight weight = m_masker.weight(name, Place::JsonKey);
    if (m_weights.size() < weightsMax)
        m_weights.emplace(name, weight);
    return weight;
}

void JsonMasker::report()
{
    m_report.add("json", m_valueName);
}

void JsonMasker::open(char bracket)
{
    const Weight inherited = m_open.empty() ? Weight::None : m_open.back().weight;
    Weight weight = std::max(inherited, m_weight);
    // An everyday word over an object ("session": {…}) says nothing about what is in it.
    if (bracket == '{' && weight == Weight::Weak)
        weight = Weight::None;
    if (m_open.size() < bracketsMax)
        m_open.push_back({bracket, weight});
    else
        ++m_deeper;
    m_weight = Weight::None;
    m_afterColon = false;
}

void JsonMasker::close()
{
    if (m_deeper > 0)
        --m_deeper;
    else if (!m_open.empty())
        m_open.pop_back();
    m_weight = Weight::None;
    m_afterColon = false;
}

void JsonMasker::between(char c, std::string &out)
{
    if (c == '"') {
        out += c;
        return beginText();
    }
    if (!isSpace(c) && c != ':')
        m_hasName = false;
    switch (c) {
    case '{':
    case '[':
        open(c);
        break;
    case '}':
    case ']':
        close();
        break;
    case ',':
        m_weight = Weight::None;
        m_afterColon = false;
        break;
    case ':':
        if (m_hasName) {
            m_weight = weightOf(m_name);
            m_valueName = m_name;
        }
        m_hasName = false;
        m_afterColon = true;
        break;
    default:
        if (!isSpace(c)) {
            beginScalar(c);
            return scalar(c, out);
        }
    }
    out += c;
}

void JsonMasker::beginText()
{
    m_mode = Mode::Text;
    m_current = valueWeight();
    m_hash = TagHash(m_masker.key());
    m_held.clear();
    m_name.clear();
    m_length = 0;
    m_escape = 0;
    m_lead = 0;
}

void JsonMasker::take(char byte)
{
    ++m_length;
    if (m_name.size() < nameMax)
        m_name += byte;
    if (m_current != Weight::None)
        m_hash.add(byte);
}

// A finished \uXXXX; pairs of surrogates make one character.
void JsonMasker::codeUnit()
{
    uint32_t c = m_unit;
    if (c >= 0xd800 && c < 0xdc00) {
        m_lead = c;
        return;
    }
    if (c >= 0xdc00 && c < 0xe000 && m_lead)
        c = 0x10000 + ((m_lead - 0xd800) << 10) + (c - 0xdc00);
    m_lead = 0;
    if (c < 0x80)
        return take(char(c));
    if (c < 0x800) {
        take(char(0xc0 | c >> 6));
    } else {
        if (c < 0x10000) {
            take(char(0xe0 | c >> 12));
        } else {
            take(char(0xf0 | c >> 18));
            take(char(0x80 | (c >> 12 & 0x3f)));
        }
        take(char(0x80 | (c >> 6 & 0x3f)));
    }
    take(char(0x80 | (c & 0x3f)));
}

void JsonMasker::character(char c)
{
    if (m_escape == 0) {
        if (c == '\\')
            m_escape = 1;
        else
            take(c);
        return;
    }
    if (m_escape == 1) {
        static constexpr std::string_view from = "bfnrt";
        static constexpr std::string_view to = "\b\f\n\r\t";
        m_escape = c == 'u' ? 2 : 0;
        m_unit = 0;
        const size_t at = from.find(c);
        if (c != 'u')
            take(at == std::string_view::npos ? c : to[at]);
        return;
    }
    const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 0;
    m_unit = m_unit << 4 | uint32_t(digit);
    if (++m_escape == 6) {
        m_escape = 0;
        codeUnit();
    }
}

// Weak values are written as they are while they are short; longer ones turn into secrets.
void JsonMasker::hold(char c, std::string &out)
{
    if (m_current == Weight::None) {
        out += c;
        return;
    }
    if (m_current != Weight::Weak)
        return;
    m_held += c;
    if (m_length >= weakValueMin)
        m_current = Weight::Strong;
}

void JsonMasker::text(char c, std::string &out)
{
    if (c == '"' && m_escape != 1)
        return endText(out, false);
    character(c);
    hold(c, out);
}

void JsonMasker::endText(std::string &out, bool cut)
{
    m_mode = Mode::Between;
    // How long a cut value would have been is not known: it counts as a secret.
    const bool secret = m_current == Weight::Strong || (m_current == Weight::Weak && cut);
    if (secret && m_length > 0) {
        out += m_hash.tag();
        report();
    } else {
        out += m_held;
    }
    m_held.clear();
    if (!cut)
        out += '"';
    m_hasName = !m_afterColon;
    if (m_afterColon)
        m_weight = Weight::None;
    m_current = Weight::None;
}

void JsonMasker::beginScalar(char c)
{
    m_mode = Mode::Scalar;
    const bool number = c == '-' || (c >= '0' && c <= '9');
    m_current = number ? valueWeight() : Weight::None;
    m_hash = TagHash(m_masker.key());
    m_held.clear();
    m_length = 0;
}

void JsonMasker::scalar(char c, std::string &out)
{
    ++m_length;
    if (m_current != Weight::None)
        m_hash.add(c);
    hold(c, out);
}

void JsonMasker::endScalar(std::string &out)
{
    m_mode = Mode::Between;
    if (m_current == Weight::Strong) {
        out += '"' + m_hash.tag() + '"';
        report();
    } else {
        out += m_held;
    }
    m_held.clear();
    m_current = Weight::None;
}

void JsonMasker::feed(std::string_view json, std::string &out)
{
    for (size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (m_mode == Mode::Text) {
            // Most text is no secret and is passed on in runs; only its begin can be a name.
            if (m_current == Weight::None && m_escape == 0 && m_length >= nameMax) {
                const size_t end = std::min(json.find_first_of("\"\\", i), json.size());
                out += json.substr(i, end - i);
                m_length += end - i;
                i = end;
                if (i == json.size())
                    return;
            }
            text(json[i], out);
        } else {
            if (m_mode == Mode::Scalar) {
                if (!isSpace(c) && std::string_view(",:[]{}\"").find(c) == std::string_view::npos) {
                    scalar(c, out);
                    continue;
                }
                endScalar(out);
            }
            between(c, out);
        }
    }
}

void JsonMasker::finish(std::string &out)
{
    if (m_mode == Mode::Text)
        endText(out, true);
    else if (m_mode == Mode::Scalar)
        endScalar(out);
}

} // namespace masking
