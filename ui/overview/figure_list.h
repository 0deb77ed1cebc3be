// SPDX-License-Identifier: GPL-3.0-or-later
// A titled list of figures with bars; a click or Enter filters by one.
#pragma once

#include "ui/overview/figure_model.h"

#include <QWidget>

class QListView;

namespace ui {

class Theme;

class FigureList : public QWidget
{
    Q_OBJECT
public:
    FigureList(const Theme &, const QString &title, QWidget *parent = nullptr);

    FigureModel &model() { return m_model; }
    QListView *list() const { return m_list; }
    // How many rows can be seen.
    int room() const;

Q_SIGNALS:
    void filterRequested(const QStringList &terms);

private:
    void choose(const QModelIndex &);

    FigureModel m_model;
    QListView *m_list;
};

} // namespace ui
