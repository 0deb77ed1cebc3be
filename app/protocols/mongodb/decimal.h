// SPDX-License-Identifier: GPL-3.0-or-later
// Decimal128 (IEEE 754-2008, binary integer decimal encoding) as text, by the rules of MongoDB's specification
// "BSON Decimal128 Type Handling": scientific notation as Java's BigDecimal writes it.
#pragma once

#include <cstdint>
#include <string>

namespace protocols::mongodb {

std::string decimalText(uint64_t high, uint64_t low);

} // namespace protocols::mongodb
