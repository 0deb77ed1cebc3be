// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the values of one direction of RESP2 or RESP3 (https://redis.io/docs/reference/protocol-spec), token by
// token: no value is buffered, however large it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace protocols::redis {

struct Token {
    char type = 0;             // as on the wire; 'i': an inline command
    size_t depth = 0;          // aggregates around it
    std::string_view text = {};     // of a line, or the first textMax bytes of a bulk string
    uint64_t size = 0;         // of a bulk string; elements of an aggregate (2 for each pair of a map)
    bool null = false;         // "$-1", "*-1", "_"
    size_t closes = 0;         // aggregates that end with it
    bool aggregate() const { return type == '*' || type == '~' || type == '%' || type == '>' || type == '|'; }
};

class RespReader
{
public:
    static constexpr size_t textMax = 64 * 1024;   // for a line, and for what is kept of a bulk string
    static constexpr size_t depthMax = 32;

    enum class Status : uint8_t { More, Token, Malformed };

    // `inlineAllowed`: requests may be inline, a line of words.
    explicit RespReader(bool inlineAllowed) : m_inlineAllowed(inlineAllowed) { }

    // Reads up to the end of a token or of the input; `used` is how many bytes. After a token, token() returns it.
    Status read(std::span<const std::byte>, size_t &used);
    const Token &token() const { return m_token; }
    // The last token ended a value.
    bool valueEnded() const { return m_open.empty() && m_state == State::Line && m_line.empty(); }
    // Inside a value: at least its first byte was read.
    bool inValue() const { return !valueEnded(); }
    size_t depth() const { return m_open.size(); }
    // The size of the bulk string that has begun but is not a token yet.
    uint64_t pending() const { return m_state == State::Bulk ? m_token.size : 0; }
    // Skips bytes that were not captured: true if all of them belong to one bulk string.
    bool skip(uint64_t length);
    void restart();

private:
    enum class State : uint8_t { Line, Bulk, BulkEnd };
    Status lineEnd();
    Status tokenEnd();

    bool m_inlineAllowed;
    State m_state = State::Line;
    std::string m_line;              // from its type byte on
    std::string m_bulk;
    bool m_holed = false;            // the bulk string has a hole: its text ends there
    uint64_t m_left = 0;             // of the bulk string, without its line end
    std::vector<uint64_t> m_open;    // elements left of each aggregate
    Token m_token;
};

} // namespace protocols::redis
