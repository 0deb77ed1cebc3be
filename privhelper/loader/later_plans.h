// SPDX-License-Identifier: GPL-3.0-or-later
// The plans of files that a capture ended too soon for: made after it, so that the next one can read the program.
#pragma once

#include "privhelper/loader/unique_fd.h"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace loader {

inline constexpr size_t laterPlansMax = 16;
inline constexpr std::chrono::seconds laterPlansWithin { 30 };

// Analyses the files in a child of its own, which has the lowest priority and no other descriptor, and keeps their plans
// in `folder` (PlanCache); returns at once. Only one such child works there at a time: further ones leave their files alone.
void planLater(std::vector<UniqueFd> files, const std::string &folder, const std::string &selfExe = "/proc/self/exe");

} // namespace loader
