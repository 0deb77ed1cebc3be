// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/figure_model.h"

#include <algorithm>
#include <utility>

namespace ui {

int FigureModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_figures.size());
}

QVariant FigureModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Figure &figure = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return figure.name;
    case Qt::ToolTipRole:
        return figure.tip;
    case Qt::AccessibleTextRole:
        return tr("%1: %2").arg(figure.name, figure.figure);
    case FigureText:
        return figure.figure;
    case Share:
        return figure.share;
    case Terms:
        return figure.terms;
    default:
        return {};
    }
}

void FigureModel::setFigures(std::vector<Figure> figures)
{
    if (figures == m_figures)
        return;
    if (!std::ranges::equal(figures, m_figures, {}, &Figure::name, &Figure::name)) {
        beginResetModel();
        m_figures = std::move(figures);
        endResetModel();
        return;
    }
    m_figures = std::move(figures);
    Q_EMIT dataChanged(index(0), index(int(m_figures.size()) - 1));
}

} // namespace ui
