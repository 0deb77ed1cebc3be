// SPDX-License-Identifier: GPL-3.0-or-later
// Below the tool bar: the filter in words, and chips for the most common filters.
#pragma once

#include "app/filter/filter.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QButtonGroup;
class QPushButton;

namespace ui {

class ElidedLabel;

class ChipRow : public QWidget
{
    Q_OBJECT
public:
    explicit ChipRow(const Theme &, QWidget *parent = nullptr);

    void setReadBack(const QString &, bool valid);
    void setErrorCount(uint32_t);
    // The chosen chip's; empty for All.
    const filter::Filter &filter() const { return m_filter; }
    void chooseAll();

Q_SIGNALS:
    void filterChanged();

private:
    QPushButton *addChip(const QString &text, const QString &expression, const QString &tip);

    const Theme &m_theme;
    ElidedLabel *m_readBack;
    QButtonGroup *m_chips;
    QPushButton *m_errors = nullptr;
    filter::Filter m_filter;
};

} // namespace ui
