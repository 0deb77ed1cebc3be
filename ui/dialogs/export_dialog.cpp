// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include "ui/models/format.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace ui {

ExportDialog::ExportDialog(uint32_t shown, uint32_t selected, uint32_t all, QWidget *parent)
    : QDialog(parent)
    , m_shown(new QRadioButton(tr("The %1 shown").arg(countText(shown)), this))
    , m_selected(new QRadioButton(tr("The %1 selected").arg(countText(selected)), this))
    , m_all(new QRadioButton(tr("All %1").arg(countText(all)), this))
    , m_masked(new QCheckBox(tr("Mask passwords, tokens and cookies"), this))
    , m_warning(new QLabel(this))
{
    setWindowTitle(tr("Export HAR"));
    setMinimumWidth(420);
    m_shown->setEnabled(shown > 0);
    m_shown->setToolTip(shown > 0 ? QString() : tr("No matching exchanges."));
    m_selected->setEnabled(selected > 0);
    m_selected->setToolTip(selected > 0 ? QString() : tr("No exchange is selected."));
    (selected > 1 ? m_selected : shown > 0 ? m_shown : m_all)->setChecked(true);
    m_masked->setChecked(true);
    m_warning->setWordWrap(true);
    m_warning->setProperty("role", QStringLiteral("dim"));
    const auto warn = [this](bool masked) {
        m_warning->setText(masked ? tr("Each secret is replaced by a short tag, the same one throughout the file.")
                                  : tr("The file will contain all passwords, tokens and cookies in plain text, and says so."));
    };
    connect(m_masked, &QCheckBox::toggled, this, warn);
    warn(true);

    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);   // a standard button would have the style's icon
    auto *choose = buttons->addButton(tr("Choose file …"), QDialogButtonBox::AcceptRole);
    choose->setProperty("role", QStringLiteral("primary"));
    choose->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    for (QWidget *line : { static_cast<QWidget *>(m_shown), static_cast<QWidget *>(m_selected), static_cast<QWidget *>(m_all) })
        layout->addWidget(line);
    layout->addSpacing(6);
    layout->addWidget(m_masked);
    layout->addWidget(m_warning);
    layout->addSpacing(6);
    layout->addWidget(buttons);
}

ExportDialog::What ExportDialog::what() const
{
    return m_selected->isChecked() ? What::Selected : m_all->isChecked() ? What::All : What::Shown;
}

bool ExportDialog::masked() const
{
    return m_masked->isChecked();
}

} // namespace ui
