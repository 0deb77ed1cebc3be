// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison_delegate.h"

#include "ui/compare/comparison_model.h"
#include "ui/theme/theme.h"

#include <QPainter>

#include <algorithm>

namespace ui {

namespace {

using compare::Kind;
using What = ComparisonRow::What;

constexpr int padding = 8, signWidth = 14;
constexpr qsizetype before = 16;     // characters shown in front of a difference far to the right
constexpr int tint = 36, strongTint = 90;   // alpha

QColor colourOf(const Tokens &tokens, Kind kind)
{
    return kind == Kind::Removed ? tokens.bad : kind == Kind::Added ? tokens.good : tokens.notice;
}

QString signOf(Kind kind)
{
    switch (kind) {
    case Kind::Changed:
        return QStringLiteral("≠");
    case Kind::Removed:
        return QStringLiteral("−");
    case Kind::Added:
        return QStringLiteral("+");
    case Kind::Same:
    case Kind::Skipped:
        break;
    }
    return {};
}

bool isDifferent(const ComparisonRow &row) { return row.what == What::Value && row.kind != Kind::Same && row.kind != Kind::Skipped; }

} // namespace

DifferentPart differentPart(const QString &left, const QString &right)
{
    const qsizetype least = std::min(left.size(), right.size());
    qsizetype front = 0, back = 0;
    while (front < least && left[front] == right[front])
        ++front;
    if (front > 0 && left[front - 1].isHighSurrogate())
        --front;
    while (back < least - front && left[left.size() - 1 - back] == right[right.size() - 1 - back])
        ++back;
    if (back > 0 && left[left.size() - back].isLowSurrogate())
        --back;
    return { front, left.size() - front - back, right.size() - front - back };
}

ComparisonDelegate::ComparisonDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize ComparisonDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const { return { 100, measure::row }; }

void ComparisonDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.current();
    const auto *model = qobject_cast<const ComparisonModel *>(index.model());
    if (!model)
        return;
    const ComparisonRow &row = model->row(index.row());
    const QRect cell = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    painter->setClipRect(cell);
    painter->fillRect(cell, selected ? tokens.selection : row.what == What::Heading ? tokens.ground : tokens.panel);
    const bool has = index.column() == ComparisonModel::Name || (index.column() == ComparisonModel::Left ? row.kind != Kind::Added : row.kind != Kind::Removed);
    if (isDifferent(row) && has && !selected) {
        QColor ground = colourOf(tokens, row.kind);
        ground.setAlpha(tint);
        painter->fillRect(cell, ground);
    }
    painter->fillRect(cell.left(), cell.bottom(), cell.width(), 1, tokens.line);
    const QRect room = cell.adjusted(padding, 0, -padding, -1);
    if (row.what != What::Value)
        paintHeading(*painter, room, row, index.column());
    else if (index.column() == ComparisonModel::Name)
        paintName(*painter, room, row);
    else
        paintValue(*painter, room, row, index.column() == ComparisonModel::Left);
    painter->restore();
}

void ComparisonDelegate::paintHeading(QPainter &painter, const QRect &room, const ComparisonRow &row, int column) const
{
    const Tokens &tokens = m_theme.current();
    const bool heading = row.what == What::Heading;
    painter.setFont(heading ? m_theme.uiStrong() : m_theme.ui());
    painter.setPen(heading ? tokens.text : tokens.dim);
    if (column == ComparisonModel::Name) {
        painter.drawText(room, int(Qt::AlignVCenter) | int(Qt::TextSingleLine), row.name);
    } else if (column == ComparisonModel::Left && heading && row.kind == Kind::Same) {
        painter.setFont(m_theme.ui());
        painter.setPen(tokens.dim);
        painter.drawText(room, int(Qt::AlignVCenter) | int(Qt::TextSingleLine), tr("equal"));
    }
}

void ComparisonDelegate::paintName(QPainter &painter, QRect room, const ComparisonRow &row) const
{
    const Tokens &tokens = m_theme.current();
    painter.setFont(m_theme.uiStrong());
    painter.setPen(colourOf(tokens, row.kind));
    painter.drawText(room, int(Qt::AlignVCenter), signOf(row.kind));
    room.setLeft(room.left() + signWidth);
    painter.setFont(m_theme.mono());
    painter.setPen(isDifferent(row) ? tokens.text : tokens.dim);
    painter.drawText(room, int(Qt::AlignVCenter) | int(Qt::TextSingleLine), QFontMetrics(m_theme.mono()).elidedText(row.name, Qt::ElideMiddle, room.width()));
}

void ComparisonDelegate::paintValue(QPainter &painter, const QRect &room, const ComparisonRow &row, bool left) const
{
    const Tokens &tokens = m_theme.current();
    const QFont face = row.kind == Kind::Skipped ? m_theme.ui() : m_theme.mono();
    const QFontMetrics metrics(face);
    QString shown = left ? row.left : row.right;
    painter.setFont(face);
    painter.setPen(isDifferent(row) ? tokens.text : tokens.dim);
    if (row.kind == Kind::Changed) {
        DifferentPart part = differentPart(row.left, row.right);
        const qsizetype length = left ? part.leftLength : part.rightLength;
        // A difference far to the right would not be seen.
        if (part.begin > before && metrics.horizontalAdvance(shown.left(part.begin + length)) > room.width()) {
            shown = QStringLiteral("…") + shown.mid(part.begin - before);
            part.begin = before + 1;
        }
        const int from = metrics.horizontalAdvance(shown.left(part.begin)), to = metrics.horizontalAdvance(shown.left(part.begin + length));
        QColor ground = tokens.notice;
        ground.setAlpha(strongTint);
        painter.fillRect(QRect(room.left() + from, room.top() + 4, std::min(to - from, room.width() - from), room.height() - 8), ground);
    }
    painter.drawText(room, int(Qt::AlignVCenter) | int(Qt::TextSingleLine), metrics.elidedText(shown, Qt::ElideRight, room.width()));
}

} // namespace ui
