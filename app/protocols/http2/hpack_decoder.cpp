// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http2/hpack_decoder.h"

#include "app/protocols/http2/huffman.h"

namespace protocols::http2 {

void FieldList::clear()
{
    m_text.clear();
    m_items.clear();
}

bool FieldList::add(const TableField &field, size_t bytesMax, size_t fieldsMax)
{
    if (m_items.size() >= fieldsMax || m_text.size() + field.name.size() + field.value.size() > bytesMax)
        return false;
    const auto nameAt = uint32_t(m_text.size());
    m_text.append(field.name).append(field.value);
    m_items.push_back({ nameAt, uint32_t(field.name.size()), uint32_t(nameAt + field.name.size()),
                        uint32_t(field.value.size()), field.nameKnown, field.valueKnown });
    return true;
}

TableField FieldList::operator[](size_t i) const
{
    const Item &item = m_items[i];
    const std::string_view text = m_text;
    return { text.substr(item.nameAt, item.nameLength), text.substr(item.valueAt, item.valueLength), item.nameKnown,
             item.valueKnown };
}

struct HpackDecoder::Reader {
    std::span<const std::byte> rest;

    uint8_t first() const { return uint8_t(rest.front()); }

    // RFC 7541 section 5.1. No real encoder uses numbers beyond 32 bits.
    std::optional<uint64_t> number(unsigned prefixBits)
    {
        if (rest.empty())
            return std::nullopt;
        const uint64_t mask = (uint64_t(1) << prefixBits) - 1;
        uint64_t value = first() & mask;
        rest = rest.subspan(1);
        if (value < mask)
            return value;
        for (unsigned shift = 0; shift < 35 && !rest.empty(); shift += 7) {
            const uint8_t byte = first();
            rest = rest.subspan(1);
            value += uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                return value;
        }
        return std::nullopt;
    }
};

// Section 5.2.
bool HpackDecoder::readString(Reader &reader, std::string &buffer, std::string_view &text)
{
    if (reader.rest.empty())
        return false;
    const bool huffman = reader.first() & 0x80;
    const auto length = reader.number(7);
    if (!length || *length > reader.rest.size())
        return false;
    const auto coded = reader.rest.first(size_t(*length));
    reader.rest = reader.rest.subspan(size_t(*length));
    if (!huffman) {
        text = { reinterpret_cast<const char *>(coded.data()), coded.size() };
        return true;
    }
    buffer.clear();
    const bool good = decodeHuffman(coded, buffer);
    text = buffer;
    return good;
}

// Section 6: one representation.
bool HpackDecoder::decodeField(Reader &reader, FieldList &fields, size_t bytesMax, size_t fieldsMax)
{
    using Found = HpackTable::Found;
    const uint8_t first = reader.first();
    if ((first & 0xe0) == 0x20) {
        const auto size = reader.number(5);
        if (size)
            m_table.resize(*size);
        return size.has_value();
    }
    const bool indexed = first & 0x80;
    const bool inserted = (first & 0xc0) == 0x40;
    const auto index = reader.number(indexed ? 7 : inserted ? 6 : 4);
    if (!index)
        return false;

    TableField field;
    if ((indexed || *index > 0) && m_table.find(*index, field) == Found::OutOfRange)
        return false;
    if (!indexed) {
        if (*index == 0 && !readString(reader, m_name, field.name))
            return false;
        if (!readString(reader, m_value, field.value))
            return false;
        field.valueKnown = true;
    }
    if (!fields.add(field, bytesMax, fieldsMax))
        m_limited = true;
    if (inserted)
        m_table.insert(field);
    return true;
}

HpackDecoder::Result HpackDecoder::decode(std::span<const std::byte> block, FieldList &fields, size_t bytesMax,
                                          size_t fieldsMax)
{
    fields.clear();
    m_limited = false;
    Reader reader { block };
    while (!reader.rest.empty()) {
        if (!decodeField(reader, fields, bytesMax, fieldsMax)) {
            m_table.forget();
            return Result::Malformed;
        }
    }
    return m_limited ? Result::Limited : Result::Complete;
}

} // namespace protocols::http2
