// SPDX-License-Identifier: GPL-3.0-or-later
// The answer to a query as JSON text, a row each. All rows are counted; the first are kept.
#pragma once

#include "app/protocols/event.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace protocols {

// As the contents of a JSON string, without the quotes. A byte that is no part of UTF-8 becomes "\xNN" in the text,
// as the clients of databases write it.
void appendEscaped(std::string &json, std::string_view);
// With the quotes.
void appendQuoted(std::string &json, std::string_view);
// Bare where JSON allows it as a number, else quoted.
void appendNumber(std::string &json, std::string_view);
// "\x0a1b..", quoted.
void appendHex(std::string &json, std::string_view bytes);

// Text for a statement, a command: as it is up to `max` bytes; a longer one is cut between characters and says how much
// it had more. `more`: bytes of it that are not in `text` at all.
std::string limitedText(std::string_view text, size_t max = 64 * 1024, uint64_t more = 0);
// A value as the contents of a row, quoted and likewise cut.
void appendCell(std::string &json, std::string_view text, uint64_t more = 0);
// Ends an object or array of JSON of which `left` members are not kept.
void closeCut(std::string &json, bool object, uint64_t left);

// The rows of one answer.
class TextRows
{
public:
    static constexpr uint64_t rowsMax = 1000;
    static constexpr size_t bytesMax = 1 << 20;
    static constexpr size_t rowMax = 256 * 1024;   // of one row's text; no value begins behind it

    void clear() { m_count = 0, m_bytes = 0; }
    // The next one is still kept, so its text is worth making.
    bool wanted() const { return m_count < rowsMax && m_bytes < bytesMax; }
    void count() { ++m_count; }
    // Counts it too. Whoever makes the text keeps to rowMax, so that it stays JSON.
    void add(Sink &, uint64_t stream, Item, std::string_view json);
    uint64_t size() const { return m_count; }

private:
    uint64_t m_count = 0;
    size_t m_bytes = 0;
};

} // namespace protocols
