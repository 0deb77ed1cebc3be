// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include <initializer_list>
#include <utility>

namespace ui {

namespace {

// @name is one of the tokens' colours. Rules go from general to specific.
constexpr const char *rules = R"(
QMainWindow, QDialog { background: @ground; }
QMainWindow::separator { background: @line; width: 1px; height: 1px; }
QWidget[role="panel"] { background: @panel; }
QToolTip { background: @panel; color: @text; border: 1px solid @line; padding: 4px 6px; }

QLabel[role="dim"] { color: @dim; }
QLabel[role="bad"] { color: @bad; }
QLabel[role="section"] { color: @dim; font-size: 11px; font-weight: 600; letter-spacing: 0.6px; }
QFrame[role="banner"] { background: @accentGround; border: none; border-bottom: 1px solid @line; }
QFrame[role="hairline"] { background: @line; border: none; min-height: 1px; max-height: 1px; }

QPushButton, QToolButton {
    background: @panel; color: @text; border: 1px solid @line; border-radius: 6px;
    padding: 0 11px; min-height: 28px; max-height: 28px;
}
QToolButton { padding: 0 7px; }
QPushButton:hover, QToolButton:hover { background: @hover; }
QPushButton:pressed, QToolButton:pressed, QToolButton:checked, QPushButton:checked {
    background: @accentGround; border-color: @accent; color: @accent;
}
QPushButton:focus, QToolButton:focus { border-color: @accent; }
QPushButton:disabled, QToolButton:disabled { color: @faint; }
QToolButton::menu-indicator { image: none; }

QPushButton[role="primary"], QToolButton[role="primary"] {
    background: @accent; color: @onAccent; border-color: @accent; font-weight: 600;
}
QPushButton[role="danger"], QToolButton[role="danger"] {
    background: @bad; color: @onBad; border-color: @bad; font-weight: 600;
}
QPushButton[role="primary"]:hover, QToolButton[role="primary"]:hover { background: @accentHover; }
QPushButton[role="danger"]:hover, QToolButton[role="danger"]:hover { background: @badHover; }
QPushButton[role="primary"]:focus, QToolButton[role="primary"]:focus,
QPushButton[role="danger"]:focus, QToolButton[role="danger"]:focus { border: 2px solid @text; padding: 0 10px; min-height: 26px; max-height: 26px; }
QPushButton[role="primary"]:disabled, QToolButton[role="primary"]:disabled,
QPushButton[role="danger"]:disabled, QToolButton[role="danger"]:disabled {
    background: @line; color: @dim; border-color: @line;
}
QPushButton[role="chip"], QToolButton[role="chip"] {
    border-radius: 10px; min-height: 18px; max-height: 18px; padding: 0 9px; font-size: 12px; color: @dim; background: transparent;
}
QPushButton[role="chip"]:hover, QToolButton[role="chip"]:hover { background: @hover; }
QPushButton[role="chip"]:checked, QToolButton[role="chip"]:checked { background: @accentGround; color: @accent; border-color: @accent; }
QPushButton[role="flat"], QToolButton[role="flat"] {
    background: transparent; border-color: transparent; padding: 0 4px; min-height: 22px; max-height: 22px; border-radius: 4px;
}
QPushButton[role="flat"]:hover, QToolButton[role="flat"]:hover { background: @hover; }
QPushButton[role="flat"]:checked, QToolButton[role="flat"]:checked { background: @accentGround; color: @accent; }
QPushButton[role="flat"]:focus, QToolButton[role="flat"]:focus { border-color: @accent; }
QPushButton[role="small"] { min-height: 20px; max-height: 20px; padding: 0 8px; border-radius: 4px; font-size: 12px; }

QLineEdit {
    background: @panel; color: @text; border: 1px solid @line; border-radius: 6px; padding: 0 8px;
    min-height: 28px; max-height: 28px; selection-background-color: @textSelection; selection-color: @text;
}
QLineEdit:focus { border-color: @accent; }
QLineEdit QToolButton { min-height: 0; max-height: 64px; padding: 0; border: none; background: transparent; }
QLineEdit:disabled { color: @dim; background: @ground; }
QLineEdit[invalid="true"] { border-color: @bad; }
QLineEdit[role="small"] { min-height: 22px; max-height: 22px; border-radius: 4px; padding: 0 6px; }

QTabBar { background: transparent; border: none; }
QTabBar::tab {
    background: transparent; color: @dim; border: none; border-bottom: 2px solid transparent;
    padding: 0 10px; height: 32px; margin: 0;
}
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; font-weight: 600; border-bottom: 2px solid @accent; }
QTabBar::tab:selected:focus { color: @accent; }
QTabBar QToolButton { min-height: 20px; max-height: 20px; padding: 0; border: none; background: @panel; }

QAbstractItemView {
    background: @panel; alternate-background-color: @panel; color: @text; border: none; outline: none;
    selection-background-color: @selection; selection-color: @text; gridline-color: @line;
}
QTreeView { show-decoration-selected: 1; }
QHeaderView { background: @panel; border: none; }
QHeaderView::section {
    background: @panel; color: @dim; border: none; border-bottom: 1px solid @line;
    padding: 0 8px; min-height: 27px; font-size: 11px; font-weight: 600;
}
QHeaderView::section:hover { color: @text; }
QTableCornerButton::section { background: @panel; border: none; }

QTextEdit, QPlainTextEdit, QTextBrowser {
    background: @panel; color: @text; border: none; selection-background-color: @textSelection; selection-color: @text;
}
QScrollArea { background: transparent; border: none; }

QSplitter::handle { background: @line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover { background: @accent; }

QToolBar { background: @panel; border: none; border-bottom: 1px solid @line; spacing: 8px; padding: 7px 12px; }
QStatusBar { background: @panel; color: @dim; border-top: 1px solid @line; min-height: 23px; }
QStatusBar::item { border: none; }
QStatusBar QLabel { font-size: 12px; }

QMenu { background: @panel; color: @text; border: 1px solid @line; padding: 4px 0; }
QMenu::item { padding: 5px 24px 5px 12px; }
QMenu::icon { padding-left: 10px; }
QMenu::item:selected { background: @selection; color: @text; }
QMenu::item:disabled { color: @dim; }
QMenu::separator { height: 1px; background: @line; margin: 4px 0; }
QMenuBar { background: @panel; color: @text; }
QMenuBar::item { padding: 4px 8px; background: transparent; }
QMenuBar::item:selected { background: @hover; }

QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: 10px; margin: 0; }
QScrollBar:horizontal { height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @scrollHover; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; background: none; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: @panel; border: none; }
)";

// Approximate mix of two opaque colours; `part` of `b` from 0 to 1.
QColor mix(const QColor &a, const QColor &b, float part)
{
    return QColor::fromRgbF(a.redF() + (b.redF() - a.redF()) * part, a.greenF() + (b.greenF() - a.greenF()) * part,
                            a.blueF() + (b.blueF() - a.blueF()) * part);
}

} // namespace

QPalette palette(const Tokens &t)
{
    QPalette p;
    const auto set = [&p](QPalette::ColorRole role, const QColor &colour, const QColor &disabled) {
        p.setColor(QPalette::Active, role, colour);
        p.setColor(QPalette::Inactive, role, colour);
        p.setColor(QPalette::Disabled, role, disabled);
    };
    const QColor faint = mix(t.dim, t.panel, 0.3f);
    set(QPalette::Window, t.ground, t.ground);
    set(QPalette::WindowText, t.text, faint);
    set(QPalette::Base, t.panel, t.panel);
    set(QPalette::AlternateBase, t.panel, t.panel);
    set(QPalette::Text, t.text, faint);
    set(QPalette::PlaceholderText, t.dim, faint);
    set(QPalette::Button, t.panel, t.panel);
    set(QPalette::ButtonText, t.text, faint);
    set(QPalette::BrightText, t.bad, t.bad);
    set(QPalette::Highlight, t.textSelection, t.line);
    set(QPalette::HighlightedText, t.text, t.dim);
    set(QPalette::ToolTipBase, t.panel, t.panel);
    set(QPalette::ToolTipText, t.text, t.dim);
    set(QPalette::Link, t.accent, faint);
    set(QPalette::LinkVisited, t.accent, faint);
    set(QPalette::Light, t.hover, t.hover);
    set(QPalette::Midlight, t.line, t.line);
    set(QPalette::Mid, t.line, t.line);
    set(QPalette::Dark, mix(t.line, t.text, 0.2f), t.line);
    set(QPalette::Shadow, mix(t.line, t.text, 0.4f), t.line);
    return p;
}

QString styleSheet(const Tokens &t)
{
    // Longer names first where one begins with another.
    const std::initializer_list<std::pair<const char *, QColor>> names = {
        {"@ground", t.ground}, {"@panel", t.panel}, {"@line", t.line}, {"@hover", t.hover},
        {"@textSelection", t.textSelection}, {"@text", t.text}, {"@dim", t.dim},
        {"@accentGround", t.accentGround}, {"@accentHover", mix(t.accent, t.text, 0.15f)}, {"@accent", t.accent},
        {"@selection", t.selection}, {"@onAccent", t.onAccent},
        {"@badHover", mix(t.bad, t.text, 0.15f)}, {"@bad", t.bad}, {"@onBad", t.onBad},
        {"@faint", mix(t.dim, t.panel, 0.3f)},
        {"@scrollHover", mix(t.panel, t.text, 0.4f)}, {"@scroll", mix(t.panel, t.text, 0.22f)},
    };
    QString sheet = QString::fromLatin1(rules);
    for (const auto &[name, colour] : names)
        sheet.replace(QLatin1String(name), colour.name());
    return sheet;
}

} // namespace ui
