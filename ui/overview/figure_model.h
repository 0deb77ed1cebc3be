// SPDX-License-Identifier: GPL-3.0-or-later
// A short list of names with a figure each, each of which is a filter.
#pragma once

#include "ui/theme/tokens.h"

#include <QAbstractListModel>
#include <QStringList>

#include <vector>

namespace ui {

struct Figure {
    QString name, figure, tip;
    double share = 0;                                // of the largest, 0 to 1
    QStringList terms;                               // of the filter language; empty: none
    QColor Tokens::*colour = &Tokens::accent;        // of the bar
    bool operator==(const Figure &) const = default;
};

class FigureModel : public QAbstractListModel
{
    Q_OBJECT
public:
    enum FigureRole { FigureText = Qt::UserRole, Share, Terms };

    using QAbstractListModel::QAbstractListModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;
    // Resets only if the names differ: what is selected stays while figures grow.
    void setFigures(std::vector<Figure>);
    const Figure &at(int row) const { return m_figures[size_t(row)]; }

private:
    std::vector<Figure> m_figures;
};

} // namespace ui
