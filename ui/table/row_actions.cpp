// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/table/row_actions.h"

#include "ui/filter/filter_menu.h"
#include "ui/models/exchange_cells.h"
#include "ui/models/filter_terms.h"
#include "ui/models/format.h"
#include "ui/table/exchange_view.h"
#include "ui/table/keyed_action.h"
#include "ui/theme/theme.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QInputDialog>
#include <QMenu>
#include <QPixmap>

#include <algorithm>

namespace ui {

namespace {

constexpr int markIcon = 12;

} // namespace

RowActions::RowActions(Workspace &workspace, ExchangeView &view, const Theme &theme)
    : m_workspace(workspace)
    , m_view(view)
    , m_copies(workspace, view)
    , m_markMenu(new QMenu(tr("Mark"), &view))
    , m_otherSide(addKeyedAction(view, tr("Show the other side"), QKeySequence(Qt::Key_O), this, &RowActions::showOtherSide))
    , m_compare(addKeyedAction(view, tr("Compare"), QKeySequence(Qt::Key_D), this, &RowActions::compare))
{
    addMarks(theme);
    // From the details, too.
    addKeyedAction(view, tr("Next on this connection"), QKeySequence(Qt::CTRL | Qt::Key_Period), this, &RowActions::nextOnConnection)->setShortcutContext(Qt::WindowShortcut);
    addKeyedAction(view, tr("Previous on this connection"), QKeySequence(Qt::CTRL | Qt::Key_Comma), this, &RowActions::previousOnConnection)->setShortcutContext(Qt::WindowShortcut);
}

// Keys 1 to 6, and 0 for none.
void RowActions::addMarks(const Theme &theme)
{
    for (const int key : { 1, 2, 3, 4, 5, 6, 0 }) {
        auto *action = m_markMenu->addAction(markTitle(MarkColour(key)), this, [this, key] { mark(MarkColour(key)); });
        action->setShortcut(QKeySequence(Qt::Key_0 + key));
        action->setShortcutContext(Qt::WidgetShortcut);
        m_marks << action;
    }
    const auto paint = [this, &theme] {
        for (int colour = 1; colour <= markColours; ++colour) {
            QPixmap square(markIcon, markIcon);
            square.fill(theme.current().marks[size_t(colour) - 1]);
            m_marks[colour - 1]->setIcon(square);
        }
    };
    paint();
    connect(&theme, &Theme::changed, this, paint);
    m_view.addActions(m_marks);
    addKeyedAction(m_view, tr("Comment …"), QKeySequence(Qt::Key_F2), this, &RowActions::comment);
}

// A second time takes the colour away.
void RowActions::mark(MarkColour colour)
{
    const std::vector<uint32_t> ids = m_workspace.selectedHalves();
    Marks &marks = m_workspace.marks();
    const bool all = std::ranges::all_of(ids, [&](uint32_t id) { return marks.at(id).colour == colour; });
    marks.setColour(ids, all ? MarkColour::None : colour);
}

void RowActions::comment()
{
    const std::vector<uint32_t> ids = m_workspace.selectedIds();
    if (ids.empty())
        return;
    bool accepted = false;
    const QString title = ids.size() == 1 ? tr("Comment") : tr("Comment on %1 exchanges").arg(countText(ids.size()));
    const QString words = QInputDialog::getMultiLineText(&m_view, title, tr("Comment:"), m_workspace.marks().at(ids[0]).comment, &accepted);
    if (accepted)
        m_workspace.marks().setComment(m_workspace.selectedHalves(), words.trimmed());
}

QString RowActions::termOf(Column column) const
{
    const exchange::ExchangeId id = m_workspace.current();
    return column == Column::Mark || column == Column::Comment ? markTerm(m_workspace.marks().at(id), column) : cellTerm(m_workspace.store(), id, column);
}

void RowActions::showMenu(const QModelIndex &cell, const QPoint &globalPosition)
{
    const exchange::ExchangeId id = m_workspace.current();
    const auto &store = m_workspace.store();
    if (id >= store.size())
        return;
    QMenu menu(&m_view);
    menu.setToolTipsVisible(true);
    addFilters(menu, cell);
    menu.addSeparator();
    menu.addMenu(m_markMenu);
    for (QAction *action : m_view.actions())
        if (!m_marks.contains(action) && !m_copies.has(action))
            menu.addAction(action);
    menu.addSeparator();
    m_copies.addTo(menu);

    const exchange::ExchangeId peer = m_workspace.capture().calls().otherHalf(id);
    const QString peerName = peer == base::noId ? QString() : text(processName(store, store.process(peer)));
    const QString plainName = m_otherSide->text();
    if (!peerName.isEmpty())
        m_otherSide->setText(tr("Show the other side, %1").arg(peerName));
    m_otherSide->setEnabled(peer != base::noId);
    m_otherSide->setToolTip(peer != base::noId ? QString() : tr("The other end of this connection was not captured."));
    const QString plainCompare = m_compare->text();
    const size_t selected = m_workspace.selectedIds().size();
    m_compare->setText(selected == 2 ? tr("Compare the two") : tr("Compare with the previous one to this path"));
    m_compare->setEnabled(selected <= 2);
    m_compare->setToolTip(selected <= 2 ? QString() : tr("Select two rows to compare them."));
    m_copies.setRequest(!urlText(store, id).isEmpty());
    menu.exec(globalPosition);
    m_otherSide->setText(plainName);
    m_compare->setText(plainCompare);
    m_copies.enableAll();
    for (QAction *action : { m_otherSide, m_compare }) // keys say themselves why they can do nothing
        action->setEnabled(true);
}

void RowActions::addFilters(QMenu &menu, const QModelIndex &cell)
{
    const QString here = termOf(Column(cell.column()));
    const auto add = [this](const QString &term) { m_workspace.filter().addTerm(term); };
    addFilterActions(menu, here, add);
    QMenu *others = menu.addMenu(tr("Other values of this row"));
    for (const Column column : { Column::Host, Column::Path, Column::Process, Column::Pid, Column::Method, Column::Status, Column::Type,
                                 Column::Protocol, Column::Side, Column::Remote, Column::Connection, Column::Machine, Column::Mark, Column::Comment }) {
        const QString term = termOf(column);
        if (term.isEmpty() || term == here)
            continue;
        if (!others->isEmpty())
            others->addSeparator();
        addFilterActions(*others, term, add);
    }
}

void RowActions::showOtherSide()
{
    const exchange::ExchangeId peer = m_workspace.capture().calls().otherHalf(m_workspace.current());
    if (peer == base::noId)
        return m_workspace.notices().say(tr("The other end of this connection was not captured."));
    if (!m_workspace.exchanges().rowStandingFor(peer))
        return m_workspace.notices().say(tr("The filter hides the other side."));
    m_workspace.choose(peer);
}

// Two selected rows, the earlier one at the left; a single one with the previous of its kind.
void RowActions::compare()
{
    const std::vector<uint32_t> ids = m_workspace.selectedIds();
    if (ids.size() == 2)
        return m_workspace.compare(ids[0], ids[1]);
    if (ids.size() != 1)
        return m_workspace.notices().say(tr("Select two rows to compare them."));
    const exchange::ExchangeId previous = m_workspace.previousLike(ids[0]);
    if (previous == base::noId)
        return m_workspace.notices().say(tr("There is no earlier request to this path."));
    m_workspace.compare(previous, ids[0]);
}

// Among the visible rows, in order.
void RowActions::stepOnConnection(int step)
{
    const auto &store = m_workspace.store();
    const ExchangeTableModel &exchanges = m_workspace.exchanges();
    const exchange::ExchangeId from = m_workspace.current();
    const auto here = exchanges.rowStandingFor(from);
    if (from == base::noId || !here)
        return;
    const exchange::ConnectionId connection = store.connection(exchanges.idAt(*here));
    for (int row = *here + step; row >= 0 && row < exchanges.rowCount(); row += step) {
        const exchange::ExchangeId id = exchanges.idAt(row);
        if (store.connection(id) == connection)
            return m_workspace.choose(id);
    }
    m_workspace.notices().say(step > 0 ? tr("This is the last row of this connection.") : tr("This is the first row of this connection."));
}

} // namespace ui
