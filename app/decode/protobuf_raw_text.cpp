// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/protobuf_raw.h"

#include "app/decode/value_text.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace decode {

namespace {

constexpr size_t hexMax = 1024;         // bytes of a value shown as hex
constexpr size_t packedMax = 64;        // bytes searched for packed numbers
constexpr size_t inlineMax = 400;       // bytes of an alternative reading's text

std::string hex(std::span<const std::byte> bytes, size_t most)
{
    constexpr const char *digits = "0123456789abcdef";
    std::string out;
    for (const std::byte byte : bytes.first(std::min(bytes.size(), most))) {
        out += digits[unsigned(byte) >> 4];
        out += digits[unsigned(byte) & 15];
    }
    return bytes.size() > most ? out + "…" : out;
}

// Of an ordinary magnitude; hardly any actual integer looks like that.
bool isEveryday(double value)
{
    const double size = std::fabs(value);
    return std::isfinite(value) && size >= 1e-9 && size <= 1e15;
}

int64_t zigzag(uint64_t value) { return int64_t(value >> 1) ^ -int64_t(value & 1); }

std::string_view textOf(std::span<const std::byte> bytes) { return { reinterpret_cast<const char *>(bytes.data()), bytes.size() }; }

struct Reading {
    std::string best, others;
};

Reading varint(uint64_t value)
{
    if (value >> 63)
        return { std::to_string(int64_t(value)), "varint; unsigned " + std::to_string(value) };
    Reading reading { std::to_string(value), "varint; " };
    if (value <= 1)
        reading.others += value ? "bool true, " : "bool false, ";
    return { reading.best, reading.others + "sint " + std::to_string(zigzag(value)) };
}

Reading fixed(uint64_t value, bool wide)
{
    const double number = wide ? std::bit_cast<double>(value) : double(std::bit_cast<float>(uint32_t(value)));
    const std::string numberText = wide ? realText(number) : realText(std::bit_cast<float>(uint32_t(value)));
    const int64_t integer = wide ? int64_t(value) : int64_t(int32_t(value));
    const char *kind = wide ? "fixed64" : "fixed32", *floating = wide ? "double" : "float";
    if (isEveryday(number))
        return { numberText, std::string(floating) + "; " + kind + " " + std::to_string(integer) };
    return { std::to_string(integer), std::string(kind) + (value ? "; " : " or ") + floating + (value ? " " + numberText : "") };
}

// "1, 150"; empty if the bytes are not complete varints.
std::string packedVarints(std::span<const std::byte> bytes)
{
    std::string out;
    uint64_t value = 0;
    unsigned shift = 0;
    for (const std::byte byte : bytes) {
        if (shift > 63)
            return {};
        value |= (uint64_t(byte) & 0x7f) << shift;
        shift += 7;
        if (uint8_t(byte) & 0x80)
            continue;
        out += (out.empty() ? "" : ", ") + std::to_string(value);
        value = shift = 0;
    }
    return shift ? std::string() : out;
}

// Floats or doubles, if all have ordinary magnitudes.
std::string packedFloats(std::span<const std::byte> bytes, size_t width)
{
    if (bytes.empty() || bytes.size() % width != 0)
        return {};
    std::string out;
    for (size_t at = 0; at < bytes.size(); at += width) {
        uint64_t bits = 0;
        for (size_t i = 0; i < width; ++i)
            bits |= uint64_t(bytes[at + i]) << (8 * i);
        const double value = width == 8 ? std::bit_cast<double>(bits) : double(std::bit_cast<float>(uint32_t(bits)));
        if (bits != 0 && !isEveryday(value))
            return {};
        out += (out.empty() ? "" : ", ") + (width == 8 ? realText(value) : realText(std::bit_cast<float>(uint32_t(bits))));
    }
    return out;
}

std::string otherBytes(std::span<const std::byte> bytes)
{
    std::string out = std::to_string(bytes.size()) + (bytes.size() == 1 ? " byte" : " bytes");
    if (bytes.size() > packedMax)
        return out;
    if (const std::string numbers = packedVarints(bytes); !numbers.empty())
        out += "; or packed varints " + numbers;
    for (const size_t width : { 4, 8 })
        if (const std::string numbers = packedFloats(bytes, width); !numbers.empty())
            out += std::string("; or packed ") + (width == 4 ? "floats " : "doubles ") + numbers;
    return out;
}

class Printer
{
public:
    Printer(const RawMessage &message, size_t textMax, bool lines) : m_fields(message.fields), m_textMax(textMax), m_lines(lines) { }

    bool print(size_t from, size_t to, unsigned depth, std::string &out)
    {
        for (size_t i = from; i < to; i += 1 + m_fields[i].inner) {
            if (out.size() > m_textMax)
                return false;
            if (m_lines)
                out.append(size_t(depth) * 2, ' ');
            else if (i > from)
                out += ' ';
            if (!one(i, depth, out))
                return false;
            if (m_lines)
                out += '\n';
        }
        return true;
    }

private:
    bool braces(size_t index, unsigned depth, std::string &out)
    {
        out += m_lines ? "{\n" : "{ ";
        const bool all = print(index + 1, index + 1 + m_fields[index].inner, depth + 1, out);
        if (m_lines)
            out.append(size_t(depth) * 2, ' ');
        else
            out += ' ';
        out += '}';
        return all;
    }

    void scalar(const Reading &reading, std::string &out) const
    {
        out += reading.best;
        if (m_lines)
            out += "  # " + reading.others;
    }

    std::string beside(size_t index) const
    {
        std::string text;
        Printer(*this, inlineMax).braces(index, 0, text);
        if (text.size() <= inlineMax)
            return text;
        text.resize(inlineMax);
        while (!text.empty() && (uint8_t(text.back()) & 0xc0) == 0x80)
            text.pop_back();
        if (!text.empty() && uint8_t(text.back()) >= 0xc0)
            text.pop_back();
        return text + "…";
    }

    bool one(size_t index, unsigned depth, std::string &out)
    {
        const RawField &field = m_fields[index];
        out += std::to_string(field.number) + ": ";
        switch (field.kind) {
        case RawField::Kind::Varint: scalar(varint(field.value), out); return true;
        case RawField::Kind::Fixed64: scalar(fixed(field.value, true), out); return true;
        case RawField::Kind::Fixed32: scalar(fixed(field.value, false), out); return true;
        case RawField::Kind::Group: return braces(index, depth, out);
        case RawField::Kind::Bytes: break;
        }
        const std::string_view text = textOf(field.bytes);
        if (field.text && !field.message) {
            appendQuoted(text, out);
            return true;
        }
        // The first tag of a message is often a control character, with which few texts begin.
        const bool textFirst = field.text && uint8_t(text[0]) >= 0x20;
        if (textFirst) {
            appendQuoted(text, out);
            if (m_lines)
                out += "  # or a message " + beside(index);
            return true;
        }
        if (field.message) {
            const bool all = braces(index, depth, out);
            if (m_lines && field.text) {
                out += "  # or the text ";
                appendQuoted(text.substr(0, inlineMax), out);
            } else if (m_lines && field.bytes.size() <= 4) {
                out += "  # or " + otherBytes(field.bytes) + ": " + hex(field.bytes, hexMax);
            }
            return all;
        }
        out += "0x" + hex(field.bytes, hexMax);
        if (m_lines)
            out += "  # " + otherBytes(field.bytes);
        return true;
    }

    Printer(const Printer &other, size_t textMax) : m_fields(other.m_fields), m_textMax(textMax), m_lines(false) { }

    const std::vector<RawField> &m_fields;
    const size_t m_textMax;
    const bool m_lines;
};

void members(const std::vector<RawField> &fields, size_t from, size_t to, size_t textMax, std::string &out)
{
    for (size_t i = from; i < to; i += 1 + fields[i].inner) {
        const RawField &field = fields[i];
        if (out.size() > textMax)
            return;
        out += (i == from ? "\"#" : ",\"#") + std::to_string(field.number) + "\":";
        const auto object = [&] {
            out += '{';
            members(fields, i + 1, i + 1 + field.inner, textMax, out);
            out += '}';
        };
        if (field.kind == RawField::Kind::Varint) {
            out += varint(field.value).best;
        } else if (field.kind == RawField::Kind::Fixed64 || field.kind == RawField::Kind::Fixed32) {
            out += fixed(field.value, field.kind == RawField::Kind::Fixed64).best;
        } else if (field.text && field.message) {
            out += "{\"text\":";
            appendQuoted(textOf(field.bytes), out);
            out += ",\"or message\":";
            object();
            out += '}';
        } else if (field.text) {
            appendQuoted(textOf(field.bytes), out);
        } else if (field.message) {
            object();
        } else {
            out += "{\"bytes\":\"" + hex(field.bytes, textMax) + "\"}";
        }
    }
}

} // namespace

ProtobufText describeProtobuf(std::span<const std::byte> bytes, const ProtobufLimits &limits)
{
    const RawMessage message = readProtobuf(bytes, limits);
    ProtobufText result;
    result.whole = Printer(message, limits.textMax, true).print(0, message.fields.size(), 0, result.text);
    if (!result.whole || message.limited) {
        result.whole = false;
        result.text += "# truncated here\n";
    } else if (message.readTo < bytes.size()) {
        const auto rest = bytes.subspan(message.readTo);
        result.whole = false;
        result.text += "# not valid protobuf from byte " + std::to_string(message.readTo) + " on: 0x" + hex(rest, hexMax) + "\n";
    }
    return result;
}

std::string rawProtobufMembers(std::span<const std::byte> bytes, const ProtobufLimits &limits)
{
    const RawMessage message = readProtobuf(bytes, limits);
    std::string out;
    members(message.fields, 0, message.fields.size(), limits.textMax, out);
    return out;
}

} // namespace decode
