// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/tcp_packing.h"

#include <type_traits>

namespace exchange {

namespace {

constexpr uint64_t hasEnd = 1, hasStart = 2, startIsEnd = 4;

// Each figure of `tcp` with the same one of `reference`.
template <typename Figures, typename Visit>
void visitFigures(Figures &tcp, const TcpFigures &reference, Visit visit)
{
    visit(tcp.srttUs, reference.srttUs), visit(tcp.rttvarUs, reference.rttvarUs);
    visit(tcp.minRttUs, reference.minRttUs), visit(tcp.cwnd, reference.cwnd);
    visit(tcp.ssthresh, reference.ssthresh), visit(tcp.retransmits, reference.retransmits);
    visit(tcp.lost, reference.lost), visit(tcp.reordering, reference.reordering);
    visit(tcp.segmentsOut, reference.segmentsOut), visit(tcp.segmentsIn, reference.segmentsIn);
    visit(tcp.receiveWindow, reference.receiveWindow), visit(tcp.sendWindow, reference.sendWindow);
    visit(tcp.deliveryRate, reference.deliveryRate), visit(tcp.bytesSent, reference.bytesSent);
    visit(tcp.bytesReceived, reference.bytesReceived), visit(tcp.outOfOrder, reference.outOfOrder);
    visit(tcp.windowLimitedUs, reference.windowLimitedUs);
}

} // namespace

void packFigures(const TcpFigures &tcp, const TcpFigures *reference, packing::Writer &writer)
{
    static const TcpFigures none;
    uint64_t mask = 0;
    uint64_t bit = 1;
    visitFigures(tcp, none, [&](const auto &figure, const auto &) { mask |= figure ? bit : 0, bit <<= 1; });
    writer.number(mask);
    visitFigures(tcp, reference ? *reference : none, [&](const auto &figure, const auto &other) {
        if (figure && other)
            writer.difference(*figure, *other);
        else if (figure)
            writer.number(*figure);
    });
}

TcpFigures unpackFigures(const TcpFigures *reference, packing::Reader &reader)
{
    static const TcpFigures none;
    TcpFigures tcp;
    uint64_t mask = reader.number();
    visitFigures(tcp, reference ? *reference : none, [&](auto &figure, const auto &other) {
        using Value = typename std::remove_reference_t<decltype(figure)>::value_type;
        if (mask & 1)
            figure = Value(other ? reader.difference(*other) : reader.number());
        mask >>= 1;
    });
    return tcp;
}

void packReadings(const std::optional<TcpFigures> &start, const std::optional<TcpFigures> &end, packing::Writer &writer)
{
    // Two sets of one connection that were taken at one time are one.
    const bool same = start && end && start->time && start->time == end->time;
    writer.number((end ? hasEnd : 0) | (start ? hasStart : 0) | (same ? startIsEnd : 0));
    if (end) {
        writer.time(end->time);
        packFigures(*end, nullptr, writer);
    }
    if (start && !same) {
        writer.time(start->time);
        packFigures(*start, end ? &*end : nullptr, writer);
    }
}

void unpackReadings(std::optional<TcpFigures> &start, std::optional<TcpFigures> &end, packing::Reader &reader)
{
    const auto one = [&reader](const TcpFigures *reference) {
        const base::Time time = reader.time();
        TcpFigures tcp = unpackFigures(reference, reader);
        tcp.time = time;
        return tcp;
    };
    const uint64_t marks = reader.number();
    if (marks & hasEnd)
        end = one(nullptr);
    if (marks & startIsEnd)
        start = end;
    else if (marks & hasStart)
        start = one(end ? &*end : nullptr);
}

} // namespace exchange
