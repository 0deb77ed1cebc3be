// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/code_clues.h"

#include <algorithm>
#include <set>

namespace analyzer {

namespace {

// Split, so that this program does not itself contain the labels.
constexpr std::string_view labelMiddle = "_TRAFFIC_SECRET";
struct Label {
    std::string_view before, behind;
};
constexpr std::array<Label, labelCount> labelTexts { { { "CLIENT_EARLY", "" }, { "CLIENT_HANDSHAKE", "" }, { "SERVER_HANDSHAKE", "" },
                                                       { "CLIENT", "_0" }, { "SERVER", "_0" } } };
constexpr size_t labelsMax = 256;

struct Wanted {
    std::string_view text;
    bool isPath; // "…/ssl/ssl_lib.cc", perhaps without the last letter; otherwise the whole string
};
constexpr std::array<Wanted, clueCount> wantedTexts { {
    { "ssl/ssl_lib.c", true },
    { "ssl/s3_pkt.c", true },
    { "ssl_read_internal", false },
    { "ssl_write_internal", false },
    { "SSL_do_handshake", false },
    { "SSL_set_fd", false },
    { "SSL_sendfile", false },
    { "CLIENT_RANDOM", false },
    { "EARLY_EXPORTER_SECRET", false },
} };

} // namespace

CodeClues::CodeClues(const ElfImage &image)
{
    findLabels(image);
    find(image, Clue::LibrarySource);
    if (m_labels.empty() && !has(Clue::LibrarySource))
        return;
    std::vector<uint64_t> wanted;
    for (size_t i = 0; i < clueCount; ++i) {
        const Clue clue = static_cast<Clue>(i);
        const bool isLabel = clue == Clue::MasterLabel || clue == Clue::ExporterLabel;
        if (isLabel ? !m_labels.empty() : has(Clue::LibrarySource) && clue != Clue::LibrarySource)
            find(image, clue);
        wanted.insert(wanted.end(), addresses(clue).begin(), addresses(clue).end());
    }
    for (const LabelPlace &place : m_labels)
        wanted.push_back(place.address);
    m_scan.emplace(image, std::move(wanted));
}

void CodeClues::find(const ElfImage &image, Clue clue)
{
    const auto &[text, isPath] = wantedTexts[static_cast<size_t>(clue)];
    auto &found = m_addresses[static_cast<size_t>(clue)];
    for (const TextPlace &place : placesOf(image, text)) {
        const std::string_view rest = isPath && place.behind.starts_with('c') ? place.behind.substr(1) : place.behind;
        if (!rest.starts_with('\0'))
            continue;
        const auto starts = beginnings(place);
        if (isPath)
            found.insert(found.end(), starts.begin(), starts.end());
        else
            found.push_back(place.address);
    }
    std::ranges::sort(found);
}

void CodeClues::findLabels(const ElfImage &image)
{
    for (const TextPlace &place : placesOf(image, labelMiddle, labelsMax)) {
        for (size_t i = 0; i < labelCount; ++i) {
            const auto &[before, behind] = labelTexts[i];
            if (place.before.ends_with(before) && place.behind.starts_with(behind))
                m_labels.push_back({ place.address - before.size(), i, place.behind.substr(behind.size()).starts_with('\0') });
        }
    }
    std::ranges::sort(m_labels, {}, &LabelPlace::address);
}

std::vector<FunctionRange> CodeClues::functionsWith(Clue clue) const
{
    std::set<FunctionRange> functions;
    if (m_scan) {
        for (const Reference &reference : m_scan->referencesTo(addresses(clue))) {
            if (const auto range = m_scan->functionAt(reference.at))
                functions.insert(*range);
        }
    }
    return { functions.begin(), functions.end() };
}

} // namespace analyzer
