// SPDX-License-Identifier: GPL-3.0-or-later
// The primitive types of Kafka's protocol, in the classic and the flexible encoding (KIP-482). Reads past the end
// return zeros and empty strings and clear good().
#pragma once

#include "app/protocols/byte_reader.h"

#include <algorithm>

namespace protocols::kafka {

class FieldReader
{
public:
    FieldReader(std::string_view bytes, bool flexible)
        : m_bytes(bytes)
        , m_flexible(flexible)
    {
    }

    bool good() const { return m_bytes.good() && m_good; }
    size_t left() const { return m_bytes.left(); }
    size_t at() const { return m_bytes.at(); }

    int8_t int8() { return int8_t(m_bytes.byte()); }
    int16_t int16() { return int16_t(m_bytes.big(2)); }
    int32_t int32() { return int32_t(m_bytes.big(4)); }
    int64_t int64() { return int64_t(m_bytes.big(8)); }
    void skip(size_t bytes) { m_bytes.take(bytes); }
    std::string_view uuid() { return m_bytes.take(16); }

    // Null reads as empty.
    std::string_view string() { return text(2); }
    // If it is longer than what is left, returns that much; good() is then false.
    std::string_view bytes() { return text(4); }
    // The number of elements: never more than bytes are left.
    size_t array()
    {
        const int64_t count = m_flexible ? int64_t(unsignedVarint()) - 1 : int32();
        if (count > int64_t(left()))
            m_good = false;
        return size_t(std::clamp<int64_t>(count, 0, int64_t(left())));
    }
    // Skips the tagged fields at the end of a structure; does nothing in the classic encoding.
    void tags()
    {
        if (!m_flexible)
            return;
        for (uint64_t count = std::min<uint64_t>(unsignedVarint(), left()); count > 0 && good(); --count) {
            unsignedVarint();
            m_bytes.take(size_t(unsignedVarint()));
        }
    }

    uint64_t unsignedVarint()
    {
        uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const uint8_t byte = m_bytes.byte();
            value |= uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                return value;
        }
        m_good = false;
        return 0;
    }
    int64_t varint()
    {
        const uint64_t value = unsignedVarint();
        return int64_t(value >> 1) ^ -int64_t(value & 1);
    }
    // Varint length, -1 for null: the bytes of a record's key, value or header.
    std::string_view varintBytes(bool &null)
    {
        const int64_t size = varint();
        null = size < 0;
        return size <= 0 ? std::string_view() : m_bytes.take(size_t(size));
    }

private:
    std::string_view text(size_t lengthBytes)
    {
        const int64_t size = m_flexible ? int64_t(unsignedVarint()) - 1 : lengthBytes == 2 ? int64_t(int16()) : int64_t(int32());
        if (size <= 0)
            return {};
        if (size > int64_t(left())) {
            m_good = false;
            return m_bytes.take(left());
        }
        return m_bytes.take(size_t(size));
    }

    ByteReader m_bytes;
    bool m_flexible;
    bool m_good = true;
};

} // namespace protocols::kafka
