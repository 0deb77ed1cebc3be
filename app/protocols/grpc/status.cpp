// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/grpc/status.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace protocols::grpc {

namespace {

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool isName(std::string_view name, std::string_view lowerCase)
{
    return name.size() == lowerCase.size() && std::equal(name.begin(), name.end(), lowerCase.begin(), [](char a, char b) {
               return (a >= 'A' && a <= 'Z' ? char(a + 32) : a) == b;
           });
}

// Never inside a UTF-8 character.
std::string cut(std::string text, size_t most)
{
    if (text.size() <= most)
        return text;
    while (most > 0 && (uint8_t(text[most]) & 0xc0) == 0x80)
        --most;
    return text.substr(0, most) + "…";
}

} // namespace

std::string_view statusName(unsigned code)
{
    static constexpr std::array<std::string_view, 17> names { "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED",
        "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
        "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED" };
    return code < names.size() ? names[code] : std::string_view();
}

std::string messageDecoded(std::string_view text)
{
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hexDigit(text[i + 1]) >= 0 && hexDigit(text[i + 2]) >= 0) {
            out += char(hexDigit(text[i + 1]) << 4 | hexDigit(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

void Status::status(std::string_view value, bool known)
{
    m_seen = true;
    m_outcome = Outcome::Unknown;
    if (!known) {
        m_status = "a status sent before the capture";
        return;
    }
    unsigned code = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), code);
    if (error != std::errc() || end != value.data() + value.size()) {
        m_status = "not a status: " + cut(std::string(value), 40);
        return;
    }
    m_outcome = code == 0 ? Outcome::Ok : Outcome::Error;
    m_status = std::to_string(code);
    if (const std::string_view name = statusName(code); !name.empty())
        m_status += " " + std::string(name);
}

void Status::take(std::string_view name, std::string_view value, bool known)
{
    if (isName(name, "grpc-status"))
        status(value, known);
    else if (isName(name, "grpc-message") && known)
        m_message = cut(messageDecoded(value), wordsMax);
}

void Status::take(std::span<const Field> fields)
{
    for (const Field &field : fields)
        if (field.nameKnown)
            take(field.name, field.value, field.valueKnown);
}

void Status::take(std::string_view lines)
{
    while (!lines.empty()) {
        const size_t length = std::min(lines.find('\n'), lines.size());
        std::string_view line = lines.substr(0, length);
        lines.remove_prefix(std::min(length + 1, lines.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const size_t colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        std::string_view value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        take(line.substr(0, colon), value, true);
    }
}

std::string Status::words() const
{
    if (!m_seen)
        return "no status seen";
    return m_message.empty() ? m_status : m_status + ": " + m_message;
}

} // namespace protocols::grpc
