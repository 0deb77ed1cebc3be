// SPDX-License-Identifier: GPL-3.0-or-later
// The helper-to-application protocol: every message, with its number. PROTOCOL.md is normative. A frame is {u32
// length of what follows the head, u16 type, u16 zero} and the message; all integers little-endian, text as u16
// length and bytes (UTF-8 if the kernel's bytes are).
#pragma once

#include "privhelper/wire/values.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wire {

inline constexpr uint32_t version = 1;
inline constexpr size_t frameHeadSize = 8;
inline constexpr uint32_t frameMax = 64 * 1024;        // bytes after the head, in either direction
inline constexpr uint32_t requestMax = 8 * 1024;       // bytes after the head, client to helper
inline constexpr size_t commandFilesMax = 64;          // CommandFile messages before one Start
inline constexpr size_t textMax = 4096;                // bytes of one text
inline constexpr size_t lossesMax = 64;                // entries in Losses
inline constexpr size_t sitesMax = 64;                 // entries in PlanReport
inline constexpr size_t planTextMax = 400;             // bytes of each text in PlanReport: a full one fits a frame
inline constexpr uint32_t dataPayloadMax = 16 * 1024;  // payload bytes in one Data
inline constexpr size_t upperLayerMax = 16;            // bytes of its name
inline constexpr size_t secretMax = 64;                // bytes of one handshake secret
inline constexpr size_t secretLabelMax = 40;           // bytes of its label
inline constexpr size_t machineNameMax = 255;       // bytes of a host name, and of what a user calls it
inline constexpr size_t alpnMax = 255;                 // bytes of an application protocol's name (RFC 7301)
inline constexpr size_t rowsMax = frameMax - 4;        // bytes of one part of rows
inline constexpr size_t interfacesMax = 64;            // names in CapturePackets
inline constexpr size_t interfaceNameMax = 15;         // bytes of one: IFNAMSIZ, without its zero
inline constexpr uint32_t packetPieceMax = 32 * 1024;  // bytes in one Packet
inline constexpr uint32_t packetMax = 1024 * 1024;     // bytes of a packet in all its pieces
inline constexpr uint64_t streamMax = uint64_t(1) << 62; // stream offsets stay below: sums cannot overflow

// Numbers are never reused.
enum class Type : uint16_t {
    // client to helper
    Hello = 1,
    Start = 2,
    Stop = 3,          // the helper detaches, drains, sends Stopped and closes
    Examine = 4,       // doctor: what works on this machine
    ExaminePlan = 5,   // doctor --plan: the file comes as a descriptor (SCM_RIGHTS), never as a path
    CommandFile = 6,   // before Start: a file that the client's command will map, as a descriptor
    ReadTls = 7,       // before Start: where plaintext comes from
    Ping = 8,          // to a helper on another machine: answered by Pong
    CapturePackets = 9, // before Start: packets too
    // helper to client
    Welcome = 16,
    Refused = 17,
    Started = 18,
    Stopped = 19,
    Process = 20,
    ProcessExit = 21,
    Socket = 22,
    State = 23,
    Data = 24,
    Tie = 25,
    TlsEnd = 26,
    TcpSample = 27,
    Losses = 28,
    Coverage = 29,
    RoleLost = 30,     // a helper process died
    Finding = 31,      // one line of doctor
    PlanReport = 32,
    TlsFacts = 33,
    TcpReading = 34,   // replaces TcpSample
    UpperLayer = 35,
    Unread = 36,
    LibraryFile = 37,
    TlsLibrary = 38,
    Secret = 39,       // never in a capture file
    Undecrypted = 40,  // written by the application, into a capture file
    OtherEnd = 41,
    Contents = 42,     // written by the application, into a capture file without the calls' bytes: what its rows refer to
    Rows = 43,         // likewise: exchanges instead of what they are made of
    Machine = 44,      // a helper that speaks over a pipe; in a capture file: whose frames follow
    Pong = 45,         // never in a capture file
    LinkLost = 46,     // written by the application, into a capture file
    Interface = 47,
    Packet = 48,
};

struct Frame {
    Type type;
    std::span<const std::byte> body;
};

enum class ScopeKind : uint8_t { OwnUid = 1, Pid = 2, Uid = 3, Cgroup = 4, Exe = 5, All = 6 };

struct Hello { uint32_t version = wire::version; std::string client; };

struct Start {
    ScopeKind scope = ScopeKind::OwnUid;
    bool followChildren = true;   // Pid: its children too
    uint32_t id = 0;              // Pid: process id; Uid: user id
    std::string path;             // Cgroup: below the cgroup2 mount; Exe: resolved path, looked up as the caller
    uint32_t callLimit = 0;       // payload bytes captured per call; 0: the helper's limit (FLOW_CALL_MAX)
};

// Where the plaintext of TLS comes from.
enum class TlsSource : uint8_t {
    Calls = 1,     // calls of the library's functions: what a helper does that gets no ReadTls
    Secrets = 2,   // none comes, but each handshake's secrets and all ciphertext: the client decrypts
    Either = 3,    // calls, but secrets for libraries whose calls cannot be probed
};
struct ReadTls { TlsSource source = TlsSource::Calls; };

// Any time of the client's; comes back as it is.
struct Ping { int64_t time = 0; };

// Packets at interfaces too: in captures of everything all of them, in others those of the observed processes' sockets.
struct CapturePackets {
    uint32_t snap = 0;                    // bytes captured of each packet, from its link layer on; 0: all
    std::vector<std::string> interfaces;  // of the helper's network namespace; none: loopback, and those that are up
};

struct Welcome { uint32_t version = wire::version; std::string helper; std::string kernel; };

enum class Refusal : uint16_t {
    Version = 1, Malformed = 2, NotAllowed = 3, NoPrivilege = 4, NoBtf = 5, KernelTooOld = 6,
    LoadFailed = 7, AttachFailed = 8, NoSuchTarget = 9, Busy = 10, Internal = 11,
    AttachForbidden = 12, // to one's own processes, by a security module, and the user did not allow it
};
// The machine whose helper speaks, over a pipe. In a capture file the application has completed it: from here to the next
// Machine all frames belong to this session, and only within it are flows, TLS objects and processes told apart by their ids.
struct Machine {
    static constexpr int64_t unknownOffset = INT64_MIN;
    uint32_t session = 0;                 // from 1; 0: from the helper
    uint32_t uid = 0;                     // who is served there
    int64_t clockOffset = unknownOffset;  // ns that its time of day is ahead of the application's
    uint64_t clockUncertainty = 0;        // ns by which that may be wrong, either way
    std::string name;                     // its host name
    std::string destination;              // as the user named it; empty: from the helper
};
struct Pong { int64_t time = 0, realtime = 0; };      // the Ping's; CLOCK_REALTIME there, ns
// The session's link ended unexpectedly: what its programs moved after `time` is missing.
struct LinkLost { int64_t time = 0; uint32_t session = 0; std::string reason; };  // time: of day here, when it was last heard of, ns

struct Refused { Refusal reason; std::string detail; };   // detail: technical, for the log

struct Started {
    uint64_t sessionId = 0;
    int64_t realtimeMinusClock = 0;       // ns: add to a message's time for the time of day
    int64_t bootMinusClock = 0;           // ns: CLOCK_BOOTTIME minus the messages' clock; 0: they are the same
    std::string hooks;                    // "socket: tp_btf/sys_exit; tls: uprobe_multi; ring buffer 64 MiB"
};
struct Stopped { std::string reason; };   // empty: as requested

// Fields as in bpf/flow_event.h, which documents their sources.
struct Process {
    int64_t time = 0;                     // ns of CLOCK_BOOTTIME; from older helpers CLOCK_MONOTONIC: see Started
    uint64_t startNs = 0;                 // CLOCK_BOOTTIME
    uint64_t cgroupId = 0;
    uint32_t pid = 0, ppid = 0, uid = 0, gid = 0;
    uint8_t executed = 0;                 // 1 exec, 0 fork (program and arguments are the parent's), 2 listed at the start
    uint8_t argsCut = 0;
    std::string comm, exe, args, cgroup;  // args: separated by NUL; exe, cgroup: empty if unknown
};
struct ProcessExit { int64_t time = 0; uint32_t pid = 0; uint32_t exitCode = 0; };

struct Socket {
    int64_t time = 0;
    uint64_t flow = 0, cgroupId = 0;
    uint32_t pid = 0, tid = 0, netns = 0, uid = 0;
    std::array<uint8_t, 16> local{}, remote{};
    uint16_t localPort = 0, remotePort = 0;
    uint8_t family = 0, protocol = 0;
    Role role = Role::Unknown;
    TcpState state = TcpState::Unknown;
    uint8_t fromStart = 0;
};

struct TcpFigures {
    static constexpr uint32_t unknown = 0xffffffffu;
    uint32_t srttUs = unknown, rttvarUs = unknown, minRttUs = unknown, cwnd = unknown, ssthresh = unknown,
             retransmits = unknown, lost = unknown, reordering = unknown;
    uint64_t deliveryRate = ~uint64_t(0), bytesSent = ~uint64_t(0), bytesReceived = ~uint64_t(0);
    uint32_t segmentsOut = unknown, segmentsIn = unknown, receiveWindow = unknown, sendWindow = unknown;
};

struct State {
    int64_t time = 0;
    uint64_t flow = 0;
    uint32_t pid = 0;
    TcpState oldState = TcpState::Unknown, newState = TcpState::Unknown;
    uint16_t error = 0;                   // errno
    uint64_t sent = 0, received = 0;
    TcpFigures tcp;
};
struct TcpSample { int64_t time = 0; uint64_t flow = 0; TcpFigures tcp; };   // in older captures
struct TcpReading {
    int64_t time = 0;
    uint64_t flow = 0;
    TcpFigures tcp;
    uint64_t windowLimitedUs = ~uint64_t(0);   // time that the peer's window blocked sending; over its lifetime
    uint32_t outOfOrder = TcpFigures::unknown; // segments received; over its lifetime
};
struct UpperLayer { int64_t time = 0; uint64_t flow = 0; std::string name; };
// What identifies the socket at the other end. TCP (`peer` 0): the sequence numbers of position 0 in each direction, which
// are the other end's with the directions swapped; for a flow joined midstream, positions begin where it was joined.
struct OtherEnd { int64_t time = 0; uint64_t flow = 0, peer = 0; uint32_t sentSequence = 0, receivedSequence = 0; };
// After a State that closes a connection: this many bytes are still unread by its program, and follow under this flow
// until a State from closed to closed.
struct Unread { int64_t time = 0; uint64_t flow = 0, bytes = 0; };

// The fixed head of a Data message; `captured` payload bytes follow in the frame.
struct Data {
    int64_t time = 0;
    uint64_t flow = 0, tls = 0, offset = 0;
    uint32_t pid = 0, tid = 0, moved = 0, callOffset = 0, captured = 0;
    uint8_t direction = 0;
    Origin origin = Origin::Unknown;
    uint8_t flags = 0;                    // of DataFlag
    bool has(DataFlag flag) const { return flags & uint8_t(flag); }
};
inline constexpr size_t dataHeadSize = 56;  // bytes in the frame before the payload

// An interface whose packets are captured; sent before Started.
struct Interface {
    uint32_t index = 0;                   // the kernel's, unique within the network namespace
    uint32_t netns = 0;                   // inode number of the network namespace
    uint16_t linkType = 0;                // which header its packets begin with: the number in LINKTYPE_ of tcpdump.org
    uint32_t snap = 0;                    // bytes captured of each packet; 0: all
    std::string name;                     // at most interfaceNameMax bytes
    std::string hook;                     // "tcx", "clsact"
};

// The fixed head of a Packet message; `bytes` bytes of the packet follow in the frame. A long packet comes in several of
// them, one behind the other, which differ in `offset` and `bytes` alone.
struct Packet {
    int64_t time = 0;                     // when the interface had it
    uint64_t flow = 0;                    // 0: unknown, or none
    uint64_t cookie = 0;                  // SO_COOKIE of the socket that sends it; 0: unknown
    uint32_t pid = 0;                     // that `flow` was first seen with; 0: unknown
    uint32_t interface = 0;               // index of an Interface
    uint32_t length = 0;                  // at the interface
    uint32_t captured = 0;                // of these, in all pieces
    uint32_t offset = 0, bytes = 0;       // of this piece
    uint16_t vlanProtocol = 0;            // EtherType of a VLAN tag that the card took off; 0: none
    uint16_t vlanTag = 0;
    uint8_t direction = 0;                // 0 received, 1 sent by this machine; loopback's packets are sent
    PacketEnd end = PacketEnd::None;      // whose socket `flow` is
};
inline constexpr size_t packetHeadSize = 56; // bytes in the frame before the packet's

struct Tie { int64_t time = 0; uint64_t flow = 0, tls = 0; TieKind kind = TieKind::None; Origin origin = Origin::Unknown; };
struct TlsEnd { int64_t time = 0; uint64_t flow = 0, tls = 0, sent = 0, received = 0; };

// A probed file: version and path of a TLS library. Sent again when more is known.
struct LibraryFile { uint32_t id = 0; std::string library, version, path, foundBy; };
// Which library a TLS object belongs to; sent when the object is first seen.
struct TlsLibrary { int64_t time = 0; uint64_t tls = 0; uint32_t library = 0; Origin origin = Origin::Unknown; };

// The result of a handshake; sent when it ends, or with the first plaintext if it was not seen.
struct TlsFacts {
    int64_t time = 0;
    uint64_t flow = 0, tls = 0;
    uint8_t finished = 0;                 // 1: the library just reported the end of the handshake
    uint8_t alpnKnown = 0;                // 1: `alpn` is the negotiated application protocol, or none was
    std::string alpn;                     // at most 255 bytes, RFC 7301
};

// A secret that a TLS library derived in a handshake, as it hands it to its key log.
struct Secret {
    int64_t time = 0;
    uint64_t tls = 0;                     // 0: the object is not followed
    uint32_t pid = 0;
    uint32_t library = 0;                 // the id of a LibraryFile, which may follow later; 0: unknown
    Origin origin = Origin::Unknown;
    uint8_t length = 0;                   // of `bytes`: 1 to secretMax
    uint8_t randomKnown = 0;              // 1: `random` is the ClientHello's
    std::string label;                    // "CLIENT_TRAFFIC_SECRET_0" (RFC 9850, section 2); empty: unknown
    std::array<uint8_t, 32> random{};
    std::array<uint8_t, secretMax> bytes{};   // zeros after `length`
};
// TLS records that the application could not decrypt.
struct Undecrypted {
    int64_t time = 0;
    uint64_t flow = 0, tls = 0;
    uint8_t cause = 0;                    // tls::Cause
    uint64_t bytes = 0, records = 0;      // of plaintext, as far as known; records 0: unknown
};

struct Loss {
    LossPlace place = LossPlace::Kernel;
    uint8_t cause = 0;                    // KernelLoss or RelayLoss
    uint64_t events = 0, bytes = 0;       // totals since the start
};
struct Losses { int64_t time = 0; std::vector<Loss> counts; };

enum class CoverageState : uint8_t { Readable = 1, NotReadable = 2, Unknown = 3 };
struct Coverage {
    int64_t time = 0;
    uint32_t pid = 0;
    CoverageState state = CoverageState::Unknown;
    std::string library, version, path, foundBy, reason;   // reason: why not, one sentence
};

// A part of a batch of rows (app/exchange/batch_bytes.h).
struct Rows {
    static constexpr uint8_t thisFormat = 1;
    uint8_t format = thisFormat;          // of the bytes; a reader skips others
    uint8_t more = 0;                     // 1: the batch goes on in the next one
    std::span<const std::byte> bytes{};   // points into the frame
};

enum class HelperRole : uint8_t { Loader = 1, Relay = 2, Analyzer = 3 };
struct RoleLost { HelperRole role = HelperRole::Loader; std::string reason; };

enum class FindingState : uint8_t { Good = 1, Notice = 2, Bad = 3 };
struct Finding { FindingState state = FindingState::Good; std::string name, value, advice; };

struct PlanSite {
    SiteRole role{};
    SiteResult result = SiteResult::None;
    SiteCost cost{};
    uint8_t wantsReturn = 0;
    uint64_t fileOffset = 0;
    std::string function, reason;
};
struct PlanReport { Library library = Library::None; std::string version, buildId, foundBy, problem; std::vector<PlanSite> sites; };

// The errors a reader can find in a peer's bytes; each closes the connection.
enum class ReadError : uint8_t { None = 0, TooLong, ShortBody, WrongSender, BadField, TrailingBytes, Closed, TornFrame, System };

} // namespace wire
