// SPDX-License-Identifier: GPL-3.0-or-later
// Decimal128 (IEEE 754-2008, binary integer decimal encoding) as text, following MongoDB's specification "BSON
// Decimal128 Type Handling": scientific notation like Java's BigDecimal.
#pragma once

#include <cstdint>
#include <string>

namespace protocols::mongodb {

std::string decimalText(uint64_t high, uint64_t low);

} // namespace protocols::mongodb
