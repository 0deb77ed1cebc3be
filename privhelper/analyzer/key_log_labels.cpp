// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/key_log_labels.h"

#include "privhelper/analyzer/limits.h"

#include <elf.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

namespace analyzer {

namespace {

// Split, so that this program does not itself contain the labels.
constexpr std::string_view middle = "_TRAFFIC_SECRET";
struct Label {
    std::string_view before, behind;
};
constexpr std::array labels { Label { "CLIENT_EARLY", "" }, Label { "CLIENT_HANDSHAKE", "" }, Label { "SERVER_HANDSHAKE", "" },
                              Label { "CLIENT", "_0" }, Label { "SERVER", "_0" } };
constexpr size_t placesMax = 256;

struct Place {
    size_t label = 0;
    bool ends = false; // NUL-terminated
};
using Places = std::map<uint64_t, Place>; // by address

bool isData(const Section &section)
{
    return section.type == SHT_PROGBITS && (section.flags & SHF_ALLOC) != 0 && (section.flags & SHF_EXECINSTR) == 0;
}

// Searches at most `size` bytes.
void findPlaces(const Section &section, size_t size, Places &places)
{
    const std::string_view text(reinterpret_cast<const char *>(section.bytes.data()), std::min(section.bytes.size(), size));
    for (size_t from = 0; from < text.size() && places.size() < placesMax;) {
        const void *hit = memmem(text.data() + from, text.size() - from, middle.data(), middle.size());
        if (hit == nullptr)
            return;
        const size_t at = static_cast<size_t>(static_cast<const char *>(hit) - text.data());
        from = at + middle.size();
        for (size_t i = 0; i < labels.size(); ++i) {
            const Label &label = labels[i];
            if (!text.substr(0, at).ends_with(label.before) || !text.substr(from).starts_with(label.behind))
                continue;
            const size_t end = from + label.behind.size();
            places[section.address + at - label.before.size()] = { i, end < text.size() && text[end] == '\0' };
        }
    }
}

class Counter {
public:
    Counter(const ElfImage &image, const Places &places)
        : m_image(image)
        , m_places(places)
        , m_lowest(places.begin()->first)
        , m_highest(places.rbegin()->first)
    {
    }

    void instructions()
    {
        for (const Section &section : m_image.sections()) {
            if (section.type == SHT_PROGBITS && (section.flags & SHF_EXECINSTR) != 0)
                instructions(section);
        }
    }

    void tables()
    {
        for (const Section &section : m_image.sections()) {
            if (section.type == SHT_RELA) {
                const size_t count = std::min(section.bytes.size() / sizeof(Elf64_Rela), limits::relocations);
                for (size_t i = 0; i < count; ++i) {
                    const auto entry = *recordAt<Elf64_Rela>(section.bytes, i);
                    if (ELF64_R_TYPE(entry.r_info) == R_X86_64_RELATIVE)
                        pointer(static_cast<uint64_t>(entry.r_addend));
                }
            } else if (isData(section) && section.address % sizeof(uint64_t) == 0) {
                // The file contains the address itself if it is loaded at a fixed one, or its relocations are packed.
                for (size_t i = 0; const auto word = recordAt<uint64_t>(section.bytes, i); ++i)
                    pointer(*word);
            }
        }
    }

    KeyLogLabels counted() const { return { m_texts.size(), m_slices.size() }; }

private:
    const Place *placeAt(uint64_t address) const
    {
        if (address < m_lowest || address > m_highest)
            return nullptr;
        const auto found = m_places.find(address);
        return found == m_places.end() ? nullptr : &found->second;
    }

    void refer(uint64_t address)
    {
        if (const Place *place = placeAt(address); place != nullptr && place->ends)
            m_texts.insert(place->label);
    }

    void pointer(uint64_t address)
    {
        if (const Place *place = placeAt(address))
            (place->ends ? m_texts : m_slices).insert(place->label);
    }

    // lea register, [rip + offset]; in fixed-address programs mov register, number. A scan, not a disassembly: an
    // offset inside another instruction would have to match one of a few addresses by chance.
    void instructions(const Section &section)
    {
        const auto bytes = section.bytes;
        for (size_t i = 3; i + 4 <= bytes.size(); ++i) {
            uint32_t number = 0;
            __builtin_memcpy(&number, bytes.data() + i, sizeof number);
            if (bytes[i - 2] == std::byte(0x8d) && (bytes[i - 1] & std::byte(0xc7)) == std::byte(0x05))
                refer(section.address + i + 4 + static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(number))));
            else if ((bytes[i - 1] & std::byte(0xf8)) == std::byte(0xb8))
                refer(number);
        }
    }

    const ElfImage &m_image;
    const Places &m_places;
    uint64_t m_lowest, m_highest;
    std::set<size_t> m_texts, m_slices;
};

} // namespace

KeyLogLabels findKeyLogLabels(const ElfImage &image)
{
    Places places;
    size_t left = limits::versionScan;
    for (const Section &section : image.sections()) {
        if (!isData(section))
            continue;
        findPlaces(section, left, places);
        left -= std::min(section.bytes.size(), left);
    }
    if (places.empty())
        return {};
    Counter counter(image, places);
    counter.tables();
    counter.instructions();
    return counter.counted();
}

} // namespace analyzer
