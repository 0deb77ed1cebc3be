// SPDX-License-Identifier: GPL-3.0-or-later
// The analyzer's answer, validated field by field: its process has parsed a hostile file and may be compromised.
#pragma once

#include "privhelper/analyzer/plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace loader {

// nullopt if any field is out of range, a site is outside a file of this size, or bytes are missing or left over.
std::optional<analyzer::Plan> readPlan(std::span<const std::byte> reply, uint64_t fileSize);

} // namespace loader
