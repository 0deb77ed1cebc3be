// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of a comparison: name, left, right; all of them, or only those that matter for the differences.
#pragma once

#include "ui/compare/comparison_rows.h"

#include <QAbstractTableModel>

#include <vector>

namespace ui {

class ComparisonModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Name, Left, Right, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;

    void setRows(std::vector<ComparisonRow>);
    void setEqualToo(bool);
    const ComparisonRow &row(int row) const { return m_rows[m_shown[size_t(row)]]; }
    // How many values differ.
    int differences() const;

private:
    void choose();

    std::vector<ComparisonRow> m_rows;
    std::vector<size_t> m_shown;      // of m_rows
    bool m_equalToo = false;
};

} // namespace ui
