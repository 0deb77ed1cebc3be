// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the desktop prefers dark windows. Qt 6.4 does not report it, so this asks the settings portal
// asynchronously (org.freedesktop.portal.Settings, namespace org.freedesktop.appearance, key color-scheme: 1 dark, 2
// light, 0 no preference).
#pragma once

#include <QDBusVariant>
#include <QObject>
#include <QString>

namespace ui {

class SystemScheme : public QObject
{
    Q_OBJECT
public:
    // `paletteIsDark`: whether the platform's own palette is dark, used until a portal answers.
    explicit SystemScheme(bool paletteIsDark, QObject *parent = nullptr);
    bool isDark() const { return m_dark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &value);

    bool m_paletteIsDark;
    bool m_dark;
};

} // namespace ui
