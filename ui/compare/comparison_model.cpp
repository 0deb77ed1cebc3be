// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/compare/comparison_model.h"

#include <algorithm>
#include <utility>

namespace ui {

namespace {

using compare::Kind;
using What = ComparisonRow::What;

} // namespace

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_shown.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Columns);
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ComparisonRow &shown = row(index.row());
    const QString cell = index.column() == Name ? shown.name : index.column() == Left ? shown.left : shown.right;
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        return cell;
    case Qt::AccessibleTextRole:
        if (shown.what != What::Value || index.column() != Name)
            return cell;
        switch (shown.kind) {
        case Kind::Changed:
            return tr("%1, different").arg(cell);
        case Kind::Removed:
            return tr("%1, only at the left").arg(cell);
        case Kind::Added:
            return tr("%1, only at the right").arg(cell);
        case Kind::Same:
        case Kind::Skipped:
            break;
        }
        return cell;
    default:
        return {};
    }
}

void ComparisonModel::setRows(std::vector<ComparisonRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    choose();
    endResetModel();
}

void ComparisonModel::setEqualToo(bool equalToo)
{
    if (equalToo == m_equalToo)
        return;
    beginResetModel();
    m_equalToo = equalToo;
    choose();
    endResetModel();
}

int ComparisonModel::differences() const
{
    return int(std::ranges::count_if(m_rows, [](const ComparisonRow &row) {
        return row.what == What::Value && row.kind != Kind::Same && row.kind != Kind::Skipped;
    }));
}

void ComparisonModel::choose()
{
    m_shown.clear();
    for (size_t i = 0; i < m_rows.size(); ++i)
        if (m_equalToo || m_rows[i].what != What::Value || m_rows[i].matters)
            m_shown.push_back(i);
}

} // namespace ui
