// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/wire/writer.h"

#include <algorithm>
#include <bit>

namespace wire {

static_assert(std::endian::native == std::endian::little, "fields are copied as they lie in memory");

namespace {

// A frame under construction: the head is written last, once the length is known.
class FrameWriter
{
public:
    FrameWriter(Type type, Bytes &out)
        : m_out(out)
        , m_start(out.size())
        , m_type(type)
    {
        m_out.resize(m_start + frameHeadSize);
    }
    FrameWriter(const FrameWriter &) = delete;
    ~FrameWriter()
    {
        const auto length = uint32_t(m_out.size() - m_start - frameHeadSize);
        const auto type = uint32_t(m_type);
        std::memcpy(m_out.data() + m_start, &length, 4);
        std::memcpy(m_out.data() + m_start + 4, &type, 4);
    }

    template<class... Values> FrameWriter &put(const Values &...values)
    {
        (putOne(values), ...);
        return *this;
    }
    FrameWriter &text(std::string_view text, size_t limit = textMax)
    {
        size_t length = std::min(text.size(), limit);
        // Never inside a UTF-8 sequence.
        while (length < text.size() && length > 0 && (uint8_t(text[length]) & 0xc0) == 0x80)
            --length;
        putOne(uint16_t(length));
        return bytes(std::as_bytes(std::span(text.substr(0, length))));
    }
    FrameWriter &bytes(std::span<const std::byte> bytes)
    {
        m_out.insert(m_out.end(), bytes.begin(), bytes.end());
        return *this;
    }
    FrameWriter &figures(const TcpFigures &f)
    {
        return put(f.srttUs, f.rttvarUs, f.minRttUs, f.cwnd, f.ssthresh, f.retransmits, f.lost, f.reordering,
                   f.deliveryRate, f.bytesSent, f.bytesReceived, f.segmentsOut, f.segmentsIn, f.receiveWindow,
                   f.sendWindow);
    }

private:
    template<class T> void putOne(const T &value)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        const auto *from = reinterpret_cast<const std::byte *>(&value);
        m_out.insert(m_out.end(), from, from + sizeof value);
    }

    Bytes &m_out;
    size_t m_start;
    Type m_type;
};

constexpr uint8_t zero8 = 0;
constexpr uint16_t zero16 = 0;

} // namespace

void encode(const Hello &m, Bytes &out)
{
    FrameWriter(Type::Hello, out).put(m.version).text(m.client);
}

void encode(const Start &m, Bytes &out)
{
    FrameWriter(Type::Start, out)
        .put(m.scope, uint8_t(m.followChildren), zero16, m.id, m.callLimit)
        .text(m.path);
}

void encode(const ReadTls &m, Bytes &out)
{
    FrameWriter(Type::ReadTls, out).put(m.source, uint8_t(0), zero16);
}

void encode(const CapturePackets &m, Bytes &out)
{
    const size_t count = std::min(m.interfaces.size(), interfacesMax);
    FrameWriter frame(Type::CapturePackets, out);
    frame.put(m.snap, uint16_t(count), zero16);
    for (size_t i = 0; i < count; ++i)
        frame.text(m.interfaces[i], interfaceNameMax);
}

void encode(const Welcome &m, Bytes &out)
{
    FrameWriter(Type::Welcome, out).put(m.version).text(m.helper).text(m.kernel);
}

void encode(const Refused &m, Bytes &out)
{
    FrameWriter(Type::Refused, out).put(m.reason).text(m.detail);
}

void encode(const Started &m, Bytes &out)
{
    FrameWriter(Type::Started, out).put(m.sessionId, m.realtimeMinusClock, m.bootMinusClock).text(m.hooks);
}

void encode(const Stopped &m, Bytes &out)
{
    FrameWriter(Type::Stopped, out).text(m.reason);
}

void encode(const Process &m, Bytes &out)
{
    FrameWriter(Type::Process, out)
        .put(m.time, m.startNs, m.cgroupId, m.pid, m.ppid, m.uid, m.gid, m.executed, m.argsCut, zero16)
        .text(m.comm)
        .text(m.exe)
        .text(m.args)
        .text(m.cgroup);
}

void encode(const ProcessExit &m, Bytes &out)
{
    FrameWriter(Type::ProcessExit, out).put(m.time, m.pid, m.exitCode);
}

void encode(const Socket &m, Bytes &out)
{
    FrameWriter(Type::Socket, out)
        .put(m.time, m.flow, m.cgroupId, m.pid, m.tid, m.netns, m.uid, m.local, m.remote, m.localPort, m.remotePort,
             m.family, m.protocol, m.role, m.state, m.fromStart, zero8, zero16);
}

void encode(const State &m, Bytes &out)
{
    FrameWriter(Type::State, out)
        .put(m.time, m.flow, m.pid, m.oldState, m.newState, m.error, m.sent, m.received)
        .figures(m.tcp);
}

void encode(const TcpSample &m, Bytes &out)
{
    FrameWriter(Type::TcpSample, out).put(m.time, m.flow).figures(m.tcp);
}

void encode(const TcpReading &m, Bytes &out)
{
    FrameWriter(Type::TcpReading, out).put(m.time, m.flow).figures(m.tcp).put(m.windowLimitedUs, m.outOfOrder);
}

void encode(const UpperLayer &m, Bytes &out)
{
    FrameWriter(Type::UpperLayer, out).put(m.time, m.flow).text(m.name, upperLayerMax);
}

void encode(const Unread &m, Bytes &out)
{
    FrameWriter(Type::Unread, out).put(m.time, m.flow, m.bytes);
}

void encode(const LibraryFile &m, Bytes &out)
{
    FrameWriter(Type::LibraryFile, out).put(m.id).text(m.library).text(m.version).text(m.path).text(m.foundBy);
}

void encode(const TlsLibrary &m, Bytes &out)
{
    FrameWriter(Type::TlsLibrary, out).put(m.time, m.tls, m.library, m.origin, zero8, zero16);
}

void encode(const Secret &m, Bytes &out)
{
    FrameWriter(Type::Secret, out)
        .put(m.time, m.tls, m.pid, m.library, m.origin, m.length, m.randomKnown, zero8)
        .text(m.label, secretLabelMax)
        .put(m.random, m.bytes);
}

void encode(const Rows &m, Bytes &out)
{
    FrameWriter(Type::Rows, out).put(m.format, m.more, zero16).bytes(m.bytes.first(std::min<size_t>(m.bytes.size(), rowsMax)));
}

void encodeWhole(Type type, std::span<const std::byte> bytes, Bytes &out)
{
    FrameWriter(type, out).bytes(bytes.first(std::min<size_t>(bytes.size(), frameMax)));
}

void encode(const Undecrypted &m, Bytes &out)
{
    FrameWriter(Type::Undecrypted, out).put(m.time, m.flow, m.tls, m.cause, zero8, zero16, m.bytes, m.records);
}

void encode(const OtherEnd &m, Bytes &out)
{
    FrameWriter(Type::OtherEnd, out).put(m.time, m.flow, m.peer, m.sentSequence, m.receivedSequence);
}

void encode(const Ping &m, Bytes &out)
{
    FrameWriter(Type::Ping, out).put(m.time);
}

void encode(const Pong &m, Bytes &out)
{
    FrameWriter(Type::Pong, out).put(m.time, m.realtime);
}

void encode(const Machine &m, Bytes &out)
{
    FrameWriter(Type::Machine, out)
        .put(m.session, m.uid, m.clockOffset, m.clockUncertainty)
        .text(m.name, machineNameMax)
        .text(m.destination, machineNameMax);
}

void encode(const LinkLost &m, Bytes &out)
{
    FrameWriter(Type::LinkLost, out).put(m.time, m.session).text(m.reason);
}

void encode(const Interface &m, Bytes &out)
{
    FrameWriter(Type::Interface, out)
        .put(m.index, m.netns, m.linkType, zero16, m.snap)
        .text(m.name, interfaceNameMax)
        .text(m.hook);
}

void putPacketHead(const Packet &head, std::byte *to)
{
    const auto put = [&to](const auto &...values) { ((std::memcpy(to, &values, sizeof values), to += sizeof values), ...); };
    put(uint32_t(packetHeadSize) + head.bytes, uint32_t(Type::Packet));
    put(head.time, head.flow, head.cookie, head.pid, head.interface, head.length, head.captured, head.offset, head.bytes, head.vlanProtocol, head.vlanTag,
        head.direction, head.end, zero16);
}

void encode(Packet head, std::span<const std::byte> bytes, Bytes &out)
{
    bytes = bytes.first(std::min<size_t>(bytes.size(), packetPieceMax));
    head.bytes = uint32_t(bytes.size());
    const size_t begin = out.size();
    out.resize(begin + frameHeadSize + packetHeadSize);
    putPacketHead(head, out.data() + begin);
    out.insert(out.end(), bytes.begin(), bytes.end());
}

void encode(const Tie &m, Bytes &out)
{
    FrameWriter(Type::Tie, out).put(m.time, m.flow, m.tls, m.kind, m.origin, zero16);
}

void encode(const TlsEnd &m, Bytes &out)
{
    FrameWriter(Type::TlsEnd, out).put(m.time, m.flow, m.tls, m.sent, m.received);
}

void encode(const TlsFacts &m, Bytes &out)
{
    FrameWriter(Type::TlsFacts, out).put(m.time, m.flow, m.tls, m.finished, m.alpnKnown, zero16).text(m.alpn);
}

void encode(const Losses &m, Bytes &out)
{
    FrameWriter frame(Type::Losses, out);
    const size_t count = std::min(m.counts.size(), lossesMax);
    frame.put(m.time, uint16_t(count));
    for (const Loss &loss : std::span(m.counts).first(count))
        frame.put(loss.place, loss.cause, zero16, loss.events, loss.bytes);
}

void encode(const Coverage &m, Bytes &out)
{
    FrameWriter(Type::Coverage, out)
        .put(m.time, m.pid, m.state, zero8, zero16)
        .text(m.library)
        .text(m.version)
        .text(m.path)
        .text(m.foundBy)
        .text(m.reason);
}

void encode(const RoleLost &m, Bytes &out)
{
    FrameWriter(Type::RoleLost, out).put(m.role, zero8).text(m.reason);
}

void encode(const Finding &m, Bytes &out)
{
    FrameWriter(Type::Finding, out).put(m.state, zero8).text(m.name).text(m.value).text(m.advice);
}

void encode(const PlanReport &m, Bytes &out)
{
    FrameWriter frame(Type::PlanReport, out);
    const size_t count = std::min(m.sites.size(), sitesMax);
    frame.put(m.library, zero8, uint16_t(count));
    for (const std::string *text : {&m.version, &m.buildId, &m.foundBy, &m.problem})
        frame.text(*text, planTextMax);
    for (const PlanSite &site : std::span(m.sites).first(count)) {
        frame.put(site.role, site.result, site.cost, site.wantsReturn, site.fileOffset);
        frame.text(site.function, planTextMax).text(site.reason, planTextMax);
    }
}

void encode(Data head, std::span<const std::byte> payload, Bytes &out)
{
    payload = payload.first(std::min(payload.size(), size_t(dataPayloadMax)));
    head.captured = uint32_t(payload.size());
    const size_t start = out.size();
    out.resize(start + frameHeadSize + dataHeadSize);
    putDataHead(head, out.data() + start);
    out.insert(out.end(), payload.begin(), payload.end());
}

void encodeEmpty(Type type, Bytes &out)
{
    FrameWriter(type, out);
}

} // namespace wire
