// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/code_clues.h"

#include "privhelper/analyzer/data_words.h"

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

enum class Form : uint8_t {
    Path,  // "…/ssl/ssl_lib.cc", perhaps without the last letter
    Whole, // the whole string
    Slice, // unterminated
};
struct Wanted {
    std::string_view text;
    Form form;
};
constexpr std::array<Wanted, clueCount> wantedTexts { {
    { "ssl/ssl_lib.c", Form::Path },
    { "ssl/s3_pkt.c", Form::Path },
    { "ssl_read_internal", Form::Whole },
    { "ssl_write_internal", Form::Whole },
    { "SSL_do_handshake", Form::Whole },
    { "SSL_set_fd", Form::Whole },
    { "SSL_sendfile", Form::Whole },
    { "CLIENT_RANDOM", Form::Whole },
    { "EARLY_EXPORTER_SECRET", Form::Whole },
    { "CLIENT_RANDOM", Form::Slice },
} };

} // namespace

CodeClues::CodeClues(const ElfImage &image)
{
    findLabels(image);
    findLabelTables(image);
    find(image, Clue::LibrarySource);
    if (m_labels.empty() && !has(Clue::LibrarySource))
        return;
    std::vector<uint64_t> wanted;
    for (size_t i = 0; i < clueCount; ++i) {
        const Clue clue = static_cast<Clue>(i);
        const bool isLabel = clue == Clue::MasterLabel || clue == Clue::ExporterLabel;
        if (clue == Clue::MasterSlice ? !m_labelTables.empty() : isLabel ? !m_labels.empty() : has(Clue::LibrarySource) && clue != Clue::LibrarySource)
            find(image, clue);
        wanted.insert(wanted.end(), addresses(clue).begin(), addresses(clue).end());
    }
    for (const LabelPlace &place : m_labels)
        wanted.push_back(place.address);
    wanted.insert(wanted.end(), m_labelTables.begin(), m_labelTables.end());
    m_scan.emplace(image, std::move(wanted));
}

void CodeClues::find(const ElfImage &image, Clue clue)
{
    const auto &[text, form] = wantedTexts[static_cast<size_t>(clue)];
    auto &found = m_addresses[static_cast<size_t>(clue)];
    for (const TextPlace &place : placesOf(image, text)) {
        const std::string_view rest = form == Form::Path && place.behind.starts_with('c') ? place.behind.substr(1) : place.behind;
        if (rest.starts_with('\0') == (form == Form::Slice))
            continue;
        const auto starts = beginnings(place);
        if (form == Form::Path)
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

void CodeClues::findLabelTables(const ElfImage &image)
{
    std::set<uint64_t> first;
    for (const LabelPlace &place : m_labels) {
        if (place.label == 0 && !place.ends)
            first.insert(place.address);
    }
    if (first.empty())
        return;
    forEachPointer(image, [&](uint64_t place, uint64_t pointer) {
        if (pointer >= *first.begin() && first.contains(pointer) && m_labelTables.size() < labelsMax)
            m_labelTables.push_back(place);
    });
    std::ranges::sort(m_labelTables);
    const auto repeated = std::ranges::unique(m_labelTables);
    m_labelTables.erase(repeated.begin(), repeated.end());
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
