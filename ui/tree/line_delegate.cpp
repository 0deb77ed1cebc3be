// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/line_delegate.h"

#include "ui/models/connection_tree_model.h"
#include "ui/models/coverage_model.h"
#include "ui/models/format.h"
#include "ui/table/dot_painter.h"

#include <QAbstractItemView>
#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace ui {

namespace {

constexpr int gap = 6;

void fillLine(QPainter &painter, const QStyleOptionViewItem &option, const Tokens &tokens)
{
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, tokens.selection);
    else if (option.state & QStyle::State_MouseOver)
        painter.fillRect(option.rect, tokens.hover);
}

// Right-aligned; returns the remaining space at its left.
QRect paintCount(QPainter &painter, QRect room, const QString &count, const QFont &font, const QColor &colour)
{
    painter.setFont(font);
    painter.setPen(colour);
    painter.drawText(room, Qt::AlignRight | Qt::AlignVCenter, count);
    room.setRight(room.right() - QFontMetrics(font).horizontalAdvance(count) - gap);
    return room;
}

QFont smaller(QFont font)
{
    font.setPixelSize(12);
    return font;
}

} // namespace

ProgramDelegate::ProgramDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize ProgramDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { 80, measure::treeRow };
}

void ProgramDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.current();
    const bool isHost = index.parent().isValid();
    painter->save();
    fillLine(*painter, option, tokens);
    QRect room = option.rect.adjusted(2, 0, -measure::margin, 0);
    const QString count = countText(index.data(ConnectionTreeModel::CountRole).toUInt());
    room = paintCount(*painter, room, count, smaller(m_theme.ui()), tokens.dim);

    const QString detail = index.data(ConnectionTreeModel::DetailRole).toString();
    const QFont face = m_theme.ui(), detailFace = smaller(m_theme.ui());
    const int detailWidth = detail.isEmpty() ? 0 : QFontMetrics(detailFace).horizontalAdvance(detail) + gap;
    const QFontMetrics metrics(face);
    const QString name = metrics.elidedText(index.data().toString(), isHost ? Qt::ElideMiddle : Qt::ElideRight,
                                            std::max(24, room.width() - detailWidth));
    painter->setFont(face);
    painter->setPen(isHost ? tokens.dim : tokens.text);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, name);
    if (!detail.isEmpty()) {
        painter->setFont(detailFace);
        painter->setPen(tokens.dim);
        painter->drawText(room.adjusted(metrics.horizontalAdvance(name) + gap, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, detail);
    }
    painter->restore();
}

LibraryDelegate::LibraryDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

namespace {

constexpr int lampRoom = 27;

QRect nameRoom(const QRect &line, int countWidth)
{
    return line.adjusted(lampRoom, 0, -measure::margin - countWidth - gap, 0);
}

QString lineText(const QModelIndex &index)
{
    const bool why = !index.data(CoverageModel::ReasonRole).toString().isEmpty();
    return why ? index.data().toString() + QStringLiteral("  why?") : index.data().toString();
}

} // namespace

QSize LibraryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = view ? view->viewport()->width() : 240;
    const QRect room = nameRoom(QRect(0, 0, width, 1000), 24);
    const QRect text = QFontMetrics(m_theme.ui()).boundingRect(room, Qt::TextWordWrap, lineText(index));
    return { 80, std::clamp(text.height() + 7, 23, 92) };
}

void LibraryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = m_theme.current();
    const auto state = CoverageModel::Readability(index.data(CoverageModel::ReadabilityRole).toInt());
    painter->save();
    if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, tokens.hover);
    const DotState lamp = state == CoverageModel::Readability::Readable ? DotState::Complete
        : state == CoverageModel::Readability::Unknown              ? DotState::InProgress
                                                                    : DotState::NotReadable;
    paintStatusDot(*painter, QPointF(option.rect.left() + measure::margin + 4, option.rect.center().y() + 0.5), lamp, tokens);
    const QString count = countText(index.data(CoverageModel::CountRole).toUInt());
    const QFont countFace = smaller(m_theme.ui());
    paintCount(*painter, option.rect.adjusted(0, 0, -measure::margin, 0), count, countFace, tokens.dim);

    const QRect room = nameRoom(option.rect, QFontMetrics(countFace).horizontalAdvance(count));
    const QString name = index.data().toString();
    painter->setFont(m_theme.ui());
    painter->setPen(tokens.text);
    QRect used;
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, name, &used);
    if (!index.data(CoverageModel::ReasonRole).toString().isEmpty()) {
        QFont link = m_theme.ui();
        link.setUnderline(true);
        painter->setFont(link);
        painter->setPen(tokens.accent);
        painter->drawText(QRect(used.right() + gap, room.top(), 60, room.height()), Qt::AlignLeft | Qt::AlignVCenter, tr("why?"));
    }
    painter->restore();
}

} // namespace ui
