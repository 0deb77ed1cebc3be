// SPDX-License-Identifier: GPL-3.0-or-later
// Which exchanges to export, and whether to mask secrets, which is the default.
#pragma once

#include <QDialog>

class QCheckBox;
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

private:
    QRadioButton *m_shown, *m_selected, *m_all;
    QCheckBox *m_masked;
    QLabel *m_warning;
};

} // namespace ui
