// SPDX-License-Identifier: GPL-3.0-or-later
// Left of the table: programs and their hosts, and below them which TLS libraries are readable. Selecting a line
// limits the table to it.
#pragma once

#include "ui/models/connection_tree_model.h"
#include "ui/models/coverage_model.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QListView;
class QTreeView;

namespace ui {

class SidePanel : public QWidget
{
    Q_OBJECT
public:
    SidePanel(const Theme &, ConnectionTreeModel &, CoverageModel &, QWidget *parent = nullptr);

    // Call after the models have changed.
    void refresh(uint32_t exchanges);
    QTreeView *tree() const { return m_tree; }
    void chooseEverything();

Q_SIGNALS:
    void scopeChosen(const std::optional<ui::TreeScope> &);
    void filterRequested(const QString &term);

protected:
    bool eventFilter(QObject *, QEvent *) override;
    void resizeEvent(QResizeEvent *) override;

private:
    QWidget *heading(const QString &title, QLabel *&count);
    void treeMenu(const QPoint &);
    void fitCoverage();

    const Theme &m_theme;
    ConnectionTreeModel &m_connections;
    CoverageModel &m_coverage;
    QTreeView *m_tree;
    QListView *m_libraries;
    QLabel *m_exchangeCount = nullptr, *m_readableCount = nullptr;
    QWidget *m_coverageHeading = nullptr;
    std::optional<TreeScope> m_chosen;
};

} // namespace ui
