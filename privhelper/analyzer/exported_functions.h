// SPDX-License-Identifier: GPL-3.0-or-later
// The sites of libraries whose functions are exported, call no other of them, and return how many bytes they moved.
#pragma once

#include "privhelper/analyzer/data_sites.h"

#include <expected>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace analyzer {

// With role Read or Write: (object, buffer, length), and the count is what it returns. With SetFd: (object, descriptor).
// Otherwise (object).
struct ExportedFunction {
    std::string_view name;
    Role role;
};

// A site for each function that the file defines. The first two must be the reading and the writing one; the error names
// what is missing of them in a sentence.
std::expected<std::vector<Site>, std::string> exportedSites(std::span<const ExportedFunction> functions, const Surroundings &around);

std::set<std::string_view> namesOf(std::span<const ExportedFunction> functions);

} // namespace analyzer
