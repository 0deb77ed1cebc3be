// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/leftover_captures.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>

#include <cerrno>
#include <csignal>

namespace ui {

namespace {

// Files are named after the process that created them: 4242-1.cleartap.
bool makerRuns(const QString &name)
{
    bool isNumber = false;
    const int process = name.section(QLatin1Char('-'), 0, 0).toInt(&isNumber);
    if (!isNumber || process <= 0 || (kill(process, 0) != 0 && errno == ESRCH))
        return false;
    QFile command(QStringLiteral("/proc/%1/comm").arg(process)); // the pid may belong to another program by now
    return command.open(QIODevice::ReadOnly) && command.readAll().trimmed() == "cleartap";
}

} // namespace

LeftoverCaptures::LeftoverCaptures()
{
    const QDir folder(QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + QStringLiteral("/captures"));
    const auto filter = QDir::Files | QDir::NoSymLinks | QDir::Hidden;
    for (const QString &name : folder.entryList({ QStringLiteral("*.cleartap") }, filter, QDir::Time)) {
        if (!makerRuns(name))
            m_paths << folder.filePath(name);
    }
}

LeftoverCaptures::~LeftoverCaptures()
{
    for (const QString &path : std::as_const(m_paths))
        QFile::remove(path);
}

} // namespace ui
