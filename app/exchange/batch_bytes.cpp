// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/batch_bytes.h"

#include "app/exchange/packing.h"

#include <array>
#include <concepts>
#include <string>
#include <type_traits>
#include <utility>

namespace exchange {

namespace {

template <typename T, typename Of>
concept Is = std::same_as<std::remove_const_t<T>, Of>;

// The last value of each enumeration that is stored.
template <typename E> inline constexpr E lastOf = E();
template <> inline constexpr auto lastOf<protocols::Half> = protocols::Half::Response;
template <> inline constexpr auto lastOf<protocols::ItemKind> = protocols::ItemKind::Message;
template <> inline constexpr auto lastOf<protocols::ItemCoding> = protocols::ItemCoding::Unknown;
template <> inline constexpr auto lastOf<protocols::Fault> = protocols::Fault::BeyondLimit;
template <> inline constexpr auto lastOf<protocols::Outcome> = protocols::Outcome::Error;
template <> inline constexpr auto lastOf<protocols::Dialect> = protocols::Dialect::OllamaGenerate;
template <> inline constexpr auto lastOf<protocols::Protocol> = protocols::Protocol::JsonRpc;
template <> inline constexpr auto lastOf<base::Side> = base::Side::Server;
template <> inline constexpr auto lastOf<base::Family> = base::Family::Standard;
template <> inline constexpr auto lastOf<Kind> = Kind::Query;
template <> inline constexpr auto lastOf<State> = State::Cut;
template <> inline constexpr auto lastOf<Contents> = Contents::Text;
template <> inline constexpr auto lastOf<ConnectionState> = ConnectionState::Aborted;

void fields(auto &io, Is<base::Slice> auto &s) { io(s.position, s.length); }
void fields(auto &io, Is<base::Endpoint> auto &e) { io(e.family, e.port, e.bytes); }
void fields(auto &io, Is<protocols::Tokens> auto &t) { io(t.input, t.output); }
void fields(auto &io, Is<Sequences> auto &s) { io(s.sent, s.received); }
void fields(auto &io, Is<Loss> auto &l) { io(l.cause, l.events, l.bytes); }
void fields(auto &io, Is<protocols::prefix::Prefix> auto &p) { io(p.name, p.client, p.server, p.details, p.target, p.user, p.failure); }
void fields(auto &io, Is<Message> auto &m)
{
    io(m.head, m.body, m.trailers, m.headBytes, m.bodyBytes, m.bodyLost, m.begin, m.headEnd, m.end, m.stalled, m.complete, m.contents, m.fault);
}
void fields(auto &io, Is<Item> auto &i) { io(i.half, i.kind, i.coding, i.code, i.begin, i.end, i.slices, i.wireBytes, i.lostBytes, i.label); }
void fields(auto &io, Is<TcpFigures> auto &t)
{
    io(t.time, t.srttUs, t.rttvarUs, t.minRttUs, t.cwnd, t.ssthresh, t.retransmits, t.lost, t.reordering, t.segmentsOut, t.segmentsIn, t.receiveWindow, t.sendWindow, t.outOfOrder,
       t.deliveryRate, t.bytesSent, t.bytesReceived, t.windowLimitedUs);
}
void fields(auto &io, Is<Exchange> auto &e)
{
    io(e.id, e.connection, e.process, e.tid, e.stream, e.kind, e.state, e.side, e.protocol, e.method, e.scheme, e.host, e.path, e.status, e.reason, e.contentType, e.contentEncoding,
       e.operation, e.dialect, e.tokens, e.outcome, e.result, e.rows, e.request, e.response, e.lostBytes, e.lostEvents, e.tcpStart, e.tcp, e.interim);
}
void fields(auto &io, Is<Connection> auto &c)
{
    io(c.id, c.flow, c.mergedInto, c.process, c.side, c.protocol, c.local, c.remote, c.remoteName, c.netns, c.peer, c.sequences, c.opened, c.established, c.closed, c.fromStart, c.state,
       c.reason, c.prefixes, c.tls, c.plaintext, c.dialogue, c.quic, c.startTls, c.kernelTls, c.tie, c.tlsSource, c.tlsLibrary, c.tlsVersion, c.tlsProtocol, c.tlsCipher, c.alpn, c.sni,
       c.ja4, c.foundBy, c.tlsBegin, c.tlsEnd, c.sent, c.received, c.datagramsSent, c.datagramsReceived, c.lostBytes, c.tcp);
}
void fields(auto &io, Is<Process> auto &p) { io(p.id, p.pid, p.ppid, p.uid, p.started, p.exited, p.exitCode, p.comm, p.exe, p.cgroup, p.container, p.cmdline); }
void fields(auto &io, Is<Coverage> auto &c)
{
    io(c.pid, c.readable, c.known, c.withdrawn, c.onWire, c.since, c.library, c.version, c.path, c.foundBy, c.reason, c.sni, c.alpn, c.ja4);
}
void fields(auto &io, Is<Batch> auto &b)
{
    io(b.processes, b.connections, b.exchanges, b.items, b.tcp, b.endedConnections, b.endedProcesses, b.coverage, b.losses, b.capturedBytes);
}

class Out
{
public:
    explicit Out(std::vector<uint8_t> &out) : m_out(out, 0) {}
    void operator()(const auto &...values) { (put(values), ...); }

private:
    void put(const std::string &text) { m_out.text(text); }
    void put(std::integral auto value)
    {
        if constexpr (std::is_signed_v<decltype(value)>)
            m_out.number(packing::zigzag(value));
        else
            m_out.number(value);
    }
    template <typename E> requires std::is_enum_v<E>
    void put(E value) { m_out.number(uint64_t(value)); }
    template <typename T> void put(const std::optional<T> &value)
    {
        put(value.has_value());
        if (value)
            put(*value);
    }
    template <typename T> void put(const std::vector<T> &list)
    {
        m_out.number(list.size());
        for (const T &each : list)
            put(each);
    }
    template <typename A, typename B> void put(const std::pair<A, B> &pair) { put(pair.first), put(pair.second); }
    template <size_t N> void put(const std::array<uint8_t, N> &bytes)
    {
        for (const uint8_t byte : bytes)
            m_out.number(byte);
    }
    template <typename T> requires std::is_class_v<T>
    void put(const T &value) { fields(*this, value); }

    packing::Writer m_out;
};

class In
{
public:
    explicit In(std::span<const std::byte> bytes) : m_bytes(bytes) {}
    void operator()(auto &...values) { (get(values), ...); }
    bool done() const { return m_good && m_bytes.empty(); }

private:
    uint64_t number()
    {
        uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (m_bytes.empty())
                break;
            const auto byte = uint8_t(m_bytes.front());
            m_bytes = m_bytes.subspan(1);
            value |= uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                return value;
        }
        m_good = false;
        return 0;
    }
    void get(std::string &text)
    {
        const uint64_t size = number();
        if (size > m_bytes.size())
            return fail();
        text.assign(reinterpret_cast<const char *>(m_bytes.data()), size_t(size));
        m_bytes = m_bytes.subspan(size_t(size));
    }
    template <std::integral T> void get(T &value)
    {
        const uint64_t got = number();
        if constexpr (std::is_same_v<T, bool>) {
            value = got == 1;
            m_good = m_good && got <= 1;
        } else if constexpr (std::is_signed_v<T>) {
            const int64_t number = packing::unzigzag(got);
            value = T(number);
            m_good = m_good && std::in_range<T>(number);
        } else {
            value = T(got);
            m_good = m_good && std::in_range<T>(got);
        }
    }
    template <typename E> requires std::is_enum_v<E>
    void get(E &value)
    {
        const uint64_t got = number();
        if (got > uint64_t(lastOf<E>))
            return fail();
        value = E(got);
        if constexpr (std::is_same_v<E, base::Family>)
            m_good = m_good && (value == E::Unknown || value == E::Unix || value == E::V4 || value == E::V6 || value == E::Standard);
    }
    template <typename T> void get(std::optional<T> &value)
    {
        bool has = false;
        get(has);
        if (has)
            get(value.emplace());
    }
    template <typename T> void get(std::vector<T> &list)
    {
        // One at a time: each takes at least a byte, so a number alone allocates nothing.
        for (uint64_t left = number(); left > 0 && m_good; --left) {
            if (m_bytes.empty())
                return fail();
            get(list.emplace_back());
        }
    }
    template <typename A, typename B> void get(std::pair<A, B> &pair) { get(pair.first), get(pair.second); }
    template <size_t N> void get(std::array<uint8_t, N> &bytes)
    {
        for (uint8_t &byte : bytes)
            get(byte);
    }
    template <typename T> requires std::is_class_v<T>
    void get(T &value)
    {
        if (m_good)
            fields(*this, value);
    }
    void fail() { m_good = false; }

    std::span<const std::byte> m_bytes;
    bool m_good = true;
};

} // namespace

std::vector<std::byte> batchBytes(const Batch &batch)
{
    std::vector<uint8_t> bytes;
    Out out(bytes);
    fields(out, batch);
    const auto view = std::as_bytes(std::span(bytes));
    return {view.begin(), view.end()};
}

std::optional<Batch> batchFromBytes(std::span<const std::byte> bytes)
{
    In in(bytes);
    Batch batch;
    fields(in, batch);
    return in.done() ? std::optional(std::move(batch)) : std::nullopt;
}

} // namespace exchange
