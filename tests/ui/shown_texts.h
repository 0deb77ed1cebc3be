// SPDX-License-Identifier: GPL-3.0-or-later
// What of a window cannot be read: controls without a name for screen readers, texts that do not fit, blurred icons.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QStringList>
#include <QTabBar>
#include <QTextEdit>

namespace support {

// What the keyboard can reach, and has no name.
inline QStringList nameless(QWidget &window)
{
    QStringList found;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const bool isControl = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QAbstractItemView *>(widget) || qobject_cast<QLineEdit *>(widget)
            || qobject_cast<QComboBox *>(widget) || qobject_cast<QTextEdit *>(widget) || qobject_cast<QTabBar *>(widget) || qobject_cast<QAbstractSpinBox *>(widget);
        // Parts of one: headers and scroll bars of views, the text of a box.
        const bool isPart = qobject_cast<QHeaderView *>(widget) || qobject_cast<QScrollBar *>(widget) || qobject_cast<QComboBox *>(widget->parentWidget())
            || qobject_cast<QAbstractSpinBox *>(widget->parentWidget()) || qobject_cast<QTabBar *>(widget->parentWidget())
            || (qobject_cast<QLineEdit *>(widget->parentWidget()) != nullptr) || widget->objectName().startsWith(QLatin1String("qt_"));
        if (!isControl || isPart || !widget->isVisibleTo(&window) || widget->focusPolicy() == Qt::NoFocus)
            continue;
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).trimmed().isEmpty())
            found << QLatin1String(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName() + QLatin1String(" in ")
                    + QLatin1String(widget->parentWidget()->metaObject()->className());
    }
    return found;
}

// Texts of labels, buttons, empty fields and tabs that are wider or higher than their place; and parts outside the window.
inline QStringList cut(QWidget &window)
{
    QStringList found;
    for (QAbstractButton *button : window.findChildren<QAbstractButton *>())
        if (button->isVisibleTo(&window) && !button->text().isEmpty() && button->width() < button->minimumSizeHint().width())
            found << button->text();
    for (QLabel *label : window.findChildren<QLabel *>())
        if (label->isVisibleTo(&window) && !label->text().isEmpty() && !label->wordWrap()
            && (label->width() < label->minimumSizeHint().width() || label->height() < label->minimumSizeHint().height()))
            found << label->text();
    for (QLineEdit *field : window.findChildren<QLineEdit *>())
        if (field->isVisibleTo(&window) && field->text().isEmpty() && field->fontMetrics().horizontalAdvance(field->placeholderText()) > field->width())
            found << field->placeholderText();
    for (QTabBar *tabs : window.findChildren<QTabBar *>())
        for (int tab = 0; tab < tabs->count(); ++tab)
            if (tabs->isVisibleTo(&window) && tabs->isTabVisible(tab) && !tabs->usesScrollButtons() && tabs->tabRect(tab).right() > tabs->width())
                found << tabs->tabText(tab);
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const bool isControl = qobject_cast<QAbstractButton *>(widget) || qobject_cast<QLineEdit *>(widget);
        const QRect place(widget->mapTo(&window, QPoint()), widget->size());
        if (isControl && widget->isVisibleTo(&window) && place.right() > window.width())
            found << QStringLiteral("%1 outside: %2").arg(QLatin1String(widget->metaObject()->className()), widget->toolTip());
    }
    return found;
}

// Icons and pictures with fewer pixels than the screen has in their place.
inline QStringList blurred(QWidget &window)
{
    QStringList found;
    const qreal ratio = window.devicePixelRatioF();
    for (QAbstractButton *button : window.findChildren<QAbstractButton *>()) {
        if (!button->isVisibleTo(&window) || button->icon().isNull())
            continue;
        const QPixmap pixels = button->icon().pixmap(button->iconSize(), ratio);
        if (pixels.width() < int(button->iconSize().width() * ratio))
            found << QStringLiteral("%1 %2 px").arg(button->toolTip()).arg(pixels.width());
    }
    for (QLabel *label : window.findChildren<QLabel *>())
        if (label->isVisibleTo(&window) && !label->pixmap(Qt::ReturnByValue).isNull() && label->pixmap(Qt::ReturnByValue).devicePixelRatio() < ratio)
            found << QStringLiteral("label %1, %2").arg(label->objectName()).arg(label->pixmap(Qt::ReturnByValue).devicePixelRatio());
    return found;
}

} // namespace support
