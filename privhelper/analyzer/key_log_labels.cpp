// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/key_log_labels.h"

#include "privhelper/analyzer/data_words.h"

#include <algorithm>
#include <set>

namespace analyzer {

KeyLogLabels countKeyLogLabels(const ElfImage &image, const CodeClues &clues)
{
    const auto &places = clues.labels();
    if (places.empty() || clues.scan() == nullptr)
        return {};
    std::set<size_t> texts, slices;
    const auto placeAt = [&places](uint64_t address) -> const LabelPlace * {
        if (address < places.front().address || address > places.back().address)
            return nullptr;
        const auto found = std::ranges::lower_bound(places, address, {}, &LabelPlace::address);
        return found != places.end() && found->address == address ? &*found : nullptr;
    };
    forEachPointer(image, [&](uint64_t, uint64_t pointer) {
        if (const LabelPlace *place = placeAt(pointer))
            (place->ends ? texts : slices).insert(place->label);
    });
    for (const Reference &reference : clues.scan()->references()) {
        if (const LabelPlace *place = placeAt(reference.target); place != nullptr && place->ends)
            texts.insert(place->label);
    }
    return { texts.size(), slices.size() };
}

} // namespace analyzer
