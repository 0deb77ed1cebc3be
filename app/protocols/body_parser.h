// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the messages inside the bodies of one HTTP exchange, or after its upgrade, whatever the HTTP version:
// WebSocket, server-sent events, gRPC, the operation named in a JSON body. No I/O, no clock; never throws and never
// asserts on its input; everything it buffers is bounded.
#pragma once

#include "app/protocols/event.h"
#include "app/protocols/field.h"

#include <memory>

namespace protocols {

class BodyParser
{
public:
    virtual ~BodyParser() = default;
    // The channel that the exchange becomes on upgrade; Unknown: it stays an exchange.
    virtual Protocol channel() const { return Protocol::Unknown; }
    // The protocol whose byte stream the channel's messages carry, known once both heads have arrived; the bytes go to
    // Sink::carried. Unknown: none.
    virtual Protocol carries() const { return Protocol::Unknown; }
    // The response head, if this body parser was created before it.
    virtual void responseHead(const ResponseHead &) {}
    // Transfer-decoded body bytes in order, or the bytes after an upgrade.
    virtual void bytes(Half, base::Bytes, base::Time) = 0;
    // 0 bytes: an unknown number is missing here, possibly none.
    virtual void lost(Half, uint64_t bytes, base::Time) = 0;
    virtual void trailers(Half, std::span<const Field>) {}
    // This half has ended: complete, or cut off here.
    virtual void end(Half, base::Time) = 0;
};

// One kind of body parser. An exchange has at most two: the first that accepts its request head, and the first that
// accepts its response head. Each function may be null. They run for every exchange: a glance at one field.
struct BodyParserEntry {
    const char *name;
    // Null if the head is not theirs. `stream` and the sink are for the events.
    std::unique_ptr<BodyParser> (*onRequest)(const RequestHead &, uint64_t stream, Sink &);
    std::unique_ptr<BodyParser> (*onResponse)(const ResponseHead &, uint64_t stream, Sink &);
    // What the trailers alone say, for a response whose head got no body parser or was not seen. May be null.
    void (*onTrailers)(std::span<const Field>, uint64_t stream, base::Time, Sink &) = nullptr;
};

// All known body parsers, in the order they are asked. One line each in body_parsers.cpp.
std::span<const BodyParserEntry> bodyParsers();

} // namespace protocols
