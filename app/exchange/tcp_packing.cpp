// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/tcp_packing.h"

#include "app/exchange/tcp_figures.h"

#include <type_traits>

namespace exchange {

namespace {

constexpr uint64_t hasEnd = 1, hasStart = 2, startIsEnd = 4;

} // namespace

void packFigures(const TcpFigures &tcp, const TcpFigures *reference, packing::Writer &writer)
{
    static const TcpFigures none;
    uint64_t mask = 0;
    uint64_t bit = 1;
    visitTcp([&](const char *, auto figure) { mask |= tcp.*figure ? bit : 0, bit <<= 1; });
    writer.number(mask);
    visitTcp([&](const char *, auto figure) {
        const auto &other = (reference ? *reference : none).*figure;
        if (tcp.*figure && other)
            writer.difference(*(tcp.*figure), *other);
        else if (tcp.*figure)
            writer.number(*(tcp.*figure));
    });
}

TcpFigures unpackFigures(const TcpFigures *reference, packing::Reader &reader)
{
    static const TcpFigures none;
    TcpFigures tcp;
    uint64_t mask = reader.number();
    visitTcp([&](const char *, auto figure) {
        using Value = typename std::remove_reference_t<decltype(tcp.*figure)>::value_type;
        const auto &other = (reference ? *reference : none).*figure;
        if (mask & 1)
            tcp.*figure = Value(other ? reader.difference(*other) : reader.number());
        mask >>= 1;
    });
    return tcp;
}

void packReadings(const std::optional<TcpFigures> &start, const std::optional<TcpFigures> &end, packing::Writer &writer)
{
    // Two sets of one connection taken at the same time are identical.
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
