// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/mongodb/decimal.h"

#include <algorithm>
#include <array>

namespace protocols::mongodb {

namespace {

// The 113 bits of the coefficient as decimal digits, in four limbs of 32 bits, most significant first.
std::string digitsOf(uint64_t high, uint64_t low)
{
    std::array<uint32_t, 4> limbs{uint32_t(high >> 32), uint32_t(high), uint32_t(low >> 32), uint32_t(low)};
    std::string digits;
    while (std::ranges::any_of(limbs, [](uint32_t limb) { return limb != 0; })) {
        uint64_t rest = 0;
        for (uint32_t &limb : limbs) {
            const uint64_t value = rest << 32 | limb;
            limb = uint32_t(value / 10);
            rest = value % 10;
        }
        digits += char('0' + rest);
    }
    std::ranges::reverse(digits);
    return digits.empty() ? "0" : digits;
}

} // namespace

std::string decimalText(uint64_t high, uint64_t low)
{
    constexpr int bias = 6176;
    const std::string sign = high >> 63 ? "-" : "";
    const unsigned combination = high >> 58 & 31;
    if (combination == 31)
        return "NaN";
    if (combination == 30)
        return sign + "Infinity";
    // A leading "11" means a coefficient of more than 34 digits, which counts as zero.
    const bool large = combination >> 3 == 3;
    const int exponent = int((large ? high >> 47 : high >> 49) & 0x3fff) - bias;
    std::string digits = large ? "0" : digitsOf(high & 0x1'ffff'ffff'ffff, low);
    if (digits.size() > 34)
        digits = "0";
    const int scientific = exponent + int(digits.size()) - 1;
    if (exponent > 0 || scientific < -6) {
        std::string text = sign + digits.substr(0, 1);
        if (digits.size() > 1)
            text += "." + digits.substr(1);
        return text + (scientific < 0 ? "E" : "E+") + std::to_string(scientific);
    }
    if (exponent == 0)
        return sign + digits;
    const size_t fraction = size_t(-exponent);
    if (digits.size() <= fraction)
        digits.insert(0, fraction - digits.size() + 1, '0');
    return sign + digits.substr(0, digits.size() - fraction) + "." + digits.substr(digits.size() - fraction);
}

} // namespace protocols::mongodb
