// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/table_header.h"

#include "ui/models/exchange_cells.h"

#include <QContextMenuEvent>
#include <QFontMetrics>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>

namespace ui {

namespace {

constexpr int headHeight = 30;
constexpr int padding = 8;

// In the order of Column.
constexpr std::array<int, columnCount> defaultWidths {
    28, 104, 24, 132, 82, 138, 212, 72, 88, 76, 78, 140, 70, 82, 160, 78, 78, 78, 74, 88, 110, 72, 180,
};

} // namespace

TableHeader::TableHeader(const Theme &theme, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_theme(theme)
{
    setSectionsMovable(true);
    setSectionsClickable(true);
    setHighlightSections(false);
    setSortIndicatorShown(true);
    setStretchLastSection(true);
    setMinimumSectionSize(24);
    setFirstSectionMovable(true);
    connect(this, &QHeaderView::sectionMoved, this, &TableHeader::layoutEdited);
    connect(this, &QHeaderView::sectionResized, this, &TableHeader::layoutEdited);
    connect(&m_theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

QSize TableHeader::sizeHint() const
{
    return { QHeaderView::sizeHint().width(), headHeight };
}

void TableHeader::setDefaults()
{
    for (int section = 0; section < columnCount; ++section) {
        moveSection(visualIndex(section), section);
        resizeSection(section, defaultWidths[size_t(section)]);
        setSectionHidden(section, section > int(Column::Waterfall));
    }
    for (const auto fixed : { Column::StatusDot, Column::Side })
        setSectionResizeMode(int(fixed), QHeaderView::Fixed);
}

QStringList TableHeader::layoutState() const
{
    QStringList state;
    for (int visual = 0; visual < count(); ++visual) {
        const int section = logicalIndex(visual);
        const bool hidden = isSectionHidden(section);
        // To the view, a hidden section has width 0; its default is used when it is shown again.
        const int width = hidden ? defaultWidths[size_t(section)] : sectionSize(section);
        state << QStringLiteral("%1:%2:%3").arg(QLatin1String(columnKey(Column(section)))).arg(width).arg(
            hidden ? QLatin1String("hidden") : QLatin1String("shown"));
    }
    return state;
}

void TableHeader::restoreLayout(const QStringList &state)
{
    int visual = 0;
    for (const QString &entry : state) {
        const QStringList parts = entry.split(QLatin1Char(':'));
        int section = 0;
        while (section < columnCount && QLatin1String(columnKey(Column(section))) != parts.value(0))
            ++section;
        const int width = parts.value(1).toInt();
        if (section == columnCount || parts.size() != 3 || width < minimumSectionSize() || width > 4000)
            continue;
        moveSection(visualIndex(section), visual++);
        setSectionHidden(section, parts[2] == QLatin1String("hidden"));
        resizeSection(section, width);
    }
}

void TableHeader::setMachineShown(bool shown)
{
    constexpr int section = int(Column::Machine);
    if (shown == !isSectionHidden(section))
        return;
    if (shown)
        moveSection(visualIndex(section), visualIndex(int(Column::Process)));
    setSectionHidden(section, !shown);
    if (shown && sectionSize(section) < minimumSectionSize())
        resizeSection(section, defaultWidths[size_t(section)]);
}

void TableHeader::setBarsAligned(bool aligned)
{
    if (aligned == m_barsAligned)
        return;
    m_barsAligned = aligned;
    Q_EMIT barsAlignedChanged(aligned);
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    const Tokens &tokens = m_theme.current();
    painter->fillRect(rect, tokens.panel);
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, tokens.line);

    const auto column = Column(section);
    const bool sorts = sortIndicatorSection() == section && !columnTitle(column).isEmpty();
    QFont face = m_theme.uiStrong();
    face.setPixelSize(12);
    const QFontMetrics metrics(face);
    QRect room = rect.adjusted(padding, 0, -padding, -1);
    const int arrowRoom = sorts ? 12 : 0;
    const QString title = metrics.elidedText(columnTitle(column), Qt::ElideRight, std::max(0, room.width() - arrowRoom));
    const int width = metrics.horizontalAdvance(title);
    int left = alignedRight(column) ? room.right() + 1 - width : room.left();
    if (sorts && alignedRight(column))
        left -= arrowRoom;
    painter->setFont(face);
    painter->setPen(sorts ? tokens.text : tokens.dim);
    painter->drawText(QRect(left, room.top(), width + 1, room.height()), Qt::AlignVCenter | Qt::AlignLeft, title);
    if (!sorts)
        return;
    const double x = left + width + 5, y = room.center().y() + 0.5;
    const double up = sortIndicatorOrder() == Qt::AscendingOrder ? 1 : -1;
    QPainterPath arrow(QPointF(x, y + 2 * up));
    arrow.lineTo(x + 7, y + 2 * up);
    arrow.lineTo(x + 3.5, y - 2.5 * up);
    arrow.closeSubpath();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->fillPath(arrow, tokens.text);
    painter->restore();
}

void TableHeader::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    for (int section = 0; section < count(); ++section) {
        QAction *action = menu.addAction(columnName(Column(section)));
        action->setCheckable(true);
        action->setChecked(!isSectionHidden(section));
        const bool last = !isSectionHidden(section) && hiddenSectionCount() == count() - 1;
        action->setEnabled(!last);
        action->setToolTip(last ? tr("At least one column must stay visible.") : QString());
        connect(action, &QAction::toggled, this, [this, section](bool shown) {
            setSectionHidden(section, !shown);
            if (shown && sectionSize(section) < minimumSectionSize())
                resizeSection(section, defaultWidths[size_t(section)]);
            Q_EMIT layoutEdited();
        });
    }
    menu.addSeparator();
    QAction *inTime = menu.addAction(tr("Waterfall on a common time axis"));
    inTime->setCheckable(true);
    inTime->setChecked(!m_barsAligned);
    connect(inTime, &QAction::toggled, this, [this](bool on) { setBarsAligned(!on); });
    menu.addAction(tr("Reset columns"), this, [this] {
        setDefaults();
        Q_EMIT layoutEdited();
    });
    menu.setToolTipsVisible(true);
    menu.exec(event->globalPos());
}

} // namespace ui
