// SPDX-License-Identifier: GPL-3.0-or-later
// Rewrites the values of secret keys in JSON, piece by piece; every other byte stays. Keeps a stack
// of brackets as bits, looks at at most 128 bytes of a key, never recurses, and goes on through
// whatever is not JSON.
#pragma once

#include "app/masking/masker.h"
#include "app/masking/tag_hash.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace masking {

class JsonMasker
{
public:
    // Both must outlive it.
    JsonMasker(const Masker &, Report &);

    void feed(std::string_view, std::string &out);
    // The end of the input, wherever it is.
    void finish(std::string &out);

private:
    enum class Mode : uint8_t { Between, Text, Scalar };

    void between(char, std::string &out);
    void beginText();
    void text(char, std::string &out);
    void character(char);
    void codeUnit();
    void take(char);
    void endText(std::string &out, bool cut);
    void beginScalar(char);
    void scalar(char, std::string &out);
    void endScalar(std::string &out);
    void hold(char, std::string &out);
    void report();
    void open(char);
    void close();
    bool inArray() const { return !m_open.empty() && m_open.back().bracket == '['; }
    Weight valueWeight() const;
    Weight weightOf(const std::string &name);

    struct Open { char bracket; Weight weight; }; // weight: of every value inside

    const Masker &m_masker;
    Report &m_report;
    std::unordered_map<std::string, Weight> m_weights; // of the names met: JSON says the same ones over and over
    TagHash m_hash;
    Mode m_mode = Mode::Between;
    std::vector<Open> m_open;
    uint64_t m_deeper = 0;              // brackets open beyond what is kept
    bool m_afterColon = false;          // a value comes
    Weight m_weight = Weight::None;     // of the name before that colon
    std::string m_name;                 // last text read, unescaped: a name if a colon follows
    bool m_hasName = false;
    std::string m_valueName;            // last name before a colon
    Weight m_current = Weight::None;    // of the value now read
    std::string m_held;                 // begin of a weak value as it stands, until it is long enough
    uint64_t m_length = 0;              // of the value now read, unescaped
    uint8_t m_escape = 0;               // 1: after a backslash; 2 to 5: digits of \u due
    uint32_t m_unit = 0, m_lead = 0;    // UTF-16 code units of escapes
};

} // namespace masking
