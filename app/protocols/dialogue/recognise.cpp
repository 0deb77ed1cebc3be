// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/dialogue/recognise.h"

#include <algorithm>
#include <array>
#include <string>

namespace protocols::dialogue {

namespace {

constexpr size_t lineMax = 1024;

bool isRequest(Direction direction, base::Side side) { return (side == base::Side::Server) != (direction == Direction::Sent); }

std::string_view textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

std::string upper(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    return result;
}

// Yes if the text begins with the word, NeedMore if it may with more bytes.
Verdict begins(std::string_view text, std::string_view word)
{
    const size_t count = std::min(text.size(), word.size());
    if (text.substr(0, count) != word.substr(0, count))
        return Verdict::No;
    return count == word.size() ? Verdict::Yes : Verdict::NeedMore;
}

template <size_t N>
Verdict beginsWithAny(std::string_view text, const std::array<std::string_view, N> &words)
{
    Verdict best = Verdict::No;
    for (const std::string_view word : words)
        best = std::max(best, begins(text, word));
    return best;
}

// If the beginning matches, the line must be complete and printable.
Verdict wholeLine(Verdict begun, std::string_view text)
{
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, std::min(end, lineMax));
    const bool printable = std::all_of(line.begin(), line.end(), [](char c) { return uint8_t(c) >= 0x20 || c == '\r' || c == '\t'; });
    if (begun == Verdict::No || !printable)
        return Verdict::No;
    if (end == std::string_view::npos)
        return text.size() < lineMax ? Verdict::NeedMore : Verdict::No;
    return begun;
}

// X.690, section 8.1.3: a definite length in at most four bytes; -1: more are needed, -2: invalid.
int64_t takeLength(std::span<const std::byte> &bytes)
{
    if (bytes.empty())
        return -1;
    const auto first = uint8_t(bytes[0]);
    const size_t more = first & 0x80 ? first & 0x7f : 0;
    if (first == 0x80 || more > 4)
        return -2;
    if (bytes.size() < 1 + more)
        return -1;
    int64_t length = more ? 0 : first;
    for (size_t i = 1; i <= more; ++i)
        length = length << 8 | uint8_t(bytes[i]);
    bytes = bytes.subspan(1 + more);
    return length;
}

// Reads tag and length of a value; `bytes` then begins with the value.
Verdict takeHead(std::span<const std::byte> &bytes, uint8_t &tag, int64_t &length)
{
    if (bytes.empty())
        return Verdict::NeedMore;
    tag = uint8_t(bytes[0]);
    bytes = bytes.subspan(1);
    length = takeLength(bytes);
    return length == -1 ? Verdict::NeedMore : length < 0 ? Verdict::No : Verdict::Yes;
}

} // namespace

Verdict recogniseSmtp(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    if (!fromStart)
        return Verdict::No;
    const std::string text = upper(textOf(first.first(std::min(first.size(), lineMax))));
    if (isRequest(direction, side))
        return wholeLine(beginsWithAny(text, std::to_array<std::string_view>({"EHLO ", "HELO ", "LHLO "})), text);
    const Verdict greeted = wholeLine(beginsWithAny(text, std::to_array<std::string_view>({"220 ", "220-"})), text);
    if (greeted != Verdict::Yes)
        return greeted;
    const std::string_view line = std::string_view(text).substr(0, text.find('\n'));
    // FTP has the same greeting; then the client's first word decides.
    return line.find("SMTP") != std::string_view::npos || line.find("LMTP") != std::string_view::npos ? Verdict::Yes : Verdict::NeedMore;
}

Verdict recogniseImap(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    if (!fromStart)
        return Verdict::No;
    const std::string text = upper(textOf(first.first(std::min(first.size(), lineMax))));
    if (!isRequest(direction, side))
        return wholeLine(beginsWithAny(text, std::to_array<std::string_view>({"* OK", "* PREAUTH", "* BYE"})), text);
    constexpr size_t tagMax = 20;
    if (text.empty())
        return Verdict::NeedMore;
    const size_t space = text.find(' ');
    const std::string_view tag = std::string_view(text).substr(0, space);
    const bool named = std::all_of(tag.begin(), tag.end(), [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.'; });
    if (tag.empty() || tag.size() > tagMax || !named)
        return Verdict::No;
    if (space == std::string::npos)
        return Verdict::NeedMore;
    if (tag.find_first_of("0123456789") == std::string_view::npos)
        return Verdict::No;
    static constexpr auto commands = std::to_array<std::string_view>(
        {"CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", "AUTHENTICATE ", "LOGIN ", "ID ", "ENABLE ", "SELECT ", "LIST "});
    return wholeLine(beginsWithAny(std::string_view(text).substr(space + 1), commands), text);
}

Verdict recognisePop3(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    // A bare +OK may be another protocol's; a greeting has words. The client's commands are not distinctive either.
    if (!fromStart || isRequest(direction, side))
        return Verdict::No;
    return wholeLine(begins(textOf(first), "+OK "), textOf(first));
}

Verdict recogniseLdap(std::span<const std::byte> first, Direction direction, base::Side side, bool fromStart)
{
    if (!fromStart)
        return Verdict::No;
    uint8_t tag = 0;
    int64_t whole = 0, length = 0;
    const auto take = [&](uint8_t wanted, int64_t &into) {
        return !first.empty() && uint8_t(first[0]) != wanted ? Verdict::No : takeHead(first, tag, into);
    };
    if (const Verdict sequence = take(0x30, whole); sequence != Verdict::Yes)
        return sequence;
    if (const Verdict id = take(0x02, length); id != Verdict::Yes || length < 1 || length > 4)
        return id == Verdict::NeedMore ? id : Verdict::No;
    if (first.size() < size_t(length))
        return Verdict::NeedMore;
    first = first.subspan(size_t(length));
    if (const Verdict head = takeHead(first, tag, length); head != Verdict::Yes)
        return head;
    if (length > whole)
        return Verdict::No;
    const uint8_t operation = tag;
    if (!isRequest(direction, side))
        return operation == 0x61 || operation == 0x64 || operation == 0x65 || operation == 0x78 ? Verdict::Yes : Verdict::No;
    // Bind, search, extended: each begins with a distinctive value.
    const uint8_t wanted = operation == 0x60 ? 0x02 : operation == 0x63 ? 0x04 : operation == 0x77 ? 0x80 : 0;
    if (!wanted)
        return Verdict::No;
    if (const Verdict inner = take(wanted, length); inner != Verdict::Yes)
        return inner;
    if (operation == 0x63)
        return Verdict::Yes;
    if (first.empty() || !length)
        return length ? Verdict::NeedMore : Verdict::No;
    const auto value = uint8_t(first[0]);
    const bool fits = operation == 0x60 ? length == 1 && value >= 2 && value <= 3 : value >= '0' && value <= '2';
    return fits ? Verdict::Yes : Verdict::No;
}

Verdict recogniseXmpp(std::span<const std::byte> first, Direction, base::Side, bool fromStart)
{
    if (!fromStart)
        return Verdict::No;
    std::string_view text = textOf(first);
    const Verdict declared = begins(text, "<?xml ");
    if (declared == Verdict::NeedMore)
        return declared;
    if (declared == Verdict::Yes) {
        const size_t end = text.find("?>");
        if (end == std::string_view::npos)
            return text.size() < lineMax ? Verdict::NeedMore : Verdict::No;
        text.remove_prefix(end + 2);
        text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
    }
    return beginsWithAny(text, std::to_array<std::string_view>({"<stream:stream ", "<stream:stream\n"}));
}

} // namespace protocols::dialogue
