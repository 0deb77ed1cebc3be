// SPDX-License-Identifier: GPL-3.0-or-later
// The exchange table. Follows new rows until the user selects or scrolls away, and again once scrolled to the bottom;
// keeps the selection by exchange through every reset of the model.
#pragma once

#include "app/base/ids.h"
#include "ui/models/exchange_table_model.h"
#include "ui/table/cell_delegate.h"
#include "ui/table/table_header.h"

#include <QTableView>
#include <QTimer>

#include <vector>

class QLabel;
class QPushButton;

namespace ui {

class ExchangeView : public QTableView
{
    Q_OBJECT
public:
    explicit ExchangeView(const Theme &, QWidget *parent = nullptr);

    // `selection` is the model's, and shared with others.
    void setExchanges(ExchangeTableModel *, QItemSelectionModel *selection);
    TableHeader *head() const { return m_head; }
    // noId: none.
    base::ExchangeId currentId() const;
    std::vector<uint32_t> selectedIds() const;      // in the order of time
    // The row of an exchange, or of the call that it is a half of.
    void selectId(base::ExchangeId);
    bool follows() const { return m_follow; }
    void setFollows(bool);
    // The text in the middle while there are no rows, and the action offered (may be empty).
    void setEmptyText(const QString &sentence, const QString &action);

Q_SIGNALS:
    void emptyLinkActivated();
    // The row for the details pane; noId if none is selected any more.
    void exchangeChosen(base::ExchangeId);
    void detailsWanted();                            // Enter, double click
    void dismissed();                                // Escape
    void rowMenuWanted(const QModelIndex &cell, const QPoint &globalPosition);
    void followsChanged(bool);

protected:
    void keyPressEvent(QKeyEvent *) override;
    void mousePressEvent(QMouseEvent *) override;
    void mouseDoubleClickEvent(QMouseEvent *) override;
    void mouseMoveEvent(QMouseEvent *) override;
    void leaveEvent(QEvent *) override;
    void focusInEvent(QFocusEvent *) override;
    void resizeEvent(QResizeEvent *) override;
    void contextMenuEvent(QContextMenuEvent *) override;
    void currentChanged(const QModelIndex &, const QModelIndex &) override;
    void keyboardSearch(const QString &) override {} // letters are commands here

private:
    void scrolled(int value);
    void toNewest();
    bool newestOnTop() const;
    void rememberSelection();
    void restoreSelection();
    void updateTimeWindow();
    void setHoverRow(int);
    void countUnseen(int first, int last);
    void forgetUnseen();
    void placeFollowButton();
    void placeEmptyText();

    const Theme &m_theme;
    ExchangeTableModel *m_exchanges = nullptr;
    CellDelegate *m_delegate;
    TableHeader *m_head;
    QPushButton *m_followButton;
    QLabel *m_empty;
    QTimer m_windowTimer, m_newestTimer;
    std::vector<uint32_t> m_keptSelection;
    base::ExchangeId m_keptCurrent = base::noId;
    uint32_t m_unseen = 0;                           // rows that arrived while not following
    base::ExchangeId m_seenBelow = 0;                // ids below it were there when that began
    int m_hoverRow = -1;
    bool m_follow = true, m_scrollingByItself = false, m_resetting = false;
};

} // namespace ui
