// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the messages inside the bodies of one HTTP exchange (or behind its upgrade), in whatever version of
// HTTP they travel: WebSocket, server-sent events, gRPC, the operation that a JSON body names. No I/O, no
// clock; never throws and never asserts on what it is fed; everything it holds has a limit.
#pragma once

#include "app/protocols/event.h"
#include "app/protocols/field.h"

#include <memory>

namespace protocols {

class BodyParser
{
public:
    virtual ~BodyParser() = default;
    // The channel that its exchange becomes with the upgrade; Unknown: it stays an exchange.
    virtual Protocol channel() const { return Protocol::Unknown; }
    // The head of the answer, where the body parser was there before it.
    virtual void responseHead(const ResponseHead &) {}
    // Transfer-decoded body bytes in order, or what follows an upgrade.
    virtual void bytes(Half, base::Bytes, base::Time) = 0;
    // 0 bytes: here some may be missing, or none.
    virtual void lost(Half, uint64_t bytes, base::Time) = 0;
    virtual void trailers(Half, std::span<const Field>) {}
    // No more of this half: complete, or cut where it stands.
    virtual void end(Half, base::Time) = 0;
};

// One kind of body parser. An exchange has at most two: the first that its request's head calls for, and the first
// that its answer's head does. Each function may be null. They are asked for every exchange: a glance at a field.
struct BodyParserEntry {
    const char *name;
    // Null where the head is none of its. `stream` and the sink are for the events.
    std::unique_ptr<BodyParser> (*onRequest)(const RequestHead &, uint64_t stream, Sink &);
    std::unique_ptr<BodyParser> (*onResponse)(const ResponseHead &, uint64_t stream, Sink &);
    // Trailers of an answer whose head called for no body parser, or was not seen: tells what they alone say. May be null.
    void (*onTrailers)(std::span<const Field>, uint64_t stream, base::Time, Sink &) = nullptr;
};

// Every body parser known, in the order they are asked. One line each in body_parsers.cpp.
std::span<const BodyParserEntry> bodyParsers();

} // namespace protocols
