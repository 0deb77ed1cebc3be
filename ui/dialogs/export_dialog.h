// SPDX-License-Identifier: GPL-3.0-or-later
// Which exchanges to export, and whether to mask secrets, which is the default, and how. How is remembered.
#pragma once

#include "app/masking/masker.h"

#include <QDialog>
#include <QString>

class QCheckBox;
class QComboBox;
class QPushButton;
class QLabel;
class QRadioButton;

namespace ui {

class ExportDialog : public QDialog
{
    Q_OBJECT
public:
    enum class What : uint8_t { Shown, Selected, All };

    ExportDialog(uint32_t shown, uint32_t selected, uint32_t all, QWidget *parent = nullptr);

    What what() const;
    bool masked() const;
    masking::Mode mode() const;
    // A file of the user's own rules; empty: none.
    QString rules() const { return m_rulesPath; }

private:
    void chooseRules();
    void showRules();

    QRadioButton *m_shown, *m_selected, *m_all;
    QCheckBox *m_masked;
    QComboBox *m_mode;
    QPushButton *m_rules;
    QString m_rulesPath;
    QLabel *m_warning;
};

} // namespace ui
