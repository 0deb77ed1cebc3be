// SPDX-License-Identifier: GPL-3.0-or-later
// Several captures in one list: a second start goes on below the rows of the first. Each capture
// numbers its exchanges, connections and processes from 0 and its bytes from its own file's start;
// here the numbers go on and the slices name their file.
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
    // The next capture begins behind what `store` has; its bytes are read from `bodies`. At most
    // 16,383 captures; false beyond.
    bool begin(const exchange::Store &store, std::shared_ptr<const base::BodySource> bodies);
    void reset();
    exchange::Batch shifted(exchange::Batch &&) const;
    // Reads the slices of every capture; keeps what it reads from alive.
    std::shared_ptr<const base::BodySource> bodies() const;

private:
    class Bodies;

    std::vector<std::shared_ptr<const base::BodySource>> m_sources;
    std::vector<exchange::Loss> m_lossesBefore;
    uint64_t m_bytesBefore = 0;
    uint32_t m_exchanges = 0, m_connections = 0, m_processes = 0;
};

} // namespace ui
