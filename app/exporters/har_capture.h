// SPDX-License-Identifier: GPL-3.0-or-later
// The contents of a HAR file, as the batch and the bodies that make up a store.
#pragma once

#include "app/exporters/har_reader.h"
#include "app/exporters/memory_bodies.h"

#include <string>
#include <vector>

namespace exporters {

class HarCapture
{
public:
    HarCapture()
        : m_bodies(std::make_shared<MemoryBodies>())
    {
    }

    std::vector<base::Slice> keep(std::string bytes) { return m_bodies->add(std::move(bytes)); }
    base::ExchangeId nextExchange() const { return base::ExchangeId(m_file.batch.exchanges.size()); }
    void add(exchange::Exchange exchange) { m_file.batch.exchanges.push_back(std::move(exchange)); }
    exchange::Item &addItem(base::ExchangeId id, exchange::Item item)
    {
        return m_file.batch.items.emplace_back(id, std::move(item)).second;
    }
    exchange::Batch &batch() { return m_file.batch; }
    HarFile &file() { return m_file; }
    HarFile take()
    {
        m_file.bodies = m_bodies;
        return std::move(m_file);
    }

private:
    HarFile m_file;
    std::shared_ptr<MemoryBodies> m_bodies;
};

} // namespace exporters
