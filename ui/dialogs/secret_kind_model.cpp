// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/secret_kind_model.h"

#include "ui/models/format.h"
#include "ui/text/masking_text.h"

#include <algorithm>
#include <utility>

namespace ui {

SecretKindModel::SecretKindModel(std::function<bool(const QString &, uint64_t)> mayKeep, QObject *parent)
    : QAbstractListModel(parent)
    , m_mayKeep(std::move(mayKeep))
{
}

int SecretKindModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_kinds.size()); }

QVariant SecretKindModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const masked::HiddenKind &kind = m_kinds[size_t(index.row())];
    const bool isKept = m_kept.contains(kind.kind);
    switch (role) {
    case Qt::DisplayRole: {
        const QString name = m_own.contains(kind.kind) ? tr("Own rule: %1").arg(secretKindText(kind)) : secretKindText(kind);
        return isKept ? tr("%1   %2, in plain text").arg(name, countText(kind.places)) : tr("%1   %2").arg(name, countText(kind.places));
    }
    case Qt::ToolTipRole:
        return m_isFixed ? tr("Masked on the screen, and therefore here too.") : placesText(kind.places, kind.exchanges);
    case Qt::CheckStateRole:
        return isKept ? Qt::Unchecked : Qt::Checked;
    default:
        return {};
    }
}

Qt::ItemFlags SecretKindModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractListModel::flags(index);
    return index.isValid() && !m_isFixed ? flags | Qt::ItemIsUserCheckable : flags;
}

bool SecretKindModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole || m_isFixed)
        return false;
    // While the user is asked, rows may come.
    const std::string kind = m_kinds[size_t(index.row())].kind;
    const bool keep = value.toInt() != Qt::Checked;
    if (keep == m_kept.contains(kind))
        return true;
    if (keep && !m_mayKeep(secretKindText(m_kinds[size_t(index.row())]), m_kinds[size_t(index.row())].places))
        return false;
    if (keep)
        m_kept.insert(kind);
    else
        m_kept.erase(kind);
    if (const auto at = std::ranges::find(m_kinds, kind, &masked::HiddenKind::kind); at != m_kinds.end()) {
        const QModelIndex changed = this->index(int(at - m_kinds.begin()));
        Q_EMIT dataChanged(changed, changed);
    }
    Q_EMIT keptChanged();
    return true;
}

// Kinds come at the end as they are found; once all are known, the most frequent are in front.
void SecretKindModel::setCounts(const TrialCounts &counts, const Kept &own)
{
    m_own = own;
    if (counts.isComplete()) {
        beginResetModel();
        m_kinds = counts.kinds;
        std::ranges::stable_sort(m_kinds, std::greater(), &masked::HiddenKind::places);
        endResetModel();
        return;
    }
    const size_t before = m_kinds.size();
    if (counts.kinds.size() < before)
        clear();
    if (counts.kinds.size() > m_kinds.size()) {
        beginInsertRows({}, int(m_kinds.size()), int(counts.kinds.size()) - 1);
        m_kinds = counts.kinds;
        endInsertRows();
    } else {
        m_kinds = counts.kinds;
    }
    if (!m_kinds.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void SecretKindModel::clear()
{
    beginResetModel();
    m_kinds.clear();
    endResetModel();
}

uint64_t SecretKindModel::places() const
{
    uint64_t places = 0;
    for (const masked::HiddenKind &kind : m_kinds)
        places += m_kept.contains(kind.kind) ? 0 : kind.places;
    return places;
}

void SecretKindModel::setFixed(bool fixed)
{
    m_isFixed = fixed;
    if (fixed)
        m_kept.clear();
}

} // namespace ui
