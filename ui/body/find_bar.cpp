// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/find_bar.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>

namespace ui {

FindBar::FindBar(Theme &theme, QWidget *parent) : QWidget(parent)
{
    setProperty("role", "panel");
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(measure::margin, 5, 8, 5);
    layout->setSpacing(measure::step);

    m_edit = new QLineEdit;
    m_edit->setProperty("role", "small");
    m_edit->setPlaceholderText(tr("Find in body"));
    m_edit->setAccessibleName(tr("Find in body"));
    m_edit->setMaximumWidth(320);
    m_edit->installEventFilter(this);
    m_count = new QLabel;
    m_count->setProperty("role", "dim");
    layout->addWidget(m_edit, 1);
    layout->addSpacing(measure::step);
    layout->addWidget(m_count);
    layout->addStretch();

    const auto button = [&](const char *icon, const QString &tip, void (FindBar::*signal)()) {
        auto *b = new QToolButton;
        b->setProperty("role", "flat");
        b->setIcon(theme.icon(QString::fromLatin1(icon)));
        b->setToolTip(tip);
        b->setAccessibleName(tip);
        connect(b, &QToolButton::clicked, this, signal);
        layout->addWidget(b);
        return b;
    };
    m_previous = button("chevron-up", tr("Previous (Shift+F3)"), &FindBar::previous);
    m_next = button("chevron-down", tr("Next (F3)"), &FindBar::next);
    button("close", tr("Close (Esc)"), &FindBar::closed);
    connect(m_edit, &QLineEdit::textChanged, this, &FindBar::wantedChanged);
    setCount(0, 0, false);
}

void FindBar::open(const QString &preset)
{
    if (!preset.isEmpty())
        m_edit->setText(preset);
    show();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

QString FindBar::wanted() const { return m_edit->text(); }

QString FindBar::countText() const { return m_count->text(); }

void FindBar::setCount(int current, int total, bool more)
{
    const bool missing = total == 0 && !wanted().isEmpty();
    if (wanted().isEmpty())
        m_count->clear();
    else if (total < 0)
        m_count->setText(tr("searching …"));
    else if (missing)
        m_count->setText(tr("not found"));
    else
        m_count->setText(tr("%1 of %2%3").arg(current).arg(total).arg(more ? QStringLiteral("+") : QString()));
    for (QToolButton *button : {m_previous, m_next})
        button->setEnabled(total > 0);
    if (m_edit->property("invalid").toBool() != missing) {
        m_edit->setProperty("invalid", missing);
        style()->unpolish(m_edit);
        style()->polish(m_edit);
    }
}

bool FindBar::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(object, event);
    auto *key = static_cast<QKeyEvent *>(event);
    const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    const bool back = key->matches(QKeySequence::FindPrevious) || (enter && key->modifiers() & Qt::ShiftModifier);
    const bool onward = key->matches(QKeySequence::FindNext) || (enter && !back);
    const bool close = key->key() == Qt::Key_Escape;
    const bool again = key->matches(QKeySequence::Find);
    if (!back && !onward && !close && !again)
        return QWidget::eventFilter(object, event);
    event->accept(); // takes precedence over the window's shortcuts for the same keys
    if (event->type() == QEvent::ShortcutOverride)
        return true;
    if (close)
        Q_EMIT closed();
    else if (again)
        m_edit->selectAll();
    else if (back)
        Q_EMIT previous();
    else
        Q_EMIT next();
    return true;
}

} // namespace ui
