// SPDX-License-Identifier: GPL-3.0-or-later
// The values that the window and the exporters show: exchanges, connections, processes. Strings and
// numbers only; heads and bodies stay in the capture file as slices.
#pragma once

#include "app/base/address.h"
#include "app/base/ids.h"
#include "app/base/slice.h"
#include "app/base/time.h"
#include "app/exchange/firewall.h"
#include "app/exchange/trace.h"
#include "app/protocols/event.h"
#include "app/protocols/prefix/prefix.h"

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
    Channel = 4,       // messages both ways while it is open: WebSocket
    Query = 5,         // a statement, a command, a question, and its answer
};

enum class State : uint8_t { InProgress = 0, Complete = 1, Failed = 2, Cut = 3 };

// What the slices of a body hold.
enum class Contents : uint8_t {
    AsSent = 0,    // still encoded
    Decoded = 1,   // decoded, whatever the head says: imported
    Text = 2,      // decoded, and in UTF-8 whatever charset the head declares
};

// One half. Sizes in bytes.
struct Message {
    std::vector<base::Slice> head;      // HTTP/1: start line and fields as on the wire; HTTP/2: the same form, derived
    std::vector<base::Slice> body;      // transfer-decoded, content codings still applied
    uint64_t bodyBefore = 0;            // for an exchange in progress in a batch: slices delivered by earlier batches; else 0
    std::vector<base::Slice> trailers;
    uint64_t headBytes = 0;             // on the wire
    uint64_t bodyBytes = 0;             // captured
    uint64_t bodyLost = 0;              // sent but not captured
    base::Time begin = 0;               // first byte; 0: not seen
    base::Time headEnd = 0;
    base::Time end = 0;                 // 0: not ended
    base::Duration stalled = 0;         // time spent waiting for the receiver's window; 0: none, or unknown
    bool complete = false;              // every byte from first to last was captured
    Contents contents = Contents::AsSent;
    protocols::Fault fault = protocols::Fault::None;
    uint64_t bodySlices() const { return bodyBefore + body.size(); }
};

// One of the many messages that an exchange carries; see protocols::Item.
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

// Figures of tcp_sock at one time, as in bpf/flow_event.h; absent if the kernel did not report them.
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
    uint32_t tid = 0;                   // thread that sent or received the request's first byte; 0: unknown
    uint32_t answerTid = 0;             // and the response's
    uint64_t stream = 0;                // within the connection
    Kind kind = Kind::Http;
    State state = State::InProgress;
    base::Side side = base::Side::Unknown;
    protocols::Protocol protocol = protocols::Protocol::Unknown;
    std::string method;                 // empty: unknown
    std::string scheme;                 // "http", "https", ...
    std::string host;                   // as the program named it, with a port unless it is the scheme's default
    std::string path;                   // target with its query
    int status = 0;                     // 0: none seen
    std::string reason;                 // the response's phrase; for Failed and NotReadable the reason in words
    std::string contentType;            // response's media type, lower case, without parameters
    std::string contentEncoding;        // response's
    std::string operation;              // what it does, if the path does not tell: "query GetUser"; may be empty
    protocols::Dialect dialect = protocols::Dialect::None;      // of its bodies
    protocols::Tokens tokens;           // of a call of a language model
    protocols::Outcome outcome = protocols::Outcome::Unknown;   // by the protocol's own rules, beyond the status
    std::string result;                 // the same in the protocol's words: "SELECT 5", "5 NOT_FOUND: no such user"
    std::optional<uint64_t> rows;       // in the answer to a query
    Trace trace;                        // what the request says it belongs to
    Message request;
    Message response;
    uint64_t lostBytes = 0;             // of this exchange, both halves
    uint32_t lostEvents = 0;
    std::optional<TcpFigures> tcpStart; // the latest at its first byte: its time says how old
    std::optional<TcpFigures> tcp;      // the latest at its end
    std::vector<base::Slice> interim;   // heads of 1xx responses before the final one, back to back
    std::vector<base::Slice> original;  // imported: the entry as the other tool wrote it, JSON; empty: captured here
};

// When the halves of an exchange began and ended; 0: not seen.
struct Moments {
    base::Time requestBegin = 0, requestEnd = 0, responseBegin = 0, responseEnd = 0;
};

// What tells what an exchange was caused by, and what it caused.
struct Trail {
    Moments moments;
    uint32_t tid = 0, answerTid = 0;
    Trace trace;
};

inline Moments momentsOf(const Exchange &exchange)
{
    return {exchange.request.begin, exchange.request.end, exchange.response.begin, exchange.response.end};
}

enum class ConnectionState : uint8_t {
    Unknown = 0, Connecting, Open, Closed, Refused, Reset, TimedOut, Unreachable, Aborted,
};

// TCP's sequence numbers at position 0 of each direction: the other end has the same, swapped.
struct Sequences {
    uint32_t sent = 0, received = 0;
    bool operator==(const Sequences &) const = default;
};

struct Connection {
    ConnectionId id = base::noId;
    base::FlowId flow = 0;
    // For a TLS object whose socket became known only later: the connection that it turned out to be.
    ConnectionId mergedInto = base::noId;
    ProcessId process = base::noId;
    base::Side side = base::Side::Unknown;
    uint8_t protocol = 0;               // IPPROTO_*, 0 for Unix
    base::Endpoint local, remote;
    std::string remoteName;             // the name that a DNS answer resolved to the remote address; empty: none seen
    uint32_t netns = 0;
    std::string machine;                // as in its process
    base::FlowId peer = 0;              // Unix: the flow at the other end; 0: not captured, or unknown
    std::optional<Sequences> sequences; // TCP
    base::Time opened = 0;              // first SYN, or when it was first seen
    base::Time established = 0;         // 0: not seen
    base::Time closed = 0;
    bool fromStart = false;
    ConnectionState state = ConnectionState::Unknown;
    std::string reason;                 // in words, for every state but Closed; Open: which side is half-closed
    std::vector<protocols::prefix::Prefix> prefixes;   // what preceded its protocol, in order
    bool tls = false;
    bool plaintext = false;             // its plaintext is captured
    protocols::Protocol dialogue = protocols::Protocol::Unknown; // a protocol that may switch to TLS: SMTP, IMAP, …
    std::string quic;                   // its version of QUIC: "v1"; empty: another transport, or not known
    bool startTls = false;              // TLS began after cleartext bytes
    bool kernelTls = false;             // the kernel encrypts or decrypts (kTLS): bytes may bypass the library
    std::string tie;                    // how plaintext was tied to it: "nested call", ...; empty: not tied or not TLS
    std::string tlsSource;              // where plaintext comes from: "calls" of the library, or "secrets" and ciphertext; empty: none
    std::string tlsLibrary, tlsVersion; // library as in the coverage list
    std::string tlsProtocol, tlsCipher, alpn, sni;
    std::string ja4;                    // fingerprint of the client's hello; empty if it was not seen whole
    std::string foundBy;
    base::Time tlsBegin = 0, tlsEnd = 0; // handshake: first byte on the socket; end as the library reported it, or last byte; 0: unknown
    uint64_t sent = 0, received = 0;    // stream bytes
    uint64_t datagramsSent = 0, datagramsReceived = 0; // UDP: as far as the probes reported them
    uint64_t lostBytes = 0;
    std::optional<TcpFigures> tcp;      // the latest
    std::vector<Drops> drops;           // of its packets, by reason and place; a few
    std::vector<Translation> translations; // where it passes NAT, one for each network namespace
};

// The server end: "NAME:PORT" if the client named it (to the server, to a SOCKS proxy) or resolved it by DNS, else
// "ADDRESS:PORT".
std::string serverText(const Connection &);

struct Process {
    ProcessId id = base::noId;
    uint32_t pid = 0, ppid = 0, uid = 0;
    base::Time started = 0;             // time of day; 0: unknown
    base::Time exited = 0;
    std::optional<uint32_t> exitCode;
    std::string machine;                // where it runs, as the user calls it; empty: this machine
    std::string comm, exe, cgroup, container;
    std::vector<std::string> cmdline;
};

// One line of the coverage list: a TLS library that a process has mapped, or, without a path, a process whose TLS was
// seen on a socket while no library was found in it.
struct Coverage {
    uint32_t pid = 0;
    std::string machine;                // as in its process
    bool readable = false;
    bool known = true;                  // false: not determined yet
    bool withdrawn = false;             // the line of this process and path is no longer true
    bool onWire = false;                // TLS records of this process were seen on a socket
    base::Time since = 0;               // when it entered this state, which may be before the process began; 0: unknown
    std::string library, version, path, foundBy, reason;
    std::string sni, alpn, ja4;         // of the first ClientHello seen at the process, sent or received; all protocols offered
};

// A cause of loss, with totals since the start of the capture.
struct Loss {
    std::string cause;                  // in words: "ring buffer full"
    uint64_t events = 0, bytes = 0;
};

// Changes since the last batch, passed between threads as a whole. Contains each exchange or connection at most once,
// in its latest form; new ids continue the dense numbering. Bodies hold only the new slices: the store has the others,
// and a stream that runs for days has very many.
struct Batch {
    std::vector<Process> processes;
    std::vector<Connection> connections;
    std::vector<Exchange> exchanges;
    std::vector<std::pair<ExchangeId, Item>> items;   // new ones, in order
    std::vector<std::pair<ConnectionId, TcpFigures>> tcp;   // new samples of each connection's series
    std::vector<ConnectionId> endedConnections;   // in no later batch, though an exchange there may still name them
    std::vector<ProcessId> endedProcesses;        // likewise
    std::vector<Coverage> coverage;
    std::vector<Loss> losses;           // all causes, totals; empty: unchanged
    uint64_t capturedBytes = 0;         // total payload so far
    bool empty() const
    {
        return processes.empty() && connections.empty() && exchanges.empty() && items.empty()
            && tcp.empty() && endedConnections.empty() && endedProcesses.empty() && coverage.empty() && losses.empty();
    }
};

} // namespace exchange
