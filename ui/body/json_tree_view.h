// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of a JSON body: expandable by mouse and keyboard, values and paths can be copied.
#pragma once

#include <QTreeView>

namespace ui {

class JsonTreeModel;
class Theme;

class JsonTreeView : public QTreeView
{
    Q_OBJECT
public:
    explicit JsonTreeView(Theme &, QWidget *parent = nullptr);

    // Expands the first levels of small documents.
    void setJson(const QByteArray &utf8);
    JsonTreeModel *tree() const { return m_tree; }
    // Expands a level and those below it, up to a number of rows that can still be read.
    void expandBelow(const QModelIndex &);

protected:
    void contextMenuEvent(QContextMenuEvent *) override;
    void keyPressEvent(QKeyEvent *) override;
    bool event(QEvent *) override;

private:
    void activate(const QModelIndex &);
    void copyValue() const;

    Theme &m_theme;
    JsonTreeModel *m_tree;
};

} // namespace ui
