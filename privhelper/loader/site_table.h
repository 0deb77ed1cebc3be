// SPDX-License-Identifier: GPL-3.0-or-later
// The descriptions of all sites that a session's TLS probes are attached to: the maps "sites" and "site_places" of
// bpf/site.h. Each description has a number, the cookie of its probe. Numbers are used again after they are released.
#pragma once

#include "bpf/site.h"

#include <cstdint>
#include <optional>
#include <set>
#include <vector>

namespace loader {

class SiteTable {
public:
    // Map descriptors; not owned.
    SiteTable(int sites, int places)
        : m_sites(sites)
        , m_places(places)
    {
    }

    // What probes use, to be released when they are detached.
    struct Taken {
        std::vector<uint32_t> numbers, places;
    };

    // The number of a new description, noted in `taken`; nullopt if there are too many.
    std::optional<uint32_t> add(const site &description, Taken &taken);
    // Without cookies: which copy of the program (a page of bpf/site.h) must be attached to this file offset so that it
    // finds that number. nullopt if all copies already have a site at an address with the same last bits.
    std::optional<uint32_t> page(uint64_t fileOffset, uint32_t number, Taken &taken);
    void release(const Taken &taken);

private:
    int m_sites;
    int m_places;
    uint32_t m_next = 1;
    std::vector<uint32_t> m_free;
    std::set<uint32_t> m_usedPlaces;
};

} // namespace loader
