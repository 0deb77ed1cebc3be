// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/msgpack.h"

#include "app/decode/byte_reader.h"

#include <bit>

namespace decode {

namespace {

class Reader
{
public:
    Reader(std::span<const std::byte> bytes, const ValueLimits &limits) : m_in(bytes), m_limits(limits) {}

    ValueText read()
    {
        size_t used = 0;
        while (!m_error && (m_in.left() > 0 || !m_open.empty())) {
            if (m_out.text().size() > m_limits.outputMax)
                fail(ValueError::TooLarge);
            else
                value();
            while (!m_error && !m_open.empty() && m_open.back() == 0) {
                m_open.pop_back();
                m_out.close();
            }
            if (!m_error)
                used = m_in.at();
        }
        return {std::move(m_out.text()), m_error, used, m_out.values()};
    }

private:
    void fail(ValueError error) { m_error = error; }
    bool number(unsigned width, uint64_t &value)
    {
        const bool had = m_in.number(width, value);
        if (!had)
            fail(ValueError::Truncated);
        return had;
    }
    bool run(uint64_t length, std::span<const std::byte> &bytes)
    {
        const bool had = m_in.run(length, bytes);
        if (!had)
            fail(ValueError::Truncated);
        return had;
    }

    void value();
    void scalarByte(uint8_t lead);
    void open(bool object, uint64_t values)
    {
        if (m_open.size() >= m_limits.depthMax)
            return fail(ValueError::TooDeep);
        m_out.open(object);
        m_open.push_back(values);
    }
    void string(uint64_t length)
    {
        std::span<const std::byte> bytes;
        if (run(length, bytes))
            m_out.string(bytes);
    }
    void binary(uint64_t length)
    {
        std::span<const std::byte> bytes;
        if (run(length, bytes))
            m_out.bytes(bytes);
    }
    void extension(uint64_t length)
    {
        uint64_t type = 0;
        std::span<const std::byte> bytes;
        if (!number(1, type) || !run(length, bytes))
            return;
        if (int8_t(type) == -1 && timestamp(bytes))
            return;
        m_out.bytes(bytes, "extension " + std::to_string(int(int8_t(type))));
    }
    // Extension -1: seconds; 30 bits of nanoseconds and 34 of seconds; both in full.
    bool timestamp(std::span<const std::byte> bytes)
    {
        ByteReader in(bytes);
        uint64_t nanoseconds = 0, seconds = 0;
        if (bytes.size() == 4) {
            in.number(4, seconds);
        } else if (bytes.size() == 8) {
            in.number(8, seconds);
            nanoseconds = seconds >> 34;
            seconds &= (uint64_t(1) << 34) - 1;
        } else if (bytes.size() == 12) {
            in.number(4, nanoseconds);
            in.number(8, seconds);
        }
        const std::string date = nanoseconds < 1'000'000'000 ? dateText(int64_t(seconds), uint32_t(nanoseconds)) : std::string();
        if (date.empty() || (bytes.size() != 4 && bytes.size() != 8 && bytes.size() != 12))
            return false;
        m_out.scalar('"' + date + '"', "timestamp");
        return true;
    }
    template <unsigned Width>
    void length(void (Reader::*take)(uint64_t))
    {
        uint64_t length = 0;
        if (number(Width, length))
            (this->*take)(length);
    }
    void object(uint64_t pairs) { open(true, pairs * 2); }
    void array(uint64_t values) { open(false, values); }
    void integer(unsigned width, bool isSigned)
    {
        uint64_t bits = 0;
        if (!number(width, bits))
            return;
        const unsigned unused = 64 - 8 * width;
        m_out.scalar(isSigned ? std::to_string(int64_t(bits << unused) >> unused) : std::to_string(bits));
    }

    ByteReader m_in;
    const ValueLimits m_limits;
    ValueWriter m_out;
    std::vector<uint64_t> m_open; // values still due in each container
    std::optional<ValueError> m_error;
};

void Reader::value()
{
    uint64_t lead = 0;
    if (!number(1, lead))
        return;
    if (!m_open.empty())
        --m_open.back();
    if (lead < 0x80)
        return m_out.scalar(std::to_string(lead));
    if (lead < 0x90)
        return object(lead & 15);
    if (lead < 0xa0)
        return array(lead & 15);
    if (lead < 0xc0)
        return string(lead & 31);
    if (lead >= 0xe0)
        return m_out.scalar(std::to_string(int(lead) - 256));
    scalarByte(uint8_t(lead));
}

void Reader::scalarByte(uint8_t lead)
{
    uint64_t bits = 0;
    switch (lead) {
    case 0xc0:
        return m_out.scalar("null");
    case 0xc2:
    case 0xc3:
        return m_out.scalar(lead == 0xc3 ? "true" : "false");
    case 0xc4:
        return length<1>(&Reader::binary);
    case 0xc5:
        return length<2>(&Reader::binary);
    case 0xc6:
        return length<4>(&Reader::binary);
    case 0xc7:
        return length<1>(&Reader::extension);
    case 0xc8:
        return length<2>(&Reader::extension);
    case 0xc9:
        return length<4>(&Reader::extension);
    case 0xca:
        if (number(4, bits))
            m_out.real(std::bit_cast<float>(uint32_t(bits)));
        return;
    case 0xcb:
        if (number(8, bits))
            m_out.real(std::bit_cast<double>(bits));
        return;
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf:
        return integer(1u << (lead - 0xcc), false);
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3:
        return integer(1u << (lead - 0xd0), true);
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
        return extension(uint64_t(1) << (lead - 0xd4));
    case 0xd9:
        return length<1>(&Reader::string);
    case 0xda:
        return length<2>(&Reader::string);
    case 0xdb:
        return length<4>(&Reader::string);
    case 0xdc:
        return length<2>(&Reader::array);
    case 0xdd:
        return length<4>(&Reader::array);
    case 0xde:
        return length<2>(&Reader::object);
    case 0xdf:
        return length<4>(&Reader::object);
    default: // 0xc1, never used
        fail(ValueError::Malformed);
    }
}

} // namespace

ValueText readMessagePack(std::span<const std::byte> bytes, const ValueLimits &limits)
{
    return Reader(bytes, limits).read();
}

} // namespace decode
