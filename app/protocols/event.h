// SPDX-License-Identifier: GPL-3.0-or-later
// What a parser tells the builder. Events of one connection come in order; `stream` names the
// exchange within the connection (HTTP/1: the running number of the request, from 0; HTTP/2: the
// stream id). Text views are valid only during the call.
#pragma once

#include "app/base/ids.h"
#include "app/base/slice.h"
#include "app/base/time.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace protocols {

using base::Direction;

enum class Protocol : uint8_t {
    Unknown = 0, Http10 = 1, Http11 = 2, Http2 = 3, WebSocket = 4, Opaque = 5,
    Dns = 6, Postgres = 7, MySql = 8, Redis = 9,
};

struct Field {
    std::string_view name;    // as on the wire
    std::string_view value;   // without the white space around it
    // False where a compressed head names an entry from before the capture (HPACK): the text is then
    // empty, never a guess.
    bool nameKnown = true;
    bool valueKnown = true;
};

// The head of an HTTP/2 message as text: what Sink::derive is given, and the slice of the head refers to.
//
//   GET /path HTTP/2\r\n          or  HTTP/2 200\r\n    (:method and :path, :status)
//   host: example.org\r\n         :authority, unless there is a host field
//   name: value\r\n ...           the fields in their order; ":protocol" of RFC 8441 among them
//   \r\n
//
// What is not known is written as "?", before which nothing that was on the wire can be taken for it, since "?"
// is no character of a name: "?name: " has an unknown value, "?: value" an unknown name, "??: " both. In the start
// line an unknown method, target or status is "?".

// What went wrong, or is odd, in words that `ui/` and `cli/` translate.
enum class Fault : uint8_t {
    None = 0,
    MalformedStartLine, MalformedField, MalformedChunk, HeadTooLong, TooManyFields,
    ConflictingLength,      // several Content-Length, or one beside Transfer-Encoding: smuggling or a bug
    Gap,                    // captured bytes are missing inside the message
    CutByClose,             // the connection ended inside the message
    UnexpectedResponse,     // a response without a request that was seen
    MalformedFrame, StreamReset, CompressionUnknown, ConnectionError,
};

struct RequestHead {
    std::string_view method, target, version;    // target as on the wire
    std::string_view scheme, authority;          // HTTP/2 pseudo fields, else empty
    std::span<const Field> fields;
    std::span<const base::Slice> slices;         // where the head's bytes lie
    uint32_t wireBytes = 0;
    base::Time begin = 0;                        // first byte of the head; the event's time is its last byte's
};

struct ResponseHead {
    int status = 0;                               // 100-199 are informational: more heads follow
    std::string_view version, reason;
    std::span<const Field> fields;
    std::span<const base::Slice> slices;
    uint32_t wireBytes = 0;
    base::Time begin = 0;                         // as above
};

// Receives the events of one connection. `half` is Request or Response below.
enum class Half : uint8_t { Request = 0, Response = 1 };

class Sink
{
public:
    virtual void requestHead(uint64_t stream, const RequestHead &, base::Time) = 0;
    virtual void responseHead(uint64_t stream, const ResponseHead &, base::Time) = 0;
    // Transfer-decoded body bytes (content codings still on), in order.
    virtual void body(uint64_t stream, Half, base::Bytes, base::Time) = 0;
    // Body bytes that are known to have moved and are not had.
    virtual void bodyLost(uint64_t stream, Half, uint64_t bytes, base::Time) = 0;
    virtual void trailers(uint64_t stream, Half, std::span<const Field>, std::span<const base::Slice>, base::Time) = 0;
    virtual void messageEnd(uint64_t stream, Half, base::Time) = 0;
    // The message is shown as far as it is understood; nothing more comes for this half. Comes in place
    // of messageEnd: at once where the message cannot be followed, at its end where it only was odd.
    virtual void fault(uint64_t stream, Half, Fault, base::Time) = 0;
    // From here on the connection speaks something else (101, CONNECT): the pipeline picks a parser
    // for the bytes that follow. `protocol` is the Upgrade field's value, or "CONNECT". What is left of
    // the piece being parsed comes as raw() right after, and is the new protocol's.
    virtual void upgraded(uint64_t stream, std::string_view protocol, base::Time) = 0;
    // Bytes that no message takes, in the direction given: shown as a conversation, never dropped.
    virtual void raw(Direction, base::Bytes, base::Time) = 0;
    virtual void rawLost(Direction, uint64_t bytes, base::Time) = 0;
    // Stores bytes that lie in no capture slice as they are (HPACK-decoded heads, joined fragments).
    virtual base::Slice derive(std::span<const std::byte>) = 0;
    // Words of the protocol for the fault that follows: "RST_STREAM: CANCEL", sent by `by`.
    virtual void reason(uint64_t stream, std::string_view words, Direction by, base::Time)
    {
        (void)stream, (void)words, (void)by;
    }

protected:
    ~Sink() = default;
};

} // namespace protocols
