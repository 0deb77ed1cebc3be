// SPDX-License-Identifier: GPL-3.0-or-later
// A capture file as the programs open it, and all that it says.
#pragma once

#include "app/capture/live_source.h"
#include "app/exchange/store.h"
#include "app/session/capture_session.h"

#include <future>
#include <memory>
#include <optional>
#include <string>

namespace opened {

struct Opened {
    exchange::Store store;
    std::shared_ptr<const base::BodySource> bodies;
    std::optional<capture::Error> error;
};

inline Opened open(const std::string &path)
{
    Opened result;
    auto source = capture::openSaved(path);
    if (!source) {
        result.error = source.error();
        return result;
    }
    std::promise<void> ended;
    session::CaptureSession session(std::move(*source), [&](session::Update &&update) {
        result.store.apply(std::move(update.batch));
        if (update.error)
            result.error = update.error;
        if (update.ended)
            ended.set_value();
    });
    ended.get_future().wait();
    result.bodies = session.bodies();
    return result;
}

inline std::string textOf(const base::BodySource &bodies, const std::vector<base::Slice> &slices)
{
    const auto bytes = bodies.read(slices, 64 << 20);
    return bytes ? std::string(reinterpret_cast<const char *>(bytes->data()), bytes->size()) : "not read";
}

// Everything that a window could show of an exchange.
inline std::string shown(const Opened &file, base::ExchangeId id)
{
    const exchange::Exchange e = file.store.exchange(id);
    std::string all = e.method + "\n" + e.host + "\n" + e.path + "\n" + e.operation + "\n" + e.result + "\n" + e.reason + "\n" + e.contentType + "\n" + textOf(*file.bodies, e.interim);
    for (const exchange::Message *half : {&e.request, &e.response})
        for (const auto *slices : {&half->head, &half->body, &half->trailers})
            all += "\n" + textOf(*file.bodies, *slices);
    file.store.items(id).forEach([&](const exchange::Item &item) { all += "\n" + item.label + "\n" + textOf(*file.bodies, item.slices); });
    if (e.process < file.store.processes().size())
        for (const std::string &argument : file.store.processes()[e.process].cmdline)
            all += "\n" + argument;
    return all;
}

} // namespace opened
