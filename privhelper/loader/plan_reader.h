// SPDX-License-Identifier: GPL-3.0-or-later
// The analyzer's answer, checked field by field: its process has read a hostile file and may be anybody's by now.
#pragma once

#include "privhelper/analyzer/plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace loader {

// Nothing when any field is out of its range, a site lies outside a file of this size, or bytes are missing or left over.
std::optional<analyzer::Plan> readPlan(std::span<const std::byte> reply, uint64_t fileSize);

} // namespace loader
