// SPDX-License-Identifier: GPL-3.0-or-later
// What the user is to be told, by whoever knows it; the window shows it.
#pragma once

#include <QObject>
#include <QString>

#include <functional>

namespace ui {

struct Notice {
    QString sentence = {};
    QString detail = {};                 // technical, for a tooltip
    QString actionText = {};             // with `action`: what the user can do about it
    std::function<void()> action = {};
};

class Notices : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    // For a moment, in passing.
    void say(const QString &words) { Q_EMIT said(words); }
    // Until the user dismisses it, or the next one.
    void tell(const Notice &notice) { Q_EMIT told(notice); }
    // It no longer applies.
    void withdraw() { Q_EMIT withdrawn(); }

Q_SIGNALS:
    void said(const QString &words);
    void told(const ui::Notice &);
    void withdrawn();
};

} // namespace ui
