// SPDX-License-Identifier: GPL-3.0-or-later
// What an export will mask, by kind and number, counted while it is shown. A kind that is unticked stays in plain text, once
// the user has confirmed that.
#pragma once

#include "ui/dialogs/secret_kind_model.h"

#include <QWidget>

class QLabel;
class QListView;
class QPushButton;

namespace ui {

class Workspace;

class SecretList : public QWidget
{
    Q_OBJECT
public:
    // `note`: where it will stand what was left in plain text.
    SecretList(Workspace &, const QString &note, QWidget *parent = nullptr);

    // Counts what these exchanges hold.
    void count(std::vector<uint32_t> ids);
    // The user's own rules can be used.
    bool isUsable() const { return m_isUsable; }
    const SecretKindModel::Kept &kept() const { return m_model.kept(); }

Q_SIGNALS:
    void usableChanged();

private:
    bool confirm(const QString &kind, uint64_t places);
    void countAgain();
    void showCounts();
    void editRules();

    Workspace &m_workspace;
    SecretKindModel m_model;
    MaskingTrial m_trial;
    std::vector<uint32_t> m_ids;
    SecretKindModel::Kept m_own;
    bool m_isUsable = true, m_isConfirmed = false;
    QString m_note;
    QLabel *m_summary;
    QListView *m_list;
    QPushButton *m_rules;
};

} // namespace ui
