// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as the rows of a masked capture. Invariants: a batch that can be read is written and read as the same; a store
// takes what is kept of it, and everything in the store can be read.
#include "app/exchange/batch_bytes.h"
#include "app/exchange/store.h"
#include "app/session/saved_rows.h"

#include <cstdlib>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto bytes = std::as_bytes(std::span(data, size));
    if (const auto batch = exchange::batchFromBytes(bytes)) {
        const auto once = exchange::batchBytes(*batch);
        const auto again = exchange::batchFromBytes(once);
        if (!again || exchange::batchBytes(*again) != once)
            std::abort();
    }
    session::SavedRows rows;
    exchange::Store store;
    // In two parts, then once more: the same rows again.
    for (const auto part : {bytes.first(size / 2), bytes.subspan(size / 2), bytes}) {
        rows.take({wire::Rows::thisFormat, uint8_t(part.size() == size / 2 && part.data() == bytes.data()), part});
        exchange::Batch batch;
        rows.moveTo(batch);
        store.apply(std::move(batch));
    }
    rows.finish();
    exchange::Batch batch;
    rows.moveTo(batch);
    store.apply(std::move(batch));
    for (base::ExchangeId id = 0; id < store.size(); ++id) {
        const exchange::Exchange exchange = store.exchange(id);
        if (exchange.state == exchange::State::InProgress)
            std::abort();
        for (const std::vector<base::Slice> *slices : {&exchange.request.head, &exchange.request.body, &exchange.response.head, &exchange.response.body})
            for (const base::Slice &slice : *slices)
                if (slice.derived() || slice.lost())
                    std::abort();
        store.items(id).forEach([](const exchange::Item &) {});
        if (exchange.connection != base::noId && exchange.connection >= store.connections().size())
            std::abort();
        (void)store.tcp(exchange.connection, 0, 1);
    }
    return 0;
}
