// SPDX-License-Identifier: GPL-3.0-or-later
// The whole road at a glance: frames in, changed exchanges out (stations 6 to 8). One thread.
#pragma once

#include "app/base/body_source.h"
#include "app/base/derived_bytes.h"
#include "app/exchange/exchange.h"
#include "privhelper/wire/messages.h"

#include <memory>

namespace session {

class Pipeline
{
public:
    // `captured` reads the file that the frames lie in; `derived` takes the bytes that lie in none of its slices.
    Pipeline(std::shared_ptr<const base::BodySource> captured, std::shared_ptr<base::DerivedBytes> derived);
    ~Pipeline();

    // One frame, head taken off; `bodyPosition` is where the body lies in the capture file.
    void take(const wire::Frame &, uint64_t bodyPosition);
    // No frame has come until this CLOCK_BOOTTIME time, though others may be made before it that are not here yet.
    void passed(int64_t boot);
    // So many messages, so far, were passed over because this version does not know them.
    void skipped(uint64_t messages);
    // Nothing more will come: ends every stream.
    void finish();
    // What changed since the last call.
    exchange::Batch drain();

    // What is kept of connections, TLS objects, processes and their libraries that may still change.
    struct Sizes {
        size_t flows, objects, connections, processes, libraries;
        size_t looked;   // flows and objects that the next drain() looks at
    };
    Sizes sizes() const;

private:
    struct Road;
    std::unique_ptr<Road> m;
};

} // namespace session
