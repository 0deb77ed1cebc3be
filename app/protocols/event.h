// SPDX-License-Identifier: GPL-3.0-or-later
// What a parser reports to the builder. Events of one connection come in order; `stream` identifies the exchange
// within the connection (HTTP/1: the sequence number of the request, from 0; HTTP/2: the stream id). Text views are
// valid only during the call.
#pragma once

#include "app/base/address.h"
#include "app/base/ids.h"
#include "app/base/slice.h"
#include "app/base/time.h"
#include "app/protocols/dialect.h"
#include "app/protocols/protocol.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace protocols {

using base::Direction;

struct Field {
    std::string_view name;    // as on the wire
    std::string_view value;   // without the white space around it
    // False if a compressed head refers to an entry from before the capture (HPACK): the text is then empty, never a
    // guess.
    bool nameKnown = true;
    bool valueKnown = true;
};

// The head of an HTTP/2 message as text: what goes through Sink::derive, and what the slice of the head refers to.
//
//   GET /path HTTP/2\r\n          or  HTTP/2 200\r\n    (:method and :path, :status)
//   host: example.org\r\n         :authority, unless there is a host field
//   name: value\r\n ...           the fields in their order; ":protocol" of RFC 8441 among them
//   \r\n
//
// Unknown parts are written as "?", which cannot be confused with anything sent, since "?" is not allowed in a name:
// "?name: " has an unknown value, "?: value" an unknown name, "??: " both. In the start line an unknown method,
// target or status is "?".

// What went wrong or is unusual; `ui/` and `cli/` put it into words.
enum class Fault : uint8_t {
    None = 0,
    MalformedStartLine, MalformedField, MalformedChunk, HeadTooLong, TooManyFields,
    ConflictingLength,      // several Content-Length, or one beside Transfer-Encoding: smuggling or a bug
    Gap,                    // captured bytes are missing inside the message
    CutByClose,             // the connection ended inside the message
    UnexpectedResponse,     // a response to a request that was not seen
    MalformedFrame, StreamReset, CompressionUnknown, ConnectionError,
    BeganBefore,            // the missing part was sent before the capture began
    CaptureEnded,           // the capture ended inside the message
    BeyondLimit,            // the body is longer than the session keeps; the last value
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
    int status = 0;
    std::string_view version, reason;
    std::span<const Field> fields;
    std::span<const base::Slice> slices;
    uint32_t wireBytes = 0;
    base::Time begin = 0;                         // as above
    // RFC 9110, section 15.2: another head follows. 101 is the last one.
    bool isInterim() const { return status >= 100 && status < 200 && status != 101; }
};

// The two halves of an exchange.
enum class Half : uint8_t { Request = 0, Response = 1 };

// The kind of an item of an exchange.
enum class ItemKind : uint8_t {
    Piece = 0,      // bytes of a conversation that no parser took, as one call moved them
    Text = 1, Binary = 2, Ping = 3, Pong = 4,   // WebSocket, RFC 6455 section 5.2; joined, unmasked, inflated
    Close = 5,      // as above; code: the status code, 0 for none; contents: the reason
    Event = 6,      // a server-sent event; label: its type, then a line feed and its id, if it has one; contents: its data
    Record = 7,     // one record of a streamed body: a line of NDJSON, a JSON text sequence
    Grpc = 8,       // a length-prefixed message
    Row = 9,        // of a query's answer; contents: JSON text
    Notice = 10,    // sent by the server besides its answer: a warning, a notification
    Message = 11,   // published in a channel; label: its topic, then a line feed and its delivery details, if known
};

// The coding still applied to an item's contents.
enum class ItemCoding : uint8_t { Identity = 0, Gzip = 1, Deflate = 2, Brotli = 3, Zstd = 4, Snappy = 5, Unknown = 6 };

// One of the many messages that an exchange carries: a channel message, a server-sent event, a row.
struct Item {
    Half half = Half::Request;             // Request: the client sent it
    ItemKind kind = ItemKind::Piece;
    ItemCoding coding = ItemCoding::Identity;
    uint16_t code = 0;
    base::Time begin = 0, end = 0;         // its first and last byte
    std::span<const base::Slice> slices = {};   // the contents
    uint64_t wireBytes = 0;                // on the wire, without framing
    uint64_t lostBytes = 0;                // sent but not captured: the contents have a hole or end early
    std::string_view label = {};           // of a Piece; of an incomplete item: why, in words
};

// A request of a protocol whose requests have no head: a statement, a command, a question. Or a channel, whose items
// are messages in both directions until both halves end.
struct Query {
    std::string_view scheme;   // "postgresql", "redis", "dns"
    std::string_view verb;     // "SELECT", "GET", "AAAA": shown in the table's method column
    std::string_view text;     // the statement, the command with its arguments, the queried name
    std::string_view target;   // database or server as the program named it; empty: the address is shown
    base::Time begin = 0;      // first byte
    bool channel = false;
};

enum class Outcome : uint8_t { Unknown = 0, Ok = 1, Error = 2 };

// How a request ended, in the protocol's own words (or those of one inside HTTP: gRPC, GraphQL).
struct Answer {
    Outcome outcome = Outcome::Unknown;
    std::string_view words;    // "SELECT 5", "42P01: relation does not exist", "5 NOT_FOUND: no such user"
    std::optional<uint64_t> rows;
};

// Receives the events of one connection.
class Sink
{
public:
    virtual void requestHead(uint64_t stream, const RequestHead &, base::Time) = 0;
    virtual void responseHead(uint64_t stream, const ResponseHead &, base::Time) = 0;
    // Body bytes in order, transfer codings removed, content codings still applied.
    virtual void body(uint64_t stream, Half, base::Bytes, base::Time) = 0;
    // Body bytes that were sent but not captured; 0: unknown how many, possibly none.
    virtual void bodyLost(uint64_t stream, Half, uint64_t bytes, base::Time) = 0;
    virtual void trailers(uint64_t stream, Half, std::span<const Field>, std::span<const base::Slice>, base::Time) = 0;
    virtual void messageEnd(uint64_t stream, Half, base::Time) = 0;
    // The message is shown as far as it is understood; nothing more follows for this half. Replaces messageEnd:
    // immediately if the message cannot be followed, at its end if it was merely unusual.
    virtual void fault(uint64_t stream, Half, Fault, base::Time) = 0;
    // From here on the connection speaks another protocol (101, CONNECT), and another parser takes the bytes that
    // follow. `protocol` is the value of the Upgrade field, or "CONNECT". The rest of the current piece follows
    // immediately as raw() and belongs to the new protocol.
    virtual void upgraded(uint64_t stream, std::string_view protocol, base::Time) = 0;
    // Bytes in this direction that belong to no message: shown as a conversation, never dropped.
    virtual void raw(Direction, base::Bytes, base::Time) = 0;
    virtual void rawLost(Direction, uint64_t bytes, base::Time) = 0;
    // Stores bytes that the capture does not contain as such (decoded heads, joined fragments), for the event that
    // refers to their slice. A slice that is lost() could not be written: the event still uses it and has a gap
    // there.
    virtual base::Slice derive(std::span<const std::byte>) = 0;
    // The protocol's own reason for the fault that follows: "RST_STREAM: CANCEL", sent by `by`.
    virtual void reason(uint64_t stream, std::string_view words, Direction by, base::Time)
    {
        (void)stream, (void)words, (void)by;
    }
    // A name was resolved to this address (its port is 0).
    virtual void addressNamed(const base::Endpoint &address, std::string_view name, base::Time)
    {
        (void)address, (void)name;
    }
    // How much of the time between its pieces a half was blocked because the receiver's window was closed. Comes
    // before the half's end, if not zero.
    virtual void stalled(uint64_t stream, Half, base::Duration) { (void)stream; }
    // A complete message inside the exchange; in the order in which they end.
    virtual void item(uint64_t stream, const Item &) = 0;
    // Opens a query exchange; its wire bytes follow as body(), then messageEnd().
    virtual void query(uint64_t stream, const Query &, base::Time) = 0;
    virtual void answer(uint64_t stream, const Answer &, base::Time) = 0;
    // What an exchange does, if its start line does not say so: "query GetUser", "eth_call".
    virtual void operation(uint64_t stream, std::string_view name) = 0;
    // The format of its own in which the bodies of an exchange speak; may be corrected once the answer is known.
    virtual void dialect(uint64_t stream, Dialect) { (void)stream; }
    // What a language model counted, as far as it is told yet.
    virtual void tokens(uint64_t stream, const Tokens &) { (void)stream; }
    // Contents of a channel's messages in order, if they are a stream of another protocol (BodyParser::carries()). They
    // are reported as bytes of the channel too, which counts and stores them.
    virtual void carried(uint64_t stream, Half, base::Bytes, base::Time) { (void)stream; }
    // Some of these are missing; 0: unknown how many.
    virtual void carriedLost(uint64_t stream, Half, uint64_t bytes, base::Time) { (void)stream, (void)bytes; }

protected:
    ~Sink() = default;
};

} // namespace protocols
