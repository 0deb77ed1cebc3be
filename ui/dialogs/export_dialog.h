// SPDX-License-Identifier: GPL-3.0-or-later
// Which exchanges to export, and whether to mask secrets, which is the default, which of them, and how. How is remembered.
#pragma once

#include "app/masking/masker.h"
#include "ui/dialogs/secret_list.h"

#include <QDialog>
#include <QString>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QRadioButton;

namespace ui {

class ExportDialog : public QDialog
{
    Q_OBJECT
public:
    enum class What : uint8_t { Shown, Selected, All };

    explicit ExportDialog(Workspace &, QWidget *parent = nullptr);

    What what() const;
    bool masked() const;
    masking::Mode mode() const;
    // Kinds of secrets that stay in plain text.
    const SecretKindModel::Kept &kept() const { return m_secrets->kept(); }
    // In the order of time.
    std::vector<uint32_t> ids() const;

private:
    void showMasking();

    Workspace &m_workspace;
    std::vector<uint32_t> m_selectedIds;
    QRadioButton *m_shown, *m_selected, *m_all;
    QCheckBox *m_masked;
    QComboBox *m_mode;
    QLabel *m_warning;
    SecretList *m_secrets;
    QPushButton *m_choose = nullptr;
};

} // namespace ui
