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
    void text(char, std::string &out);
    void character(char, std::string &out);
    void endText(std::string &out);
    void endScalar(std::string &out);
    void open(char);
    void close();
    void keep(std::string &out);
    Weight valueWeight() const;

    const Masker &m_masker;
    Report &m_report;
    TagHash m_hash;
    Mode m_mode = Mode::Between;
    std::vector<bool> m_objects;     // the brackets open: true for '{'
    std::vector<bool> m_secrets;     // likewise: true where everything inside is secret
    bool m_expectKey = false;        // the next string is a key
    bool m_isKey = false;            // the string now read is
    Weight m_weight = Weight::None;  // of the key just read, for the value that follows it
    Weight m_current = Weight::None; // of the value now read
    std::string m_key;               // unescaped
    std::string m_keyName;
    std::string m_heldRaw;           // begin of a weak value, until it is long enough
    uint64_t m_length = 0;           // of the value now read, unescaped
    uint8_t m_escape = 0;            // 1: after a backslash; 2-5: digits of \u
    uint32_t m_codeUnit = 0;
    uint32_t m_lead = 0;
};

} // namespace masking
