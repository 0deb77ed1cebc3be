// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/site_table.h"

#include <bpf/bpf.h>

namespace loader {

std::optional<uint32_t> SiteTable::add(const site &description, Taken &taken)
{
    uint32_t number = m_next;
    if (!m_free.empty())
        number = m_free.back();
    else if (m_next >= SITES_MAX)
        return std::nullopt;
    if (bpf_map_update_elem(m_sites, &number, &description, BPF_ANY) != 0)
        return std::nullopt;
    if (!m_free.empty())
        m_free.pop_back();
    else
        m_next++;
    taken.numbers.push_back(number);
    return number;
}

std::optional<uint32_t> SiteTable::page(uint64_t fileOffset, uint32_t number, Taken &taken)
{
    for (uint32_t page = 0; page < SITE_PAGES; page++) {
        // Segments are mapped by whole pages, so an address has the last bits of its file offset.
        const uint32_t place = page * SITE_PAGE | static_cast<uint32_t>(fileOffset & (SITE_PAGE - 1));
        if (m_usedPlaces.contains(place) || bpf_map_update_elem(m_places, &place, &number, BPF_ANY) != 0)
            continue;
        m_usedPlaces.insert(place);
        taken.places.push_back(place);
        return page;
    }
    return std::nullopt;
}

void SiteTable::release(const Taken &taken)
{
    constexpr uint32_t none = 0;
    for (const uint32_t place : taken.places) {
        bpf_map_update_elem(m_places, &place, &none, BPF_ANY);
        m_usedPlaces.erase(place);
    }
    m_free.insert(m_free.end(), taken.numbers.begin(), taken.numbers.end());
}

} // namespace loader
