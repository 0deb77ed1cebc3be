// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/capture_actions.h"

#include "ui/bars/tool_bar.h"
#include "ui/dialogs/machine_dialog.h"
#include "ui/dialogs/process_dialog.h"
#include "ui/models/format.h"
#include "ui/text/error_text.h"
#include "ui/text/link_text.h"
#include "ui/workspace/workspace.h"

#include <QAction>
#include <QDir>
#include <QFile>
#include <QInputDialog>
#include <QScopedValueRollback>
#include <QSettings>

#include <algorithm>

namespace ui {

namespace {

using Phase = CaptureController::Phase;

const QString commandKey = QStringLiteral("capture/command");
const QString machinesKey = QStringLiteral("capture/machines");
constexpr int knownMax = 10;
constexpr qint64 configurationMax = 1 << 20;

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
    m_addMachine = add(tr("Add a machine …"), { QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H) }, &CaptureActions::addMachine);
    m_addMachine->setToolTip(tr("Captures another machine through ssh, beside what is captured already"));
    connect(&bar, &ToolBar::startWanted, &workspace.launch(), &CaptureLaunch::start);
    connect(&bar, &ToolBar::stopWanted, &workspace.capture(), &CaptureController::stop);
    connect(&bar, &ToolBar::scopeWanted, this, &CaptureActions::chooseScope);
    connect(&workspace.capture(), &CaptureController::machineChanged, this, &CaptureActions::tellOfMachine);
    connect(&bar, &ToolBar::pauseToggled, &workspace, &Workspace::setPaused);
    connect(&bar, &ToolBar::clearWanted, this, &CaptureActions::clear);
}

QAction *CaptureActions::add(const QString &text, const QList<QKeySequence> &keys, void (CaptureActions::*does)())
{
    auto *action = new QAction(text, m_window);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, does);
    m_window->addAction(action);
    return action;
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
        if (m_workspace.isMasked()) {
            mask = m_workspace.capture().usableRules();
            if (!mask)
                return;
        }
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
        return addMachine();
    }
    m_workspace.launch().setScope(scope);
    if (kind == Scope::Kind::Command)
        m_workspace.launch().start();
}

// To what is captured already, or as the start of a capture.
void CaptureActions::addMachine()
{
    const Phase phase = m_workspace.capture().phase();
    if (phase != Phase::Capturing && phase != Phase::Idle)
        return m_workspace.notices().say(tr("A machine can be added once this is done."));
    if (const QString why = m_workspace.launch().whyNoOtherMachine(); !why.isEmpty())
        return m_workspace.notices().tell({ .sentence = why });
    QSettings settings;
    QStringList known = settings.value(machinesKey).toStringList();
    QFile configuration(QDir::home().filePath(QStringLiteral(".ssh/config")));
    const QString hosts = configuration.open(QIODevice::ReadOnly) ? QString::fromUtf8(configuration.read(configurationMax)) : QString();
    MachineDialog dialog(phase == Phase::Idle, known + MachineDialog::configured(hosts), m_window);
    if (dialog.exec() != QDialog::Accepted)
        return;
    const Scope scope = dialog.scope();
    for (const QString &machine : scope.machines) {
        known.removeAll(machine);
        known.prepend(machine);
    }
    settings.setValue(machinesKey, known.mid(0, knownMax));
    if (m_workspace.capture().phase() == Phase::Idle) {
        m_workspace.launch().setScope(scope);
        return m_workspace.launch().start();
    }
    for (const capture::SourceSpec &machine : scope.sources())
        if (!m_workspace.capture().addMachine(machine))
            m_workspace.notices().tell({ .sentence = tr("%1 is captured already.").arg(QString::fromStdString(std::get<capture::FarMachine>(machine).destination)) });
}

// One after the other.
void CaptureActions::askForPasswords()
{
    if (m_asking)
        return;
    const QScopedValueRollback asking(m_asking, true);
    QStringList asked;
    for (;;) {
        const std::vector<capture::MachineState> &machines = m_workspace.capture().machines();
        const auto next = std::ranges::find_if(machines, [&](const capture::MachineState &machine) {
            return machine.state == capture::LinkState::Asking && !asked.contains(QString::fromStdString(machine.destination));
        });
        if (next == machines.end())
            return;
        asked << QString::fromStdString(next->destination);
        askForPassword(capture::MachineState(*next));
    }
}

void CaptureActions::askForPassword(const capture::MachineState &machine)
{
    const QString destination = QString::fromStdString(machine.destination);
    const QString asks = tr("Your password on %1, with which sudo runs cleartap-helper there.\nIt is sent once through ssh, and kept nowhere.").arg(destination);
    QInputDialog dialog(m_window);
    dialog.setWindowTitle(tr("Password for sudo"));
    dialog.setLabelText(machine.reason.empty() ? asks : tr("The last one did not work: %1.\n%2").arg(QString::fromStdString(machine.reason), asks));
    dialog.setTextEchoMode(QLineEdit::Password);
    if (dialog.exec() != QDialog::Accepted || dialog.textValue().isEmpty())
        return m_workspace.capture().removeMachine(destination);
    QString typed = dialog.textValue();
    dialog.setTextValue(QString());
    QByteArray bytes = typed.toUtf8();
    m_workspace.capture().answerMachine(destination, bytes.toStdString());
    typed.fill(QLatin1Char(' '));
    bytes.fill(' ');
}

void CaptureActions::tellOfMachine(const capture::MachineState &before, const capture::MachineState &now)
{
    if (now.state == capture::LinkState::Asking)
        QMetaObject::invokeMethod(this, &CaptureActions::askForPasswords, Qt::QueuedConnection);
    if (before.name.empty() && !now.name.empty() && !now.isHere())
        m_workspace.notices().say(clockText(now));
    if (now.failure && !before.failure && m_workspace.capture().machines().size() > 1)
        m_workspace.notices().tell({ .sentence = failureText(now, errorText(*now.failure)), .detail = errorDetail(*now.failure) });
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
