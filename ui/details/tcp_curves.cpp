// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/tcp_curves.h"

#include "ui/models/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::TcpCurves)
};

using exchange::TcpFigures;
using Unit = TcpCurve::Unit;

template <typename Value>
TcpCurve values(const QString &name, Unit unit, double factor, std::optional<Value> TcpFigures::*figure, std::span<const TcpFigures> series)
{
    TcpCurve curve { .name = name, .unit = unit };
    for (const TcpFigures &sample : series)
        if (sample.*figure)
            curve.points.push_back({ sample.time, factor * double(*(sample.*figure)) });
    return curve;
}

// What a counter grew by between samples, per second if it is a rate.
template <typename Value>
TcpCurve growth(const QString &name, Unit unit, std::optional<Value> TcpFigures::*counter, std::span<const TcpFigures> series)
{
    TcpCurve curve { .name = name, .unit = unit, .steps = true };
    const TcpFigures *last = nullptr;
    for (const TcpFigures &sample : series) {
        if (!(sample.*counter))
            continue;
        if (last && sample.time > last->time && *(sample.*counter) >= *(last->*counter)) {
            const double grown = double(*(sample.*counter) - *(last->*counter));
            if (curve.points.empty())
                curve.points.push_back({ last->time, 0 });
            curve.points.push_back({ sample.time, unit == Unit::Rate ? grown * 1e9 / double(sample.time - last->time) : grown });
        }
        last = &sample;
    }
    return curve;
}

} // namespace

std::vector<TcpCurve> tcpCurves(std::span<const TcpFigures> series)
{
    TcpCurve shortest = values(Words::tr("shortest"), Unit::Time, 1e3, &TcpFigures::minRttUs, series);
    TcpCurve received = growth(Words::tr("received"), Unit::Rate, &TcpFigures::bytesReceived, series);
    shortest.second = received.second = true;
    std::vector<TcpCurve> all { values(Words::tr("Round trip"), Unit::Time, 1e3, &TcpFigures::srttUs, series), std::move(shortest),
                                values(Words::tr("Congestion window"), Unit::Segments, 1, &TcpFigures::cwnd, series),
                                growth(Words::tr("Throughput: sent"), Unit::Rate, &TcpFigures::bytesSent, series), std::move(received),
                                growth(Words::tr("Retransmitted"), Unit::Count, &TcpFigures::retransmits, series) };
    std::vector<TcpCurve> curves;
    bool shown = false;
    for (TcpCurve &curve : all) {
        if (curve.second ? !shown : curve.points.size() < 2) {
            shown = false;
            continue;
        }
        shown = true;
        if (curve.points.size() >= 2)
            curves.push_back(std::move(curve));
    }
    return curves;
}

QString valueText(Unit unit, double value)
{
    if (std::isnan(value))
        return QStringLiteral("–");
    switch (unit) {
    case Unit::Time:
        return durationText(base::Duration(value));
    case Unit::Rate:
        return Words::tr("%1/s").arg(sizeText(uint64_t(value)));
    case Unit::Segments:
        return Words::tr("%1 segments").arg(countText(uint64_t(value)));
    case Unit::Count:
        break;
    }
    return countText(uint64_t(value));
}

double valueAt(const TcpCurve &curve, base::Time time)
{
    const auto &points = curve.points;
    if (points.empty() || time < points.front().time || time > points.back().time)
        return std::numeric_limits<double>::quiet_NaN();
    const auto after = std::ranges::lower_bound(points, time, {}, &TcpCurve::Point::time);
    if (after == points.begin())
        return curve.steps && points.size() > 1 ? points[1].value : after->value;
    if (curve.steps)
        return after->value;
    return after->time - time < time - std::prev(after)->time ? after->value : std::prev(after)->value;
}

} // namespace ui
