// SPDX-License-Identifier: GPL-3.0-or-later
// The whole road at a glance: frames in, changed exchanges out (stations 6 to 8). Single-threaded.
#pragma once

#include "app/base/body_source.h"
#include "app/base/derived_bytes.h"
#include "app/exchange/builder.h"
#include "privhelper/wire/messages.h"

#include <memory>
#include <string>

namespace session {

class Pipeline
{
public:
    // `captured` reads the file that contains the frames; `derived` stores bytes that none of its slices hold. Only so
    // many bytes of each body are kept; the rest is counted.
    Pipeline(std::shared_ptr<const base::BodySource> captured, std::shared_ptr<base::DerivedBytes> derived,
             uint64_t bodyMax = exchange::bodyMaxUsual);
    // Another machine's session: its name, by how many ns its time of day is ahead, and the ids that all sessions share.
    struct Far {
        std::string machine;
        int64_t clockAhead = 0;
        std::shared_ptr<exchange::NextIds> ids;
    };
    Pipeline(std::shared_ptr<const base::BodySource> captured, std::shared_ptr<base::DerivedBytes> derived, uint64_t bodyMax, Far far);
    ~Pipeline();

    // One frame without its header; `bodyPosition` is the position of its body in the capture file.
    void take(const wire::Frame &, uint64_t bodyPosition);
    // No frame arrived up to this CLOCK_BOOTTIME time, though earlier ones may still be on their way.
    void passed(int64_t boot);
    // The same by the time of day here, for another machine's.
    void passedByDay(base::Time);
    // The link to the machine was lost: what its programs move from now on is missing.
    void linkLost(base::Time);
    // Total number of messages skipped because this version does not know them.
    void skipped(uint64_t messages);
    // No more input: ends every stream.
    void finish();
    // What changed since the last call.
    exchange::Batch drain();

    // The connections, TLS objects, processes and libraries that may still change.
    struct Sizes {
        size_t flows, objects, connections, processes, libraries;
        size_t looked;   // flows and objects that the next drain() will visit
    };
    Sizes sizes() const;

private:
    struct Road;
    std::unique_ptr<Road> m;
};

} // namespace session
