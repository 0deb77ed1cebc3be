// SPDX-License-Identifier: GPL-3.0-or-later
// The settings of one test program, in a folder that goes with it.
#pragma once

#include <QCoreApplication>
#include <QSettings>
#include <QTemporaryDir>

namespace support {

class OwnSettings
{
public:
    OwnSettings()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("cleartap-test"));
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
    }
    const QTemporaryDir &folder() const { return m_folder; }

private:
    QTemporaryDir m_folder;
};

} // namespace support
