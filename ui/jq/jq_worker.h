// SPDX-License-Identifier: GPL-3.0-or-later
// jq in a process of its own: a filter may run for ever or need all memory, and libjq cannot be interrupted.
#pragma once

namespace ui {

enum JqExit : int { JqDone = 0, JqWrong = 3 };   // JqWrong: standard error says what is wrong with the filter, or why it failed on this input

// Applies the filter to JSON on standard input, one value or several, and writes each result in a line to standard output. Limits this
// process first: processor time, memory, files.
int runJq(const char *filter);

} // namespace ui
