// SPDX-License-Identifier: GPL-3.0-or-later
// The whole road at a glance: frames in, changed exchanges out (stations 5 to 8). One thread.
#pragma once

#include "app/exchange/exchange.h"
#include "privhelper/wire/messages.h"

#include <cstdint>
#include <memory>
#include <span>

namespace session {

class DerivedFile;

class Pipeline
{
public:
    // `derived` takes the bytes that lie in no capture slice; may be shared with a body source.
    explicit Pipeline(std::shared_ptr<DerivedFile> derived);
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

private:
    void process(const wire::Frame &, uint64_t bodyPosition);
    void takeEarly();

    struct State;
    std::unique_ptr<State> m;
};

} // namespace session
