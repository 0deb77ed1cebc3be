// SPDX-License-Identifier: GPL-3.0-or-later
// Walks JSON as it arrives and tells each value with its path: of bodies that are too long to be kept, a few values
// can be read. Lenient; several documents may follow one another. Memory does not grow with the input.
#pragma once

#include "app/decode/json_scan.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace decode {

struct JsonLeaf {
    std::string_view path;     // "choices[].message.role"; empty for a whole document
    JsonKind kind = JsonKind::Broken;
    std::string_view text;     // of a string, unescaped; of a number or a word; empty for what opens an object or an array
    bool cut = false;          // the text is longer than textMax
};

class JsonLeaves
{
public:
    static constexpr size_t textMax = 512;    // bytes as sent, of a value or a key
    static constexpr size_t depthMax = 16;    // what lies deeper is skipped

    using Take = std::function<void(const JsonLeaf &)>;
    void feed(std::string_view, const Take &);
    // A new document begins.
    void reset();

private:
    struct Level { bool object; size_t pathLength; };

    void open(bool object, const Take &);
    void close(const Take &);
    void endString(const Take &);
    void endWord(const Take &);
    void keep(std::string_view);

    std::vector<Level> m_levels;
    size_t m_beyond = 0;          // levels deeper than depthMax
    std::string m_path, m_text;
    bool m_inString = false, m_escaped = false, m_wantsKey = false, m_cut = false;
};

} // namespace decode
