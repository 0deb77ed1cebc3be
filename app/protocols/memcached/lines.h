// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of memcached's text protocol and its meta commands (doc/protocol.txt of memcached 1.6).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace protocols::memcached {

// The kind of reply a command gets.
enum class Reply : uint8_t {
    None,     // none at all
    Line,     // one line, or one value of a meta command
    Values,   // values, then END
    Stats,    // lines, then END; or a single other line
};

struct Command {
    std::string_view line;          // without its line end
    std::string_view verb, key;
    std::string_view opaque;        // of a meta command: identifies its reply
    size_t size = 0;                // including the line end; 0: more bytes are needed
    uint64_t data = 0;              // bytes of the data block after the line, without its line end
    bool hasData = false;
    bool meta = false, quiet = false;
    Reply reply = Reply::Line;
    bool wellFormed = false;        // a known command with valid arguments
    bool certain = false;           // and unlike any ordinary line of text
    uint64_t total() const { return size + (hasData ? data + 2 : 0); }
};

// nullopt: no line begins like this.
std::optional<Command> readCommand(std::string_view);

struct Answer {
    enum class Kind : uint8_t {
        Value,    // of get and its variants
        End,      // END
        Meta,     // two capital letters; VA has a value
        Error,
        Done,     // the result of a command: a word, a number, a version
        Other,    // one of many lines, or an unknown word
    };
    Kind kind = Kind::Other;
    std::string_view line;
    std::string_view key, flags, cas;
    std::string_view opaque;
    size_t size = 0;                // as above
    uint64_t data = 0;
    bool hasData = false;
    uint64_t total() const { return size + (hasData ? data + 2 : 0); }
};

std::optional<Answer> readAnswer(std::string_view);

} // namespace protocols::memcached
