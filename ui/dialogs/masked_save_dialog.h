// SPDX-License-Identifier: GPL-3.0-or-later
// What is masked in a capture that is about to be saved without its secrets.
#pragma once

#include "ui/dialogs/secret_list.h"

#include <QDialog>

namespace ui {

class MaskedSaveDialog : public QDialog
{
    Q_OBJECT
public:
    explicit MaskedSaveDialog(Workspace &, QWidget *parent = nullptr);

    // Kinds left in plain text.
    const SecretKindModel::Kept &kept() const { return m_secrets->kept(); }

private:
    SecretList *m_secrets;
};

} // namespace ui
