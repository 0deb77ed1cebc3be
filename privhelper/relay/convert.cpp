// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/relay/convert.h"

#include "bpf/flow_event.h"
#include "privhelper/wire/writer.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

namespace relay {

namespace {

// The kernel side's values are passed on unchanged.
template<class Theirs> constexpr bool same(int ours, Theirs theirs)
{
    return ours == int(theirs);
}
static_assert(same(FLOW_ROLE_UNKNOWN, wire::Role::Unknown) && same(FLOW_ROLE_CLIENT, wire::Role::Client)
              && same(FLOW_ROLE_SERVER, wire::Role::Server));
static_assert(same(FLOW_ORIGIN_UNKNOWN, wire::Origin::Unknown) && same(FLOW_ORIGIN_SOCKET, wire::Origin::Socket)
              && same(FLOW_ORIGIN_OPENSSL, wire::Origin::OpenSsl)
              && same(FLOW_ORIGIN_GNUTLS, wire::Origin::GnuTls) && same(FLOW_ORIGIN_NSS, wire::Origin::Nss)
              && same(FLOW_ORIGIN_GO, wire::Origin::Go) && same(FLOW_ORIGIN_BORINGSSL, wire::Origin::BoringSsl)
              && same(FLOW_ORIGIN_WOLFSSL, wire::Origin::WolfSsl) && same(FLOW_ORIGIN_MBEDTLS, wire::Origin::MbedTls)
              && same(FLOW_ORIGIN_RUSTLS, wire::Origin::Rustls));
static_assert(same(FLOW_DATA_CUT, wire::DataFlag::Cut) && same(FLOW_DATA_FAULT, wire::DataFlag::Fault)
              && same(FLOW_DATA_CIPHERTEXT, wire::DataFlag::Ciphertext) && same(FLOW_DATA_PEEK, wire::DataFlag::Peek)
              && same(FLOW_DATA_IN_FULL, wire::DataFlag::InFull) && same(FLOW_DATA_KEPT, wire::DataFlag::Kept));
static_assert(same(FLOW_TIE_NONE, wire::TieKind::None) && same(FLOW_TIE_NESTED, wire::TieKind::Nested)
              && same(FLOW_TIE_FD, wire::TieKind::Descriptor) && same(FLOW_TIE_BIO, wire::TieKind::Bio)
              && same(FLOW_TIE_CIPHERTEXT, wire::TieKind::Ciphertext));
static_assert(same(FLOW_PACKET_NONE, wire::PacketEnd::None) && same(FLOW_PACKET_SENDER, wire::PacketEnd::Sender)
              && same(FLOW_PACKET_RECEIVER, wire::PacketEnd::Receiver) && FLOW_PACKET_MAX <= wire::packetMax);

static_assert(same(FLOW_FIREWALL_NONE, wire::Firewall::Unknown) && same(FLOW_FIREWALL_NFTABLES, wire::Firewall::NfTables)
              && same(FLOW_FIREWALL_IPTABLES, wire::Firewall::IpTables) && same(FLOW_FIREWALL_CONNTRACK, wire::Firewall::Conntrack)
              && same(FLOW_HOOK_UNKNOWN, wire::Hook::Unknown) && FLOW_FIREWALL_NAME <= wire::chainNameMax);
static_assert(FLOW_SAME_MAX == wire::sameBytesMax);

template<class T> std::optional<T> copyOf(std::span<const std::byte> record)
{
    if (record.size() < sizeof(T))
        return std::nullopt;
    T copy;
    std::memcpy(&copy, record.data(), sizeof copy);
    return copy;
}

template<size_t size> std::string textOf(const char (&chars)[size])
{
    return {chars, strnlen(chars, size)};
}

wire::TcpFigures figuresOf(const flow_tcp_figures &f)
{
    return {f.srtt_us,  f.rttvar_us,       f.min_rtt_us,    f.cwnd,       f.ssthresh,
            f.retransmits, f.lost,         f.reordering_seen, f.delivery_rate, f.bytes_sent,
            f.bytes_received, f.segments_out, f.segments_in, f.receive_window, f.send_window};
}

std::optional<wire::Socket> socketOf(const flow_socket &r)
{
    if (r.role > FLOW_ROLE_SERVER)
        return std::nullopt;
    wire::Socket m;
    m.time = int64_t(r.h.time_ns), m.flow = r.h.flow_id, m.cgroupId = r.cgroup_id;
    m.pid = r.h.pid, m.tid = r.h.tid, m.netns = r.netns, m.uid = r.uid;
    std::ranges::copy(r.local, m.local.begin());
    std::ranges::copy(r.remote, m.remote.begin());
    m.localPort = r.local_port, m.remotePort = r.remote_port;
    m.family = r.family, m.protocol = r.protocol, m.role = wire::Role(r.role), m.state = wire::TcpState(r.state);
    m.fromStart = r.from_start != 0;
    return m;
}

wire::State stateOf(const flow_state &r)
{
    return {int64_t(r.h.time_ns), r.h.flow_id, r.h.pid, wire::TcpState(r.old_state), wire::TcpState(r.new_state),
            r.error,              r.sent,      r.received, figuresOf(r.tcp)};
}

std::optional<wire::Process> processOf(const flow_process &r, std::span<const std::byte> rest)
{
    if (r.args_len > FLOW_ARGS_MAX || r.args_len > rest.size() || r.path_begin > sizeof r.path)
        return std::nullopt;
    wire::Process m;
    m.time = int64_t(r.h.time_ns), m.startNs = r.start_ns, m.cgroupId = r.cgroup_id;
    m.pid = r.h.pid, m.ppid = r.ppid, m.uid = r.uid, m.gid = r.gid;
    m.executed = r.executed != 0, m.argsCut = r.args_cut != 0;
    m.comm = textOf(r.comm);
    m.exe.assign(r.path + r.path_begin, strnlen(r.path + r.path_begin, sizeof r.path - r.path_begin));
    m.args.assign(reinterpret_cast<const char *>(rest.data()), r.args_len);
    return m;
}

std::optional<wire::TlsFacts> factsOf(const flow_tls_facts &r)
{
    if (r.alpn_length > FLOW_ALPN_MAX)
        return std::nullopt;
    return wire::TlsFacts{int64_t(r.h.time_ns), r.h.flow_id, r.tls_id, uint8_t((r.facts & FLOW_TLS_FINISHED) != 0),
                          uint8_t((r.facts & FLOW_TLS_ALPN) != 0), {r.alpn, r.alpn_length}};
}

std::optional<wire::Drop> dropOf(const flow_drop &r)
{
    if (r.sent > 1 || r.engine > FLOW_FIREWALL_CONNTRACK)
        return std::nullopt;
    return wire::Drop{int64_t(r.h.time_ns), r.h.flow_id, r.reason,     r.count,        r.netns, r.sent, wire::Hook(r.hook), wire::Firewall(r.engine),
                      r.candidates,         r.table_family, textOf(r.table), textOf(r.chain)};
}

static_assert(FLOW_SECRET_MAX == wire::secretMax && FLOW_LABEL_MAX == wire::secretLabelMax);

std::optional<wire::Secret> secretOf(const flow_secret &r)
{
    if (r.length == 0 || r.length > FLOW_SECRET_MAX || r.random_known > 1)
        return std::nullopt;
    wire::Secret m;
    m.time = int64_t(r.h.time_ns), m.tls = r.tls_id, m.pid = r.h.pid, m.library = r.library, m.origin = wire::Origin(r.origin);
    m.length = r.length, m.randomKnown = r.random_known, m.label = textOf(r.label);
    std::ranges::copy(r.random, m.random.begin());
    std::copy_n(r.secret, r.length, m.bytes.begin());
    return m;
}

} // namespace

template<class Message> void Converter::send(const Message &message)
{
    m_scratch.clear();
    wire::encode(message, m_scratch);
    m_queue.add(m_scratch);
}

void Converter::takeData(std::span<const std::byte> record)
{
    const auto r = copyOf<flow_data>(record);
    if (!r || r->captured > FLOW_CHUNK_LONG || r->captured > record.size() - sizeof *r || r->direction > FLOW_SENT
        || uint64_t(r->call_offset) + r->captured > r->moved || r->offset > wire::streamMax) {
        ++m_bad;
        return;
    }
    // A single frame, except for the long records of kernels without bpf_loop, and for several datagrams that one call has moved:
    // each of these is told as if it had a call of its own.
    const uint32_t datagram = r->captured > 0 ? r->h.datagram : 0;
    uint32_t done = 0;
    do {
        uint32_t piece = std::min(r->captured - done, wire::dataPayloadMax);
        uint32_t moved = r->moved, callOffset = r->call_offset + done;
        if (datagram > 0) {
            const uint32_t begin = callOffset / datagram * datagram;
            moved = std::min(datagram, r->moved - begin);
            callOffset -= begin;
            piece = std::min(piece, moved - callOffset);
        }
        std::byte *to = m_queue.addData(wire::frameHeadSize + wire::dataHeadSize + piece, piece);
        if (to) {
            wire::putDataHead({int64_t(r->h.time_ns), r->h.flow_id, r->tls_id, r->offset + done, r->h.pid, r->h.tid, moved, callOffset, piece, r->direction,
                               wire::Origin(r->origin), r->flags},
                              to);
            std::memcpy(to + wire::frameHeadSize + wire::dataHeadSize, record.data() + sizeof *r + done, piece);
        }
        done += piece;
    } while (done < r->captured);
}

// Dropped like the data that it stands for.
void Converter::takeSame(std::span<const std::byte> record)
{
    const auto r = copyOf<flow_same>(record);
    if (!r || r->offset > wire::streamMax || r->moved > wire::sameBytesMax) {
        ++m_bad;
        return;
    }
    m_scratch.clear();
    wire::encode(wire::SameBytes{int64_t(r->h.time_ns), r->h.flow_id, 0, r->other, r->offset, r->offset, r->h.pid, r->h.tid, r->moved, r->flags, wire::Origin::Socket}, m_scratch);
    if (std::byte *to = m_queue.addData(m_scratch.size(), r->moved))
        std::memcpy(to, m_scratch.data(), m_scratch.size());
}

void Converter::takePacket(std::span<const std::byte> record)
{
    const auto r = copyOf<flow_packet>(record);
    if (!r || r->captured > FLOW_PACKET_MAX || r->captured > record.size() - sizeof *r || r->captured > r->length || r->direction > FLOW_SENT
        || r->end > FLOW_PACKET_RECEIVER) {
        ++m_bad;
        return;
    }
    wire::Packet head;
    head.time = int64_t(r->h.time_ns);
    head.flow = r->h.flow_id, head.cookie = r->cookie, head.pid = r->h.pid, head.interface = r->ifindex;
    head.length = r->length, head.captured = r->captured;
    head.vlanProtocol = r->vlan_protocol, head.vlanTag = r->vlan_tag;
    head.direction = r->direction, head.end = wire::PacketEnd(r->end);
    do {
        head.bytes = std::min(r->captured - head.offset, wire::packetPieceMax);
        std::byte *to = m_queue.addData(wire::frameHeadSize + wire::packetHeadSize + head.bytes, head.bytes);
        if (to) {
            wire::putPacketHead(head, to);
            std::memcpy(to + wire::frameHeadSize + wire::packetHeadSize, record.data() + sizeof *r + head.offset, head.bytes);
        }
        head.offset += head.bytes;
    } while (head.offset < r->captured);
}

void Converter::take(std::span<const std::byte> record)
{
    const auto sendOrCount = [this](const auto &message) {
        if (message)
            send(*message);
        else
            ++m_bad;
    };
    const auto header = copyOf<flow_header>(record);
    switch (header ? header->kind : 0) {
    case FLOW_KIND_DATA: return takeData(record);
    case FLOW_KIND_SAME: return takeSame(record);
    case FLOW_KIND_PACKET: return takePacket(record);
    case FLOW_KIND_SOCKET:
        return sendOrCount(copyOf<flow_socket>(record).and_then(socketOf));
    case FLOW_KIND_STATE:
        return sendOrCount(copyOf<flow_state>(record).transform(stateOf));
    case FLOW_KIND_PROCESS:
        return sendOrCount(copyOf<flow_process>(record).and_then(
            [&](const flow_process &r) { return processOf(r, record.subspan(sizeof r)); }));
    case FLOW_KIND_EXIT:
        return sendOrCount(copyOf<flow_exit>(record).transform([](const flow_exit &r) {
            return wire::ProcessExit{int64_t(r.h.time_ns), r.h.pid, r.exit_code};
        }));
    case FLOW_KIND_TIE:
        return sendOrCount(copyOf<flow_tie>(record).transform([](const flow_tie &r) {
            return wire::Tie{int64_t(r.h.time_ns), r.h.flow_id, r.tls_id, wire::TieKind(r.kind), wire::Origin(r.origin)};
        }));
    case FLOW_KIND_TLS_END:
        return sendOrCount(copyOf<flow_tls_end>(record).transform([](const flow_tls_end &r) {
            return wire::TlsEnd{int64_t(r.h.time_ns), r.h.flow_id, r.tls_id, r.sent, r.received};
        }));
    case FLOW_KIND_TLS_FACTS:
        return sendOrCount(copyOf<flow_tls_facts>(record).and_then(factsOf));
    case FLOW_KIND_TCP:
        return sendOrCount(copyOf<flow_tcp>(record).transform([](const flow_tcp &r) {
            return wire::TcpReading{int64_t(r.h.time_ns), r.h.flow_id, figuresOf(r.tcp), r.window_limited_us, r.out_of_order};
        }));
    case FLOW_KIND_UPPER_LAYER:
        return sendOrCount(copyOf<flow_upper_layer>(record).transform([](const flow_upper_layer &r) {
            return wire::UpperLayer{int64_t(r.h.time_ns), r.h.flow_id, textOf(r.name)};
        }));
    case FLOW_KIND_OTHER_END:
        return sendOrCount(copyOf<flow_other_end>(record).transform([](const flow_other_end &r) {
            return wire::OtherEnd{int64_t(r.h.time_ns), r.h.flow_id, r.peer, r.sent_sequence, r.received_sequence};
        }));
    case FLOW_KIND_DROP:
        return sendOrCount(copyOf<flow_drop>(record).and_then(dropOf));
    case FLOW_KIND_SECRET:
        return sendOrCount(copyOf<flow_secret>(record).and_then(secretOf));
    case FLOW_KIND_UNREAD:
        return sendOrCount(copyOf<flow_unread>(record).transform([](const flow_unread &r) {
            return wire::Unread{int64_t(r.h.time_ns), r.h.flow_id, r.bytes};
        }));
    case FLOW_KIND_TLS_LIBRARY:
        return sendOrCount(copyOf<flow_tls_library>(record).transform([](const flow_tls_library &r) {
            return wire::TlsLibrary{int64_t(r.h.time_ns), r.tls_id, r.library, wire::Origin(r.origin)};
        }));
    default: ++m_bad;
    }
}

} // namespace relay
