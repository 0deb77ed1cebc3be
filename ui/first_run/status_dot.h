// SPDX-License-Identifier: GPL-3.0-or-later
// A state as an 8 px dot.
#pragma once

#include "ui/theme/tokens.h"

#include <QWidget>

namespace ui {

class Theme;

class StatusDot : public QWidget
{
    Q_OBJECT
public:
    // Hollow: not known yet.
    StatusDot(Theme &, QColor Tokens::*colour, bool hollow, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *) override;

private:
    Theme &m_theme;
    QColor Tokens::*m_colour;
    bool m_hollow;
};

} // namespace ui
