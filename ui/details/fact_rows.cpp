// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/fact_rows.h"

#include "app/base/side_name.h"
#include "ui/models/filter_terms.h"
#include "ui/models/format.h"
#include "ui/text/error_text.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>

#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::FactRows)
};

FieldRow row(const QString &label, const QString &value, const QString &filter = {})
{
    const QString unknown = Words::tr("unknown");
    if (value.isEmpty())
        return {.cells = {label, unknown}, .filter = {}, .colour = &Tokens::dim};
    return {.cells = {label, value}, .filter = filter};
}

QString portTerm(const base::Endpoint &end) { return end.port == 0 ? QString() : QStringLiteral("port:%1").arg(end.port); }

QString microseconds(uint64_t us) { return durationText(base::Duration(us) * 1000); }

void addTcp(std::vector<FieldRow> &rows, const exchange::TcpFigures &tcp)
{
    const auto time = [&](const QString &label, const std::optional<uint32_t> &value) {
        if (value)
            rows.push_back(row(label, microseconds(*value)));
    };
    const auto count = [&](const QString &label, const std::optional<uint32_t> &value, const QString &words = QStringLiteral("%1")) {
        if (value)
            rows.push_back(row(label, words.arg(countText(*value))));
    };
    time(Words::tr("Smoothed RTT"), tcp.srttUs);
    time(Words::tr("RTT variation"), tcp.rttvarUs);
    time(Words::tr("Minimum RTT"), tcp.minRttUs);
    count(Words::tr("Congestion window"), tcp.cwnd, Words::tr("%1 segments"));
    // The kernel's "infinite": no loss has set a threshold yet.
    if (tcp.ssthresh && *tcp.ssthresh < 0x7fffffff)
        count(Words::tr("Slow-start threshold"), tcp.ssthresh, Words::tr("%1 segments"));
    count(Words::tr("Retransmits"), tcp.retransmits);
    count(Words::tr("Lost segments"), tcp.lost);
    count(Words::tr("Received out of order"), tcp.outOfOrder, Words::tr("%1 segments"));
    if (tcp.windowLimitedUs && *tcp.windowLimitedUs > 0)
        rows.push_back(row(Words::tr("Blocked by the peer's window"), microseconds(*tcp.windowLimitedUs)));
    count(Words::tr("Segments sent"), tcp.segmentsOut);
    count(Words::tr("Segments received"), tcp.segmentsIn);
    if (tcp.sendWindow)
        rows.push_back(row(Words::tr("Send window"), sizeText(*tcp.sendWindow)));
    if (tcp.receiveWindow)
        rows.push_back(row(Words::tr("Receive window"), sizeText(*tcp.receiveWindow)));
    if (tcp.deliveryRate && *tcp.deliveryRate > 0)
        rows.push_back(row(Words::tr("Delivery rate"), sizeText(*tcp.deliveryRate) + QStringLiteral("/s")));
}

// Minimum and maximum of a figure over the connection's life, and how often the window was closed.
void addSeries(std::vector<FieldRow> &rows, std::span<const exchange::TcpFigures> series)
{
    if (series.size() < 2)
        return;
    const auto range = [&](const QString &label, auto figure, auto words) {
        std::optional<uint64_t> least, most;
        for (const exchange::TcpFigures &tcp : series) {
            const auto &value = tcp.*figure;
            if (!value)
                continue;
            least = std::min<uint64_t>(least.value_or(*value), *value);
            most = std::max<uint64_t>(most.value_or(*value), *value);
        }
        if (most && *least != *most)
            rows.push_back(row(label, Words::tr("%1 to %2 in %3 samples").arg(words(*least), words(*most), countText(series.size()))));
    };
    const auto closed = [&](const QString &label, auto figure) {
        const auto times = std::ranges::count_if(series, [figure](const exchange::TcpFigures &tcp) { return tcp.*figure == 0u; });
        if (times > 0)
            rows.push_back(row(label, Words::tr("closed in %1 of %2 samples").arg(countText(uint64_t(times)), countText(series.size()))));
    };
    range(Words::tr("RTT over time"), &exchange::TcpFigures::srttUs, microseconds);
    range(Words::tr("Congestion window over time"), &exchange::TcpFigures::cwnd, [](uint64_t value) { return countText(value); });
    closed(Words::tr("Send window over time"), &exchange::TcpFigures::sendWindow);
    closed(Words::tr("Receive window over time"), &exchange::TcpFigures::receiveWindow);
}

QString transportText(const exchange::Connection &c)
{
    if (c.protocol == IPPROTO_TCP)
        return QStringLiteral("TCP");
    if (c.protocol == IPPROTO_UDP)
        return QStringLiteral("UDP");
    if (c.local.family == base::Family::Unix || c.remote.family == base::Family::Unix)
        return Words::tr("Unix socket");
    if (c.local.family == base::Family::Standard)
        return Words::tr("Standard input and output");
    return c.protocol == 0 ? QString() : Words::tr("IP protocol %1").arg(c.protocol);
}

void addFirewall(std::vector<FieldRow> &rows, const exchange::Connection &c)
{
    for (const exchange::Translation &nat : c.translations) {
        const auto way = [](const base::Endpoint &from, const base::Endpoint &to) { return text(base::endpointText(from)) + QStringLiteral(" → ") + text(base::endpointText(to)); };
        rows.push_back(row(Words::tr("Sent as (NAT)"), way(nat.from, nat.to)));
        rows.push_back(row(Words::tr("Answered as (NAT)"), way(nat.answerFrom, nat.answerTo)));
    }
    for (const exchange::Drops &drops : c.drops) {
        const QString packets = drops.count == 1 ? Words::tr("1 packet") : Words::tr("%1 packets").arg(countText(drops.count));
        const QString by = drops.byFirewall ? Words::tr("by %1").arg(text(exchange::dropperText(drops))) : text(drops.reason);
        rows.push_back(row(drops.sent ? Words::tr("Dropped when sent") : Words::tr("Dropped on arrival"), QStringLiteral("%1, %2").arg(packets, by)));
        rows.back().colour = drops.byFirewall ? &Tokens::bad : &Tokens::notice;
    }
}

} // namespace

QString tcpText(const exchange::TcpFigures &tcp)
{
    QStringList parts;
    if (tcp.srttUs)
        parts << Words::tr("srtt %1").arg(microseconds(*tcp.srttUs));
    if (tcp.cwnd)
        parts << Words::tr("cwnd %1").arg(*tcp.cwnd);
    if (tcp.retransmits)
        parts << Words::tr("%1 retransmits").arg(*tcp.retransmits);
    return parts.join(QStringLiteral(" · "));
}

namespace {

void addReading(std::vector<FieldRow> &rows, const QString &label, const std::optional<exchange::TcpFigures> &tcp, base::Time wanted)
{
    const QString words = tcp ? tcpText(*tcp) : QString();
    if (words.isEmpty())
        return;
    // Figures are taken just after a call has moved bytes: a tenth of a millisecond is the same moment.
    const base::Duration age = tcp->time && wanted ? wanted - tcp->time : 0;
    const bool told = age >= 100'000 || age <= -100'000;
    rows.push_back(row(label, !told ? words : (age > 0 ? Words::tr("%1 · %2 before") : Words::tr("%1 · %2 after")).arg(words, durationText(std::abs(age)))));
}

} // namespace

std::vector<FieldRow> exchangeRows(const exchange::Exchange &e, const exchange::Timing &timing)
{
    std::vector<FieldRow> rows;
    if (!e.operation.empty())
        rows.push_back(row(Words::tr("Operation"), text(e.operation), exactTerm("operation", text(e.operation))));
    if (e.outcome != protocols::Outcome::Unknown) {
        const bool failed = e.outcome == protocols::Outcome::Error;
        const QString words = text(e.result);
        rows.push_back(row(Words::tr("Outcome"), !failed ? (words.isEmpty() ? Words::tr("well") : words)
                               : words.isEmpty() ? Words::tr("error") : Words::tr("error: %1").arg(words),
                           failed ? QStringLiteral("outcome:error") : QStringLiteral("outcome:ok")));
        rows.back().colour = failed ? &Tokens::bad : &Tokens::text;
    }
    addReading(rows, Words::tr("TCP at the start"), e.tcpStart, e.request.begin ? e.request.begin : e.response.begin);
    addReading(rows, Words::tr("TCP at the end"), e.tcp, e.response.end ? e.response.end : e.request.end);
    rows.push_back(row(Words::tr("Started"), timing.begin > 0 ? dateTimeText(timing.begin) : QString()));
    if (e.state == exchange::State::InProgress)
        rows.push_back(row(Words::tr("Duration"), Words::tr("still running"), QStringLiteral("is:running")));
    else
        rows.push_back(row(Words::tr("Duration"), timing.total >= 0 ? durationText(timing.total) : QString(), durationTerm(timing.total)));
    if (e.request.stalled > 0)
        rows.push_back(row(Words::tr("Request stalled"), Words::tr("%1 by the server's flow-control window").arg(durationText(e.request.stalled))));
    if (e.response.stalled > 0)
        rows.push_back(row(Words::tr("Response stalled"), Words::tr("%1 by the client's flow-control window").arg(durationText(e.response.stalled))));
    rows.push_back(row(Words::tr("Protocol"), e.protocol == protocols::Protocol::Unknown ? QString() : protocolText(e.protocol), protocolTerm(e.protocol)));
    if (e.lostBytes > 0 || e.lostEvents > 0) {
        rows.push_back(row(Words::tr("Not captured"), Words::tr("%1 in %2 events").arg(sizeText(e.lostBytes), countText(e.lostEvents)), e.lostBytes > 0 ? QStringLiteral("is:lost") : QString()));
        rows.back().colour = &Tokens::bad;
    }
    if (const QString state = stateText(e); !state.isEmpty()) {
        rows.push_back(row(Words::tr("Note"), state));
        rows.back().colour = e.state == exchange::State::Failed ? &Tokens::bad : &Tokens::notice;
    }
    return rows;
}

std::vector<FieldRow> connectionRows(const exchange::Connection &c, std::span<const exchange::TcpFigures> series)
{
    std::vector<FieldRow> rows;
    rows.push_back(row(Words::tr("State"), c.reason.empty() ? connectionStateText(c.state)
                                                 : QStringLiteral("%1: %2").arg(connectionStateText(c.state), text(c.reason))));
    rows.push_back(row(Words::tr("Transport"), transportText(c)));
    if (c.dialogue != protocols::Protocol::Unknown)
        rows.push_back(row(Words::tr("Protocol"), c.startTls ? Words::tr("%1, TLS after STARTTLS").arg(protocolText(c.dialogue)) : protocolText(c.dialogue)));
    const QString side = QString::fromLatin1(base::sideName(c.side));
    rows.push_back(row(Words::tr("Role"), side, c.side == base::Side::Unknown ? QString() : filterTerm("side", side)));
    rows.push_back(row(Words::tr("Local address"), text(base::endpointText(c.local)), portTerm(c.local)));
    rows.push_back(row(Words::tr("Remote address"), text(base::endpointText(c.remote)), portTerm(c.remote)));
    if (!c.remoteName.empty())
        rows.push_back(row(Words::tr("DNS name"), text(c.remoteName)));
    for (const auto &prefix : c.prefixes) {
        rows.push_back(row(Words::tr("Begins with"), text(prefix.name)));
        if (prefix.client)
            rows.push_back(row(Words::tr("Client behind the proxy"), text(base::endpointText(*prefix.client))));
        if (prefix.server)
            rows.push_back(row(Words::tr("Address the client connected to"), text(base::endpointText(*prefix.server))));
        if (!prefix.target.empty())
            rows.push_back(row(Words::tr("Requested from the proxy"), text(prefix.target)));
        if (!prefix.user.empty())
            rows.push_back(row(Words::tr("User at the proxy"), text(prefix.user)));
        for (const auto &[name, value] : prefix.details)
            rows.push_back(row(Words::tr("From the proxy"), text(name) + QStringLiteral(": ") + text(value)));
    }
    addFirewall(rows, c);
    rows.push_back(row(c.fromStart ? Words::tr("Opened") : Words::tr("First seen"), c.opened > 0 ? dateTimeText(c.opened) : QString()));
    if (c.established > 0)
        rows.push_back(row(Words::tr("Established"), dateTimeText(c.established)));
    if (c.closed > 0)
        rows.push_back(row(Words::tr("Closed"), dateTimeText(c.closed)));
    rows.push_back(row(Words::tr("Sent"), sizeText(c.sent)));
    rows.push_back(row(Words::tr("Received"), sizeText(c.received)));
    if (c.lostBytes > 0) {
        rows.push_back(row(Words::tr("Not captured"), sizeText(c.lostBytes)));
        rows.back().colour = &Tokens::bad;
    }
    rows.push_back(row(Words::tr("Connection"), QString::number(c.id), filterTerm("connection", QString::number(c.id))));
    if (c.netns != 0)
        rows.push_back(row(Words::tr("Network namespace"), QString::number(c.netns)));
    if (c.tcp)
        addTcp(rows, *c.tcp);
    addSeries(rows, series);
    return rows;
}

std::vector<FieldRow> tlsRows(const exchange::Connection &c)
{
    std::vector<FieldRow> rows;
    if (!c.tls)
        return rows;
    rows.push_back(row(Words::tr("Protocol"), text(c.tlsProtocol), QStringLiteral("is:tls")));
    if (!c.quic.empty())
        rows.push_back(row(Words::tr("Transport"), QStringLiteral("QUIC ") + text(c.quic)));
    rows.push_back(row(Words::tr("Cipher"), text(c.tlsCipher)));
    rows.push_back(row(Words::tr("Server name (SNI)"), text(c.sni)));
    rows.push_back(row(Words::tr("Application (ALPN)"), text(c.alpn)));
    if (!c.ja4.empty())
        rows.push_back(row(Words::tr("Client's fingerprint (JA4)"), text(c.ja4)));
    if (c.tlsBegin > 0 && c.tlsEnd >= c.tlsBegin)
        rows.push_back(row(Words::tr("Handshake duration"), durationText(c.tlsEnd - c.tlsBegin)));
    rows.push_back(row(Words::tr("Library"), text(c.tlsLibrary + (c.tlsVersion.empty() ? "" : " " + c.tlsVersion))));
    if (c.kernelTls)
        rows.push_back(row(Words::tr("Encrypted by"), Words::tr("the kernel (kTLS)")));
    if (!c.foundBy.empty())
        rows.push_back(row(Words::tr("Functions located by"), text(c.foundBy)));
    rows.push_back(row(Words::tr("Contents"), c.plaintext ? Words::tr("readable") : Words::tr("not readable"),
                       c.plaintext ? QString() : QStringLiteral("is:unreadable")));
    if (!c.plaintext)
        rows.back().colour = &Tokens::notice;
    if (c.plaintext && !c.tlsSource.empty())
        rows.push_back(row(Words::tr("Read from"), c.tlsSource == "secrets" ? Words::tr("the secrets of its handshake") : Words::tr("calls of the library")));
    if (c.plaintext)
        rows.push_back(row(Words::tr("Tied to the socket by"), text(c.tie)));
    return rows;
}

std::vector<FieldRow> processRows(const exchange::Process &p, uint32_t tid)
{
    std::vector<FieldRow> rows;
    rows.push_back(row(Words::tr("Name"), text(p.comm), exactTerm("proc", text(p.comm))));
    rows.push_back(row(Words::tr("Process ID"), QString::number(p.pid), filterTerm("pid", QString::number(p.pid))));
    if (tid != 0 && tid != p.pid)
        rows.push_back(row(Words::tr("Thread ID"), QString::number(tid)));
    if (p.ppid != 0)
        rows.push_back(row(Words::tr("Parent"), QString::number(p.ppid), filterTerm("pid", QString::number(p.ppid))));
    rows.push_back(row(Words::tr("User ID"), p.uid == getuid() ? Words::tr("%1 (you)").arg(p.uid) : QString::number(p.uid)));
    rows.push_back(row(Words::tr("Program"), text(p.exe), exactTerm("proc", text(p.exe))));
    QStringList arguments;
    for (const std::string &argument : p.cmdline) {
        const QString word = text(argument);
        const bool plain = !word.isEmpty() && std::none_of(word.begin(), word.end(), [](QChar c) {
            return c.isSpace() || QStringLiteral("'\"\\$`&|;<>()*?#~!").contains(c);
        });
        arguments << (plain ? word : QLatin1Char('\'') + QString(word).replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\''));
    }
    rows.push_back(row(Words::tr("Command line"), arguments.join(QLatin1Char(' '))));
    rows.push_back(row(Words::tr("Started"), p.started > 0 ? dateTimeText(p.started) : QString()));
    if (p.exited > 0)
        rows.push_back(row(Words::tr("Ended"), dateTimeText(p.exited)));
    if (p.exitCode) {
        rows.push_back(row(Words::tr("Exit status"), QString::number(*p.exitCode)));
        if (*p.exitCode != 0)
            rows.back().colour = &Tokens::bad;
    }
    if (!p.machine.empty())
        rows.push_back(row(Words::tr("Machine"), text(p.machine), exactTerm("machine", text(p.machine))));
    if (!p.container.empty())
        rows.push_back(row(Words::tr("Container"), text(p.container)));
    if (!p.cgroup.empty())
        rows.push_back(row(Words::tr("cgroup"), text(p.cgroup)));
    return rows;
}

} // namespace ui
