// SPDX-License-Identifier: GPL-3.0-or-later
// Values of enumerated fields. They equal those of bpf/flow_event.h and analyzer/plan.h for the same thing, which the
// converting side asserts. A peer may send an unlisted value: it is shown as unknown.
#pragma once

#include <cstdint>

namespace wire {

// Of the program at a socket.
enum class Role : uint8_t { Unknown = 0, Client = 1, Server = 2 };

// include/net/tcp_states.h of the kernel.
enum class TcpState : uint8_t {
    Unknown = 0, Established = 1, SynSent = 2, SynReceived = 3, FinWait1 = 4, FinWait2 = 5, TimeWait = 6, Close = 7,
    CloseWait = 8, LastAck = 9, Listen = 10, Closing = 11, NewSynReceived = 12,
};

// Where payload was captured: at a socket call, or in a TLS library.
enum class Origin : uint8_t { Unknown = 0, Socket = 1, OpenSsl = 2, GnuTls = 3, Nss = 4, Go = 5, BoringSsl = 6, WolfSsl = 7, MbedTls = 8, Rustls = 9 };

// Bits of Data's flags.
enum class DataFlag : uint8_t {
    Cut = 1,         // the call moved more than is sent
    Fault = 2,       // the bytes could not be read: none follow
    Ciphertext = 4,  // TLS records, only the beginning of which is sent
    Peek = 8,        // the stream position does not advance
    InFull = 16,     // Ciphertext, all of which is sent: secrets will open it
    Kept = 32,       // sent: a SameBytes may stand for these bytes at the other end
};

// How a TLS object was tied to its socket, best first. None withdraws the tie.
enum class TieKind : uint8_t { None = 0, Nested = 1, Descriptor = 2, Bio = 3, Ciphertext = 4, Secrets = 5 };

enum class LossPlace : uint8_t { Kernel = 0, Relay = 1 };
enum class KernelLoss : uint8_t {
    RingFull = 0, RingFullMeta = 1, Fault = 2, CallCut = 3, FlowsFull = 4, CallsFull = 5, TlsFull = 6, IovecCut = 7,
    NoticeFull = 8, Unseen = 9, Sctp = 10, Smc = 11, Vsock = 12, Packets = 13, Protocol = 14, Compat = 15, MessagesCut = 16,
    PacketRing = 17, PacketBytes = 18,
};
enum class RelayLoss : uint8_t { QueueFull = 0, BadRecord = 1 };

// Whose socket a packet's flow is: of the program that sends it, or of the one that receives it.
enum class PacketEnd : uint8_t { None = 0, Sender = 1, Receiver = 2 };

// What has dropped a packet; Unknown: no firewall, or not known.
enum class Firewall : uint8_t { Unknown = 0, NfTables = 1, IpTables = 2, Conntrack = 3 };
// Where on a packet's way; the kernel's enum nf_inet_hooks.
enum class Hook : uint8_t { PreRouting = 0, Input = 1, Forward = 2, Output = 3, PostRouting = 4, Unknown = 255 };
// What a reason for dropping packets is about.
enum class DropKind : uint8_t { Other = 0, Firewall = 1 };

// A TLS library contained in a file.
enum class Library : uint8_t {
    None = 0, OpenSsl = 1, GnuTls = 2, Nss = 3, Go = 4, BoringSsl = 5, Rustls = 6, Other = 7, WolfSsl = 8, MbedTls = 9,
};

// What a probed function does.
enum class SiteRole : uint8_t {
    Read = 1, Write = 2, Free = 3, Peek = 4, SetFd = 5, Handshake = 6, MemoryWrite = 7, SendFile = 8,
    ReadPacket = 9, Early = 10, Uncork = 11, Alpn = 12, Secret = 13,
};
// How to tell how many bytes a call moved: not needed, by its return value, through an argument, or at once by its length.
enum class SiteResult : uint8_t { None = 0, ReturnValue = 1, OutArg4 = 2, OutArg5 = 3, AtOnce = 4 };
// The cost of one hit, by the instruction at the site.
enum class SiteCost : uint8_t { Nop5 = 1, Emulated = 2, Stepped = 3 };

} // namespace wire
