// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/wire/reader.h"

#include <algorithm>
#include <bit>

namespace wire {

static_assert(std::endian::native == std::endian::little, "fields are copied as they lie in memory");

namespace {

// Takes fields off the front of a body. After the first failure every field reads as zero, so a message is decoded in
// a straight line and checked once, by finish().
class BodyReader
{
public:
    explicit BodyReader(std::span<const std::byte> body)
        : m_body(body)
    {
    }

    template<class... Values> BodyReader &take(Values &...values)
    {
        (takeOne(values), ...);
        return *this;
    }
    BodyReader &text(std::string &to, size_t limit = textMax)
    {
        uint16_t length = 0;
        takeOne(length);
        require(length <= limit);
        if (m_error != ReadError::None)
            return *this;
        if (m_body.size() < length) {
            m_error = ReadError::ShortBody;
            return *this;
        }
        to.assign(reinterpret_cast<const char *>(m_body.data()), length);
        m_body = m_body.subspan(length);
        return *this;
    }
    BodyReader &zeros(size_t count)
    {
        for (uint8_t byte = 0; count > 0; --count) {
            takeOne(byte);
            require(byte == 0);
        }
        return *this;
    }
    BodyReader &flag(bool &to)
    {
        uint8_t byte = 0;
        takeOne(byte);
        require(byte <= 1);
        to = byte == 1;
        return *this;
    }
    BodyReader &figures(TcpFigures &f)
    {
        return take(f.srttUs, f.rttvarUs, f.minRttUs, f.cwnd, f.ssthresh, f.retransmits, f.lost, f.reordering,
                    f.deliveryRate, f.bytesSent, f.bytesReceived, f.segmentsOut, f.segmentsIn, f.receiveWindow,
                    f.sendWindow);
    }
    BodyReader &require(bool good)
    {
        if (!good && m_error == ReadError::None)
            m_error = ReadError::BadField;
        return *this;
    }
    bool good() const { return m_error == ReadError::None; }

    template<class T> std::expected<T, ReadError> finish(T message)
    {
        if (good() && !m_body.empty())
            m_error = ReadError::TrailingBytes;
        if (!good())
            return std::unexpected(m_error);
        return message;
    }

private:
    template<class T> void takeOne(T &to)
    {
        static_assert(std::is_trivially_copyable_v<T>);
        if (m_error != ReadError::None)
            return;
        if (m_body.size() < sizeof to) {
            m_error = ReadError::ShortBody;
            return;
        }
        std::memcpy(&to, m_body.data(), sizeof to);
        m_body = m_body.subspan(sizeof to);
    }

    std::span<const std::byte> m_body;
    ReadError m_error = ReadError::None;
};

template<class Enum> bool within(Enum value, Enum first, Enum last)
{
    return value >= first && value <= last;
}

} // namespace

template<> std::expected<Hello, ReadError> decode(std::span<const std::byte> body)
{
    Hello m;
    return BodyReader(body).take(m.version).text(m.client).finish(std::move(m));
}

template<> std::expected<Start, ReadError> decode(std::span<const std::byte> body)
{
    Start m;
    BodyReader reader(body);
    reader.take(m.scope).flag(m.followChildren).zeros(2).take(m.id, m.callLimit).text(m.path);
    reader.require(within(m.scope, ScopeKind::OwnUid, ScopeKind::All)).require(m.path.find('\0') == m.path.npos);
    return reader.finish(std::move(m));
}

template<> std::expected<ReadTls, ReadError> decode(std::span<const std::byte> body)
{
    ReadTls m;
    BodyReader reader(body);
    reader.take(m.source).zeros(3).require(within(m.source, TlsSource::Calls, TlsSource::Either));
    return reader.finish(m);
}

template<> std::expected<CapturePackets, ReadError> decode(std::span<const std::byte> body)
{
    CapturePackets m;
    BodyReader reader(body);
    uint16_t count = 0;
    reader.take(m.snap, count).zeros(2).require(count <= interfacesMax);
    for (; reader.good() && count > 0; --count) {
        std::string &name = m.interfaces.emplace_back();
        reader.text(name, interfaceNameMax).require(!name.empty() && name.find('\0') == name.npos);
    }
    return reader.finish(std::move(m));
}

template<> std::expected<Welcome, ReadError> decode(std::span<const std::byte> body)
{
    Welcome m;
    return BodyReader(body).take(m.version).text(m.helper).text(m.kernel).finish(std::move(m));
}

template<> std::expected<Refused, ReadError> decode(std::span<const std::byte> body)
{
    Refused m{};
    return BodyReader(body).take(m.reason).text(m.detail).finish(std::move(m));
}

template<> std::expected<Started, ReadError> decode(std::span<const std::byte> body)
{
    Started m;
    return BodyReader(body)
        .take(m.sessionId, m.realtimeMinusClock, m.bootMinusClock)
        .text(m.hooks)
        .finish(std::move(m));
}

template<> std::expected<Stopped, ReadError> decode(std::span<const std::byte> body)
{
    Stopped m;
    return BodyReader(body).text(m.reason).finish(std::move(m));
}

template<> std::expected<Process, ReadError> decode(std::span<const std::byte> body)
{
    Process m;
    BodyReader reader(body);
    reader.take(m.time, m.startNs, m.cgroupId, m.pid, m.ppid, m.uid, m.gid, m.executed, m.argsCut).zeros(2);
    reader.text(m.comm).text(m.exe).text(m.args).text(m.cgroup);
    reader.require(m.executed <= 2).require(m.argsCut <= 1);
    return reader.finish(std::move(m));
}

template<> std::expected<ProcessExit, ReadError> decode(std::span<const std::byte> body)
{
    ProcessExit m;
    return BodyReader(body).take(m.time, m.pid, m.exitCode).finish(m);
}

template<> std::expected<Socket, ReadError> decode(std::span<const std::byte> body)
{
    Socket m;
    BodyReader reader(body);
    reader.take(m.time, m.flow, m.cgroupId, m.pid, m.tid, m.netns, m.uid, m.local, m.remote, m.localPort, m.remotePort,
                m.family, m.protocol, m.role, m.state, m.fromStart);
    reader.zeros(3).require(m.role <= Role::Server).require(m.fromStart <= 1);
    return reader.finish(m);
}

template<> std::expected<State, ReadError> decode(std::span<const std::byte> body)
{
    State m;
    return BodyReader(body)
        .take(m.time, m.flow, m.pid, m.oldState, m.newState, m.error, m.sent, m.received)
        .figures(m.tcp)
        .finish(m);
}

template<> std::expected<TcpSample, ReadError> decode(std::span<const std::byte> body)
{
    TcpSample m;
    return BodyReader(body).take(m.time, m.flow).figures(m.tcp).finish(m);
}

template<> std::expected<TcpReading, ReadError> decode(std::span<const std::byte> body)
{
    TcpReading m;
    return BodyReader(body)
        .take(m.time, m.flow)
        .figures(m.tcp)
        .take(m.windowLimitedUs, m.outOfOrder)
        .finish(m);
}

template<> std::expected<UpperLayer, ReadError> decode(std::span<const std::byte> body)
{
    UpperLayer m;
    return BodyReader(body).take(m.time, m.flow).text(m.name, upperLayerMax).finish(std::move(m));
}

template<> std::expected<OtherEnd, ReadError> decode(std::span<const std::byte> body)
{
    OtherEnd m;
    return BodyReader(body).take(m.time, m.flow, m.peer, m.sentSequence, m.receivedSequence).finish(m);
}

template<> std::expected<Ping, ReadError> decode(std::span<const std::byte> body)
{
    Ping m;
    return BodyReader(body).take(m.time).finish(m);
}

template<> std::expected<Pong, ReadError> decode(std::span<const std::byte> body)
{
    Pong m;
    return BodyReader(body).take(m.time, m.realtime).finish(m);
}

template<> std::expected<Machine, ReadError> decode(std::span<const std::byte> body)
{
    Machine m;
    return BodyReader(body)
        .take(m.session, m.uid, m.clockOffset, m.clockUncertainty)
        .text(m.name, machineNameMax)
        .text(m.destination, machineNameMax)
        .finish(std::move(m));
}

template<> std::expected<LinkLost, ReadError> decode(std::span<const std::byte> body)
{
    LinkLost m;
    return BodyReader(body).take(m.time, m.session).text(m.reason).finish(std::move(m));
}

template<> std::expected<Interface, ReadError> decode(std::span<const std::byte> body)
{
    Interface m;
    BodyReader reader(body);
    reader.take(m.index, m.netns, m.linkType).zeros(2).take(m.snap).text(m.name, interfaceNameMax).text(m.hook);
    return reader.finish(std::move(m));
}

template<> std::expected<Tie, ReadError> decode(std::span<const std::byte> body)
{
    Tie m;
    return BodyReader(body).take(m.time, m.flow, m.tls, m.kind, m.origin).zeros(2).finish(m);
}

template<> std::expected<TlsEnd, ReadError> decode(std::span<const std::byte> body)
{
    TlsEnd m;
    return BodyReader(body).take(m.time, m.flow, m.tls, m.sent, m.received).finish(m);
}

template<> std::expected<TlsFacts, ReadError> decode(std::span<const std::byte> body)
{
    TlsFacts m;
    return BodyReader(body)
        .take(m.time, m.flow, m.tls, m.finished, m.alpnKnown)
        .require(m.finished <= 1 && m.alpnKnown <= 1)
        .zeros(2)
        .text(m.alpn, alpnMax)
        .finish(std::move(m));
}

template<> std::expected<Losses, ReadError> decode(std::span<const std::byte> body)
{
    Losses m;
    BodyReader reader(body);
    uint16_t count = 0;
    reader.take(m.time, count).require(count <= lossesMax);
    for (; reader.good() && count > 0; --count) {
        Loss &loss = m.counts.emplace_back();
        reader.take(loss.place, loss.cause).zeros(2).take(loss.events, loss.bytes).require(loss.place <= LossPlace::Relay);
    }
    return reader.finish(std::move(m));
}

template<> std::expected<Unread, ReadError> decode(std::span<const std::byte> body)
{
    Unread m;
    BodyReader reader(body);
    reader.take(m.time, m.flow, m.bytes);
    return reader.finish(m);
}

template<> std::expected<LibraryFile, ReadError> decode(std::span<const std::byte> body)
{
    LibraryFile m;
    BodyReader reader(body);
    reader.take(m.id).text(m.library).text(m.version).text(m.path).text(m.foundBy);
    return reader.finish(std::move(m));
}

template<> std::expected<TlsLibrary, ReadError> decode(std::span<const std::byte> body)
{
    TlsLibrary m;
    BodyReader reader(body);
    reader.take(m.time, m.tls, m.library, m.origin).zeros(3);
    return reader.finish(m);
}

template<> std::expected<Secret, ReadError> decode(std::span<const std::byte> body)
{
    Secret m;
    BodyReader reader(body);
    reader.take(m.time, m.tls, m.pid, m.library, m.origin, m.length, m.randomKnown).zeros(1).text(m.label, secretLabelMax).take(m.random, m.bytes);
    reader.require(m.length > 0 && m.length <= secretMax).require(m.randomKnown <= 1);
    return reader.finish(std::move(m));
}

template<> std::expected<Undecrypted, ReadError> decode(std::span<const std::byte> body)
{
    Undecrypted m;
    BodyReader reader(body);
    reader.take(m.time, m.flow, m.tls, m.cause).zeros(3).take(m.bytes, m.records);
    return reader.finish(m);
}

template<> std::expected<Rows, ReadError> decode(std::span<const std::byte> body)
{
    Rows m;
    BodyReader reader(body.first(std::min<size_t>(body.size(), frameMax - rowsMax)));
    reader.take(m.format, m.more).zeros(2).require(m.more <= 1);
    auto result = reader.finish(m);
    if (result)
        result->bytes = body.subspan(frameMax - rowsMax);
    return result;
}

template<> std::expected<Coverage, ReadError> decode(std::span<const std::byte> body)
{
    Coverage m;
    BodyReader reader(body);
    reader.take(m.time, m.pid, m.state).zeros(3);
    reader.text(m.library).text(m.version).text(m.path).text(m.foundBy).text(m.reason);
    reader.require(within(m.state, CoverageState::Readable, CoverageState::Unknown));
    return reader.finish(std::move(m));
}

template<> std::expected<RoleLost, ReadError> decode(std::span<const std::byte> body)
{
    RoleLost m;
    BodyReader reader(body);
    reader.take(m.role).zeros(1).text(m.reason);
    reader.require(within(m.role, HelperRole::Loader, HelperRole::Analyzer));
    return reader.finish(std::move(m));
}

template<> std::expected<Finding, ReadError> decode(std::span<const std::byte> body)
{
    Finding m;
    BodyReader reader(body);
    reader.take(m.state).zeros(1).text(m.name).text(m.value).text(m.advice);
    reader.require(within(m.state, FindingState::Good, FindingState::Bad));
    return reader.finish(std::move(m));
}

template<> std::expected<PlanReport, ReadError> decode(std::span<const std::byte> body)
{
    PlanReport m;
    BodyReader reader(body);
    uint16_t count = 0;
    reader.take(m.library).zeros(1).take(count);
    for (std::string *text : {&m.version, &m.buildId, &m.foundBy, &m.problem})
        reader.text(*text, planTextMax);
    reader.require(count <= sitesMax);
    for (; reader.good() && count > 0; --count) {
        PlanSite &site = m.sites.emplace_back();
        reader.take(site.role, site.result, site.cost, site.wantsReturn, site.fileOffset);
        reader.text(site.function, planTextMax).text(site.reason, planTextMax).require(site.wantsReturn <= 1);
    }
    return reader.finish(std::move(m));
}

std::expected<PacketView, ReadError> decodePacket(std::span<const std::byte> body)
{
    PacketView view;
    Packet &head = view.head;
    BodyReader reader(body.first(std::min(body.size(), packetHeadSize)));
    reader.take(head.time, head.flow, head.cookie, head.pid, head.interface, head.length, head.captured, head.offset, head.bytes,
                head.vlanProtocol, head.vlanTag, head.direction, head.end);
    reader.zeros(2).require(head.direction <= 1 && head.end <= PacketEnd::Receiver && head.bytes <= packetPieceMax);
    reader.require(head.captured <= std::min(head.length, packetMax) && uint64_t(head.offset) + head.bytes <= head.captured);
    if (auto good = reader.finish(head); !good)
        return std::unexpected(good.error());
    view.bytes = body.subspan(packetHeadSize);
    if (view.bytes.size() != head.bytes)
        return std::unexpected(view.bytes.size() < head.bytes ? ReadError::ShortBody : ReadError::TrailingBytes);
    return view;
}

std::string_view readErrorName(ReadError error)
{
    switch (error) {
    case ReadError::None: return "none";
    case ReadError::TooLong: return "frame too long";
    case ReadError::ShortBody: return "short body";
    case ReadError::WrongSender: return "message from the wrong side";
    case ReadError::BadField: return "bad field";
    case ReadError::TrailingBytes: return "trailing bytes";
    case ReadError::Closed: return "closed";
    case ReadError::TornFrame: return "torn frame";
    case ReadError::System: return "system error";
    }
    return "unknown";
}

} // namespace wire
