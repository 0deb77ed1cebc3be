// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masked/masked_capture.h"

#include "app/capture/capture_file.h"
#include "app/capture/live_source.h"
#include "app/masked/row_frames.h"
#include "app/session/capture_session.h"

#include <cerrno>
#include <future>
#include <memory>
#include <optional>
#include <utility>

namespace masked {

namespace {

constexpr size_t batchBytes = 1 << 20;      // written at once

// All rows in order. `write` gets batches that refer to earlier rows and contents only; false ends it.
template <typename Write>
bool pass(Rows &rows, const exchange::Store &store, const base::BodySource &bodies, Write write)
{
    if (!write(rows.besideExchanges(store), 0))
        return false;
    for (base::ExchangeId id = 0; id < store.size(); ++id) {
        exporters::EntrySource entry = exporters::entrySource(store, id);
        // Whatever goes on is not in this file.
        if (entry.exchange.state == exchange::State::InProgress)
            entry.exchange.state = exchange::State::Cut;
        exchange::Batch batch;
        batch.exchanges.push_back(rows.exchange(entry, bodies));
        store.items(id).forEach([&](const exchange::Item &item) { batch.items.emplace_back(id, rows.item(entry, item, bodies)); });
        if (!write(std::move(batch), id + 1))
            return false;
    }
    return true;
}

} // namespace

std::expected<CaptureReport, int> writeCapture(const exchange::Store &store, const base::BodySource &bodies, exporters::OutputFile &out, const exporters::ExportOptions &options)
{
    const auto seen = options.seen ? options.seen : std::make_shared<masking::SeenSecrets>();
    const masking::Masker masker(options.key, options.rules, seen.get());
    size_t done = 0;
    const auto goesOn = [&] { return !options.progress || options.progress(++done); };
    {
        NoContents none;
        Rows rows(masker, none, {.bodyMax = options.bodyMax});
        if (!pass(rows, store, bodies, [&](exchange::Batch &&, base::ExchangeId) { return goesOn(); }))
            return std::unexpected(ECANCELED);
    }
    const auto head = capture::newFileHead();
    const auto put = [&](std::span<const std::byte> bytes) { out.write({reinterpret_cast<const char *>(bytes.data()), bytes.size()}); };
    put(head);
    RowFrames frames(head.size());
    Rows rows(masker, frames, {.bodyMax = options.bodyMax, .seen = seen.get()});
    exchange::Batch waiting;
    size_t waitingRows = 0;
    const auto flush = [&] {
        if (waitingRows)
            frames.put(waiting);
        waiting = {};
        waitingRows = 0;
        put(frames.take());
    };
    const bool whole = pass(rows, store, bodies, [&](exchange::Batch &&batch, base::ExchangeId) {
        if (!batch.processes.empty() || !batch.connections.empty() || batch.exchanges.empty()) {
            frames.put(batch);
        } else {
            std::move(batch.exchanges.begin(), batch.exchanges.end(), std::back_inserter(waiting.exchanges));
            std::move(batch.items.begin(), batch.items.end(), std::back_inserter(waiting.items));
            waitingRows += 1 + batch.items.size();
        }
        constexpr size_t rowsAtOnce = 1000;
        if (frames.size() >= batchBytes || waitingRows >= rowsAtOnce)
            flush();
        return goesOn() && out.error() == 0;
    });
    if (out.error() || !whole)
        return std::unexpected(out.error() ? out.error() : ECANCELED);
    waiting.losses.assign(store.losses().begin(), store.losses().end());
    if (rows.leftOut().events)
        waiting.losses.push_back(rows.leftOut());
    waitingRows += waiting.losses.size();
    flush();
    out.flush();
    if (out.error())
        return std::unexpected(out.error());
    return CaptureReport{rows.report(), store.size(), rows.leftOut()};
}

std::expected<CaptureReport, int> writeMaskedCopy(const std::string &from, const std::string &to, const exporters::ExportOptions &options)
{
    const auto errnoOf = [](const capture::Error &error) { return error.errnoValue ? error.errnoValue : EILSEQ; };
    auto source = capture::openSaved(from);
    if (!source)
        return std::unexpected(errnoOf(source.error()));
    auto out = exporters::OutputFile::create(to);
    if (!out)
        return std::unexpected(out.error());
    exchange::Store store;
    std::promise<std::optional<capture::Error>> ended;
    session::CaptureSession session(std::move(*source), [&](session::Update &&update) {
        store.apply(std::move(update.batch));
        if (update.ended)
            ended.set_value(std::move(update.error));
    });
    if (const auto error = ended.get_future().get())
        return std::unexpected(errnoOf(*error));
    auto report = writeCapture(store, *session.bodies(), *out, options);
    if (!report)
        return report;
    if (const auto committed = out->commit(); !committed)
        return std::unexpected(committed.error());
    return report;
}

} // namespace masked
