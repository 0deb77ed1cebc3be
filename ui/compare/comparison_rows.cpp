// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison_rows.h"

#include "ui/models/format.h"

#include <QCoreApplication>

namespace ui {

namespace {

using compare::Kind;
using compare::Part;
using compare::Way;
using What = ComparisonRow::What;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ui::ComparisonRows)
};

QString partTitle(Part part)
{
    switch (part) {
    case Part::Target:
        return Words::tr("Request");
    case Part::Query:
        return Words::tr("Query parameters");
    case Part::RequestHead:
        return Words::tr("Request headers");
    case Part::RequestBody:
        return Words::tr("Request body");
    case Part::Status:
        return Words::tr("Response");
    case Part::ResponseHead:
        return Words::tr("Response headers");
    case Part::ResponseBody:
        return Words::tr("Response body");
    }
    return {};
}

// The engine's names of what has none on the wire.
QString nameText(const compare::Section &section, const std::string &name)
{
    if (section.part != Part::Target && section.part != Part::Status && section.way != Way::Bytes)
        return text(name);
    if (name == "method")
        return Words::tr("Method");
    if (name == "scheme")
        return Words::tr("Scheme");
    if (name == "host")
        return Words::tr("Host");
    if (name == "path")
        return Words::tr("Path");
    if (name == "version")
        return Words::tr("Version");
    if (name == "status")
        return Words::tr("Status");
    if (name == "reason")
        return Words::tr("Reason");
    if (name == "bytes")
        return Words::tr("Bytes");
    return name == "first difference" ? Words::tr("First difference at byte") : text(name);
}

// One line of a cell: control characters would break it.
QString cell(const std::string &value)
{
    QString shown = text(value);
    for (QChar &c : shown)
        if (c.category() == QChar::Other_Control)
            c = c == QLatin1Char('\t') ? QLatin1Char(' ') : QChar(0x00b7);
    return shown;
}

void addNotes(std::vector<ComparisonRow> &rows, const compare::Section &section)
{
    const auto note = [&rows](const QString &words) { rows.push_back({ .what = What::Note, .kind = Kind::Same, .name = words, .left = {}, .right = {} }); };
    if (section.way == Way::Unread)
        note(Words::tr("One of the two could not be read or decoded."));
    else if (!section.differences.whole)
        note(Words::tr("There is more: only the first differences are shown."));
    if (section.cut)
        note(Words::tr("One of the two is incomplete or too large: only what is there is compared."));
}

ComparisonRow timeRow(const QString &name, base::Duration left, base::Duration right)
{
    ComparisonRow row { .what = What::Value, .kind = Kind::Same, .name = name, .left = durationText(left), .right = durationText(right) };
    row.kind = row.left == row.right ? Kind::Same : Kind::Changed;
    row.matters = row.kind != Kind::Same;
    return row;
}

} // namespace

std::vector<ComparisonRow> comparisonRows(const std::vector<compare::Section> &sections)
{
    std::vector<ComparisonRow> rows;
    rows.reserve(sections.size());
    for (const compare::Section &section : sections) {
        const bool differs = section.differences.any() || section.way == Way::Unread;
        rows.push_back({ .what = What::Heading, .kind = differs ? Kind::Changed : Kind::Same, .name = partTitle(section.part), .left = {}, .right = {} });
        for (const compare::Difference &difference : section.differences.rows) {
            ComparisonRow row { .what = What::Value, .kind = difference.kind, .name = nameText(section, difference.name), .left = cell(difference.left), .right = cell(difference.right) };
            if (difference.kind == Kind::Skipped)
                row.left = Words::tr("%1 equal lines").arg(countText(difference.count));
            row.matters = difference.kind != Kind::Same && difference.kind != Kind::Skipped;
            row.matters |= section.way == Way::Lines && differs;
            rows.push_back(std::move(row));
        }
        addNotes(rows, section);
    }
    return rows;
}

std::vector<ComparisonRow> timingRows(const exchange::Exchange &left, const exchange::Timing &leftTimes, const exchange::Exchange &right, const exchange::Timing &rightTimes)
{
    std::vector<ComparisonRow> rows { { .what = What::Heading, .kind = Kind::Same, .name = Words::tr("Timing"), .left = {}, .right = {} } };
    const auto add = [&rows](const QString &name, base::Duration one, base::Duration other) {
        if (one != base::unknownDuration || other != base::unknownDuration)
            rows.push_back(timeRow(name, one, other));
    };
    add(Words::tr("Duration"), leftTimes.total, rightTimes.total);
    add(Words::tr("Name lookup"), leftTimes.dns, rightTimes.dns);
    add(Words::tr("Connecting"), leftTimes.connect, rightTimes.connect);
    add(QStringLiteral("TLS"), leftTimes.tls, rightTimes.tls);
    add(Words::tr("Sending"), leftTimes.send, rightTimes.send);
    add(Words::tr("Waiting"), leftTimes.wait, rightTimes.wait);
    add(Words::tr("Receiving"), leftTimes.receive, rightTimes.receive);
    const auto size = [&rows](const QString &name, uint64_t one, uint64_t other) {
        const Kind kind = one == other ? Kind::Same : Kind::Changed;
        rows.push_back({ .what = What::Value, .kind = kind, .name = name, .left = sizeText(one), .right = sizeText(other), .matters = one != other });
    };
    size(Words::tr("Sent"), left.request.bodyBytes, right.request.bodyBytes);
    size(Words::tr("Received"), left.response.bodyBytes, right.response.bodyBytes);
    for (const ComparisonRow &row : rows)
        if (row.kind != Kind::Same)
            rows.front().kind = Kind::Changed;
    return rows;
}

} // namespace ui
