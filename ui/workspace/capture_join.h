// SPDX-License-Identifier: GPL-3.0-or-later
// Several captures in one list: a second start adds rows below those of the first. Each capture numbers its
// exchanges, connections and processes from 0, and its bytes from the start of its own file; here the numbers
// continue, and slices identify their file.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace ui {

class CaptureJoin
{
public:
    // The next capture begins after the contents of `store`; its bytes are read from `bodies`. At most 16,383
    // captures; false beyond.
    bool begin(const exchange::Store &store, std::shared_ptr<const base::BodySource> bodies);
    void reset();
    exchange::Batch shifted(exchange::Batch &&) const;
    // Reads the slices of every capture; keeps their sources alive.
    std::shared_ptr<const base::BodySource> bodies() const;

private:
    class Bodies;

    std::vector<std::shared_ptr<const base::BodySource>> m_sources;
    std::vector<exchange::Loss> m_lossesBefore;
    uint64_t m_bytesBefore = 0;
    uint32_t m_exchanges = 0, m_connections = 0, m_processes = 0;
};

} // namespace ui
