// SPDX-License-Identifier: GPL-3.0-or-later
// Copies of audit entries in the system's journal, where there is one: for whoever collects journals. What counts is the log.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace loader {

// Fields are named CLEARTAP_ and their key in capitals; `number` is the entry's in the chain. Does nothing where nobody listens.
void copyToJournal(std::span<const std::pair<std::string, std::string>> fields, uint64_t number);

} // namespace loader
