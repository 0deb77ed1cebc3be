// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/line_delegate.h"

#include "ui/models/connection_tree_model.h"
#include "ui/models/coverage_model.h"
#include "ui/models/format.h"
#include "ui/models/machine_list_model.h"
#include "ui/table/dot_painter.h"

#include <QAbstractItemView>
#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <memory>

namespace ui {

namespace {

constexpr int gap = 6;
constexpr int lampRoom = 27;

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
    using Level = ConnectionTreeModel::Level;
    const auto level = Level(index.data(ConnectionTreeModel::LevelRole).toInt());
    const bool isHost = level == Level::Host;
    painter->save();
    fillLine(*painter, option, tokens);
    QRect room = option.rect.adjusted(2, 0, -measure::margin, 0);
    const QString count = countText(index.data(ConnectionTreeModel::CountRole).toUInt());
    room = paintCount(*painter, room, count, smaller(m_theme.ui()), tokens.dim);

    const QString detail = index.data(ConnectionTreeModel::DetailRole).toString();
    const QFont face = level == Level::Machine ? m_theme.uiStrong() : m_theme.ui(), detailFace = smaller(m_theme.ui());
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

MachineDelegate::MachineDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize MachineDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { 80, measure::treeRow };
}

void MachineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    using capture::LinkState;
    const Tokens &tokens = m_theme.current();
    const auto state = LinkState(index.data(MachineListModel::StateRole).toInt());
    const bool failed = index.data(MachineListModel::FailedRole).toBool() || state == LinkState::Lost;
    const DotState dot = failed ? DotState::Failed
        : state == LinkState::Live    ? DotState::Complete
        : state == LinkState::Opening ? DotState::InProgress
        : state == LinkState::Asking  ? DotState::Odd
                                      : DotState::NotReadable;
    painter->save();
    fillLine(*painter, option, tokens);
    paintStatusDot(*painter, QPointF(option.rect.left() + measure::margin + 4, option.rect.center().y() + 0.5), dot, tokens);
    QRect room = option.rect.adjusted(lampRoom, 0, -measure::margin, 0);
    room = paintCount(*painter, room, index.data(MachineListModel::DetailRole).toString(), smaller(m_theme.ui()), failed ? tokens.bad : tokens.dim);
    painter->setFont(m_theme.ui());
    painter->setPen(state == LinkState::Over ? tokens.dim : tokens.text);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter, QFontMetrics(m_theme.ui()).elidedText(index.data().toString(), Qt::ElideMiddle, room.width()));
    painter->restore();
}

LibraryDelegate::LibraryDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

namespace {

constexpr int nameLinesMax = 3;   // broken at words, it takes one more

QRect nameRoom(const QRect &line, int countWidth)
{
    return line.adjusted(lampRoom, 0, -measure::margin - countWidth - gap, 0);
}

bool hasReason(const QModelIndex &index) { return !index.data(CoverageModel::ReasonRole).toString().isEmpty(); }

// The name, and behind it the link to the reason, wrapped at this width.
std::unique_ptr<QTextLayout> laidOut(const QModelIndex &index, const Theme &theme, int width)
{
    const QString link = LibraryDelegate::tr("why?");
    const QString name = QFontMetrics(theme.ui()).elidedText(index.data().toString(), Qt::ElideRight, width * nameLinesMax);
    auto layout = std::make_unique<QTextLayout>(hasReason(index) ? name + QStringLiteral("  ") + link : name, theme.ui());
    QTextOption wraps;
    wraps.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    layout->setTextOption(wraps);
    if (hasReason(index)) {
        QTextLayout::FormatRange range;
        range.start = int(name.size()) + 2;
        range.length = int(link.size());
        range.format.setForeground(theme.current().accent);
        range.format.setFontUnderline(true);
        layout->setFormats({ range });
    }
    layout->beginLayout();
    qreal y = 0;
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        line.setLineWidth(width);
        line.setPosition(QPointF(0, y));
        y += line.height();
    }
    layout->endLayout();
    return layout;
}

int countWidth(const QModelIndex &index, const Theme &theme)
{
    return QFontMetrics(smaller(theme.ui())).horizontalAdvance(countText(index.data(CoverageModel::CountRole).toUInt()));
}

} // namespace

QSize LibraryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const int width = view ? view->viewport()->width() : 240;
    const QRect room = nameRoom(QRect(0, 0, width, 1000), countWidth(index, m_theme));
    const auto layout = laidOut(index, m_theme, room.width());
    return { 80, std::clamp(int(layout->boundingRect().height()) + 7, 23, 92) };
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

    const QRect room = nameRoom(option.rect, countWidth(index, m_theme));
    const auto layout = laidOut(index, m_theme, room.width());
    painter->setClipRect(option.rect);
    painter->setPen(tokens.text);
    layout->draw(painter, QPointF(room.left(), std::max<qreal>(room.top(), room.center().y() + 1 - layout->boundingRect().height() / 2)));
    painter->restore();
}

} // namespace ui
