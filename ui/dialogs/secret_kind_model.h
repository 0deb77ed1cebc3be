// SPDX-License-Identifier: GPL-3.0-or-later
// The kinds of secrets that an export will mask, with their numbers; each can be left in plain text instead.
#pragma once

#include "ui/workspace/masking_trial.h"

#include <QAbstractListModel>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace ui {

class SecretKindModel : public QAbstractListModel
{
    Q_OBJECT
public:
    using Kept = std::set<std::string, std::less<>>;

    // `mayKeep` is asked before a kind is left in plain text.
    explicit SecretKindModel(std::function<bool(const QString &kind, uint64_t places)> mayKeep, QObject *parent = nullptr);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &, int role) const override;
    bool setData(const QModelIndex &, const QVariant &, int role) override;
    Qt::ItemFlags flags(const QModelIndex &) const override;

    // `own`: kinds of the user's own rules.
    void setCounts(const TrialCounts &, const Kept &own);
    void clear();
    // Kinds left in plain text, whether they occur or not.
    const Kept &kept() const { return m_kept; }
    uint64_t places() const;                // that will be masked
    // Nothing can be left: it is all masked already.
    void setFixed(bool fixed);

Q_SIGNALS:
    void keptChanged();

private:
    std::function<bool(const QString &, uint64_t)> m_mayKeep;
    std::vector<masked::HiddenKind> m_kinds;
    Kept m_own, m_kept;
    bool m_isFixed = false;
};

} // namespace ui
