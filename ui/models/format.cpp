// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"

#include "app/protocols/protocol_info.h"

#include <QDateTime>

#include <algorithm>
#include <array>
#include <cmath>

namespace ui {

namespace {

const QString unknownText = QStringLiteral("–");

// Two significant digits below 10, no meaningless decimals above.
QString shortNumber(double value)
{
    if (value < 9.95)
        return QString::number(value, 'f', 1);
    return QString::number(value, 'f', 0);
}

} // namespace

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
}

QString clippedText(std::string_view bytes, qsizetype limit)
{
    if (qsizetype(bytes.size()) <= limit)
        return text(bytes);
    // A sequence split by the cut becomes U+FFFD at the very end, hidden by the cell's ellipsis.
    return text(bytes.substr(0, size_t(limit))) + QStringLiteral("…");
}

QString timeText(base::Time time)
{
    if (time <= 0)
        return unknownText;
    return QDateTime::fromMSecsSinceEpoch(time / 1'000'000).toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString dateTimeText(base::Time time)
{
    if (time <= 0)
        return unknownText;
    return QDateTime::fromMSecsSinceEpoch(time / 1'000'000).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
}

QString durationText(base::Duration duration)
{
    if (duration < 0)
        return unknownText;
    const double ms = double(duration) / 1e6;
    if (ms < 0.0005)
        return QStringLiteral("0 ms");
    if (ms < 0.0995)
        return QString::number(ms * 1000, 'f', 0) + QStringLiteral(" µs");
    if (ms < 999.5)
        return shortNumber(ms) + QStringLiteral(" ms");
    const double seconds = ms / 1000;
    if (seconds < 9.995)
        return QString::number(seconds, 'f', 2) + QStringLiteral(" s");
    if (seconds < 59.95)
        return QString::number(seconds, 'f', 1) + QStringLiteral(" s");
    const auto whole = int64_t(std::llround(seconds));
    if (whole < 3600)
        return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
    return QStringLiteral("%1 h %2 min").arg(whole / 3600).arg(whole / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString sizeText(uint64_t bytes)
{
    if (bytes < 1000)
        return QString::number(bytes) + QStringLiteral(" B");
    static constexpr std::array units { " kB", " MB", " GB", " TB", " PB", " EB" };
    double value = double(bytes) / 1000;
    size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    const QString number = value < 99.95 ? QString::number(value, 'f', 1) : QString::number(value, 'f', 0);
    return number + QLatin1String(units[unit]);
}

QString countText(uint64_t count)
{
    QString digits = QString::number(count);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3)
        digits.insert(at, QChar(0x202f));
    return digits;
}

QString clockText(int64_t seconds)
{
    const int64_t whole = std::max<int64_t>(seconds, 0);
    return QStringLiteral("%1:%2:%3")
        .arg(whole / 3600, 2, 10, QLatin1Char('0'))
        .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(whole % 60, 2, 10, QLatin1Char('0'));
}

QString rateText(double perSecond)
{
    if (perSecond < 0.05)
        return QStringLiteral("0");
    if (perSecond < 9.95)
        return QString::number(perSecond, 'f', 1);
    return countText(uint64_t(std::llround(perSecond)));
}

QString mediaTypeText(std::string_view type)
{
    const size_t slash = type.find('/');
    if (slash == std::string_view::npos)
        return clippedText(type, 64);
    std::string_view family = type.substr(0, slash), kind = type.substr(slash + 1);
    if (family == "image" && kind.starts_with("svg"))
        return QStringLiteral("svg");
    if (const size_t plus = kind.rfind('+'); plus != std::string_view::npos && plus + 1 < kind.size())
        kind = kind.substr(plus + 1);
    if (kind == "plain")
        return QStringLiteral("text");
    if (kind == "x-www-form-urlencoded")
        return QStringLiteral("form");
    if (kind == "octet-stream")
        return QStringLiteral("binary");
    if (kind.starts_with("x-"))
        kind.remove_prefix(2);
    return clippedText(kind, 64);
}

QString protocolName(protocols::Protocol protocol)
{
    return text(protocols::protocolInfo(protocol).name);
}

} // namespace ui
