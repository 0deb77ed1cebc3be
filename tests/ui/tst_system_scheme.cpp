// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/system_scheme.h"

#include "tests/ui/support.h"

#include <QSignalSpy>
#include <QTest>

using ui::SystemScheme;

// The portal's signal; the bus itself is Qt's matter.
class TestSystemScheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); }
    void init() { support::failOnWarnings(); }

    void withoutAPortalThePaletteDecides()
    {
        QVERIFY(SystemScheme(true).isDark());
        QVERIFY(!SystemScheme(false).isDark());
    }

    void followsTheDesktopWhileItRuns()
    {
        SystemScheme scheme(false);
        QSignalSpy changed(&scheme, &SystemScheme::changed);
        say(scheme, "org.freedesktop.appearance", "color-scheme", QVariant(1u));
        QVERIFY(scheme.isDark());
        say(scheme, "org.freedesktop.appearance", "color-scheme", QVariant(1u));
        QCOMPARE(changed.size(), 1);
        say(scheme, "org.freedesktop.appearance", "color-scheme", QVariant(2u));
        QVERIFY(!scheme.isDark());
    }

    void noPreferenceIsThePalettes()
    {
        SystemScheme scheme(true);
        say(scheme, "org.freedesktop.appearance", "color-scheme", QVariant(2u));
        say(scheme, "org.freedesktop.appearance", "color-scheme", QVariant(0u));
        QVERIFY(scheme.isDark());
    }

    void unwrapsAVariantInAVariant()
    {
        SystemScheme scheme(false);
        say(scheme, "org.freedesktop.appearance", "color-scheme", QVariant::fromValue(QDBusVariant(1u)));
        QVERIFY(scheme.isDark());
    }

    void otherSettingsAreNone()
    {
        SystemScheme scheme(false);
        say(scheme, "org.gnome.desktop.interface", "color-scheme", QVariant(1u));
        say(scheme, "org.freedesktop.appearance", "accent-color", QVariant(1u));
        QVERIFY(!scheme.isDark());
    }

private:
    static void say(SystemScheme &scheme, const char *space, const char *key, const QVariant &value)
    {
        QVERIFY(QMetaObject::invokeMethod(&scheme, "settingChanged", Q_ARG(QString, QString::fromLatin1(space)),
                                          Q_ARG(QString, QString::fromLatin1(key)), Q_ARG(QDBusVariant, QDBusVariant(value))));
    }
};

QTEST_GUILESS_MAIN(TestSystemScheme)
#include "tst_system_scheme.moc"
