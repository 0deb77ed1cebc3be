// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/command_run.h"

namespace ui {

namespace {

// exec keeps the pid, so the waiting process itself becomes the command.
const QString shell = QStringLiteral("/bin/sh");
const QString waitThenExec = QStringLiteral("read -r line || exit 0; exec \"$@\" </dev/null");
constexpr int endWithinMs = 500;

} // namespace

CommandRun::CommandRun(QObject *parent)
    : QObject(parent)
{
    connect(&m_process, &QProcess::started, this, [this] {
        Q_EMIT waiting(m_process.processId());
        if (m_released)
            release();
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] { m_process.readAllStandardOutput(); });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT finished(tr("The command could not be started: %1.").arg(m_process.errorString()));
    });
    connect(&m_process, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        const QStringList lines = QString::fromLocal8Bit(m_process.readAllStandardError().right(4096)).trimmed().split(QLatin1Char('\n'));
        if (status != QProcess::NormalExit)
            Q_EMIT finished(tr("%1 was killed by a signal.").arg(m_command.value(0)));
        else if (code == 127)
            Q_EMIT finished(tr("%1 was not found. Is it installed?").arg(m_command.value(0)));
        else if (code != 0)
            Q_EMIT finished(tr("%1 exited with status %2: %3").arg(m_command.value(0)).arg(code).arg(lines.last()));
        else
            Q_EMIT finished(QString());
    });
}

CommandRun::~CommandRun()
{
    m_process.disconnect(this);
    if (!isRunning())
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(endWithinMs))
        m_process.kill();
    m_process.waitForFinished(endWithinMs);
}

void CommandRun::prepare(const QStringList &command)
{
    m_command = command;
    m_released = false;
    m_process.start(shell, QStringList { QStringLiteral("-c"), waitThenExec, QStringLiteral("sh") } + command);
}

void CommandRun::release()
{
    m_released = true;
    if (m_process.state() != QProcess::Running)
        return;
    m_process.write("\n");
    m_process.closeWriteChannel();
}

// End of input instead of a line: the shell exits without running anything.
void CommandRun::abandon()
{
    if (!m_released && isRunning())
        m_process.closeWriteChannel();
}

} // namespace ui
