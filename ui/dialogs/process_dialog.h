// SPDX-License-Identifier: GPL-3.0-or-later
// Chooses one running process.
#pragma once

#include <QDialog>
#include <QString>

#include <cstdint>

class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace ui {

class ProcessDialog : public QDialog
{
    Q_OBJECT
public:
    // `masked`: without the secrets in command lines.
    explicit ProcessDialog(bool masked, QWidget *parent = nullptr);

    uint32_t pid() const;      // 0: none is chosen
    QString name() const;

private:
    void fill();
    void narrow(const QString &);

    bool m_masked;
    QLineEdit *m_search;
    QTreeWidget *m_list;
    QPushButton *m_choose;
};

} // namespace ui
