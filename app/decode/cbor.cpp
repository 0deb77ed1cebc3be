// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/cbor.h"

#include "app/decode/byte_reader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace decode {

namespace {

enum Major : uint8_t { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

constexpr uint64_t indefinite = UINT64_MAX;
constexpr size_t bigNumberMax = 512;   // bytes; longer ones stay bytes
constexpr size_t tagsNamedMax = 8;

// RFC 8949 section 3.4 and common entries of the IANA registry.
std::string_view tagMeaning(uint64_t tag)
{
    switch (tag) {
    case 0:
        return "date";
    case 1:
        return "seconds since 1970";
    case 2:
    case 3:
        return "big number";
    case 4:
        return "decimal fraction: [exponent, mantissa]";
    case 5:
        return "big float: [exponent, mantissa]";
    case 24:
        return "CBOR inside";
    case 32:
        return "URI";
    case 37:
        return "UUID";
    case 55799:
        return "CBOR";
    default:
        return {};
    }
}

// -1 - value without overflow.
std::string negative(uint64_t value)
{
    return value == UINT64_MAX ? "-18446744073709551616" : "-" + std::to_string(value + 1);
}

// The decimal digits of a big-endian number; quadratic, so only for short ones.
std::string decimal(std::span<const std::byte> bytes, bool plusOne)
{
    std::vector<uint32_t> number{0}; // groups of nine digits, lowest first
    for (const std::byte byte : bytes) {
        uint64_t carry = uint8_t(byte);
        for (uint32_t &group : number) {
            carry += uint64_t(group) * 256;
            group = uint32_t(carry % 1'000'000'000);
            carry /= 1'000'000'000;
        }
        if (carry)
            number.push_back(uint32_t(carry));
    }
    for (size_t i = 0; plusOne; ++i) {
        if (i == number.size())
            number.push_back(0);
        plusOne = ++number[i] == 1'000'000'000;
        if (plusOne)
            number[i] = 0;
    }
    std::string text = std::to_string(number.back());
    for (size_t i = number.size() - 1; i-- > 0;) {
        const std::string group = std::to_string(number[i]);
        text.append(9 - group.size(), '0').append(group);
    }
    return text;
}

double halfFloat(uint16_t bits)
{
    const int exponent = bits >> 10 & 31;
    const int mantissa = bits & 1023;
    const double value = exponent == 0 ? std::ldexp(mantissa, -24)
        : exponent == 31               ? (mantissa ? NAN : INFINITY)
                                       : std::ldexp(mantissa + 1024, exponent - 25);
    return bits & 0x8000 ? -value : value;
}

class Reader
{
public:
    Reader(std::span<const std::byte> bytes, const ValueLimits &limits) : m_bytes(bytes), m_in(bytes), m_limits(limits) {}

    ValueText read()
    {
        size_t used = 0;
        while (!m_error && (m_in.left() > 0 || !m_open.empty() || m_tagged)) {
            if (m_out.text().size() > m_limits.outputMax)
                fail(ValueError::TooLarge);
            else
                item();
            while (!m_error && !m_open.empty() && m_open.back().due == 0)
                close();
            if (!m_error)
                used = m_in.at();
        }
        return {std::move(m_out.text()), m_error, used, m_out.values()};
    }

private:
    struct Level { uint64_t due; bool map; bool even; };

    void fail(ValueError error) { m_error = error; }
    void close()
    {
        m_open.pop_back();
        m_out.close();
    }
    // The argument of the head, or `indefinite` with additional information 31.
    std::optional<uint64_t> argument(uint8_t info, bool mayBeIndefinite)
    {
        uint64_t value = info;
        if (info == 31 && mayBeIndefinite)
            return indefinite;
        if (info >= 28) {
            fail(ValueError::Malformed);
            return std::nullopt;
        }
        if (info >= 24 && !m_in.number(1u << (info - 24), value)) {
            fail(ValueError::Truncated);
            return std::nullopt;
        }
        return value;
    }
    void item();
    void simple(uint8_t info);
    void string(bool text, uint64_t length);
    void show(bool text, std::span<const std::byte> bytes);
    void container(bool map, uint64_t count);
    void addTag(uint64_t tag);
    void number(const std::string &text, double seconds);
    std::string takeComment()
    {
        m_tagged = false;
        m_tags.clear();
        return std::move(m_comment);
    }

    std::span<const std::byte> m_bytes;
    ByteReader m_in;
    const ValueLimits m_limits;
    ValueWriter m_out;
    std::vector<Level> m_open;
    std::vector<uint64_t> m_tags; // of the next value, outermost first
    std::string m_comment;
    bool m_tagged = false;
    std::optional<ValueError> m_error;
};

void Reader::item()
{
    uint64_t head = 0;
    if (!m_in.number(1, head))
        return fail(ValueError::Truncated);
    const auto major = Major(head >> 5);
    const uint8_t info = head & 31;
    if (head == 0xff) { // break
        const bool closes = !m_open.empty() && m_open.back().due == indefinite && m_open.back().even && !m_tagged;
        return closes ? close() : fail(ValueError::Malformed);
    }
    if (major != Tag && !m_open.empty()) {
        Level &level = m_open.back();
        if (level.due != indefinite)
            --level.due;
        level.even = !level.map || !level.even;
    }
    if (major == Simple)
        return simple(info);
    const bool counts = major >= Bytes && major <= Map;
    const auto value = argument(info, counts);
    if (!value)
        return;
    if (counts && *value == indefinite && info != 31)
        return fail(ValueError::Truncated); // nothing is that long
    switch (major) {
    case Unsigned:
        return number(std::to_string(*value), double(*value));
    case Negative:
        return number(negative(*value), -1.0 - double(*value));
    case Bytes:
    case Text:
        return string(major == Text, *value);
    case Array:
    case Map:
        return container(major == Map, *value);
    case Tag:
        return addTag(*value);
    case Simple:
        break;
    }
}

void Reader::number(const std::string &text, double seconds)
{
    const bool isTime = !m_tags.empty() && m_tags.back() == 1;
    std::string comment = takeComment();
    if (isTime && std::abs(seconds) < 1e12) {
        const double whole = std::floor(seconds);
        const std::string date = dateText(int64_t(whole), uint32_t(std::min(999'999'999.0, (seconds - whole) * 1e9)));
        if (!date.empty())
            comment = date;
    }
    m_out.scalar(text, comment);
}

void Reader::simple(uint8_t info)
{
    uint64_t bits = 0;
    if (info >= 24 && info <= 27 && !m_in.number(1u << (info - 24), bits))
        return fail(ValueError::Truncated);
    switch (info) {
    case 20:
    case 21:
        return m_out.scalar(info == 21 ? "true" : "false", takeComment());
    case 22:
        return m_out.scalar("null", takeComment());
    case 23:
        return m_out.scalar("undefined", takeComment());
    case 24:
        if (bits < 32)
            return fail(ValueError::Malformed);
        takeComment();
        return m_out.scalar(std::to_string(bits), "simple value");
    case 25:
        return number(realText(halfFloat(uint16_t(bits))), halfFloat(uint16_t(bits)));
    case 26:
        return number(realText(std::bit_cast<float>(uint32_t(bits))), double(std::bit_cast<float>(uint32_t(bits))));
    case 27:
        return number(realText(std::bit_cast<double>(bits)), std::bit_cast<double>(bits));
    default:
        if (info < 20) {
            takeComment();
            return m_out.scalar(std::to_string(info), "simple value");
        }
        fail(ValueError::Malformed);
    }
}

void Reader::string(bool text, uint64_t length)
{
    std::span<const std::byte> bytes;
    if (length != indefinite) {
        if (!m_in.run(length, bytes))
            return fail(ValueError::Truncated);
        return show(text, bytes);
    }
    // Chunks of the same kind, each of definite length, until the break.
    std::vector<std::byte> joined;
    for (uint64_t head = 0; m_in.number(1, head);) {
        if (head == 0xff)
            return show(text, joined);
        if (Major(head >> 5) != (text ? Text : Bytes))
            return fail(ValueError::Malformed);
        const auto chunk = argument(head & 31, false);
        if (!chunk)
            return;
        if (!m_in.run(*chunk, bytes))
            break;
        joined.insert(joined.end(), bytes.begin(), bytes.end());
    }
    fail(ValueError::Truncated);
}

void Reader::show(bool text, std::span<const std::byte> bytes)
{
    const uint64_t tag = m_tags.empty() ? indefinite : m_tags.back();
    const std::string comment = takeComment();
    if (text)
        return m_out.string(bytes, tag == 0 ? std::string_view() : std::string_view(comment));
    if ((tag == 2 || tag == 3) && bytes.size() <= bigNumberMax)
        return m_out.scalar((tag == 3 ? "-" : "") + decimal(bytes, tag == 3), comment);
    if (tag == 37 && bytes.size() == 16) {
        static constexpr std::string_view digits = "0123456789abcdef";
        std::string uuid = "\"";
        for (size_t i = 0; i < 16; ++i) {
            if (i == 4 || i == 6 || i == 8 || i == 10)
                uuid += '-';
            uuid += digits[size_t(bytes[i]) >> 4];
            uuid += digits[size_t(bytes[i]) & 15];
        }
        return m_out.scalar(uuid + '"', comment);
    }
    m_out.bytes(bytes, comment);
}

void Reader::container(bool map, uint64_t count)
{
    if (m_open.size() >= m_limits.depthMax)
        return fail(ValueError::TooDeep);
    if (count != indefinite && count > m_bytes.size())
        return fail(ValueError::Truncated); // each value takes at least one byte
    m_out.open(map, takeComment());
    m_open.push_back({count == indefinite ? indefinite : count * (map ? 2 : 1), map, true});
}

void Reader::addTag(uint64_t tag)
{
    m_tagged = true;
    if (m_tags.size() == tagsNamedMax) {
        m_tags.back() = tag;
        return;
    }
    m_tags.push_back(tag);
    if (!m_comment.empty())
        m_comment += ", ";
    m_comment += "tag " + std::to_string(tag);
    if (const std::string_view meaning = tagMeaning(tag); !meaning.empty())
        m_comment.append(": ").append(meaning);
}

} // namespace

ValueText readCbor(std::span<const std::byte> bytes, const ValueLimits &limits)
{
    return Reader(bytes, limits).read();
}

} // namespace decode
