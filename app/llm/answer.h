// SPDX-License-Identifier: GPL-3.0-or-later
// Joins what a model answers: pieces of one part follow one another, pieces of several parts may alternate.
#pragma once

#include "app/llm/transcript.h"

#include <string>
#include <string_view>
#include <vector>

namespace llm {

// Appends to a text within its limit.
void extend(Part &, std::string_view);

class Answer
{
public:
    // More of the part `key` of this kind in the answer `choice`; begins it if there is none yet.
    Part &part(PartKind, uint64_t key, uint64_t choice = 0);
    void text(PartKind kind, std::string_view piece, uint64_t key = 0, uint64_t choice = 0);
    // The latest part goes on if it is of this kind, else a new one begins.
    void next(PartKind, std::string_view piece, uint64_t choice = 0);
    // A complete part.
    void add(Part, uint64_t choice = 0);
    void clear();
    uint64_t size() const { return m_size; }     // bytes of text, limits aside
    // Without empty parts.
    std::vector<Turn> turns() const;

private:
    struct Keyed { uint64_t key; Part part; };
    struct Choice { uint64_t number; std::vector<Keyed> parts; };
    static constexpr size_t choicesMax = 32, partsMax = 2'000;

    std::vector<Keyed> &parts(uint64_t choice);

    std::vector<Choice> m_choices;
    uint64_t m_size = 0;
    Part m_spare;                                // beyond the limits
};

} // namespace llm
