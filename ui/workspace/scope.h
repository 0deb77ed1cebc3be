// SPDX-License-Identifier: GPL-3.0-or-later
// What to capture, as chosen by the user.
#pragma once

#include "app/capture/live_source.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace ui {

struct Scope {
    enum class Kind : uint8_t { OwnProcesses, AllProcesses, Process, Command, Machines };

    Kind kind = Kind::OwnProcesses;
    uint32_t pid = 0;            // Process
    QString name;                // Process: its name
    QStringList command;         // Command: program and arguments
    QStringList machines;        // Machines: as ssh knows them
    QString farProgram;          // Machines: the path of the one program to capture there; empty: all that the login may see
    bool withThisMachine = false; // Machines: this one too, its user's processes

    QString label() const;       // "My processes", "curl 41233"
    QString phrase() const;      // the same within a sentence: "my processes"
    // `commandPid`: the process that will become the command.
    wire::Start start(uint32_t commandPid = 0) const;
    std::vector<capture::SourceSpec> sources() const;
};

// The names in a line, between commas or spaces; `wrong` gets the first that ssh must not be given.
QStringList splitMachines(const QString &line, QString &wrong);

// Splits a command line like a shell: quotes and backslashes, no expansion. Empty if a quote is not closed.
QStringList splitCommand(const QString &line);

} // namespace ui
