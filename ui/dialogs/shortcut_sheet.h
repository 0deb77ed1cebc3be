// SPDX-License-Identifier: GPL-3.0-or-later
// All keyboard shortcuts of the window on one page.
#pragma once

#include <QDialog>

namespace ui {

class Theme;

class ShortcutSheet : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutSheet(const Theme &, QWidget *parent = nullptr);
};

} // namespace ui
