// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to the links to other machines, as sentences.
#pragma once

#include "app/capture/source.h"

#include <QString>

namespace ui {

// What changed from one state of a machine to the next: lost, or back; empty: neither.
QString linkText(const capture::MachineState &before, const capture::MachineState &now);
// One machine's capture has ended while others go on; `why` in a sentence.
QString failureText(const capture::MachineState &machine, const QString &why);
// Where its clock is, and how sure that is: for a machine that was just linked.
QString clockText(const capture::MachineState &machine);

} // namespace ui
