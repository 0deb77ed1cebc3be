// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/figure_list.h"

#include "ui/theme/theme.h"

#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

constexpr int rowHeight = 22, barHeight = 2, gap = 10;

class FigureDelegate : public QStyledItemDelegate
{
public:
    FigureDelegate(const Theme &theme, QObject *parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return { 80, rowHeight }; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto *model = qobject_cast<const FigureModel *>(index.model());
        if (!model)
            return;
        const Tokens &tokens = m_theme.current();
        const Figure &figure = model->at(index.row());
        const bool lit = option.state & (QStyle::State_MouseOver | QStyle::State_HasFocus);
        painter->fillRect(option.rect, lit && !figure.terms.isEmpty() ? tokens.hover : tokens.panel);
        const QRect room = option.rect.adjusted(measure::margin, 0, -measure::margin, -barHeight - 1);
        painter->setFont(m_theme.mono());
        const QFontMetrics metrics(m_theme.mono());
        painter->setPen(tokens.text);
        painter->drawText(room, int(Qt::AlignRight | Qt::AlignVCenter), figure.figure);
        const int width = room.width() - metrics.horizontalAdvance(figure.figure) - gap;
        painter->setFont(m_theme.ui());
        painter->drawText(room, int(Qt::AlignLeft | Qt::AlignVCenter), QFontMetrics(m_theme.ui()).elidedText(figure.name, Qt::ElideMiddle, width));
        painter->fillRect(room.left(), option.rect.bottom() - barHeight, figure.share > 0 ? std::max(2, int(room.width() * figure.share)) : 0, barHeight, tokens.*figure.colour);
    }

private:
    const Theme &m_theme;
};

} // namespace

FigureList::FigureList(const Theme &theme, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_list(new QListView(this))
{
    auto *heading = new QLabel(title, this);
    heading->setProperty("role", QStringLiteral("section"));
    heading->setContentsMargins(measure::margin, 6, measure::margin, 2);
    m_list->setModel(&m_model);
    m_list->setItemDelegate(new FigureDelegate(theme, m_list));
    m_list->setAccessibleName(title);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMinimumHeight(2 * rowHeight);
    m_list->setCursor(Qt::PointingHandCursor);
    connect(m_list, &QListView::clicked, this, &FigureList::choose);
    connect(m_list, &QListView::activated, this, &FigureList::choose);
    connect(&theme, &Theme::changed, m_list->viewport(), qOverload<>(&QWidget::update));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(heading);
    layout->addWidget(m_list, 1);
}

int FigureList::room() const { return std::max(2, m_list->viewport()->height() / rowHeight); }

void FigureList::choose(const QModelIndex &index)
{
    if (const QStringList terms = index.data(FigureModel::Terms).toStringList(); !terms.isEmpty())
        Q_EMIT filterRequested(terms);
}

} // namespace ui
