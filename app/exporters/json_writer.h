// SPDX-License-Identifier: GPL-3.0-or-later
// JSON straight into a file, value by value.
#pragma once

#include "app/base/time.h"
#include "app/exporters/output_file.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace exporters {

class JsonWriter
{
public:
    explicit JsonWriter(OutputFile &out)
        : m_out(out)
    {
    }

    void beginObject() { begin('{'); }
    void endObject() { end('}'); }
    void beginArray() { begin('['); }
    void endArray() { end(']'); }
    void key(std::string_view);

    // What is not well-formed UTF-8 is replaced by U+FFFD.
    void text(std::string_view);
    void number(int64_t);
    void number(uint64_t);
    void boolean(bool);
    // Nanoseconds as milliseconds, exactly.
    void milliseconds(base::Duration);
    // Nanoseconds as seconds, to the microsecond.
    void seconds(base::Time);
    // "2026-11-22T11:03:44.123Z".
    void time(base::Time);
    // A value that is JSON text already.
    void json(std::string_view);
    // Between values, for the eye.
    void newLine() { m_out.write("\n"); }

    template <typename Value>
    void pair(std::string_view name, const Value &value)
    {
        key(name);
        if constexpr (std::is_same_v<Value, bool>)
            boolean(value);
        else if constexpr (std::is_unsigned_v<Value>)
            number(uint64_t(value));
        else if constexpr (std::is_integral_v<Value>)
            number(int64_t(value));
        else
            text(value);
    }
    // Nothing for empty text.
    void pairIf(std::string_view name, std::string_view value)
    {
        if (!value.empty())
            pair(name, value);
    }

    // A long text in pieces, which must be UTF-8 together; a character may be cut between two.
    void beginText();
    void textPiece(std::string_view);
    void endText() { m_out.write("\""); }

private:
    void begin(char bracket);
    void end(char bracket);
    void separate();

    OutputFile &m_out;
    bool m_comma = false;
    std::string m_scratch;
};

// "2026-11-22T11:03:44.123Z".
std::string isoTime(base::Time);

} // namespace exporters
