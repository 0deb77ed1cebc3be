// SPDX-License-Identifier: GPL-3.0-or-later
// Below the tool bar: the filter in words, and chips for the most common filters.
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

class QButtonGroup;
class QPushButton;

namespace ui {

class ElidedLabel;
class Workspace;

class ChipRow : public QWidget
{
    Q_OBJECT
public:
    ChipRow(const Theme &, Workspace &, QWidget *parent = nullptr);

    void setReadBack(const QString &, bool valid);

private:
    QPushButton *addChip(const QString &text, const QString &expression, const QString &tip);
    void showMachines();
    void chooseMachine(QPushButton *chosen);

    Workspace &m_workspace;
    ElidedLabel *m_readBack;
    QButtonGroup *m_chips;
    QPushButton *m_errors = nullptr;
    std::vector<QPushButton *> m_machines;   // at most one is chosen
};

} // namespace ui
