// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/protobuf_raw.h"

#include "app/decode/charset.h"

#include <algorithm>
#include <optional>

namespace decode {

namespace {

constexpr uint32_t numberMax = (1u << 29) - 1;
constexpr uint32_t reservedFirst = 19'000, reservedLast = 19'999;

enum Wire : unsigned { Varint = 0, Fixed64 = 1, Length = 2, StartGroup = 3, EndGroup = 4, Fixed32 = 5 };

bool canBeText(std::span<const std::byte> bytes)
{
    for (const std::byte byte : bytes) {
        const auto c = uint8_t(byte);
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
            return false;
    }
    return isUtf8(bytes);
}

class Reader
{
public:
    Reader(std::span<const std::byte> bytes, const ProtobufLimits &limits, RawMessage &out) : m_bytes(bytes), m_limits(limits), m_out(out) { }

    void read()
    {
        size_t at = 0;
        while (at < m_bytes.size()) {
            const size_t before = m_out.fields.size();
            if (!field(at, m_bytes.size(), 0, 0)) {
                m_out.fields.resize(std::min(before, m_out.fields.size()));
                return;
            }
            m_out.readTo = at;
        }
    }

private:
    std::optional<uint64_t> varint(size_t &at, size_t end, bool shortest) const
    {
        uint64_t value = 0;
        for (unsigned i = 0; i < 10 && at + i < end; ++i) {
            const auto byte = uint64_t(m_bytes[at + i]);
            if (i == 9 && byte > 1)
                return std::nullopt;
            value |= (byte & 0x7f) << (7 * i);
            if (byte & 0x80)
                continue;
            if (shortest && i > 0 && byte == 0)
                return std::nullopt;
            at += i + 1;
            return value;
        }
        return std::nullopt;
    }

    std::optional<uint64_t> fixed(size_t &at, size_t end, unsigned count) const
    {
        if (end - at < count)
            return std::nullopt;
        uint64_t value = 0;
        for (unsigned i = 0; i < count; ++i)
            value |= uint64_t(m_bytes[at + i]) << (8 * i);
        at += count;
        return value;
    }

    // Reads fields up to `end`, or to the end of group `group`. False: not a valid message.
    bool fields(size_t &at, size_t end, unsigned depth, uint32_t group)
    {
        while (at < end) {
            m_groupEnded = false;
            if (!field(at, end, depth, group))
                return false;
            if (m_groupEnded) {
                m_groupEnded = false;
                return true;
            }
        }
        return group == 0;
    }

    bool field(size_t &at, size_t end, unsigned depth, uint32_t group)
    {
        const auto tag = varint(at, end, true);
        if (!tag || *tag >> 3 == 0 || *tag >> 3 > numberMax || (*tag >> 3 >= reservedFirst && *tag >> 3 <= reservedLast))
            return false;
        const auto number = uint32_t(*tag >> 3);
        const auto wire = unsigned(*tag & 7);
        if (wire == EndGroup) {
            m_groupEnded = number == group;
            return m_groupEnded;
        }
        if (m_out.fields.size() >= m_limits.fieldsMax) {
            m_out.limited = true;
            return false;
        }
        const size_t index = m_out.fields.size();
        m_out.fields.push_back({ .number = number });
        switch (wire) {
        case Varint: return scalar(index, RawField::Kind::Varint, varint(at, end, false));
        case Fixed64: return scalar(index, RawField::Kind::Fixed64, fixed(at, end, 8));
        case Fixed32: return scalar(index, RawField::Kind::Fixed32, fixed(at, end, 4));
        case Length: return delimited(index, at, end, depth);
        case StartGroup: return startGroup(index, at, end, depth);
        default: return false;
        }
    }

    bool scalar(size_t index, RawField::Kind kind, std::optional<uint64_t> value)
    {
        m_out.fields[index].kind = kind;
        m_out.fields[index].value = value.value_or(0);
        return value.has_value();
    }

    bool delimited(size_t index, size_t &at, size_t end, unsigned depth)
    {
        const auto length = varint(at, end, false);
        if (!length || *length > end - at)
            return false;
        const std::span<const std::byte> bytes = m_bytes.subspan(at, size_t(*length));
        m_out.fields[index].kind = RawField::Kind::Bytes;
        m_out.fields[index].bytes = bytes;
        m_out.fields[index].text = canBeText(bytes);
        size_t inside = at;
        at += bytes.size();
        if (bytes.empty() || depth + 1 >= m_limits.depthMax)
            return true;
        if (fields(inside, at, depth + 1, 0)) {
            m_out.fields[index].message = true;
            m_out.fields[index].inner = uint32_t(m_out.fields.size() - index - 1);
        } else {
            m_out.fields.resize(index + 1);
        }
        return true;
    }

    bool startGroup(size_t index, size_t &at, size_t end, unsigned depth)
    {
        const size_t from = at;
        const uint32_t number = m_out.fields[index].number;
        if (depth + 1 >= m_limits.depthMax || !fields(at, end, depth + 1, number))
            return false;
        RawField &field = m_out.fields[index];
        field.kind = RawField::Kind::Group;
        field.message = true;
        field.bytes = m_bytes.subspan(from, at - from);
        field.inner = uint32_t(m_out.fields.size() - index - 1);
        return true;
    }

    std::span<const std::byte> m_bytes;
    const ProtobufLimits &m_limits;
    RawMessage &m_out;
    bool m_groupEnded = false;
};

} // namespace

RawMessage readProtobuf(std::span<const std::byte> bytes, const ProtobufLimits &limits)
{
    RawMessage message;
    Reader(bytes, limits, message).read();
    return message;
}

} // namespace decode
