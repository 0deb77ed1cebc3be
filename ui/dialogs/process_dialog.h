// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses one running process.
#pragma once

#include "app/masking/masker.h"

#include <QDialog>
#include <QString>

#include <cstdint>
#include <optional>

class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace ui {

class ProcessDialog : public QDialog
{
    Q_OBJECT
public:
    // `mask`: by which rules secrets in command lines are masked; nothing: they are not.
    explicit ProcessDialog(std::optional<masking::Rules> mask, QWidget *parent = nullptr);

    uint32_t pid() const;      // 0: none is chosen
    QString name() const;

private:
    void fill();
    void narrow(const QString &);

    std::optional<masking::Rules> m_mask;
    QLineEdit *m_search;
    QTreeWidget *m_list;
    QPushButton *m_choose;
};

} // namespace ui
