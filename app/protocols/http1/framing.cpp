// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http1/framing.h"

#include "app/protocols/http1/text.h"

namespace protocols::http1 {

namespace {

constexpr uint64_t longestBody = uint64_t(1) << 62;

std::optional<uint64_t> decimal(std::string_view digits)
{
    if (digits.empty())
        return std::nullopt;
    uint64_t value = 0;
    for (char c : digits) {
        if (!isDigit(c) || value > longestBody / 10)
            return std::nullopt;
        value = value * 10 + uint64_t(c - '0');
    }
    return value;
}

struct Declared {
    std::optional<uint64_t> length;
    bool transferCoded = false;
    bool chunkedLast = false;
    Fault fault = Fault::None;
};

// Content-Length may be repeated or a list, as long as all values agree (RFC 9110 section 8.6).
void readLength(std::string_view value, Declared &declared)
{
    while (true) {
        const size_t comma = value.find(',');
        const auto one = decimal(trimmed(value.substr(0, comma)));
        if (!one)
            declared.fault = Fault::MalformedField;
        else if (!declared.length)
            declared.length = one;
        else if (*declared.length != *one)
            declared.fault = Fault::ConflictingLength;
        if (comma == std::string_view::npos)
            return;
        value.remove_prefix(comma + 1);
    }
}

Declared declaredBy(std::span<const Field> fields)
{
    Declared declared;
    for (const Field &field : fields) {
        if (field.name.size() == 14 && equalsNoCase(field.name, "content-length")) {
            readLength(field.value, declared);
        } else if (field.name.size() == 17 && equalsNoCase(field.name, "transfer-encoding")) {
            const size_t comma = field.value.rfind(',');
            const auto last = trimmed(comma == std::string_view::npos ? field.value : field.value.substr(comma + 1));
            if (last.empty() || (!declared.transferCoded && equalsNoCase(last, "identity")))
                continue; // "identity" was a coding in RFC 2616 and means none
            declared.transferCoded = true;
            declared.chunkedLast = equalsNoCase(last, "chunked");
        }
    }
    // Section 6.3, item 3: the transfer coding wins; this may be request smuggling.
    if (declared.transferCoded && declared.length)
        declared.fault = Fault::ConflictingLength;
    return declared;
}

} // namespace

Asked askedBy(std::string_view method)
{
    if (equalsNoCase(method, "head"))
        return Asked::Head;
    return equalsNoCase(method, "connect") ? Asked::Connect : Asked::Other;
}

Framing requestFraming(Asked asked, std::span<const Field> fields)
{
    using Kind = Framing::Kind;
    if (asked == Asked::Connect)
        return { Kind::AwaitTunnel };
    const Declared declared = declaredBy(fields);
    if (declared.chunkedLast)
        return { Kind::Chunked, 0, declared.fault };
    // The end of a request whose last coding is not chunked cannot be determined (section 6.3, item 4).
    if (declared.transferCoded)
        return { Kind::None, 0, Fault::ConflictingLength };
    if (declared.length.value_or(0) > 0)
        return { Kind::Length, *declared.length, declared.fault };
    return { Kind::None, 0, declared.fault };
}

Framing responseFraming(Asked asked, int status, std::span<const Field> fields)
{
    using Kind = Framing::Kind;
    if (status == 101)
        return { Kind::Tunnel };
    if (status >= 100 && status < 200)
        return { Kind::Interim };
    if (asked == Asked::Connect && status >= 200 && status < 300)
        return { Kind::Tunnel };
    if (asked == Asked::Head || status == 204 || status == 304)
        return { Kind::None };
    const Declared declared = declaredBy(fields);
    if (declared.chunkedLast)
        return { Kind::Chunked, 0, declared.fault };
    if (declared.transferCoded || !declared.length)
        return { Kind::UntilClose, 0, declared.fault };
    return { *declared.length > 0 ? Kind::Length : Kind::None, *declared.length, declared.fault };
}

std::optional<uint64_t> chunkSize(std::string_view line)
{
    line = trimmed(line);
    uint64_t value = 0;
    size_t at = 0;
    for (; at < line.size(); ++at) {
        const char c = lower(line[at]);
        const bool letter = c >= 'a' && c <= 'f';
        if (!isDigit(c) && !letter)
            break;
        if (value > longestBody / 16)
            return std::nullopt;
        value = value * 16 + uint64_t(letter ? c - 'a' + 10 : c - '0');
    }
    if (at == 0 || (at < line.size() && line[at] != ';' && !isBlank(line[at])))
        return std::nullopt;
    return value;
}

} // namespace protocols::http1
