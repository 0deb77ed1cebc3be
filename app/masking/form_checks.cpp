// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/form_checks.h"

#include "app/decode/base64.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace masking {

namespace {

constexpr double entropyMin = 3.0;

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isWord(char c) { return isDigit(c) || isUpper(c) || isLower(c) || c == '_'; }

bool isIssued(std::string_view digits)
{
    const auto number = [&](size_t count) {
        int value = 0;
        for (const char c : digits.substr(0, count))
            value = value * 10 + (c - '0');
        return value;
    };
    const size_t size = digits.size();
    const int two = number(2), four = number(4), six = number(6);
    if (digits[0] == '4')
        return size == 16 || size == 19;                                  // Visa
    if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720))
        return size == 16;                                                // Mastercard
    if (two == 34 || two == 37)
        return size == 15;                                                // American Express
    if (two == 36 || two == 38 || (number(3) >= 300 && number(3) <= 305))
        return size == 14;                                                // Diners Club
    if (four == 6011 || two == 65 || (number(3) >= 644 && number(3) <= 649) || two == 62 || (six >= 352800 && six <= 358999))
        return size == 16;                                                // Discover, UnionPay, JCB
    return (two == 50 || two == 67) && size == 16;                        // Maestro
}

struct Country { std::string_view code; size_t length; };

// From the IBAN registry.
constexpr auto countries = std::to_array<Country>({
    {"AD", 24}, {"AE", 23}, {"AL", 28}, {"AT", 20}, {"AZ", 28}, {"BA", 20}, {"BE", 16}, {"BG", 22}, {"BH", 22}, {"BR", 29}, {"BY", 28}, {"CH", 21}, {"CR", 22}, {"CY", 28}, {"CZ", 24}, {"DE", 22},
    {"DK", 18}, {"DO", 28}, {"EE", 20}, {"EG", 29}, {"ES", 24}, {"FI", 18}, {"FO", 18}, {"FR", 27}, {"GB", 22}, {"GE", 22}, {"GI", 23}, {"GL", 18}, {"GR", 27}, {"GT", 28}, {"HR", 21}, {"HU", 28},
    {"IE", 22}, {"IL", 23}, {"IQ", 23}, {"IS", 26}, {"IT", 27}, {"JO", 30}, {"KW", 30}, {"KZ", 20}, {"LB", 28}, {"LC", 32}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MC", 27}, {"MD", 24},
    {"ME", 22}, {"MK", 19}, {"MR", 27}, {"MT", 31}, {"MU", 30}, {"NL", 18}, {"NO", 15}, {"PK", 24}, {"PL", 28}, {"PS", 29}, {"PT", 25}, {"QA", 29}, {"RO", 24}, {"RS", 22}, {"SA", 24}, {"SC", 31},
    {"SE", 24}, {"SI", 19}, {"SK", 24}, {"SM", 27}, {"TN", 24}, {"TR", 26}, {"UA", 29}, {"VA", 22}, {"VG", 24}, {"XK", 20}});

} // namespace

size_t cardNumberAt(std::string_view text, size_t at)
{
    std::array<char, 19> digits;
    size_t count = 0, end = at;
    char separator = 0;
    for (size_t i = at; i < text.size(); ++i) {
        const char c = text[i];
        if (isDigit(c)) {
            if (count == digits.size())
                return 0;
            digits[count++] = c;
            end = i + 1;
            continue;
        }
        // Groups of four, one separator throughout.
        if ((c != ' ' && c != '-') || (separator && c != separator) || i + 1 >= text.size() || !isDigit(text[i + 1]) || count < 4)
            break;
        separator = c;
    }
    if (count < 13 || (end < text.size() && (isWord(text[end]) || (text[end] == '.' && end + 1 < text.size() && isDigit(text[end + 1])))))
        return 0;
    // Luhn (ISO/IEC 7812-1, annex B)
    int sum = 0;
    for (size_t i = 0; i < count; ++i) {
        int digit = digits[count - 1 - i] - '0';
        if (i % 2 == 1)
            digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0 && isIssued({digits.data(), count}) ? end : 0;
}

size_t ibanAt(std::string_view text, size_t at)
{
    const auto *const country = std::find_if(countries.begin(), countries.end(), [&](const Country &row) { return text.substr(at).starts_with(row.code); });
    if (country == countries.end())
        return 0;
    std::string account;
    size_t end = at;
    for (; end < text.size() && account.size() < country->length; ++end) {
        if (isDigit(text[end]) || isUpper(text[end]))
            account += text[end];
        else if (text[end] != ' ')
            return 0;
    }
    if (account.size() != country->length || (end < text.size() && isWord(text[end])))
        return 0;
    std::rotate(account.begin(), account.begin() + 4, account.end());
    int rest = 0;
    for (const char c : account)
        rest = isDigit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
    return rest == 1 ? end : 0;
}

size_t privateKeyEnd(std::string_view text, size_t at)
{
    constexpr std::string_view last = "-----END ";
    const size_t end = text.find(last, at);
    const size_t close = end == std::string_view::npos ? end : text.find("-----", end + last.size());
    return close == std::string_view::npos ? text.size() : close + 5;
}

double entropy(std::string_view text)
{
    std::array<size_t, 256> counts{};
    for (const char c : text)
        ++counts[static_cast<unsigned char>(c)];
    double bits = 0;
    for (const size_t count : counts) {
        if (count > 0)
            bits -= double(count) / double(text.size()) * std::log2(double(count) / double(text.size()));
    }
    return bits;
}

bool passes(Check check, std::string_view secret)
{
    const auto any = [&](bool (*is)(char)) { return std::any_of(secret.begin(), secret.end(), is); };
    switch (check) {
    case Check::Mixed:
        return any(isDigit) && any(isUpper) && any(isLower);
    case Check::Digit:
        return any(isDigit);
    case Check::Random:
        // A path, or a word with a number behind it, is no key.
        return any(isDigit) && (any(isUpper) || any(isLower)) && entropy(secret) >= entropyMin;
    case Check::Basic: {
        const auto pair = decode::fromBase64(secret);
        return pair && pair->find(':') != std::string::npos;
    }
    case Check::None:
    case Check::Card:
    case Check::Iban:
    case Check::PrivateKey:
        break;
    }
    return true;
}

} // namespace masking
