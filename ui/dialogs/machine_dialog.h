// SPDX-License-Identifier: GPL-3.0-or-later
// Which other machine to capture, and what there; says beforehand what will run on it.
#pragma once

#include "ui/workspace/scope.h"

#include <QDialog>
#include <QProcess>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace ui {

class MachineDialog : public QDialog
{
    Q_OBJECT
public:
    // `alone`: nothing is captured yet, so this machine may be captured too. `known`: machines to offer.
    MachineDialog(bool alone, const QStringList &known, QWidget *parent = nullptr);
    ~MachineDialog() override;

    // As chosen; its machines are usually one.
    Scope scope() const;

    // Names in the user's configuration of ssh that stand for one machine each.
    static QStringList configured(const QString &configuration);

private:
    void check();
    void resolve();
    void showResolved();

    const bool m_alone;
    QLineEdit *m_machine, *m_program;
    QLabel *m_resolved;
    QComboBox *m_what;
    QCheckBox *m_here;
    QPushButton *m_add;
    QTimer m_resting;         // since the last key
    QProcess m_ssh;           // says whom it would connect to
};

} // namespace ui
