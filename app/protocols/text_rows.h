// SPDX-License-Identifier: GPL-3.0-or-later
// The answer to a query as JSON text, one object per row. All rows are counted; only the first are kept.
#pragma once

#include "app/protocols/event.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace protocols {

// As the contents of a JSON string, without the quotes. A byte that is not valid UTF-8 becomes "\xNN" in the text, as
// database clients print it.
void appendEscaped(std::string &json, std::string_view);
// With the quotes.
void appendQuoted(std::string &json, std::string_view);
// Bare if it is a valid JSON number, otherwise quoted.
void appendNumber(std::string &json, std::string_view);
// "\x0a1b..", quoted.
void appendHex(std::string &json, std::string_view bytes);

// The text of a statement or command: unchanged up to `max` bytes; a longer one is cut between characters and states
// how many bytes are missing. `more`: bytes of it that are not in `text` at all.
std::string limitedText(std::string_view text, size_t max = 64 * 1024, uint64_t more = 0);
// A count with its noun: "1 message", "3 messages".
std::string counted(uint64_t count, std::string_view what);
// A value as the contents of a row, quoted and cut in the same way.
void appendCell(std::string &json, std::string_view text, uint64_t more = 0);
// Closes a JSON object or array of which `left` members were dropped.
void closeCut(std::string &json, bool object, uint64_t left);

// The rows of one answer.
class TextRows
{
public:
    static constexpr uint64_t rowsMax = 1000;
    static constexpr size_t bytesMax = 1 << 20;
    static constexpr size_t rowMax = 256 * 1024;   // of one row's text; no value starts beyond it

    void clear() { m_count = 0, m_bytes = 0; }
    // The next row would still be kept, so its text is worth building.
    bool wanted() const { return m_count < rowsMax && m_bytes < bytesMax; }
    void count() { ++m_count; }
    // Counts it too. The caller keeps the text within rowMax, so that it stays valid JSON.
    void add(Sink &, uint64_t stream, Item, std::string_view json);
    uint64_t size() const { return m_count; }

private:
    uint64_t m_count = 0;
    size_t m_bytes = 0;
};

} // namespace protocols
