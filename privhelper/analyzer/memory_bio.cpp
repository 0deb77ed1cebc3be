// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/memory_bio.h"

#include "privhelper/analyzer/entry_sites.h"
#include "privhelper/analyzer/limits.h"

#include <elf.h>

#include <algorithm>
#include <optional>

namespace analyzer {

namespace {

constexpr std::string_view methodFunction = "BIO_s_mem";
// Introduced together with the layout that is read here.
constexpr std::string_view layoutMark = "BIO_write_ex";
// node::crypto::NodeBIO::Write(BIO *, const char *, int)
constexpr std::string_view nodeWrite = "_ZN4node6crypto7NodeBIO5WriteEP6bio_stPKci";

// struct bio_method_st (include/internal/bio.h): type, name, bwrite, bwrite_old, … The first writer is common to all
// old-style BIOs, the second is the memory BIO's own.
constexpr uint64_t oldWriterOffset = 24;
constexpr uint32_t memoryType = 0x401; // BIO_TYPE_MEM
constexpr int arguments = 3;

template<typename Number> std::optional<Number> numberAt(const ElfImage &image, uint64_t address)
{
    for (const Section &section : image.sections()) {
        if (section.type != SHT_PROGBITS || (section.flags & SHF_ALLOC) == 0 || address < section.address)
            continue;
        const uint64_t offset = address - section.address;
        if (offset < section.bytes.size())
            return recordAt<Number>(section.bytes.subspan(offset), 0);
    }
    return std::nullopt;
}

// The address that the dynamic loader stores there, before the base is added.
std::optional<uint64_t> pointerAt(const ElfImage &image, uint64_t address)
{
    for (const Section &section : image.sections()) {
        if (section.type != SHT_RELA)
            continue;
        const size_t count = std::min(section.bytes.size() / sizeof(Elf64_Rela), limits::relocations);
        for (size_t i = 0; i < count; ++i) {
            const Elf64_Rela relocation = *recordAt<Elf64_Rela>(section.bytes, i);
            if (relocation.r_offset == address) {
                if (ELF64_R_TYPE(relocation.r_info) != R_X86_64_RELATIVE)
                    return std::nullopt;
                return static_cast<uint64_t>(relocation.r_addend);
            }
        }
    }
    return numberAt<uint64_t>(image, address);
}

// `lea rax, [rip+x]` or `mov eax, x`, and nothing else: the shape of a function that returns a table's address.
std::optional<uint64_t> returnedAddress(const ElfImage &image, uint64_t function)
{
    const auto load = firstInstruction(image, function);
    if (!load)
        return std::nullopt;
    const auto end = decodeAt(image, load->next());
    if (!end || end->info.mnemonic != ZYDIS_MNEMONIC_RET)
        return std::nullopt;
    const ZydisDecodedOperand &to = load->operands[0], &from = load->operands[1];
    if (to.type != ZYDIS_OPERAND_TYPE_REGISTER || (to.reg.value != ZYDIS_REGISTER_RAX && to.reg.value != ZYDIS_REGISTER_EAX))
        return std::nullopt;
    if (load->info.mnemonic == ZYDIS_MNEMONIC_LEA && from.mem.base == ZYDIS_REGISTER_RIP
        && from.mem.index == ZYDIS_REGISTER_NONE)
        return load->next() + static_cast<uint64_t>(from.mem.disp.value);
    if (load->info.mnemonic == ZYDIS_MNEMONIC_MOV && from.type == ZYDIS_OPERAND_TYPE_IMMEDIATE)
        return from.imm.value.u;
    return std::nullopt;
}

std::optional<Function> memoryWriter(const Surroundings &around)
{
    const Function *method = around.functions.find(methodFunction);
    if (method == nullptr || around.functions.find(layoutMark) == nullptr)
        return std::nullopt;
    const auto table = returnedAddress(around.image, method->address);
    if (!table || numberAt<uint32_t>(around.image, *table) != memoryType)
        return std::nullopt;
    const auto writer = pointerAt(around.image, *table + oldWriterOffset);
    if (!writer || !around.image.codeOffset(*writer))
        return std::nullopt;
    return Function { "mem_write", *writer, 0 };
}

} // namespace

const std::set<std::string_view> &memoryBioNames()
{
    static const std::set<std::string_view> names { methodFunction, layoutMark, nodeWrite };
    return names;
}

std::vector<Site> memoryBioSites(const Surroundings &around, const DataWords &words, MemoryBioLayout layout)
{
    constexpr size_t methodWords = 10;
    const auto isCode = [&around](uint64_t word) { return around.image.codeOffset(word).has_value(); };
    std::set<uint64_t> writers;
    for (const DataWords::Part &part : words.parts()) {
        for (size_t i = 0; i + methodWords <= part.words.size(); ++i) {
            const uint64_t *method = part.words.data() + i;
            if (method[0] != memoryType || isCode(method[1]) || !isCode(method[2]) || !isCode(method[3])
                || std::count_if(method + 2, method + methodWords, isCode) < 6)
                continue;
            writers.insert(method[layout == MemoryBioLayout::OpenSsl ? 3 : 2]);
        }
    }
    if (writers.size() != 1)
        return {};
    const Function writer { "mem_write", *writers.begin(), 0 };
    auto site = chooseEntrySite({ writer.name, Role::MemoryWrite, arguments, false }, writer, around);
    return site ? std::vector<Site> { std::move(*site) } : std::vector<Site> {};
}

std::vector<Site> memoryBioSites(const Surroundings &around)
{
    std::vector<Site> sites;
    const auto add = [&](const Function &function) {
        if (auto site = chooseEntrySite({ function.name, Role::MemoryWrite, arguments, false }, function, around))
            sites.push_back(std::move(*site));
    };
    if (const auto writer = memoryWriter(around))
        add(*writer);
    if (const Function *node = around.functions.find(nodeWrite))
        add(*node);
    return sites;
}

} // namespace analyzer
