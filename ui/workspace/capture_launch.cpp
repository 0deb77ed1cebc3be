// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/capture_launch.h"

#include "ui/workspace/command_run.h"

namespace ui {

using Phase = CaptureController::Phase;

CaptureLaunch::CaptureLaunch(CaptureController &capture, QObject *parent)
    : QObject(parent)
    , m_capture(capture)
{
    connect(&capture, &CaptureController::phaseChanged, this, [this](Phase phase) {
        if (phase == Phase::Capturing && m_command)
            m_command->release();
    });
    connect(&capture, &CaptureController::failed, this, [this] {
        if (m_command)
            m_command->abandon();
        m_awaitedFrom = base::noId;
    });
}

CaptureLaunch::~CaptureLaunch() = default;

void CaptureLaunch::setScope(const Scope &scope)
{
    m_scope = scope;
    Q_EMIT scopeChanged(scope);
}

QString CaptureLaunch::whyNoOtherMachine() const
{
    return m_capture.masksAtCapture()
        ? tr("What other machines send cannot be masked before it is stored. Turn that off in the menu, and mask on the screen instead (Ctrl+M).")
        : QString();
}

void CaptureLaunch::start()
{
    if (m_capture.isBusy())
        return;
    if (m_capture.masksAtCapture() && !m_capture.usableRules())
        return;
    Q_EMIT starting();
    if (const QString why = whyNoOtherMachine(); !m_scope.machines.isEmpty() && !why.isEmpty())
        Q_EMIT commandFailed(why);
    else if (m_scope.kind == Scope::Kind::Command)
        run(m_scope.command, true);
    else
        m_capture.start(m_scope.start(), m_scope.sources());
}

void CaptureLaunch::tryUrl(const QString &url)
{
    if (!m_capture.isBusy() && m_capture.masksAtCapture() && !m_capture.usableRules())
        return;
    if (!m_capture.isBusy())
        Q_EMIT starting();
    m_awaitedFrom = m_capture.store().size();
    run({ QStringLiteral("curl"), QStringLiteral("-sS"), QStringLiteral("--max-time"), QStringLiteral("20"),
          QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("--"), url },
        false);
}

// The command's process is created first and waits; it runs once the capture does.
void CaptureLaunch::run(const QStringList &command, bool scopeIsCommand)
{
    m_command = std::make_unique<CommandRun>();
    connect(m_command.get(), &CommandRun::waiting, this, [this, scopeIsCommand](qint64 pid) {
        if (m_capture.phase() == Phase::Capturing)
            m_command->release();
        else
            m_capture.start(scopeIsCommand ? m_scope.start(uint32_t(pid)) : Scope().start());
        if (!m_capture.isBusy())    // it was refused
            m_command->abandon();
    });
    connect(m_command.get(), &CommandRun::finished, this, [this](const QString &problem) {
        if (!problem.isEmpty())
            Q_EMIT commandFailed(problem);
    });
    m_command->prepare(command);
}

} // namespace ui
