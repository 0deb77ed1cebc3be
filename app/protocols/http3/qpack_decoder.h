// SPDX-License-Identifier: GPL-3.0-or-later
// Decodes the field sections that one end sends (RFC 9204). Never fails for good: what refers to a lost part of the table is
// marked as unknown.
#pragma once

#include "app/protocols/http2/hpack_decoder.h"
#include "app/protocols/http3/qpack_table.h"

#include <vector>

namespace protocols::http3 {

using http2::FieldList;

class QpackDecoder
{
public:
    enum class Result : uint8_t {
        Complete,
        Limited,    // some fields were dropped
        Unknown,    // complete, but some refer to what is not known
        Malformed,  // what precedes the damage is in the list
        Blocked,    // it needs entries that have not been inserted yet; nothing is in the list
    };

    // Bytes of the encoder's stream, in order (section 4.3).
    void encoderStream(std::span<const std::byte>);
    void encoderStreamLost() { m_table.lose(); }
    QpackTable &table() { return m_table; }

    // `last`: no more will be inserted in time, so it is not blocked.
    Result decode(std::span<const std::byte> section, bool last, FieldList &, size_t bytesMax, size_t fieldsMax);

private:
    class Section;
    size_t instruction(std::span<const std::byte>);

    QpackTable m_table;
    std::vector<std::byte> m_partial;   // an instruction's beginning
    std::string m_name, m_value;
};

} // namespace protocols::http3
