// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http3/qpack_decoder.h"

#include "app/protocols/http3/qpack_reader.h"

#include <utility>

namespace protocols::http3 {

namespace {

constexpr size_t instructionMax = 256 * 1024;

// Section 4.5.1.1. Nothing: not a number that an encoder can send.
std::optional<uint64_t> requiredInsertCount(uint64_t encoded, uint64_t maxEntries, uint64_t inserted)
{
    const uint64_t fullRange = 2 * maxEntries;
    if (encoded > fullRange)
        return std::nullopt;
    const uint64_t maxValue = inserted + maxEntries;
    uint64_t count = maxValue / fullRange * fullRange + encoded - 1;
    if (count > maxValue) {
        if (count <= fullRange)
            return std::nullopt;
        count -= fullRange;
    }
    return count == 0 ? std::nullopt : std::optional(count);
}

} // namespace

void QpackDecoder::encoderStream(std::span<const std::byte> bytes)
{
    if (m_table.lost())
        return;
    m_partial.insert(m_partial.end(), bytes.begin(), bytes.end());
    size_t used = 0;
    for (size_t one = 1; one > 0 && used < m_partial.size() && !m_table.lost(); used += one)
        one = instruction(std::span(m_partial).subspan(used));
    m_partial.erase(m_partial.begin(), m_partial.begin() + ptrdiff_t(std::min(used, m_partial.size())));
    if (m_partial.size() > instructionMax || m_table.lost()) {
        m_table.lose();
        std::vector<std::byte>().swap(m_partial);
    }
}

// How many bytes it took; 0: it is not whole, or malformed, which loses the table.
size_t QpackDecoder::instruction(std::span<const std::byte> bytes)
{
    QpackReader in(bytes);
    const uint8_t first = in.first();
    const auto failed = [&]() -> size_t {
        if (!in.cut())
            m_table.lose();
        return 0;
    };
    TableField field;
    if (first & 0x80) {   // with the name of an entry
        const auto index = in.number(6);
        if (!index)
            return failed();
        const auto value = in.string(7, m_value);
        if (!value)
            return failed();
        const bool found = first & 0x40 ? findStatic(*index, field) : m_table.find(m_table.insertCount() - 1 - *index, field);
        if (!found && (first & 0x40 || *index >= m_table.insertCount()))
            return failed();
        field.value = *value;
        field.valueKnown = true;
        m_table.insert(field);
    } else if (first & 0x40) {   // with a literal name
        const auto name = in.string(5, m_name);
        const auto value = name ? in.string(7, m_value) : std::nullopt;
        if (!value)
            return failed();
        m_table.insert({*name, *value, true, true});
    } else {
        const auto number = in.number(5);
        if (!number || (!(first & 0x20) && *number >= m_table.insertCount()))
            return failed();
        if (first & 0x20) {
            m_table.setCapacity(*number);
        } else {   // a duplicate
            m_table.find(m_table.insertCount() - 1 - *number, field);
            m_table.insert(field);
        }
    }
    return in.at();
}

class QpackDecoder::Section
{
public:
    Section(QpackDecoder &decoder, std::span<const std::byte> bytes)
        : m_decoder(decoder)
        , m_in(bytes)
    {
    }

    // Section 4.5.1. Complete: fields follow.
    Result prefix(bool last)
    {
        const auto encoded = m_in.number(8);
        const bool negative = m_in.first() & 0x80;
        const auto delta = encoded ? m_in.number(7) : std::nullopt;
        if (!delta)
            return Result::Malformed;
        QpackTable &table = m_decoder.m_table;
        m_known = *encoded == 0;
        if (m_known || table.lost() || table.maxEntries() == 0)
            return Result::Complete;
        const auto required = requiredInsertCount(*encoded, table.maxEntries(), table.insertCount());
        if (!required || (negative && *delta >= *required))
            return Result::Malformed;
        if (*required > table.insertCount())
            return last ? Result::Complete : Result::Blocked;
        m_known = true;
        m_base = negative ? *required - *delta - 1 : *required + *delta;
        return Result::Complete;
    }

    // Sections 4.5.2 to 4.5.6: one field. False: malformed.
    bool field(TableField &field)
    {
        const uint8_t first = m_in.first();
        if (first & 0x80)
            return reference(6, first & 0x40, false, field);
        if ((first & 0xf0) == 0x10)
            return reference(4, false, true, field);
        if (first & 0x40)
            return reference(4, first & 0x10, false, field) && value(field);
        if (!(first & 0x20))
            return reference(3, false, true, field) && value(field);
        const auto name = m_in.string(3, m_decoder.m_name);
        if (!name)
            return false;
        field.name = *name;
        field.nameKnown = true;
        return value(field);
    }
    bool atEnd() const { return m_in.atEnd(); }
    bool anyUnknown() const { return m_anyUnknown; }

private:
    bool reference(unsigned bits, bool isStatic, bool postBase, TableField &field)
    {
        const auto index = m_in.number(bits);
        if (!index)
            return false;
        if (isStatic)
            return findStatic(*index, field);
        field = {{}, {}, false, false};
        if (!m_known || (!postBase && *index >= m_base)) {
            m_anyUnknown = true;
            return !m_known;
        }
        if (!m_decoder.m_table.find(postBase ? m_base + *index : m_base - *index - 1, field))
            m_anyUnknown = true;
        return true;
    }
    bool value(TableField &field)
    {
        const auto text = m_in.string(7, m_decoder.m_value);
        if (!text)
            return false;
        field.value = *text;
        field.valueKnown = true;
        return true;
    }

    QpackDecoder &m_decoder;
    QpackReader m_in;
    uint64_t m_base = 0;
    bool m_known = false;        // what indices refer to
    bool m_anyUnknown = false;
};

QpackDecoder::Result QpackDecoder::decode(std::span<const std::byte> bytes, bool last, FieldList &fields, size_t bytesMax, size_t fieldsMax)
{
    fields.clear();
    Section section(*this, bytes);
    if (const Result prefix = section.prefix(last); prefix != Result::Complete)
        return prefix;
    bool limited = false;
    while (!section.atEnd()) {
        TableField field;
        if (!section.field(field))
            return Result::Malformed;
        if (!fields.add(field, bytesMax, fieldsMax))
            limited = true;
    }
    return limited ? Result::Limited : section.anyUnknown() ? Result::Unknown : Result::Complete;
}

} // namespace protocols::http3
