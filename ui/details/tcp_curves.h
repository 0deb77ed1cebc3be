// SPDX-License-Identifier: GPL-3.0-or-later
// The TCP figures of a connection over time, as curves.
#pragma once

#include "app/exchange/exchange.h"

#include <QString>

#include <span>
#include <vector>

namespace ui {

struct TcpCurve {
    enum class Unit : uint8_t { Time, Segments, Rate, Count };   // ns, segments, bytes a second, segments
    struct Point {
        base::Time time = 0;
        double value = 0;
    };
    QString name = {};
    Unit unit = Unit::Count;
    bool steps = false;            // a value holds for the time since the point before it
    bool second = false;           // drawn into the plot of the curve before it
    std::vector<Point> points = {};     // in the order of time; only where the figure is known
};

// Round trip (and the shortest), congestion window, throughput each way, retransmitted segments. Curves without two points
// are left out, those of one plot together.
std::vector<TcpCurve> tcpCurves(std::span<const exchange::TcpFigures>);
QString valueText(TcpCurve::Unit, double);
// The value at a time: of the nearest point, or of the step there. NaN outside.
double valueAt(const TcpCurve &, base::Time);

} // namespace ui
