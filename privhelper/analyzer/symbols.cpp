// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/symbols.h"

#include "privhelper/analyzer/debug_data.h"
#include "privhelper/analyzer/limits.h"

#include <elf.h>

#include <algorithm>
#include <bitset>

namespace analyzer {

namespace {

// The version index's high bit marks a symbol kept only for old binaries (ELF gABI, symbol versioning).
constexpr uint16_t hiddenVersion = 0x8000;

// The first two characters of the wanted names. They reject nearly all symbols of a large program: node has 190,000.
class NameHeads {
public:
    explicit NameHeads(const std::set<std::string_view> &names)
    {
        for (const std::string_view name : names)
            m_wanted.set(place(name[0], name[1]));
    }

    bool mayBegin(std::span<const std::byte> table, uint64_t offset) const
    {
        return offset < table.size() && table.size() - offset > 1
            && m_wanted.test(place(static_cast<char>(table[offset]), static_cast<char>(table[offset + 1])));
    }

private:
    static size_t place(char first, char second)
    {
        return static_cast<size_t>(static_cast<uint8_t>(first)) << 8 | static_cast<uint8_t>(second);
    }

    std::bitset<1 << 16> m_wanted;
};

// Takes the wanted functions that this table defines and that are still missing. True if it contributed any.
bool takeFrom(const ElfImage &tables, const ElfImage &code, uint32_t type, const std::set<std::string_view> &wanted,
              FoundFunctions &found)
{
    const Section *symbols = nullptr;
    for (const Section &section : tables.sections()) {
        if (section.type == type)
            symbols = &section;
    }
    if (symbols == nullptr)
        return false;
    const Section *names = tables.section(symbols->link);
    if (names == nullptr)
        return false;
    const Section *versions = nullptr;
    for (const Section &section : tables.sections()) {
        if (type == SHT_DYNSYM && section.type == SHT_GNU_versym)
            versions = &section;
    }

    const NameHeads heads(wanted);
    std::map<std::string, Function, std::less<>> here;
    const size_t count = std::min(symbols->bytes.size() / sizeof(Elf64_Sym), limits::symbols);
    for (size_t i = 1; i < count; ++i) {
        const Elf64_Sym symbol = *recordAt<Elf64_Sym>(symbols->bytes, i);
        if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_shndx == SHN_UNDEF
            || !heads.mayBegin(names->bytes, symbol.st_name))
            continue;
        const std::string_view name = textAt(names->bytes, symbol.st_name);
        if (name.empty() || !wanted.contains(name) || found.find(name) != nullptr || !code.codeOffset(symbol.st_value))
            continue;
        if (versions != nullptr) {
            const auto version = recordAt<uint16_t>(versions->bytes, i);
            if (version && (*version & hiddenVersion) != 0)
                continue;
        }
        here.try_emplace(std::string(name), Function { std::string(name), symbol.st_value, symbol.st_size });
    }
    const bool any = !here.empty();
    found.byName.merge(here);
    return any;
}

} // namespace

FoundFunctions findFunctions(const ElfImage &image, const std::set<std::string_view> &wanted)
{
    FoundFunctions found;
    const auto note = [&found](std::string_view rung) {
        found.foundBy += found.foundBy.empty() ? "" : ", ";
        found.foundBy += rung;
    };
    if (takeFrom(image, image, SHT_DYNSYM, wanted, found))
        note("dynamic symbols");
    if (takeFrom(image, image, SHT_SYMTAB, wanted, found))
        note("symbol table");
    found.stripped = std::ranges::none_of(image.sections(), [](const Section &s) { return s.type == SHT_SYMTAB; });
    if (const Section *packed = image.section(".gnu_debugdata"); packed != nullptr && found.byName.size() < wanted.size()) {
        const auto unpacked = unpackDebugData(packed->bytes);
        const auto inner = ElfImage::open(unpacked);
        if (inner && takeFrom(*inner, image, SHT_SYMTAB, wanted, found))
            note(".gnu_debugdata");
    }
    return found;
}

} // namespace analyzer
