// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include "ui/models/format.h"
#include "ui/workspace/workspace.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSettings>
#include <QVBoxLayout>

#include <algorithm>

namespace ui {

namespace {

const QString modeKey = QStringLiteral("export/maskMode");

} // namespace

ExportDialog::ExportDialog(Workspace &workspace, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_selectedIds(workspace.selectedIds())
    , m_shown(new QRadioButton(tr("The %1 shown").arg(countText(workspace.exchanges().shown())), this))
    , m_selected(new QRadioButton(tr("The %1 selected").arg(countText(m_selectedIds.size())), this))
    , m_all(new QRadioButton(tr("All %1").arg(countText(workspace.exchanges().total())), this))
    , m_masked(new QCheckBox(tr("Mask passwords, tokens and cookies"), this))
    , m_mode(new QComboBox(this))
    , m_warning(new QLabel(this))
    , m_secrets(new SecretList(workspace, tr("The file says what was left."), this))
{
    const bool shown = workspace.exchanges().shown() > 0;
    setWindowTitle(tr("Export HAR"));
    setMinimumWidth(460);
    m_shown->setEnabled(shown);
    m_shown->setToolTip(shown ? QString() : tr("No matching exchanges."));
    m_selected->setEnabled(!m_selectedIds.empty());
    m_selected->setToolTip(m_selected->isEnabled() ? QString() : tr("No exchange is selected."));
    (m_selectedIds.size() > 1 ? m_selected : shown ? m_shown : m_all)->setChecked(true);
    m_masked->setChecked(true);
    m_warning->setWordWrap(true);
    m_warning->setProperty("role", QStringLiteral("dim"));
    m_mode->setAccessibleName(tr("How secrets are replaced"));
    m_mode->addItem(tr("By tags"), int(masking::Mode::Tag));
    m_mode->addItem(tr("By asterisks"), int(masking::Mode::SameLength));
    m_mode->addItem(tr("By the word masked"), int(masking::Mode::Full));
    m_mode->setCurrentIndex(std::max(0, m_mode->findData(QSettings().value(modeKey).toInt())));
    connect(this, &QDialog::accepted, this, [this] { QSettings().setValue(modeKey, int(mode())); });

    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);   // a standard button would have the style's icon
    m_choose = buttons->addButton(tr("Choose file …"), QDialogButtonBox::AcceptRole);
    m_choose->setProperty("role", QStringLiteral("primary"));
    m_choose->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    for (QWidget *line : { static_cast<QWidget *>(m_shown), static_cast<QWidget *>(m_selected), static_cast<QWidget *>(m_all) })
        layout->addWidget(line);
    layout->addSpacing(6);
    layout->addWidget(m_masked);
    auto *how = new QVBoxLayout;
    how->setContentsMargins(22, 0, 0, 0);
    how->addWidget(m_mode, 0, Qt::AlignLeft);
    how->addWidget(m_warning);
    how->addWidget(m_secrets, 1);
    layout->addLayout(how, 1);
    layout->addSpacing(6);
    layout->addWidget(buttons);

    connect(m_masked, &QCheckBox::toggled, this, &ExportDialog::showMasking);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &ExportDialog::showMasking);
    connect(m_secrets, &SecretList::usableChanged, this, &ExportDialog::showMasking);
    for (const QRadioButton *which : { m_shown, m_selected, m_all })
        connect(which, &QRadioButton::toggled, this, [this](bool on) {
            if (on)
                m_secrets->count(ids());
        });
    m_secrets->count(ids());
    showMasking();
}

void ExportDialog::showMasking()
{
    const bool masked = m_masked->isChecked();
    m_mode->setEnabled(masked);
    m_mode->setToolTip(masked ? QString() : tr("Secrets are not masked."));
    m_secrets->setVisible(masked);
    m_warning->setText(!masked ? tr("The file will contain all passwords, tokens and cookies in plain text, and says so.")
                           : mode() == masking::Mode::Tag ? tr("Each secret is replaced by a short tag, the same one in all files that you export.")
                           : mode() == masking::Mode::SameLength ? tr("Each secret is replaced by as many asterisks.")
                                                                 : tr("Each secret is replaced by the same word."));
    const bool usable = !masked || m_secrets->isUsable();
    m_choose->setEnabled(usable);
    m_choose->setToolTip(usable ? QString() : tr("Your own masking rules cannot be used."));
}

std::vector<uint32_t> ExportDialog::ids() const
{
    const ExchangeTableModel &exchanges = m_workspace.exchanges();
    return what() == What::Selected ? m_selectedIds : what() == What::All ? exchanges.allIds() : exchanges.shownIds();
}

ExportDialog::What ExportDialog::what() const
{
    return m_selected->isChecked() ? What::Selected : m_all->isChecked() ? What::All : What::Shown;
}

masking::Mode ExportDialog::mode() const { return masking::Mode(m_mode->currentData().toInt()); }

bool ExportDialog::masked() const
{
    return m_masked->isChecked();
}

} // namespace ui
