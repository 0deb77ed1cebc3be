// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/exchange_view.h"

#include "ui/models/format.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>
#include <utility>

namespace ui {

namespace {

// Larger selections are not preserved across a reset, except for the current row.
constexpr qsizetype keptSelectionMax = 5000;
constexpr int windowDelayMs = 60;
constexpr base::Duration shortestWindow = 100'000; // ns: a bar says nothing below this

} // namespace

ExchangeView::ExchangeView(const Theme &theme, QWidget *parent)
    : QTableView(parent)
    , m_theme(theme)
    , m_delegate(new CellDelegate(theme, this))
    , m_head(new TableHeader(theme, this))
    , m_followButton(new QPushButton(this))
    , m_empty(new QLabel(viewport()))
{
    setObjectName(QStringLiteral("exchanges"));
    setAccessibleName(tr("Exchanges"));
    setHorizontalHeader(m_head);
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setWordWrap(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setAutoScroll(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setMinimumSectionSize(measure::row);
    verticalHeader()->setDefaultSectionSize(measure::row);

    m_followButton->setProperty("role", QStringLiteral("small")); // opaque, over rows
    m_followButton->setFocusPolicy(Qt::NoFocus);
    m_followButton->setCursor(Qt::PointingHandCursor);
    m_followButton->setToolTip(tr("Follow new exchanges (End)"));
    m_followButton->hide();
    connect(m_followButton, &QPushButton::clicked, this, [this] { setFollows(true); });

    m_empty->setProperty("role", QStringLiteral("dim"));
    m_empty->setAlignment(Qt::AlignCenter);
    connect(m_empty, &QLabel::linkActivated, this, &ExchangeView::emptyLinkActivated);

    m_windowTimer.setSingleShot(true);
    m_windowTimer.setInterval(windowDelayMs);
    connect(&m_windowTimer, &QTimer::timeout, this, &ExchangeView::updateTimeWindow);
    m_newestTimer.setSingleShot(true);
    m_newestTimer.setInterval(0);
    connect(&m_newestTimer, &QTimer::timeout, this, &ExchangeView::toNewest);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &ExchangeView::scrolled);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
    connect(m_head, &TableHeader::barsAlignedChanged, this, &ExchangeView::updateTimeWindow);
}

void ExchangeView::setExchanges(ExchangeTableModel *model, QItemSelectionModel *selection)
{
    m_exchanges = model;
    m_head->setSortIndicator(int(model->sortColumn()), model->sortOrder());
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &ExchangeView::rememberSelection);
    setModel(model);
    const QItemSelectionModel *own = selectionModel();
    setSelectionModel(selection);
    delete own;
    m_head->setDefaults();
    setSortingEnabled(true);
    connect(model, &QAbstractItemModel::modelReset, this, &ExchangeView::restoreSelection);
    connect(model, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
        if (m_follow)
            m_newestTimer.start();
        else
            countUnseen(first, last);
        placeFollowButton();
        placeEmptyText();
        m_windowTimer.start();
    });
    const auto later = [this] { m_windowTimer.start(); };
    connect(model, &QAbstractItemModel::dataChanged, this, later);
    connect(model, &QAbstractItemModel::rowsRemoved, this, later);
    connect(model, &QAbstractItemModel::layoutChanged, this, later);
}

// A row that the filter accepts later than it arrived is not new.
void ExchangeView::countUnseen(int first, int last)
{
    for (int row = first; row <= last; ++row)
        m_unseen += m_exchanges->idAt(row) >= m_seenBelow;
}

void ExchangeView::forgetUnseen()
{
    m_unseen = 0;
    m_seenBelow = m_exchanges ? m_exchanges->endId() : 0;
}

base::ExchangeId ExchangeView::currentId() const
{
    return m_exchanges && currentIndex().isValid() ? m_exchanges->idAt(currentIndex().row()) : base::noId;
}

std::vector<uint32_t> ExchangeView::selectedIds() const
{
    std::vector<uint32_t> ids;
    if (!m_exchanges || !selectionModel())
        return ids;
    for (const auto &range : selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            ids.push_back(m_exchanges->idAt(row));
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

void ExchangeView::selectId(base::ExchangeId id)
{
    if (const auto row = m_exchanges->rowStandingFor(id)) {
        setFollows(false);
        selectRow(*row);
        scrollTo(m_exchanges->index(*row, 0));
    }
}

void ExchangeView::setFollows(bool follow)
{
    if (follow)
        m_newestTimer.start();
    if (follow != m_follow) {
        forgetUnseen();
        m_follow = follow;
        Q_EMIT followsChanged(follow);
    }
    placeFollowButton();
}

bool ExchangeView::newestOnTop() const
{
    return m_exchanges && m_exchanges->sortOrder() == Qt::DescendingOrder;
}

void ExchangeView::toNewest()
{
    if (!m_follow)
        return;
    m_scrollingByItself = true;
    newestOnTop() ? scrollToTop() : scrollToBottom();
    m_scrollingByItself = false;
    m_windowTimer.start();
}

// The user's own scrolling: away from the newest row stops following, back to it resumes.
void ExchangeView::scrolled(int value)
{
    m_windowTimer.start();
    if (m_scrollingByItself || m_resetting)
        return;
    const QScrollBar *bar = verticalScrollBar();
    setFollows(newestOnTop() ? value == bar->minimum() : value == bar->maximum());
}

void ExchangeView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    if (m_resetting || !m_exchanges)
        return;
    if (current.isValid())
        setFollows(false);
    if (current.row() != previous.row() || current.isValid() != previous.isValid())
        Q_EMIT exchangeChosen(current.isValid() ? m_exchanges->idAt(current.row()) : base::noId);
}

void ExchangeView::rememberSelection()
{
    m_resetting = true;
    m_keptCurrent = currentId();
    m_keptSelection.clear();
    qsizetype rows = 0;
    for (const auto &range : selectionModel()->selection())
        rows += range.height();
    if (rows <= keptSelectionMax)
        m_keptSelection = selectedIds();
}

void ExchangeView::restoreSelection()
{
    QItemSelection selection;
    for (const uint32_t id : std::exchange(m_keptSelection, {}))
        if (const auto row = m_exchanges->rowStandingFor(id))
            selection.append(QItemSelectionRange(m_exchanges->index(*row, 0), m_exchanges->index(*row, columnCount - 1)));
    const auto row = m_exchanges->rowStandingFor(m_keptCurrent);
    if (row)
        selectionModel()->setCurrentIndex(m_exchanges->index(*row, 0), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    if (row)
        scrollTo(m_exchanges->index(*row, 0));
    m_resetting = false;
    if (!row && m_keptCurrent != base::noId)
        Q_EMIT exchangeChosen(base::noId);
    if (m_follow)
        m_newestTimer.start();
    forgetUnseen();
    placeFollowButton();
    placeEmptyText();
    m_windowTimer.start();
}

// Zooms the waterfall to the time range of the visible rows.
void ExchangeView::updateTimeWindow()
{
    if (!m_exchanges || m_head->isSectionHidden(int(Column::Waterfall)))
        return;
    TimeWindow window;
    window.aligned = m_head->barsAligned();
    base::Time begin = 0, end = 0;
    std::vector<base::Duration> lengths;
    const int first = std::max(0, rowAt(0)), bottom = rowAt(viewport()->height() - 1);
    const int last = bottom < 0 ? m_exchanges->rowCount() - 1 : bottom;
    for (int row = first; row <= last; ++row) {
        const exchange::Timing timing = m_exchanges->phases(m_exchanges->idAt(row));
        if (timing.begin <= 0)
            continue;
        const base::Duration length = std::max<base::Duration>(timing.total, 0);
        begin = begin == 0 ? timing.begin : std::min(begin, timing.begin);
        end = std::max(end, timing.begin + length);
        lengths.push_back(length);
    }
    window.begin = begin;
    window.length = end - begin;
    if (window.aligned && !lengths.empty()) {
        // One that took minutes would flatten all others: the longest bars exceed the cell.
        const size_t most = lengths.size() * 17 / 20;
        std::nth_element(lengths.begin(), lengths.begin() + std::ptrdiff_t(most), lengths.end());
        window.length = lengths[most];
    }
    if (begin > 0)
        window.length = std::max(window.length, shortestWindow);
    if (window == m_delegate->timeWindow())
        return;
    m_delegate->setTimeWindow(window);
    viewport()->update();
}

void ExchangeView::setHoverRow(int row)
{
    if (row == m_hoverRow)
        return;
    const int old = std::exchange(m_hoverRow, row);
    m_delegate->setHoverRow(row);
    for (const int changed : { old, row })
        if (changed >= 0)
            viewport()->update(0, rowViewportPosition(changed), viewport()->width(), measure::row);
}

void ExchangeView::placeFollowButton()
{
    const bool wanted = !m_follow && m_unseen > 0;
    m_followButton->setVisible(wanted);
    if (!wanted)
        return;
    m_followButton->setText((newestOnTop() ? tr("↑ %1 new") : tr("↓ %1 new")).arg(countText(m_unseen)));
    m_followButton->adjustSize();
    const QRect room = viewport()->geometry();
    const int y = newestOnTop() ? room.top() + 10 : room.bottom() - m_followButton->height() - 10;
    m_followButton->move(room.center().x() - m_followButton->width() / 2, y);
    m_followButton->raise();
}

void ExchangeView::setEmptyText(const QString &sentence, const QString &action)
{
    const QString link = action.isEmpty() ? QString()
                                          : QStringLiteral("<br><a href=\"#\" style=\"color:%1\">%2</a>")
                                                .arg(m_theme.current().accent.name(), action.toHtmlEscaped());
    const QString words = sentence.toHtmlEscaped() + link;
    if (words != m_empty->text())
        m_empty->setText(words);
    placeEmptyText();
}

void ExchangeView::placeEmptyText()
{
    m_empty->setVisible(m_exchanges && m_exchanges->rowCount() == 0);
    m_empty->setGeometry(viewport()->rect());
}

void ExchangeView::keyPressEvent(QKeyEvent *event)
{
    const auto pressAgain = [this, event](Qt::Key key) {
        QKeyEvent other(QEvent::KeyPress, key, event->modifiers());
        QTableView::keyPressEvent(&other);
    };
    const bool plain = !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    switch (event->key()) {
    case Qt::Key_J:
        return plain ? pressAgain(Qt::Key_Down) : QTableView::keyPressEvent(event);
    case Qt::Key_K:
        return plain ? pressAgain(Qt::Key_Up) : QTableView::keyPressEvent(event);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT detailsWanted();
        return;
    case Qt::Key_Escape:
        Q_EMIT dismissed();
        return;
    case Qt::Key_Home:
    case Qt::Key_End: // whole rows: the first and the last, not columns
        if (m_exchanges && m_exchanges->rowCount() > 0 && plain) {
            const bool end = event->key() == Qt::Key_End;
            setCurrentIndex(m_exchanges->index(end ? m_exchanges->rowCount() - 1 : 0, 0));
            setFollows(end != newestOnTop());
        }
        return;
    default:
        QTableView::keyPressEvent(event);
    }
}

void ExchangeView::mousePressEvent(QMouseEvent *event)
{
    QTableView::mousePressEvent(event);
    if (event->button() == Qt::LeftButton && indexAt(event->position().toPoint()).isValid())
        setFollows(false);
}

void ExchangeView::mouseDoubleClickEvent(QMouseEvent *event)
{
    QTableView::mouseDoubleClickEvent(event);
    if (indexAt(event->position().toPoint()).isValid())
        Q_EMIT detailsWanted();
}

void ExchangeView::mouseMoveEvent(QMouseEvent *event)
{
    QTableView::mouseMoveEvent(event);
    setHoverRow(rowAt(int(event->position().y())));
}

// Qt would make the first row the current one: nothing is chosen until the user does.
void ExchangeView::focusInEvent(QFocusEvent *event)
{
    if (currentIndex().isValid())
        return QTableView::focusInEvent(event);
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void ExchangeView::leaveEvent(QEvent *event)
{
    QTableView::leaveEvent(event);
    setHoverRow(-1);
}

void ExchangeView::resizeEvent(QResizeEvent *event)
{
    m_scrollingByItself = true;
    QTableView::resizeEvent(event);
    m_scrollingByItself = false;
    if (m_follow)
        m_newestTimer.start();
    placeFollowButton();
    placeEmptyText();
    m_windowTimer.start();
}

void ExchangeView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex cell = byKey ? currentIndex() : indexAt(event->pos());
    if (cell.isValid())
        Q_EMIT rowMenuWanted(cell, byKey ? viewport()->mapToGlobal(visualRect(cell).bottomLeft()) : event->globalPos());
}

} // namespace ui
