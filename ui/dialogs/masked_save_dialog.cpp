// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/masked_save_dialog.h"

#include "ui/workspace/workspace.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <numeric>

namespace ui {

MaskedSaveDialog::MaskedSaveDialog(Workspace &workspace, QWidget *parent)
    : QDialog(parent)
    , m_secrets(new SecretList(workspace, tr("The file does not say what was left."), this))
{
    setWindowTitle(tr("Save masked capture"));
    setMinimumWidth(460);
    auto *what = new QLabel(tr("The file holds what is listed, instead of the bytes that were captured. Each secret is replaced by a short tag."), this);
    what->setWordWrap(true);
    what->setProperty("role", QStringLiteral("dim"));
    auto *buttons = new QDialogButtonBox(this);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);   // a standard button would have the style's icon
    auto *choose = buttons->addButton(tr("Choose file …"), QDialogButtonBox::AcceptRole);
    choose->setProperty("role", QStringLiteral("primary"));
    choose->setDefault(true);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_secrets, &SecretList::usableChanged, this, [this, choose] {
        choose->setEnabled(m_secrets->isUsable());
        choose->setToolTip(m_secrets->isUsable() ? QString() : tr("Your own masking rules cannot be used."));
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    layout->addWidget(what);
    layout->addWidget(m_secrets, 1);
    layout->addWidget(buttons);
    std::vector<uint32_t> ids(workspace.capture().captured().size());
    std::iota(ids.begin(), ids.end(), 0);
    m_secrets->count(std::move(ids));
}

} // namespace ui
