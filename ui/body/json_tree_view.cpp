// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/json_tree_view.h"

#include "ui/body/json_tree_model.h"
#include "ui/body/row_delegate.h"
#include "ui/theme/theme.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>
#include <deque>

namespace ui {

namespace {

constexpr int openedAtFirst = 60;     // rows
constexpr int openedAtMost = 5'000;
constexpr int nameWidth = 220;

} // namespace

JsonTreeView::JsonTreeView(Theme &theme, QWidget *parent) : QTreeView(parent), m_theme(theme), m_tree(new JsonTreeModel(theme, this))
{
    setModel(m_tree);
    setUniformRowHeights(true);
    setItemDelegate(new RowDelegate(this));
    setAccessibleName(tr("JSON tree"));
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setVerticalScrollMode(ScrollPerPixel);
    setIndentation(16);
    setFont(theme.mono());
    header()->setStretchLastSection(true);
    header()->resizeSection(JsonTreeModel::Name, nameWidth);
    connect(&theme, &Theme::changed, this, [this] {
        setFont(m_theme.mono());
        viewport()->update();
    });
    connect(this, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        if (m_tree->isMore(index))
            activate(index);
    });
}

void JsonTreeView::setJson(const QByteArray &utf8)
{
    m_tree->setJson(utf8);
    // As many levels as fit at a glance.
    int rows = m_tree->rowCount();
    std::deque<QModelIndex> level;
    for (int row = 0; row < std::min(rows, openedAtFirst); ++row)
        level.push_back(m_tree->index(row, 0));
    for (; !level.empty() && rows < openedAtFirst; level.pop_front()) {
        const QModelIndex index = level.front();
        if (!m_tree->hasChildren(index) || m_tree->jsonBytes(index) > 4'000)
            continue;
        m_tree->fetchMore(index); // a hidden view does not fetch them
        expand(index);
        rows += m_tree->rowCount(index);
        for (int row = 0; row < m_tree->rowCount(index); ++row)
            level.push_back(m_tree->index(row, 0, index));
    }
}

void JsonTreeView::expandBelow(const QModelIndex &top)
{
    std::deque<QModelIndex> open{top};
    for (int rows = 0; !open.empty() && rows < openedAtMost; open.pop_front()) {
        const QModelIndex index = open.front();
        if (!m_tree->hasChildren(index))
            continue;
        if (m_tree->canFetchMore(index))
            m_tree->fetchMore(index);
        expand(index);
        rows += m_tree->rowCount(index);
        for (int row = 0; row < m_tree->rowCount(index); ++row)
            open.push_back(m_tree->index(row, 0, index));
    }
}

void JsonTreeView::activate(const QModelIndex &index)
{
    const QModelIndex above = index.parent();
    const int row = index.row();
    m_tree->readOn(above);
    setCurrentIndex(m_tree->index(row, 0, above));
}

void JsonTreeView::copyValue() const { QGuiApplication::clipboard()->setText(m_tree->plainText(currentIndex())); }

void JsonTreeView::contextMenuEvent(QContextMenuEvent *event)
{
    const QModelIndex index = event->reason() == QContextMenuEvent::Mouse ? indexAt(event->pos()) : currentIndex();
    if (index.isValid())
        setCurrentIndex(index);
    const bool member = index.isValid() && !m_tree->isMore(index);
    const QModelIndex first = index.siblingAtColumn(0);
    QMenu menu(this);
    menu.addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy value"), this, &JsonTreeView::copyValue)->setEnabled(member);
    menu.addAction(tr("Copy as JSON"), this, [this, index] { QGuiApplication::clipboard()->setText(m_tree->json(index)); })->setEnabled(member);
    menu.addAction(tr("Copy path"), this, [this, index] { QGuiApplication::clipboard()->setText(m_tree->path(index)); })->setEnabled(member);
    menu.addSeparator();
    menu.addAction(m_theme.icon(QStringLiteral("unfold")), tr("Expand all below"), this, [this, first] { expandBelow(first); })
        ->setEnabled(member && m_tree->hasChildren(first));
    menu.addAction(m_theme.icon(QStringLiteral("fold")), tr("Collapse all"), this, &QTreeView::collapseAll);
    if (!actions().isEmpty()) {
        menu.addSeparator();
        menu.addActions(actions());
    }
    menu.exec(event->globalPos());
}

void JsonTreeView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy))
        return copyValue();
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (enter && m_tree->isMore(currentIndex()))
        return activate(currentIndex());
    QTreeView::keyPressEvent(event);
}

// The window's own Ctrl+C copies the exchange.
bool JsonTreeView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && static_cast<QKeyEvent *>(event)->matches(QKeySequence::Copy)) {
        event->accept();
        return true;
    }
    return QTreeView::event(event);
}

} // namespace ui
