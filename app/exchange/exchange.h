// SPDX-License-Identifier: GPL-3.0-or-later
// The values that the window and the exporters show: exchanges, connections, processes. Strings and
// numbers only; heads and bodies stay in the capture file as slices.
#pragma once

#include "app/base/address.h"
#include "app/base/ids.h"
#include "app/base/slice.h"
#include "app/base/time.h"
#include "app/protocols/event.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace exchange {

using base::ConnectionId;
using base::ExchangeId;
using base::ProcessId;

enum class Kind : uint8_t {
    Http = 0,          // request and response
    Conversation = 1,  // bytes both ways that no parser took
    NotReadable = 2,   // TLS without plaintext: the row says why
    Failed = 3,        // a connection that carried nothing: refused, timed out, ...
    Channel = 4,       // messages both ways for as long as it is open: WebSocket
    Query = 5,         // a statement, a command, a question, and its answer
};

enum class State : uint8_t { InProgress = 0, Complete = 1, Failed = 2, Cut = 3 };

// One half. Sizes in bytes.
struct Message {
    std::vector<base::Slice> head;      // HTTP/1: start line and fields as on the wire; HTTP/2: the same form, derived
    std::vector<base::Slice> body;      // transfer-decoded, content codings still on
    std::vector<base::Slice> trailers;
    uint64_t headBytes = 0;             // on the wire
    uint64_t bodyBytes = 0;             // captured
    uint64_t bodyLost = 0;              // moved and not had
    base::Time begin = 0;               // first byte; 0: not seen
    base::Time headEnd = 0;
    base::Time end = 0;                 // 0: not ended
    base::Duration stalled = 0;         // of its time, waiting for the receiver's window; 0: none, or not known
    bool complete = false;              // every byte from first to last was had
    protocols::Fault fault = protocols::Fault::None;
};

// One of many messages that an exchange carries; see protocols::Item.
struct Item {
    protocols::Half half = protocols::Half::Request;
    protocols::ItemKind kind = protocols::ItemKind::Piece;
    protocols::ItemCoding coding = protocols::ItemCoding::Identity;
    uint16_t code = 0;
    base::Time begin = 0, end = 0;
    std::vector<base::Slice> slices = {};    // the contents
    uint64_t wireBytes = 0;
    uint64_t lostBytes = 0;
    std::string label = {};
};

// Figures of tcp_sock at one time; absent where the kernel did not tell. As bpf/flow_event.h has them.
struct TcpFigures {
    base::Time time = 0;                // 0: unknown
    std::optional<uint32_t> srttUs, rttvarUs, minRttUs, cwnd, ssthresh, retransmits, lost, reordering,
        segmentsOut, segmentsIn, receiveWindow, sendWindow, outOfOrder;
    std::optional<uint64_t> deliveryRate, bytesSent, bytesReceived, windowLimitedUs;
};

struct Exchange {
    ExchangeId id = base::noId;
    ConnectionId connection = base::noId;
    ProcessId process = base::noId;
    uint32_t tid = 0;                   // thread that moved the request's first byte; 0: unknown
    uint64_t stream = 0;                // within the connection
    Kind kind = Kind::Http;
    State state = State::InProgress;
    base::Side side = base::Side::Unknown;
    protocols::Protocol protocol = protocols::Protocol::Unknown;
    std::string method;                 // empty: unknown
    std::string scheme;                 // "http", "https", ...
    std::string host;                   // as the program named it, with a port unless it is the scheme's own
    std::string path;                   // target with its query
    int status = 0;                     // 0: none seen
    std::string reason;                 // response's phrase; for Failed and NotReadable why, in words
    std::string contentType;            // response's media type, lower case, without parameters
    std::string contentEncoding;        // response's
    std::string operation;              // what it does, where path does not tell: "query GetUser"; may be empty
    protocols::Outcome outcome = protocols::Outcome::Unknown;   // in the protocol's own terms, beside the status
    std::string result;                 // the same in its words: "SELECT 5", "5 NOT_FOUND: no such user"
    std::optional<uint64_t> rows;       // of the answer to a query
    Message request;
    Message response;
    uint64_t lostBytes = 0;             // of this exchange, both halves
    uint32_t lostEvents = 0;
    std::optional<TcpFigures> tcpStart; // the newest at its first byte: its time says how old
    std::optional<TcpFigures> tcp;      // the newest at its end
};

enum class ConnectionState : uint8_t {
    Unknown = 0, Connecting, Open, Closed, Refused, Reset, TimedOut, Unreachable, Aborted,
};

struct Connection {
    ConnectionId id = base::noId;
    base::FlowId flow = 0;
    // A TLS object whose socket became known only later: the connection that this one turned out to be.
    ConnectionId mergedInto = base::noId;
    ProcessId process = base::noId;
    base::Side side = base::Side::Unknown;
    uint8_t protocol = 0;               // IPPROTO_*, 0 for Unix
    base::Endpoint local, remote;
    std::string remoteName;             // that a DNS answer gave the remote address to; empty: none seen
    uint32_t netns = 0;
    base::Time opened = 0;              // first SYN, or when it was met
    base::Time established = 0;         // 0: not seen
    base::Time closed = 0;
    bool fromStart = false;
    ConnectionState state = ConnectionState::Unknown;
    std::string reason;                 // in words, for every state but Closed; Open: where it is half-closed
    bool tls = false;
    bool plaintext = false;             // its contents are had
    protocols::Protocol dialogue = protocols::Protocol::Unknown; // one that may go on inside TLS: SMTP, IMAP, …
    bool startTls = false;              // TLS began after bytes in the clear
    bool kernelTls = false;             // the kernel encrypts or decrypts (kTLS): bytes may pass it that no library sees
    std::string tie;                    // how plaintext was tied: "nested call", ...; empty: not tied or not TLS
    std::string tlsLibrary, tlsVersion; // library as coverage has it
    std::string tlsProtocol, tlsCipher, alpn, sni;
    std::string foundBy;
    base::Time tlsBegin = 0, tlsEnd = 0; // handshake: first byte on the socket, end as the library said it or last byte; 0: unknown
    uint64_t sent = 0, received = 0;    // stream bytes
    uint64_t datagramsSent = 0, datagramsReceived = 0; // UDP: as far as the probes gave them
    uint64_t lostBytes = 0;
    std::optional<TcpFigures> tcp;      // the newest
};

// The server's end: "NAME:PORT" where the client said its name or was answered it, else "ADDRESS:PORT".
std::string serverText(const Connection &);

struct Process {
    ProcessId id = base::noId;
    uint32_t pid = 0, ppid = 0, uid = 0;
    base::Time started = 0;             // time of day; 0: unknown
    base::Time exited = 0;
    std::optional<uint32_t> exitCode;
    std::string comm, exe, cgroup, container;
    std::vector<std::string> cmdline;
};

// One line of the coverage list.
struct Coverage {
    uint32_t pid = 0;
    bool readable = false;
    bool known = true;                  // false: not found out yet
    std::string library, version, path, foundBy, reason;
};

// A cause of loss and its total since the start of the capture.
struct Loss {
    std::string cause;                  // in words: "ring buffer full"
    uint64_t events = 0, bytes = 0;
};

// What has changed since the last batch. Crosses threads whole. An exchange or connection is in it
// at most once, in its newest form; new ids continue the dense numbering.
struct Batch {
    std::vector<Process> processes;
    std::vector<Connection> connections;
    std::vector<Exchange> exchanges;
    std::vector<std::pair<ExchangeId, Item>> items;   // new ones, in order
    std::vector<std::pair<ConnectionId, TcpFigures>> tcp;   // the same of each connection's series
    std::vector<Coverage> coverage;
    std::vector<Loss> losses;           // all causes, totals; empty: unchanged
    uint64_t capturedBytes = 0;         // payload in all, so far
    bool empty() const
    {
        return processes.empty() && connections.empty() && exchanges.empty() && items.empty()
            && tcp.empty() && coverage.empty() && losses.empty();
    }
};

} // namespace exchange
