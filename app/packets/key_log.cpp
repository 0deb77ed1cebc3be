// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/key_log.h"

#include <optional>
#include <span>

namespace packets {

namespace {

constexpr size_t labelMax = 40;

std::optional<uint8_t> digit(char c)
{
    if (c >= '0' && c <= '9')
        return uint8_t(c - '0');
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
        return uint8_t((c | 0x20) - 'a' + 10);
    return std::nullopt;
}

// The number of bytes; none if these are not digits, or more than there is room for.
std::optional<size_t> fromHex(std::string_view text, std::span<uint8_t> to)
{
    if (text.size() % 2 != 0 || text.size() / 2 > to.size())
        return std::nullopt;
    for (size_t i = 0; i < text.size(); i += 2) {
        const auto high = digit(text[i]), low = digit(text[i + 1]);
        if (!high || !low)
            return std::nullopt;
        to[i / 2] = uint8_t(*high << 4 | *low);
    }
    return text.size() / 2;
}

std::string_view nextWord(std::string_view &line)
{
    const size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
    const size_t end = std::min(line.find_first_of(" \t", begin), line.size());
    const std::string_view word = line.substr(begin, end - begin);
    line.remove_prefix(end);
    return word;
}

std::optional<wire::Secret> secretOf(std::string_view line)
{
    wire::Secret secret;
    const std::string_view label = nextWord(line);
    if (label.empty() || label.front() == '#' || label.size() > labelMax)
        return std::nullopt;
    secret.label = label;
    secret.randomKnown = 1;
    const auto random = fromHex(nextWord(line), secret.random);
    const auto length = fromHex(nextWord(line), secret.bytes);
    if (random != secret.random.size() || !length || *length == 0 || !nextWord(line).empty())
        return std::nullopt;
    secret.length = uint8_t(*length);
    return secret;
}

} // namespace

std::vector<wire::Secret> secretsOf(std::string_view keyLog)
{
    std::vector<wire::Secret> secrets;
    while (!keyLog.empty()) {
        const size_t end = std::min(keyLog.find_first_of("\r\n"), keyLog.size());
        if (auto secret = secretOf(keyLog.substr(0, end)))
            secrets.push_back(std::move(*secret));
        keyLog.remove_prefix(std::min(end + 1, keyLog.size()));
    }
    return secrets;
}

} // namespace packets
