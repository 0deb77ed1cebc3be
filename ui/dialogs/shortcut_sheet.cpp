// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/shortcut_sheet.h"

#include "ui/theme/theme.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <array>
#include <utility>

namespace ui {

ShortcutSheet::ShortcutSheet(const Theme &theme, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Keys"));
    const std::array<std::pair<QString, QString>, 30> keys { {
        { tr("Ctrl+E"), tr("Start or stop capturing") },
        { tr("Ctrl+Shift+H"), tr("Add a machine") },
        { tr("Ctrl+F  or  /"), tr("Filter") },
        { tr("Ctrl+Shift+F"), tr("Search in bodies and messages") },
        { tr("Ctrl+L"), tr("Clear the list") },
        { tr("Ctrl+Z"), tr("Undo clearing the list") },
        { tr("Ctrl+P"), tr("Pause or resume the display") },
        { tr("Ctrl+M"), tr("Mask secrets on the screen") },
        { tr("Ctrl+J"), tr("One row for each call, or one for each of its halves") },
        { tr("j  k  ↓  ↑"), tr("Next and previous exchange; ↓ in the filter: go to the list") },
        { tr("Ctrl+.  Ctrl+,"), tr("Next and previous on the same connection") },
        { tr("o"), tr("Show the same exchange from the other side") },
        { tr("d"), tr("Compare the two selected, or with the previous one to this path") },
        { tr("Ctrl+G"), tr("Show what led to an exchange, and what followed from it") },
        { tr("Ctrl+Shift+M"), tr("Show the map of programs") },
        { tr("1 … 6  0"), tr("Mark with a colour, or with none") },
        { tr("F2"), tr("Comment") },
        { tr("Enter"), tr("Open the details") },
        { tr("Esc"), tr("Back to the list, then close the details; in the filter: clear it") },
        { tr("End"), tr("Jump to the newest and follow new exchanges") },
        { tr("Ctrl+O"), tr("Open a capture or a HAR file") },
        { tr("Ctrl+S"), tr("Save the capture") },
        { tr("Ctrl+Shift+S"), tr("Export HAR") },
        { tr("Ctrl+C"), tr("Copy the URL") },
        { tr("Ctrl+Shift+C"), tr("Copy as cURL") },
        { tr("Ctrl+A"), tr("Select all shown exchanges") },
        { tr("Ctrl+T"), tr("Light or dark theme") },
        { tr("F1"), tr("Guide") },
        { tr("Ctrl+/"), tr("Show keyboard shortcuts") },
        { tr("Ctrl+Q"), tr("Quit") },
    } };
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(28);
    grid->setVerticalSpacing(7);
    int row = 0;
    for (const auto &[key, does] : keys) {
        auto *name = new QLabel(key, this);
        name->setFont(theme.mono());
        grid->addWidget(name, row, 0);
        grid->addWidget(new QLabel(does, this), row++, 1);
    }
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Close"), QDialogButtonBox::RejectRole);   // a standard button would have the style's icon
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 20, 24, 16);
    layout->setSpacing(16);
    layout->addLayout(grid);
    layout->addWidget(buttons);
}

} // namespace ui
