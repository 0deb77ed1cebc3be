// SPDX-License-Identifier: GPL-3.0-or-later
// The language of the window: the system's, or one that the user chose. English where there is no translation.
#pragma once

#include <QList>
#include <QString>

namespace ui {

struct Language {
    QString code;     // "de", "zh_CN"; English: "en"
    QString name;     // in the language itself
};

const QList<Language> &languages();

// The user's choice, from the settings; empty: as the system.
QString chosenLanguage();
void chooseLanguage(const QString &code);

// For all texts from now on, so before the window is made; replaces what was used before. `code` empty: the first of the
// system's languages that there is. Texts of Qt's own dialogs are translated if Qt's translations are installed.
void useLanguage(const QString &code);

} // namespace ui
