// SPDX-License-Identifier: GPL-3.0-or-later
// Streams JSON value by value into a file or a string.
#pragma once

#include "app/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace decode {

class JsonWriter
{
public:
    // `out` has write(std::string_view) and must outlive this.
    template <typename Out>
    explicit JsonWriter(Out &out)
        : m_out(&out)
        , m_write([](void *target, std::string_view text) { static_cast<Out *>(target)->write(text); })
    {
    }
    explicit JsonWriter(std::string &out)
        : m_out(&out)
        , m_write([](void *target, std::string_view text) { *static_cast<std::string *>(target) += text; })
    {
    }

    void beginObject() { begin('{'); }
    void endObject() { end('}'); }
    void beginArray() { begin('['); }
    void endArray() { end(']'); }
    void key(std::string_view);

    // Invalid UTF-8 is replaced by U+FFFD.
    void text(std::string_view);
    void number(int64_t);
    void number(uint64_t);
    void number(double);
    void boolean(bool);
    void null();
    // Nanoseconds as milliseconds, exactly.
    void milliseconds(base::Duration);
    // Nanoseconds as seconds, to the microsecond.
    void seconds(base::Time);
    // A value that already is JSON text.
    void json(std::string_view);
    // Adds the members of an object given as JSON text to the open object.
    void members(std::string_view object);

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
    // Omitted if the value is empty.
    void pairIf(std::string_view name, std::string_view value)
    {
        if (!value.empty())
            pair(name, value);
    }

    // A long text in pieces, which together must be UTF-8; a character may be split between two.
    void beginText();
    void textPiece(std::string_view);
    void endText() { write("\""); }

private:
    void begin(char bracket);
    void end(char bracket);
    void separate();
    void fraction(int64_t value, int64_t unit, int digits);
    void write(std::string_view text) { m_write(m_out, text); }

    void *m_out;
    void (*m_write)(void *, std::string_view);
    bool m_comma = false;
    std::string m_scratch;
};

// "2026-11-22T11:03:44.123Z", with 3 to 9 fractional digits.
std::string isoTime(base::Time, unsigned fractionDigits = 3);

} // namespace decode
