// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a filter: rejected with a position in it, or run; a row is judged the same alone and among others.
#include "app/filter/filter.h"

#include <algorithm>
#include <cstdlib>

namespace {

const exchange::Store &rows()
{
    static const exchange::Store store = [] {
        exchange::Batch batch;
        for (base::ExchangeId id = 0; id < 8; ++id) {
            exchange::Exchange &e = batch.exchanges.emplace_back();
            e.id = id;
            e.method = id % 2 ? "GET" : "POST";
            e.host = id % 3 ? "api.example.com:8443" : "[::1]:80";
            e.path = "/v1/orders/" + std::to_string(id) + "?a*b";
            e.status = int(id % 6) * 100;
            e.contentType = id % 5 ? "text/html" : "";
            e.process = id % 4;
            e.connection = id % 7;
            e.state = id % 8 ? exchange::State::Complete : exchange::State::InProgress;
            e.request.begin = 1'000;
            e.response.end = 1'000 + int64_t(id) * 1'000'000;
            e.response.bodyBytes = id * 12'000;
        }
        for (base::ProcessId id = 0; id < 3; ++id) {
            batch.processes.emplace_back().id = id;
            batch.processes.back().comm = "curl";
            batch.processes.back().pid = id;
            batch.connections.emplace_back().id = id;
        }
        exchange::Store filled;
        filled.apply(std::move(batch));
        return filled;
    }();
    return store;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto filter = filter::compile(text);
    if (!filter) {
        if (filter.error().message.empty() || filter.error().position > text.size() || filter.error().length > text.size() - filter.error().position)
            std::abort();
        return 0;
    }
    const std::vector<base::ExchangeId> found = filter->run(rows(), 0, rows().size());
    for (base::ExchangeId id = 0; id < rows().size(); ++id) {
        if (filter->matches(rows(), id) != std::binary_search(found.begin(), found.end(), id))
            std::abort();
    }
    if (filter::describe(*filter).empty() != filter->empty())
        std::abort();
    return 0;
}
