// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/icon_engine.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/system_scheme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFontDatabase>
#include <QPointer>
#include <QStyleFactory>

// Static libraries do not register their resources automatically; the macro needs the global namespace.
static void registerResources() { Q_INIT_RESOURCE(cleartap); }

namespace ui {

namespace {

// Respects a font chosen on the desktop; if the system only has its generic one, Inter looks better.
QString textFamily()
{
    const QString system = QFontDatabase::systemFont(QFontDatabase::GeneralFont).family();
    static const QStringList generic{QStringLiteral("Sans"), QStringLiteral("Sans Serif"), QStringLiteral("sans-serif"),
                                     QStringLiteral("DejaVu Sans"), QStringLiteral("Helvetica"), QString()};
    if (generic.contains(system) && QFontDatabase::hasFamily(QStringLiteral("Inter")))
        return QStringLiteral("Inter");
    return system;
}

QString fixedFamily()
{
    const QString ours = QStringLiteral("JetBrains Mono");
    return QFontDatabase::hasFamily(ours) ? ours : QFontDatabase::systemFont(QFontDatabase::FixedFont).family();
}

// The editor sets no style strategy, so PreferNoShaping has no effect there; "<!--" or "!=" must not be drawn as an
// arrow or another symbol.
QString editorFamily(const QString &mono)
{
    for (const char *name : {"JetBrains Mono NL", "DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono"}) {
        if (QFontDatabase::hasFamily(QString::fromLatin1(name)))
            return QString::fromLatin1(name);
    }
    return mono;
}

QFont sized(const QString &family, int pixels)
{
    QFont font(family);
    font.setPixelSize(pixels);
    return font;
}

} // namespace

Theme::Theme(ThemeChoice choice, QObject *parent) : QObject(parent), m_choice(choice)
{
    registerResources();
    const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    m_system = new SystemScheme(dark, this);
    connect(m_system, &SystemScheme::changed, this, [this] {
        if (m_choice == ThemeChoice::System)
            apply();
    });
    m_family = textFamily();
    m_monoFamily = fixedFamily();
    m_codeFamily = editorFamily(m_monoFamily);
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setFont(ui());
    apply();
}

Theme::~Theme() = default;

void Theme::set(ThemeChoice choice)
{
    m_choice = choice;
    const bool dark = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && m_system->isDark());
    if (dark != m_tokens.dark)
        apply();
}

void Theme::toggle() { set(m_tokens.dark ? ThemeChoice::Light : ThemeChoice::Dark); }

void Theme::apply()
{
    const bool dark = m_choice == ThemeChoice::Dark || (m_choice == ThemeChoice::System && m_system->isDark());
    m_tokens = dark ? darkTokens() : lightTokens();
    QApplication::setPalette(palette(m_tokens));
    qApp->setStyleSheet(styleSheet(m_tokens));
    Q_EMIT changed();
}

QIcon Theme::icon(const QString &name) const
{
    if (!QFile::exists(QStringLiteral(":/cleartap/icons/%1.svg").arg(name)))
        return {};
    if (name == QLatin1String("cleartap"))
        return QIcon(new IconEngine(name, [](QIcon::Mode, QIcon::State) { return QColor(); }));
    return QIcon(new IconEngine(name, [theme = QPointer<const Theme>(this)](QIcon::Mode mode, QIcon::State state) {
        if (!theme)
            return QColor(Qt::gray);
        const Tokens &t = theme->current();
        if (mode == QIcon::Disabled)
            return palette(t).color(QPalette::Disabled, QPalette::ButtonText);
        return state == QIcon::On ? t.accent : t.text;
    }));
}

QIcon Theme::icon(const QString &name, QColor Tokens::*colour) const
{
    if (!QFile::exists(QStringLiteral(":/cleartap/icons/%1.svg").arg(name)))
        return {};
    return QIcon(new IconEngine(name, [theme = QPointer<const Theme>(this), colour](QIcon::Mode mode, QIcon::State) {
        if (!theme)
            return QColor(Qt::gray);
        return mode == QIcon::Disabled ? theme->current().dim : theme->current().*colour;
    }));
}

QStringList Theme::iconNames()
{
    registerResources();
    QStringList names = QDir(QStringLiteral(":/cleartap/icons")).entryList({QStringLiteral("*.svg")}, QDir::Files, QDir::Name);
    for (QString &name : names)
        name.chop(4);
    return names;
}

QFont Theme::ui() const { return sized(m_family, measure::textPx); }

QFont Theme::uiStrong() const
{
    QFont font = ui();
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont Theme::small() const { return sized(m_family, 11); }

QFont Theme::mono() const
{
    QFont font = sized(m_monoFamily, measure::monoPx);
    // No ligatures: see editorFamily.
    font.setStyleHint(QFont::Monospace, QFont::PreferNoShaping);
    return font;
}

QFont Theme::code() const
{
    QFont font = sized(m_codeFamily, measure::monoPx);
    font.setStyleHint(QFont::Monospace);
    return font;
}

QColor Theme::methodColour(QStringView method) const
{
    if (method == QLatin1String("GET") || method == QLatin1String("HEAD"))
        return m_tokens.info;
    if (method == QLatin1String("POST") || method == QLatin1String("PUT") || method == QLatin1String("PATCH"))
        return m_tokens.violet;
    if (method == QLatin1String("DELETE"))
        return m_tokens.bad;
    return method.isEmpty() || method == QLatin1String("TLS") ? m_tokens.dim : m_tokens.accent;
}

QColor Theme::statusColour(int status) const
{
    if (status <= 0)
        return m_tokens.dim;
    if (status >= 400)
        return m_tokens.bad;
    if (status >= 300)
        return m_tokens.info;
    return m_tokens.good;
}

} // namespace ui
