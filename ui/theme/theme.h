// SPDX-License-Identifier: GPL-3.0-or-later
// The look of the whole program: tokens, palette, style sheet, fonts and icons. One object, created in
// main() after the QApplication and before the first widget; it outlives them all.
// Icons are in resources/cleartap.qrc, which ui/CMakeLists.txt compiles into ct_ui (AUTORCC).
// A QToolButton with a menu shows no indicator: end its text with " ▾".
//
// Style sheet hooks for widgets (dynamic properties, set before the widget is shown):
//   role = "primary"    QPushButton/QToolButton: filled with the accent (Start)
//   role = "danger"     QPushButton/QToolButton: filled with red (Stop)
//   role = "chip"       QPushButton/QToolButton: rounded, 22 px, checkable
//   role = "section"    QLabel: small capitals heading of a list (PROCESSES)
//   role = "dim"        QLabel: label text;  role = "bad" QLabel: what went wrong
//   role = "banner"     QFrame: notice across the window
//   role = "flat"       QPushButton/QToolButton: no border;  role = "small": 22 px high
//   role = "hairline"   QFrame: a 1 px line
//   invalid = true      QLineEdit: red border
//   role = "panel"      QWidget: painted with `panel` instead of `ground`
#pragma once

#include "ui/theme/tokens.h"

#include <QFont>
#include <QIcon>
#include <QObject>
#include <QString>
#include <QStringList>

namespace ui {

class SystemScheme;

enum class ThemeChoice : uint8_t { System = 0, Light = 1, Dark = 2 };

class Theme : public QObject
{
    Q_OBJECT
public:
    // Takes over the application's palette, font and style sheet. `System` follows the desktop portal's colour scheme
    // (org.freedesktop.appearance) while running, else the platform's palette.
    explicit Theme(ThemeChoice = ThemeChoice::System, QObject *parent = nullptr);
    ~Theme() override;

    const Tokens &current() const { return m_tokens; }
    ThemeChoice choice() const { return m_choice; }
    bool isDark() const { return m_tokens.dark; }

    // An icon of resources/icons by its base name, drawn in the current theme's text colour (dim if disabled, accent
    // if on); sharp at every size and pixel ratio. Existing icons follow theme changes. Unknown names return a null
    // icon. "cleartap" is the program's own icon, in its own colours.
    QIcon icon(const QString &name) const;
    // The same in one of the tokens' colours, e.g. icon("stop", &Tokens::onBad).
    QIcon icon(const QString &name, QColor Tokens::*colour) const;
    static QStringList iconNames();

    QFont ui() const;       // 13 px, the system's font family (Inter if installed)
    QFont uiStrong() const; // the same, semi-bold
    QFont small() const;    // 11 px: table headers, counts
    QFont mono() const;     // 12 px, JetBrains Mono or the system's fixed font
    QFont code() const;     // for the editor: the same size, in a family without ligatures

    // "good", "notice", "bad", "info", "violet" for a method or status, as table and panes colour them.
    QColor methodColour(QStringView method) const;
    QColor statusColour(int status) const;

public Q_SLOTS:
    void set(ui::ThemeChoice);
    void toggle(); // to Light or Dark, whichever is not current

Q_SIGNALS:
    void changed();

private:
    void apply();

    ThemeChoice m_choice;
    Tokens m_tokens;
    SystemScheme *m_system = nullptr;
    QString m_family, m_monoFamily, m_codeFamily;
};

} // namespace ui
