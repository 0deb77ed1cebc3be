// SPDX-License-Identifier: GPL-3.0-or-later
// Masks the values of secret keys in JSON, incrementally, and secrets within other values; every other byte stays
// unchanged. Keeps a stack of brackets and at most a megabyte of a text, never recurses, and continues through anything
// that is not JSON.
#pragma once

#include "app/masking/masker.h"
#include "app/masking/rule_set.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace masking {

class JsonMasker
{
public:
    // `masker` and `report` must outlive it. `depth`: nesting level of this text within others.
    JsonMasker(const Masker &, Report &, int depth = 0);

    void feed(std::string_view, std::string &out);
    // The end of the input, wherever that is.
    void finish(std::string &out);

private:
    enum class Mode : uint8_t { Between, Text, Scalar };

    void between(char, std::string &out);
    void beginText();
    size_t text(std::string_view, std::string &out);
    void endText(std::string &out, bool cut);
    void keep(std::string_view, std::string &out);
    void putText(std::string_view raw, std::string &out);
    bool needsLook(std::string_view raw) const;
    bool mayHoldForm();
    void beginScalar(char);
    void scalar(char, std::string &out);
    void endScalar(std::string &out);
    void open(char);
    void close();
    bool inArray() const { return !m_open.empty() && m_open.back().bracket == '['; }
    bool isValue() const { return m_afterColon || inArray() || m_open.empty(); }
    Weight valueWeight();
    Weight weightOf(const std::string &name);

    // weight: of every value inside. pair: of the member "value" if its sibling "name" names a secret.
    // owner, named: the names that they come from.
    struct Open { char bracket; Weight weight; Weight pair = Weight::None; std::string owner = {}, named = {}; };

    const Masker &m_masker;
    Report &m_report;
    const int m_depth;
    FormStream m_forms;
    std::vector<uint64_t> m_hits;       // where possible secrets by their form end, in the whole JSON
    uint64_t m_position = 0;            // of the byte after those taken
    uint64_t m_textAt = 0;              // where the current text begins
    std::unordered_map<std::string, Weight> m_weights; // cache of names seen: JSON repeats the same ones over and over
    Mode m_mode = Mode::Between;
    std::vector<Open> m_open;
    uint64_t m_deeper = 0;              // open brackets beyond those kept
    bool m_afterColon = false;          // a value follows
    Weight m_weight = Weight::None;     // of the name before the colon
    std::string m_name;                 // the last text read, still escaped: a name if a colon follows
    bool m_hasName = false;
    std::string m_valueName;            // last name before a colon
    Weight m_current = Weight::None;    // of the current value
    std::string m_secretName;           // that it comes from
    std::string m_raw;                  // the current text or number, still escaped
    bool m_escape = false;              // after a backslash
    bool m_split = false;               // the beginning of the text has already been written
};

} // namespace masking
