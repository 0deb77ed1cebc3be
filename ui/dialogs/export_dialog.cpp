// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/export_dialog.h"

#include "ui/models/format.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
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
const QString rulesKey = QStringLiteral("export/maskRules");

} // namespace

ExportDialog::ExportDialog(uint32_t shown, uint32_t selected, uint32_t all, QWidget *parent)
    : QDialog(parent)
    , m_shown(new QRadioButton(tr("The %1 shown").arg(countText(shown)), this))
    , m_selected(new QRadioButton(tr("The %1 selected").arg(countText(selected)), this))
    , m_all(new QRadioButton(tr("All %1").arg(countText(all)), this))
    , m_masked(new QCheckBox(tr("Mask passwords, tokens and cookies"), this))
    , m_mode(new QComboBox(this))
    , m_rules(new QPushButton(this))
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
    m_mode->setAccessibleName(tr("How secrets are replaced"));
    m_mode->addItem(tr("By tags"), int(masking::Mode::Tag));
    m_mode->addItem(tr("By asterisks"), int(masking::Mode::SameLength));
    m_mode->addItem(tr("By the word masked"), int(masking::Mode::Full));
    const QSettings settings;
    m_mode->setCurrentIndex(std::max(0, m_mode->findData(settings.value(modeKey).toInt())));
    m_rulesPath = settings.value(rulesKey).toString();
    connect(m_rules, &QPushButton::clicked, this, &ExportDialog::chooseRules);
    showRules();
    const auto warn = [this] {
        const bool masked = m_masked->isChecked();
        m_mode->setEnabled(masked);
        m_rules->setEnabled(masked);
        for (QWidget *part : { static_cast<QWidget *>(m_mode), static_cast<QWidget *>(m_rules) })
            part->setToolTip(masked ? QString() : tr("Secrets are not masked."));
        m_warning->setText(!masked ? tr("The file will contain all passwords, tokens and cookies in plain text, and says so.")
                               : mode() == masking::Mode::Tag ? tr("Each secret is replaced by a short tag, the same one in all files that you export.")
                               : mode() == masking::Mode::SameLength ? tr("Each secret is replaced by as many asterisks.")
                                                                     : tr("Each secret is replaced by the same word."));
    };
    connect(m_masked, &QCheckBox::toggled, this, warn);
    connect(m_mode, &QComboBox::currentIndexChanged, this, warn);
    warn();
    connect(this, &QDialog::accepted, this, [this] {
        QSettings kept;
        kept.setValue(modeKey, int(mode()));
        kept.setValue(rulesKey, m_rulesPath);
    });

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
    auto *how = new QHBoxLayout;
    how->setContentsMargins(22, 0, 0, 0);
    how->addWidget(m_mode);
    how->addWidget(m_rules);
    how->addStretch(1);
    layout->addLayout(how);
    layout->addWidget(m_warning);
    layout->addSpacing(6);
    layout->addWidget(buttons);
}

ExportDialog::What ExportDialog::what() const
{
    return m_selected->isChecked() ? What::Selected : m_all->isChecked() ? What::All : What::Shown;
}

masking::Mode ExportDialog::mode() const { return masking::Mode(m_mode->currentData().toInt()); }

// Chosen already: a second click forgets them.
void ExportDialog::chooseRules()
{
    m_rulesPath = m_rulesPath.isEmpty() ? QFileDialog::getOpenFileName(this, tr("Choose a file of masking rules")) : QString();
    showRules();
}

void ExportDialog::showRules()
{
    m_rules->setText(m_rulesPath.isEmpty() ? tr("Own rules …") : tr("Without %1").arg(m_rulesPath.section(QLatin1Char('/'), -1)));
}

bool ExportDialog::masked() const
{
    return m_masked->isChecked();
}

} // namespace ui
