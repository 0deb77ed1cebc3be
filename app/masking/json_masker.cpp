// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/json_masker.h"

#include "app/decode/json_scan.h"
#include "app/masking/coded_text.h"
#include "app/masking/form_checks.h"
#include "app/masking/json_text.h"
#include "app/masking/service_value.h"
#include "app/masking/tag_hash.h"
#include "app/masking/text_stream.h"

#include <algorithm>
#include <array>

namespace masking {

namespace {

constexpr size_t bracketsMax = 1 << 20;
constexpr size_t nameMax = 6 * 128;       // a name of 128 characters, all of them escaped
constexpr size_t weightsMax = 4096;
constexpr size_t scalarMax = 4096;
constexpr size_t pairNameMax = 64;
constexpr size_t plainMin = 5;            // no shorter text can contain a secret: "pw=x1"

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Texts without these characters are only searched for known forms and encodings.
constexpr std::array<bool, 256> signs = [] {
    std::array<bool, 256> table{};
    for (const unsigned char c : {':', '=', '<', '{', '[', '\\', '%', '&'})
        table[c] = true;
    return table;
}();

bool isOneOf(const std::string &name, std::initializer_list<std::string_view> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Members of an object that describes a value (JSON Schema, OpenAPI, interface descriptions).
bool isSchemaMember(const std::string &name)
{
    return isOneOf(name, {"type", "description", "documentation", "title", "format", "pattern", "shape", "location", "locationName", "required", "min", "max", "minLength", "maxLength", "nullable", "deprecated", "readOnly", "writeOnly", "$ref", "enum"});
}

std::string unescaped(std::string_view raw)
{
    return raw.find('\\') == std::string_view::npos ? std::string(raw) : decode::jsonUnescaped(raw);
}

} // namespace

JsonMasker::JsonMasker(const Masker &masker, Report &report, int depth)
    : m_masker(masker)
    , m_report(report)
    , m_depth(depth)
    , m_forms(masker.ruleSet())
{
}

// Weight of the value that begins here. In an object only what follows a colon is a value; outside of all brackets
// (JSON missing its beginning) a name and its colon still count.
Weight JsonMasker::valueWeight()
{
    if (!m_afterColon && !inArray())
        return Weight::None;
    Weight weight = m_weight;
    const std::string *name = &m_valueName;
    const auto atLeast = [&](Weight other, const std::string &by) {
        if (other > weight) {
            weight = other;
            name = &by;
        }
    };
    if (!m_open.empty()) {
        // "password": {"type": "string"} describes one.
        if (inArray() || !isSchemaMember(m_valueName))
            atLeast(m_open.back().weight, m_open.back().owner);
        if (m_open.back().pair != Weight::None && isOneOf(m_valueName, {"value", "Value", "val", "content"}))
            atLeast(m_open.back().pair, m_open.back().named);
    }
    if (weight == Weight::None || m_masker.keeps("json", *name))
        return Weight::None;
    m_secretName = *name;
    return weight;
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

void JsonMasker::open(char bracket)
{
    const Weight outer = m_open.empty() ? Weight::None : m_open.back().weight;
    const bool describes = outer != Weight::None && m_afterColon && m_weight == Weight::None && isSchemaMember(m_valueName);
    const Weight inherited = describes ? Weight::None : outer;
    Weight weight = std::max(inherited, m_weight);
    // An everyday word before an object ("session": {…}) says nothing about its contents.
    if (bracket == '{' && (weight != Weight::Strong || (m_weight == Weight::Strong && inherited == Weight::None && namesOperation(m_valueName))))
        weight = Weight::None;
    if (m_open.size() < bracketsMax) {
        Open opened{bracket, weight};
        if (weight != Weight::None)
            opened.owner = m_weight >= inherited ? m_valueName : m_open.back().owner;
        m_open.push_back(std::move(opened));
    } else {
        ++m_deeper;
    }
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
            m_valueName = unescaped(m_name);
            m_weight = weightOf(m_valueName);
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
    m_textAt = m_position + 1;
    m_current = valueWeight();
    m_raw.clear();
    m_escape = false;
    m_split = false;
}

// Appends to a text. A text named as a secret is kept as far as its tag requires; a very long text of any other kind is
// masked in parts.
void JsonMasker::keep(std::string_view piece, std::string &out)
{
    if (m_current != Weight::None) {
        m_raw += piece.substr(0, taggedMax - std::min(taggedMax, m_raw.size()));
        return;
    }
    m_raw += piece;
    while (m_raw.size() > windowMax) {
        const size_t cut = windowCut(m_raw);
        putText(std::string_view(m_raw).substr(0, cut), out);
        m_raw.erase(0, cut);
        m_split = true;
    }
}

// Consumes what belongs to the text; returns how much that was.
size_t JsonMasker::text(std::string_view json, std::string &out)
{
    size_t at = 0;
    while (at < json.size()) {
        if (m_escape) {
            m_escape = false;
            ++at;
            continue;
        }
        while (at < json.size() && json[at] != '"' && json[at] != '\\')
            ++at;
        if (at == json.size())
            break;
        if (json[at] == '"') {
            keep(json.substr(0, at), out);
            m_position += at;
            endText(out, false);
            return at + 1;
        }
        m_escape = true;
        ++at;
    }
    keep(json, out);
    return json.size();
}

// Whether one ends within the text that has just ended.
bool JsonMasker::mayHoldForm()
{
    const auto first = std::find_if(m_hits.begin(), m_hits.end(), [&](uint64_t end) { return end > m_textAt; });
    m_hits.erase(m_hits.begin(), first);
    return m_split || (!m_hits.empty() && m_hits.front() <= m_position);
}

// Whether a text may contain a secret by a name or in an encoding; errs on the side of yes.
bool JsonMasker::needsLook(std::string_view raw) const
{
    if (raw.size() < plainMin)
        return false;
    DecodeBudget budget;
    size_t run = 0;
    for (size_t i = 0; i <= raw.size(); ++i) {
        if (i < raw.size() && signs[static_cast<unsigned char>(raw[i])])
            return true;
        if (i < raw.size() && isCodedByte(raw[i]))
            continue;
        if (i - run >= codedMin && decodedRun(raw.substr(run, i - run), budget))
            return true;
        run = i + 1;
    }
    return false;
}

void JsonMasker::putText(std::string_view raw, std::string &out)
{
    const bool form = mayHoldForm();
    if (!form && !needsLook(raw)) {
        out += raw;
        return;
    }
    const bool search = form || raw.find('\\') != std::string_view::npos;
    const uint64_t before = m_report.count;
    const std::string plain = unescaped(raw);
    const std::string masked = m_split ? m_masker.text(plain, m_report, TextKind::Prose, m_depth + 1) : m_masker.value(plain, m_report, m_depth + 1, TextKind::Prose, search);
    if (m_report.count == before)
        out += raw;
    else
        out += jsonEscaped(masked);
}

void JsonMasker::endText(std::string &out, bool cut)
{
    m_mode = Mode::Between;
    m_name.clear();
    m_hasName = false;
    bool secret = false;
    if (m_current != Weight::None) {
        const std::string plain = unescaped(m_raw);
        // The full length of a cut value is unknown: it counts as a secret.
        secret = !plain.empty() && (cut || isSecretValue(m_current, Place::JsonKey, plain));
        if (secret)
            out += m_masker.hide(plain, "json", m_secretName, m_report);
    } else if (m_afterColon && !m_split && !cut && isServiceValue(m_masker.ruleSet(), m_valueName, m_raw)) {
        secret = true;
        out += m_masker.hide(m_raw, "json", m_valueName, m_report);
    } else if (!m_afterColon && !m_split) {
        m_hasName = true;
        m_name = m_raw.substr(0, nameMax);
    }
    if (!secret && isValue())
        putText(m_raw, out);
    else if (!secret)
        out += m_raw;
    if (!cut)
        out += '"';
    if (m_afterColon) {
        // Names of settings and fields are short and contain no blanks.
        if (!m_open.empty() && m_raw.size() <= pairNameMax && m_raw.find(' ') == std::string::npos && isOneOf(m_valueName, {"name", "Name", "key", "Key", "field", "header", "parameter"})) {
            const std::string name = unescaped(m_raw);
            m_open.back().named = name;
            m_open.back().pair = m_masker.secretHeader(name) ? Weight::Strong : m_masker.weight(name, Place::JsonKey);
        }
        m_weight = Weight::None;
    }
    m_current = Weight::None;
    m_raw.clear();
}

void JsonMasker::beginScalar(char)
{
    m_mode = Mode::Scalar;
    m_current = valueWeight();
    m_raw.clear();
}

void JsonMasker::scalar(char c, std::string &out)
{
    if (m_raw.size() < scalarMax) {
        m_raw += c;
        return;
    }
    // No number is that long.
    if (m_raw.size() == scalarMax) {
        out += m_raw;
        m_raw += c;
    }
    out += c;
}

void JsonMasker::endScalar(std::string &out)
{
    m_mode = Mode::Between;
    const bool number = !m_raw.empty() && (m_raw[0] == '-' || (m_raw[0] >= '0' && m_raw[0] <= '9'));
    if (m_raw.size() > scalarMax)
        m_raw.clear();
    else if (number && isSecretValue(m_current, Place::JsonKey, m_raw))
        out += '"' + m_masker.hide(m_raw, "json", m_secretName, m_report) + '"';
    else if (number && cardNumberAt(m_raw, 0) == m_raw.size() && !m_masker.keeps("json", "card number"))
        out += '"' + m_masker.hide(m_raw, "json", "card number", m_report) + '"';
    else
        out += m_raw;
    m_raw.clear();
    m_current = Weight::None;
}

void JsonMasker::feed(std::string_view json, std::string &out)
{
    m_forms.feed(json, [this](uint64_t end) {
        if (m_hits.empty() || m_hits.back() < end)
            m_hits.push_back(end);
    });
    const uint64_t begin = m_position;
    for (size_t i = 0; i < json.size();) {
        m_position = begin + i;
        if (m_mode == Mode::Text) {
            i += text(json.substr(i), out);
            continue;
        }
        const char c = json[i];
        if (m_mode == Mode::Scalar) {
            if (!isSpace(c) && std::string_view(",:[]{}\"").find(c) == std::string_view::npos) {
                scalar(c, out);
                ++i;
                continue;
            }
            endScalar(out);
        }
        between(c, out);
        ++i;
    }
    m_position = begin + json.size();
}

void JsonMasker::finish(std::string &out)
{
    if (m_mode == Mode::Text)
        endText(out, true);
    else if (m_mode == Mode::Scalar)
        endScalar(out);
}

} // namespace masking
