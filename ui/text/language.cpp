// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QTranslator>

#include <memory>

// A resource of a static library; the macro does not work within a namespace.
static void registerTranslations() { Q_INIT_RESOURCE(translations); }

namespace ui {

namespace {

const QString languageKey = QStringLiteral("window/language");
const QString english = QStringLiteral("en");

bool isKnown(const QString &code)
{
    for (const Language &language : languages())
        if (language.code == code)
            return true;
    return false;
}

// "zh_CN" for "zh-Hans-CN", "zh-CN" and "zh"; "de" for "de-AT".
QString codeOf(const QLocale &locale)
{
    if (locale.language() == QLocale::Chinese)
        return locale.script() == QLocale::SimplifiedHanScript ? QStringLiteral("zh_CN") : QString();
    return QLocale::languageToCode(locale.language());
}

QString systemLanguage()
{
    for (const QString &name : QLocale::system().uiLanguages())
        if (const QString code = codeOf(QLocale(name)); isKnown(code))
            return code;
    return english;
}

// Removes itself from the application when it is destroyed.
std::unique_ptr<QTranslator> loaded(const QString &file, const QString &folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (translator->load(file, folder))
        QCoreApplication::installTranslator(translator.get());
    return translator;
}

} // namespace

const QList<Language> &languages()
{
    static const QList<Language> all{{english, QStringLiteral("English")}, {QStringLiteral("de"), QStringLiteral("Deutsch")}, {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}};
    return all;
}

QString chosenLanguage()
{
    const QString code = QSettings().value(languageKey).toString();
    return isKnown(code) ? code : QString();
}

void chooseLanguage(const QString &code)
{
    code.isEmpty() ? QSettings().remove(languageKey) : QSettings().setValue(languageKey, code);
}

void useLanguage(const QString &code)
{
    static std::unique_ptr<QTranslator> own, qt;
    registerTranslations();
    const QString used = isKnown(code) ? code : systemLanguage();
    own.reset();
    qt.reset();
    if (used == english)
        return;
    qt = loaded(QStringLiteral("qtbase_") + used, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    own = loaded(QStringLiteral("cleartap_") + used, QStringLiteral(":/translations"));
}

} // namespace ui
