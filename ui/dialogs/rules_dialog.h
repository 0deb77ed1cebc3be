// SPDX-License-Identifier: GPL-3.0-or-later
// The user's own masking rules: to add, edit and remove, with what each would hide in this capture while it is typed.
#pragma once

#include "ui/dialogs/rule_table_model.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QTreeWidget;

namespace ui {

class Workspace;

class RulesDialog : public QDialog
{
    Q_OBJECT
public:
    explicit RulesDialog(Workspace &, QWidget *parent = nullptr);


private:
    QWidget *buildFields();
    QWidget *buildList();
    int row() const;                // the one being edited; -1: none
    void showRow();
    void edit();
    void addRule();
    void removeRule();
    void tryRules();
    void showCounts();
    void showState();
    void save();

    Workspace &m_workspace;
    RuleTableModel m_model;
    MaskingTrial m_trial;
    QTimer m_pause;                 // since the last key
    bool m_showing = false;         // fields are being filled, not edited
    bool m_isOldFile = false;
    QLabel *m_problem, *m_error, *m_progress, *m_place;
    QPushButton *m_forget, *m_add, *m_remove, *m_save;
    QTableView *m_table;
    QComboBox *m_kind;
    QLineEdit *m_name, *m_pattern;
    QTreeWidget *m_examples;
};

} // namespace ui
