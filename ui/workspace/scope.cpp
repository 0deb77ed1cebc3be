// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/scope.h"

#include "app/capture/ssh.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QRegularExpression>

#include <utility>

namespace ui {

QString Scope::label() const
{
    switch (kind) {
    case Kind::OwnProcesses:
        return QCoreApplication::translate("ui::Scope", "My processes");
    case Kind::AllProcesses:
        return QCoreApplication::translate("ui::Scope", "All processes");
    case Kind::Process:
        return name.isEmpty() ? QCoreApplication::translate("ui::Scope", "Process %1").arg(pid)
                              : QStringLiteral("%1 %2").arg(name).arg(pid);
    case Kind::Command:
        return QFileInfo(command.value(0)).fileName();
    case Kind::Machines:
        return machines.size() == 1 && !withThisMachine
            ? QString::fromStdString(capture::machineName(machines[0].toStdString()))
            : QCoreApplication::translate("ui::Scope", "%1 machines").arg(machines.size() + (withThisMachine ? 1 : 0));
    }
    return QString();
}

QString Scope::phrase() const
{
    switch (kind) {
    case Kind::OwnProcesses:
        return QCoreApplication::translate("ui::Scope", "my processes");
    case Kind::AllProcesses:
        return QCoreApplication::translate("ui::Scope", "all processes");
    default:
        return label();
    }
}

wire::Start Scope::start(uint32_t commandPid) const
{
    wire::Start start;
    switch (kind) {
    case Kind::OwnProcesses:
    case Kind::Machines:
        start.scope = wire::ScopeKind::OwnUid;
        break;
    case Kind::AllProcesses:
        start.scope = wire::ScopeKind::All;
        break;
    case Kind::Process:
    case Kind::Command:
        start.scope = wire::ScopeKind::Pid;
        start.id = kind == Kind::Command ? commandPid : pid;
        start.followChildren = true;
        break;
    }
    return start;
}

std::vector<capture::SourceSpec> Scope::sources() const
{
    if (kind != Kind::Machines)
        return { capture::ThisMachine {} };
    std::vector<capture::SourceSpec> all;
    if (withThisMachine)
        all.emplace_back(capture::ThisMachine {});
    for (const QString &machine : machines) {
        capture::FarMachine far { machine.toStdString() };
        if (!farProgram.isEmpty()) {
            far.start.emplace();
            far.start->scope = wire::ScopeKind::Exe;
            far.start->path = farProgram.toStdString();
        }
        all.emplace_back(std::move(far));
    }
    return all;
}

QStringList splitMachines(const QString &line, QString &wrong)
{
    static const QRegularExpression separators(QStringLiteral("[\\s,]+"));
    QStringList names = line.split(separators, Qt::SkipEmptyParts);
    names.removeDuplicates();
    for (const QString &name : names) {
        if (capture::isDestination(name.toStdString()))
            continue;
        wrong = name;
        return {};
    }
    return names;
}

QStringList splitCommand(const QString &line)
{
    QStringList words;
    QString word;
    bool open = false; // a word has begun, possibly an empty quoted one
    QChar quote;
    for (qsizetype i = 0; i < line.size(); ++i) {
        const QChar c = line[i];
        if (c == QLatin1Char('\\') && quote != QLatin1Char('\'') && i + 1 < line.size()) {
            word += line[++i];
            open = true;
        } else if (!quote.isNull()) {
            c == quote ? void(quote = QChar()) : void(word += c);
        } else if (c == QLatin1Char('\'') || c == QLatin1Char('"')) {
            quote = c;
            open = true;
        } else if (c.isSpace()) {
            if (open)
                words << std::exchange(word, QString());
            open = false;
        } else {
            word += c;
            open = true;
        }
    }
    if (!quote.isNull())
        return {};
    return open ? words << word : words;
}

} // namespace ui
