// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/filter/filter_box.h"

#include "app/filter/filter.h"
#include "ui/filter/term_completer.h"
#include "ui/workspace/list_filter.h"

#include <QAbstractItemView>
#include <QAction>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QRegularExpression>
#include <QSettings>
#include <QStringListModel>
#include <QStyle>
#include <QTextCharFormat>

#include <string>

namespace ui {

namespace {

constexpr int applyDelayMs = 160;
constexpr qsizetype historyMax = 30;
const QString historyKey = QStringLiteral("filter/history");

// The compiler counts bytes, the box counts UTF-16 units.
qsizetype unitsBefore(const std::string &utf8, size_t byte)
{
    return QString::fromUtf8(utf8.data(), qsizetype(std::min(byte, utf8.size()))).size();
}

} // namespace

FilterBox::FilterBox(const Theme &theme, ListFilter &filter, QWidget *parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_filter(filter)
    , m_history(new QStringListModel(QSettings().value(historyKey).toStringList(), this))
    , m_completer(new TermCompleter(m_history, this))
{
    setObjectName(QStringLiteral("filter"));
    setAccessibleName(tr("Filter"));
    // The buttons inside are tool buttons and would inherit the tool bar's sizes.
    setStyleSheet(QStringLiteral("QToolButton, QToolButton:hover, QToolButton:pressed { min-height: 0; max-height: 16px; padding: 0; border: none; background: transparent; }"));
    addAction(theme.icon(QStringLiteral("search"), &Tokens::dim), QLineEdit::LeadingPosition);
    QAction *clearAll = addAction(theme.icon(QStringLiteral("close"), &Tokens::dim), QLineEdit::TrailingPosition);
    clearAll->setToolTip(tr("Clear the filter (Esc)"));
    clearAll->setVisible(false);
    connect(clearAll, &QAction::triggered, this, [this] { setFilterText(QString()); });
    connect(this, &QLineEdit::textChanged, clearAll, [clearAll](const QString &typed) { clearAll->setVisible(!typed.isEmpty()); });
    setCompleter(m_completer);
    m_delay.setSingleShot(true);
    m_delay.setInterval(applyDelayMs);
    connect(&m_delay, &QTimer::timeout, this, &FilterBox::apply);
    connect(this, &QLineEdit::textChanged, this, &FilterBox::check);
    connect(this, &QLineEdit::editingFinished, this, &FilterBox::remember);
    connect(&theme, &Theme::changed, this, &FilterBox::check);
    connect(&filter, &ListFilter::textChanged, this, [this](const QString &now) {
        if (now != text())
            setFilterText(now);
    });
    connect(&filter, &ListFilter::cleared, this, &QLineEdit::clear);
}

void FilterBox::beginTerm(const QString &beginning)
{
    setFocus(Qt::ShortcutFocusReason);
    if (const QString now = text(); !now.contains(beginning))
        setText(now.trimmed() + (now.trimmed().isEmpty() ? QString() : QStringLiteral(" ")) + beginning);
    end(false);
}

void FilterBox::setFilterText(const QString &text)
{
    setText(text);
    apply();
    remember();
}

void FilterBox::check()
{
    if (m_painting)
        return;
    const std::string typed = text().toStdString();
    const auto compiled = filter::compile(typed);
    qsizetype wrongAt = -1, wrongLength = 0;
    if (compiled) {
        m_readBack = QString::fromStdString(filter::describe(*compiled));
    } else {
        const auto &error = compiled.error();
        m_readBack = QString::fromStdString(error.message);
        wrongAt = unitsBefore(typed, error.position);
        wrongLength = unitsBefore(typed, error.position + error.length) - wrongAt;
    }
    const bool valid = compiled.has_value();
    if (valid != m_valid) {
        m_valid = valid;
        setProperty("invalid", !valid);
        style()->unpolish(this);
        style()->polish(this);
    }
    setToolTip(valid ? QString() : m_readBack);
    paintTerms(wrongAt, wrongLength);
    Q_EMIT readBackChanged();
    valid ? m_delay.start() : m_delay.stop();
}

void FilterBox::apply()
{
    m_delay.stop();
    m_filter.setText(text());
}

// QLineEdit has no text formats, but accepts those of an input method over existing text.
void FilterBox::paintTerms(qsizetype wrongAt, qsizetype wrongLength)
{
    static const QRegularExpression term(QStringLiteral(R"((-?[A-Za-z]+(?::|>=|<=|>|<|=))((?:"[^"]*"?)|[^\s()]*))"));
    const Tokens &tokens = m_theme.current();
    QList<QInputMethodEvent::Attribute> attributes;
    const auto add = [&](qsizetype start, qsizetype length, const QTextCharFormat &format) {
        attributes << QInputMethodEvent::Attribute(QInputMethodEvent::TextFormat, int(start - cursorPosition()), int(length), format);
    };
    auto matches = term.globalMatch(text());
    while (matches.hasNext()) {
        const auto match = matches.next();
        QTextCharFormat key, value;
        key.setForeground(tokens.accent);
        key.setBackground(tokens.hover);
        value.setBackground(tokens.hover);
        value.setForeground(tokens.text);
        add(match.capturedStart(1), match.capturedLength(1), key);
        if (match.capturedLength(2) > 0)
            add(match.capturedStart(2), match.capturedLength(2), value);
    }
    if (wrongAt >= 0 && wrongLength > 0) {
        QTextCharFormat wrong;
        wrong.setForeground(tokens.bad);
        wrong.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        wrong.setUnderlineColor(tokens.bad);
        add(wrongAt, wrongLength, wrong);
    }
    m_painting = true;
    QInputMethodEvent event(QString(), attributes);
    QLineEdit::inputMethodEvent(&event);
    m_painting = false;
}

// As many examples as there is room for.
void FilterBox::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    constexpr int buttons = 72;
    QString fitting;
    for (const QString &hint : { tr("Filter: words, host:*.local, method:POST, status>=400, proc:curl, -type:image   (Ctrl+F)"),
                                 tr("Filter: words, host:*.local, status>=400, proc:curl   (Ctrl+F)"), tr("Filter: words, status>=400   (Ctrl+F)"),
                                 tr("Filter") }) {
        fitting = hint;
        if (fontMetrics().horizontalAdvance(hint) <= width() - buttons)
            break;
    }
    setPlaceholderText(fitting);
}

void FilterBox::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        text().isEmpty() ? (void)focusNextChild() : setFilterText(QString());
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        apply();
    if (event->key() == Qt::Key_Down) { // visible suggestions take precedence
        apply();
        remember();
        Q_EMIT listWanted();
        return;
    }
    QLineEdit::keyPressEvent(event);
    // After a complete word a suggestion would only intercept the keys.
    if (completer()->popup()->isVisible() && m_completer->isWhole(text()))
        completer()->popup()->hide();
}

void FilterBox::remember()
{
    const QString used = text().trimmed();
    if (used.isEmpty() || !m_valid)
        return;
    QStringList history = m_history->stringList();
    if (history.value(0) == used)
        return;
    history.removeAll(used);
    history.prepend(used);
    m_history->setStringList(history.mid(0, historyMax));
    QSettings().setValue(historyKey, m_history->stringList());
}

} // namespace ui
