// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/single_byte_tables.h"

#include <iconv.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace decode {

namespace {

using Table = std::array<char16_t, 128>;

// Where browsers differ from iconv.
struct Change { std::string_view name; uint8_t byte; char16_t character; };
constexpr Change changes[] = {
    {"koi8-u", 0xae, 0x45e}, {"koi8-u", 0xbe, 0x40e}, {"macintosh", 0xc6, 0x2206}, {"macintosh", 0xf0, 0xf8ff}, {"x-mac-cyrillic", 0xff, 0x20ac},
};

bool isSingleByte(std::string_view name)
{
    return name.starts_with("windows-") || name.starts_with("iso-8859-") || name.starts_with("koi8-") || name == "ibm866" || name == "macintosh"
        || name == "x-mac-cyrillic" || name == "x-user-defined";
}

char16_t converted(iconv_t converter, uint8_t byte)
{
    auto input = char(byte);
    char *next = &input;
    size_t left = 1;
    std::array<char, 8> output{};
    char *target = output.data();
    size_t room = output.size();
    iconv(converter, nullptr, nullptr, nullptr, nullptr);
    if (iconv(converter, &next, &left, &target, &room) == size_t(-1) || iconv(converter, nullptr, nullptr, &target, &room) == size_t(-1))
        return 0;
    return target - output.data() == 2 ? char16_t(uint8_t(output[0]) | uint8_t(output[1]) << 8) : char16_t(0);
}

Table tableOf(const Encoding &encoding)
{
    Table table{};
    if (encoding.name == "x-user-defined") {
        for (size_t i = 0; i < table.size(); ++i)
            table[i] = char16_t(0xf780 + i); // section 14.5.1
        return table;
    }
    const iconv_t converter = iconv_open("UTF-16LE", std::string(encoding.iconv).c_str());
    if (converter != iconv_t(-1)) { // NOLINT(performance-no-int-to-ptr): iconv_open(3) says so
        for (size_t i = 0; i < table.size(); ++i)
            table[i] = converted(converter, uint8_t(0x80 + i));
        iconv_close(converter);
    }
    // The controls of ISO 6429 fill the gaps in Microsoft's charsets.
    for (size_t i = 0; i < 0x20; ++i) {
        if (table[i] == 0 && encoding.name.starts_with("windows-"))
            table[i] = char16_t(0x80 + i);
    }
    for (const Change &change : changes) {
        if (change.name == encoding.name)
            table[change.byte - 0x80u] = change.character;
    }
    return table;
}

} // namespace

const std::array<char16_t, 128> *singleByteTable(const Encoding &encoding)
{
    static std::mutex mutex;
    static std::map<std::string_view, Table> tables;
    if (!isSingleByte(encoding.name))
        return nullptr;
    const std::lock_guard lock(mutex);
    auto found = tables.find(encoding.name);
    if (found == tables.end())
        found = tables.emplace(encoding.name, tableOf(encoding)).first;
    return &found->second;
}

} // namespace decode
