// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/code_scan.h"

#include "privhelper/analyzer/data_words.h"
#include "privhelper/analyzer/limits.h"

#include <elf.h>

#include <elf.h>

#include <algorithm>
#include <array>
#include <utility>

namespace analyzer {

namespace {

constexpr uint64_t certain = 3;
constexpr size_t hashBits = 16;

size_t hashOf(uint64_t address)
{
    return (address * 0x9e3779b97f4a7c15) >> (64 - hashBits);
}

uint64_t markAt(const std::vector<uint64_t> &marks, size_t at)
{
    return marks[at / 32] >> (at % 32 * 2) & 3;
}

void setMark(std::vector<uint64_t> &marks, size_t at, uint64_t value)
{
    uint64_t &word = marks[at / 32];
    word = (word & ~(uint64_t(3) << (at % 32 * 2))) | value << (at % 32 * 2);
}

int32_t numberAt(std::span<const std::byte> bytes, size_t at)
{
    int32_t number = 0;
    __builtin_memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}

// Whether the code before the place cannot run on into it: int3, nop, ret, zero (the last byte of a longer nop), or, at
// an aligned place, a jump.
bool isSeparate(std::span<const std::byte> code, size_t at, uint64_t address)
{
    if (at == 0)
        return true;
    const std::byte last = code[at - 1];
    if (last == std::byte(0xcc) || last == std::byte(0x90) || last == std::byte(0xc3) || last == std::byte(0))
        return true;
    return address % 16 == 0 && ((at >= 5 && code[at - 5] == std::byte(0xe9)) || (at >= 2 && code[at - 2] == std::byte(0xeb)));
}

// The first bytes of the instructions looked for: call, jmp, lea, and mov of a number. They reject most of the code at
// the price of one load.
constexpr std::array<bool, 256> interesting = [] {
    std::array<bool, 256> table {};
    for (const size_t opcode : { 0xe8, 0xe9, 0x8d, 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf })
        table[opcode] = true;
    return table;
}();

} // namespace

CodeScan::CodeScan(const ElfImage &image, std::vector<uint64_t> wanted)
    : m_image(image)
    , m_wanted(std::move(wanted))
    , m_wantedHashes(size_t(1) << hashBits)
{
    std::ranges::sort(m_wanted);
    for (const uint64_t address : m_wanted)
        m_wantedHashes[hashOf(address)] = true;
    size_t left = limits::codeScan;
    for (const Segment &segment : image.segments()) {
        if (!segment.executable)
            continue;
        const auto bytes = segment.bytes.first(std::min(segment.bytes.size(), left));
        left -= bytes.size();
        m_areas.push_back({ segment.address, bytes, std::vector<uint64_t>(bytes.size() / 32 + 1) });
    }
    for (const Area &area : m_areas)
        scan(area);
    scanTables();
    scanSymbols(image);
    scanUnwindTable(image);
    std::ranges::sort(m_references, {}, &Reference::at);
}

const CodeScan::Area *CodeScan::areaOf(uint64_t address) const
{
    for (const Area &area : m_areas) {
        if (address - area.address < area.bytes.size())
            return &area;
    }
    return nullptr;
}

CodeScan::Area *CodeScan::areaOf(uint64_t address)
{
    return const_cast<Area *>(std::as_const(*this).areaOf(address));
}

void CodeScan::noteTarget(uint64_t address)
{
    Area *area = areaOf(address);
    if (area == nullptr)
        return;
    const size_t at = address - area->address;
    const uint64_t known = markAt(area->marks, at);
    if (known == certain)
        return;
    setMark(area->marks, at, isSeparate(area->bytes, at, address) ? certain : known + 1);
}

void CodeScan::noteReference(uint64_t at, uint64_t target)
{
    if (!m_wantedHashes[hashOf(target)] || m_references.size() >= limits::references
        || !std::ranges::binary_search(m_wanted, target))
        return;
    m_references.push_back({ at, target });
}

void CodeScan::scan(const Area &area)
{
    const auto bytes = area.bytes;
    const uint64_t lowest = m_wanted.empty() ? 1 : m_wanted.front(), highest = m_wanted.empty() ? 0 : m_wanted.back();
    const auto wantedRange = [lowest, highest](uint64_t target) { return target >= lowest && target <= highest; };
    for (size_t i = 0; i + 6 <= bytes.size(); ++i) {
        const uint8_t opcode = std::to_integer<uint8_t>(bytes[i]);
        if (!interesting[opcode])
            continue;
        if (opcode == 0xe8) {
            noteTarget(area.address + i + 5 + static_cast<uint64_t>(int64_t(numberAt(bytes, i + 1))));
        } else if (opcode == 0xe9) {
            // A jump to another function, if int3 stands before its target; nops also stand before loops.
            const uint64_t target = area.address + i + 5 + static_cast<uint64_t>(int64_t(numberAt(bytes, i + 1)));
            const size_t at = target - area.address;
            if (at > 0 && at < bytes.size() && bytes[at - 1] == std::byte(0xcc))
                noteTarget(target);
        } else if (opcode == 0x8d && (bytes[i + 1] & std::byte(0xc7)) == std::byte(0x05)) {
            const uint64_t target = area.address + i + 6 + static_cast<uint64_t>(int64_t(numberAt(bytes, i + 2)));
            if (wantedRange(target))
                noteReference(area.address + i, target);
        } else if ((opcode & 0xf8) == 0xb8 && m_image.isFixed()) {
            const uint64_t target = static_cast<uint32_t>(numberAt(bytes, i + 1));
            if (wantedRange(target))
                noteReference(area.address + i, target);
        }
    }
}

void CodeScan::scanTables()
{
    const auto note = [this](uint64_t, uint64_t pointer) { noteTarget(pointer); };
    forEachPointer(m_image, note);
}

void CodeScan::scanSymbols(const ElfImage &image)
{
    for (const Section &section : image.sections()) {
        if (section.type != SHT_DYNSYM && section.type != SHT_SYMTAB)
            continue;
        const size_t count = std::min(section.bytes.size() / sizeof(Elf64_Sym), limits::symbols);
        for (size_t i = 1; i < count; ++i) {
            const auto symbol = *recordAt<Elf64_Sym>(section.bytes, i);
            if (ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_shndx != SHN_UNDEF)
                noteStart(symbol.st_value);
        }
    }
}

void CodeScan::noteStart(uint64_t address)
{
    if (Area *area = areaOf(address))
        setMark(area->marks, address - area->address, certain);
}

// The sorted table of .eh_frame_hdr (Linux Standard Base, 10.6.2): not every program has one, and not for every function,
// but what is in it begins a function, or a part of one that was placed elsewhere: such parts are not aligned.
void CodeScan::scanUnwindTable(const ElfImage &image)
{
    constexpr uint32_t usualEncodings = 0x3b031b01; // version 1; sdata4 relative to itself, udata4, sdata4 relative to the section
    constexpr size_t head = 12;
    const Section *section = image.section(".eh_frame_hdr");
    if (section == nullptr || recordAt<uint32_t>(section->bytes, 0) != usualEncodings || section->bytes.size() < head)
        return;
    struct Entry {
        int32_t start, description;
    };
    const auto table = section->bytes.subspan(head);
    const size_t count = std::min<size_t>({ *recordAt<uint32_t>(section->bytes, 2), table.size() / sizeof(Entry), limits::symbols });
    for (size_t i = 0; i < count; ++i) {
        const uint64_t start = section->address + static_cast<uint64_t>(int64_t(recordAt<Entry>(table, i)->start));
        if (start % 16 == 0)
            noteStart(start);
    }
}

std::vector<Reference> CodeScan::referencesTo(std::span<const uint64_t> targets) const
{
    std::vector<Reference> found;
    for (const Reference &reference : m_references) {
        if (std::ranges::find(targets, reference.target) != targets.end())
            found.push_back(reference);
    }
    return found;
}

std::vector<uint64_t> CodeScan::callersOf(uint64_t function) const
{
    std::vector<uint64_t> callers;
    for (const Area &area : m_areas) {
        for (size_t i = 0; i + 5 <= area.bytes.size() && callers.size() < limits::references; ++i) {
            if ((area.bytes[i] & std::byte(0xfe)) == std::byte(0xe8)
                && area.address + i + 5 + static_cast<uint64_t>(int64_t(numberAt(area.bytes, i + 1))) == function)
                callers.push_back(area.address + i);
        }
    }
    return callers;
}

std::optional<FunctionRange> CodeScan::functionAt(uint64_t address) const
{
    const Area *area = areaOf(address);
    if (area == nullptr)
        return std::nullopt;
    size_t start = address - area->address;
    for (size_t tried = 0; markAt(area->marks, start) != certain; --start) {
        if (start == 0 || ++tried >= limits::functionBytes)
            return std::nullopt;
    }
    size_t end = address - area->address + 1;
    while (end < area->bytes.size() && end - start < limits::functionBytes && markAt(area->marks, end) != certain)
        ++end;
    return FunctionRange { area->address + start, area->address + end };
}

bool CodeScan::beginsFunction(uint64_t address) const
{
    const Area *area = areaOf(address);
    return area != nullptr && markAt(area->marks, address - area->address) == certain;
}

} // namespace analyzer
