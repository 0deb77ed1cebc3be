// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/boringssl_methods.h"

#include "privhelper/analyzer/error_reasons.h"
#include "privhelper/analyzer/instruction.h"

#include <algorithm>

namespace analyzer {

namespace {

constexpr uint64_t freeOffset = 0x10, openOffset = 0x40, writeOffset = 0x48, functionCount = 16;

bool reports(const ReportingFunction &function, std::initializer_list<uint32_t> reasons)
{
    return std::ranges::all_of(reasons, [&function](uint32_t reason) { return function.lineOf(reason) != 0; });
}

// tls_open_app_data() and tls_write_app_data()
struct Ends {
    std::set<uint64_t> open, write;
};

Ends findEnds(const ElfImage &image, const CodeClues &clues)
{
    Ends ends;
    for (const ReportingFunction &function : reportingFunctions(image, *clues.scan(), clues.addresses(Clue::PacketSource))) {
        if (reports(function, { 182, 225, 300 }))
            ends.open.insert(function.range.start);
        else if (reports(function, { 111, 194 }))
            ends.write.insert(function.range.start);
    }
    return ends;
}

} // namespace

uint64_t behindJump(const ElfImage &image, uint64_t pointer)
{
    const auto first = firstInstruction(image, pointer);
    if (!first || first->info.mnemonic != ZYDIS_MNEMONIC_JMP)
        return pointer;
    return first->target().value_or(pointer);
}

std::optional<uint64_t> findFreeMethod(const ElfImage &image, const CodeClues &clues, const DataWords &words)
{
    if (clues.scan() == nullptr)
        return std::nullopt;
    const Ends ends = findEnds(image, clues);
    if (ends.open.empty() || ends.write.empty())
        return std::nullopt;
    std::set<uint64_t> found;
    for (const DataWords::Part &part : words.parts()) {
        for (size_t i = 0; i + functionCount < part.words.size(); ++i) {
            const uint64_t *table = part.words.data() + i;
            // Most words are rejected by these alone.
            if (table[0] != 0 || table[1] == 0 || table[writeOffset / 8] == 0 || !image.codeOffset(table[openOffset / 8]))
                continue;
            const bool pointers = std::all_of(table + 1, table + functionCount, [&image](uint64_t word) { return image.codeOffset(word).has_value(); });
            if (pointers && ends.open.contains(behindJump(image, table[openOffset / 8]))
                && ends.write.contains(behindJump(image, table[writeOffset / 8])))
                found.insert(behindJump(image, table[freeOffset / 8]));
        }
    }
    return found.size() == 1 ? std::optional(*found.begin()) : std::nullopt;
}

} // namespace analyzer
