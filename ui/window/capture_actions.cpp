// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/capture_actions.h"

#include "ui/bars/tool_bar.h"
#include "ui/dialogs/process_dialog.h"
#include "ui/models/format.h"
#include "ui/text/link_text.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QInputDialog>
#include <QSettings>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

const QString commandKey = QStringLiteral("capture/command");
const QString machinesKey = QStringLiteral("capture/machines");

} // namespace

CaptureActions::CaptureActions(Workspace &workspace, ToolBar &bar, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_window(window)
{
    add(tr("Start or stop"), { QKeySequence(Qt::CTRL | Qt::Key_E) }, &CaptureActions::toggle);
    add(tr("Clear"), { QKeySequence(Qt::CTRL | Qt::Key_L), QKeySequence(Qt::CTRL | Qt::Key_K) }, &CaptureActions::clear);
    add(tr("Undo clear"), { QKeySequence(QKeySequence::Undo) }, &CaptureActions::undo);
    add(tr("Pause"), { QKeySequence(Qt::CTRL | Qt::Key_P) }, &CaptureActions::togglePause);
    connect(&bar, &ToolBar::startWanted, &workspace.launch(), &CaptureLaunch::start);
    connect(&bar, &ToolBar::stopWanted, &workspace.capture(), &CaptureController::stop);
    connect(&bar, &ToolBar::scopeWanted, this, &CaptureActions::chooseScope);
    connect(&workspace.capture(), &CaptureController::machineChanged, this, &CaptureActions::tellOfMachine);
    connect(&bar, &ToolBar::pauseToggled, &workspace, &Workspace::setPaused);
    connect(&bar, &ToolBar::clearWanted, this, &CaptureActions::clear);
}

void CaptureActions::add(const QString &text, const QList<QKeySequence> &keys, void (CaptureActions::*does)())
{
    auto *action = new QAction(text, m_window);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, does);
    m_window->addAction(action);
}

void CaptureActions::toggle()
{
    m_workspace.capture().phase() == Phase::Idle ? m_workspace.launch().start() : m_workspace.capture().stop();
}

void CaptureActions::chooseScope(Scope::Kind kind)
{
    Scope scope;
    scope.kind = kind;
    if (kind == Scope::Kind::Process) {
        std::optional<masking::Rules> mask;
        if (m_workspace.isMasked() && !(mask = m_workspace.capture().usableRules()))
            return;
        ProcessDialog dialog(std::move(mask), m_window);
        if (dialog.exec() != QDialog::Accepted || dialog.pid() == 0)
            return;
        scope.pid = dialog.pid();
        scope.name = dialog.name();
    } else if (kind == Scope::Kind::Command) {
        QSettings settings;
        bool accepted = false;
        const QString line = QInputDialog::getText(m_window, tr("Capture a command"), tr("Command, with its arguments:"), QLineEdit::Normal,
                                                   m_workspace.isMasked() ? QString() : settings.value(commandKey).toString(), &accepted);
        scope.command = splitCommand(line);
        if (!accepted || scope.command.isEmpty()) {
            if (accepted && !line.trimmed().isEmpty())
                m_workspace.notices().tell({ .sentence = tr("The command has an unclosed quote.") });
            return;
        }
        settings.setValue(commandKey, line);
    } else if (kind == Scope::Kind::Machines) {
        QSettings settings;
        bool accepted = false;
        const QString line = QInputDialog::getText(m_window, tr("Capture other machines"), tr("Machines as ssh knows them, e.g. root@web1, ssh://deploy@db1:2222. ssh must reach them without asking anything."),
                                                   QLineEdit::Normal, settings.value(machinesKey).toString(), &accepted);
        QString wrong;
        scope.machines = splitMachines(line, wrong);
        if (accepted && !wrong.isEmpty())
            m_workspace.notices().tell({ .sentence = tr("“%1” is not the name of a machine; use user@host or ssh://user@host:port.").arg(wrong) });
        if (!accepted || scope.machines.isEmpty())
            return;
        settings.setValue(machinesKey, line);
    }
    m_workspace.launch().setScope(scope);
    if (kind == Scope::Kind::Command || kind == Scope::Kind::Machines)
        m_workspace.launch().start();
}

void CaptureActions::tellOfMachine(const capture::MachineState &before, const capture::MachineState &now)
{
    if (before.name.empty() && !now.name.empty())
        m_workspace.notices().say(clockText(now));
    if (const QString sentence = linkText(before, now); !sentence.isEmpty())
        m_workspace.notices().tell({ .sentence = sentence, .detail = QString::fromStdString(now.reason) });
}

void CaptureActions::togglePause()
{
    const bool paused = m_workspace.exchanges().isPaused();
    if (m_workspace.capture().phase() == Phase::Capturing || paused)
        m_workspace.setPaused(!paused);
}

void CaptureActions::clear()
{
    const uint32_t count = m_workspace.exchanges().total();
    m_workspace.clear();
    if (count == 0 || m_workspace.exchanges().total() > 0)
        return;
    m_workspace.notices().tell({ .sentence = count == 1 ? tr("Cleared 1 exchange.") : tr("Cleared %1 exchanges.").arg(countText(count)),
                                 .actionText = tr("Undo (Ctrl+Z)"),
                                 .action = [this] { undo(); } });
}

void CaptureActions::undo()
{
    if (!m_workspace.mayUndoClear())
        return;
    m_workspace.undoClear();
    m_workspace.notices().withdraw();
}

} // namespace ui
