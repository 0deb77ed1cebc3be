// SPDX-License-Identifier: GPL-3.0-or-later
// The tree of a JSON body: opened and closed by mouse and keyboard, values and paths copied.
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

    // Opens the first levels of what is small.
    void setJson(const QByteArray &utf8);
    JsonTreeModel *tree() const { return m_tree; }
    // Opens a level and those below it, up to so many rows that they can still be looked at.
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
