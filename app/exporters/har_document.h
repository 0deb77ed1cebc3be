// SPDX-License-Identifier: GPL-3.0-or-later
// Extracts the JSON of a HAR file as UTF-8 text, incrementally, from any wrapping: gzip, a zip archive, UTF-16, a byte
// order mark, a call like "onInputData({…});".
#pragma once

#include "app/decode/charset.h"
#include "app/decode/coding.h"
#include "app/exporters/har_bytes.h"
#include "app/exporters/json_repair.h"

#include <optional>
#include <string>

namespace exporters {

class HarDocument
{
public:
    // Produces at most `textMax` bytes of text. `bytes` must outlive it.
    HarDocument(HarBytes &bytes, uint64_t textMax);

    // More text, repaired so that a strict parser accepts it. False: the end.
    bool next(std::string &text);
    bool tooLarge() const { return m_tooLarge; }
    uint64_t replaced() const { return m_repair.replaced(); }

private:
    void open();
    bool fill(std::vector<std::byte> &raw);
    void toText(std::span<const std::byte> raw, bool last);
    void dropCall();

    HarBytes &m_bytes;
    uint64_t m_textMax;
    uint64_t m_left = UINT64_MAX;      // in a zip archive's member
    std::optional<decode::CodingDecoder> m_coding;
    std::optional<decode::CharsetDecoder> m_charset;
    JsonRepair m_repair;
    std::string m_text;
    bool m_opened = false, m_begun = false, m_ended = false, m_tooLarge = false;
    uint64_t m_made = 0;
};

} // namespace exporters
