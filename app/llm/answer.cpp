// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm/answer.h"

#include <algorithm>
#include <utility>

namespace llm {

void extend(Part &part, std::string_view piece)
{
    size_t room = Part::textMax - std::min(Part::textMax, part.text.size());
    if (room < piece.size()) {
        part.cut = true;
        while (room > 0 && (piece[room] & 0xc0) == 0x80)
            --room;
        piece = piece.substr(0, room);
    }
    part.text += piece;
}

std::vector<Answer::Keyed> &Answer::parts(uint64_t choice)
{
    const auto found = std::ranges::find(m_choices, choice, &Choice::number);
    if (found != m_choices.end())
        return found->parts;
    if (m_choices.size() == choicesMax)
        return m_choices.back().parts;
    return m_choices.emplace_back(choice).parts;
}

Part &Answer::part(PartKind kind, uint64_t key, uint64_t choice)
{
    std::vector<Keyed> &all = parts(choice);
    for (Keyed &known : all)
        if (known.key == key && known.part.kind == kind)
            return known.part;
    if (all.size() == partsMax)
        return m_spare = Part();
    return all.emplace_back(key, Part{.kind = kind}).part;
}

void Answer::text(PartKind kind, std::string_view piece, uint64_t key, uint64_t choice)
{
    if (piece.empty())
        return;
    m_size += piece.size();
    extend(part(kind, key, choice), piece);
}

void Answer::next(PartKind kind, std::string_view piece, uint64_t choice)
{
    std::vector<Keyed> &all = parts(choice);
    const bool goesOn = !all.empty() && all.back().part.kind == kind;
    text(kind, piece, goesOn ? all.back().key : all.size(), choice);
}

void Answer::add(Part part, uint64_t choice)
{
    std::vector<Keyed> &all = parts(choice);
    m_size += part.text.size();
    if (all.size() < partsMax)
        all.emplace_back(all.size(), std::move(part));
}

void Answer::clear()
{
    m_choices.clear();
    m_size = 0;
}

std::vector<Turn> Answer::turns() const
{
    std::vector<Choice> sorted = m_choices;
    std::ranges::sort(sorted, {}, &Choice::number);
    std::vector<Turn> turns;
    for (Choice &choice : sorted) {
        Turn turn{.role = Role::Assistant};
        for (Keyed &keyed : choice.parts)
            if (!keyed.part.text.empty() || !keyed.part.name.empty())
                turn.parts.push_back(std::move(keyed.part));
        if (!turn.parts.empty())
            turns.push_back(std::move(turn));
    }
    return turns;
}

} // namespace llm
