// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/elf_image.h"

#include "privhelper/analyzer/limits.h"

#include <elf.h>
#include <gelf.h>
#include <libelf.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace analyzer {

namespace {

struct ElfEnd {
    void operator()(Elf *elf) const { elf_end(elf); }
};

std::span<const std::byte> part(std::span<const std::byte> file, uint64_t offset, uint64_t size)
{
    if (offset > file.size() || size > file.size() - offset)
        return {};
    return file.subspan(offset, size);
}

} // namespace

std::string_view textAt(std::span<const std::byte> table, uint64_t offset)
{
    if (offset >= table.size())
        return {};
    const auto rest = table.subspan(offset, std::min<uint64_t>(table.size() - offset, limits::nameLength));
    const char *begin = reinterpret_cast<const char *>(rest.data());
    const void *end = std::memchr(begin, 0, rest.size());
    if (end == nullptr)
        return {};
    return { begin, static_cast<size_t>(static_cast<const char *>(end) - begin) };
}

std::expected<ElfImage, std::string> ElfImage::open(std::span<const std::byte> file)
{
    if (file.size() < sizeof(Elf64_Ehdr) || std::memcmp(file.data(), ELFMAG, SELFMAG) != 0)
        return std::unexpected("The file is not an ELF program or library.");
    elf_version(EV_CURRENT);
    // Without ELF_C_RDWR, libelf does not write to the memory it is given; its interface just lacks the const.
    auto *bytes = const_cast<char *>(reinterpret_cast<const char *>(file.data()));
    const std::unique_ptr<Elf, ElfEnd> elf(elf_memory(bytes, file.size()));
    GElf_Ehdr header;
    if (!elf || elf_kind(elf.get()) != ELF_K_ELF || gelf_getehdr(elf.get(), &header) == nullptr)
        return std::unexpected("The ELF header is damaged.");
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_machine != EM_X86_64)
        return std::unexpected("The file is not for x86-64, the only supported architecture.");
    if (header.e_type != ET_EXEC && header.e_type != ET_DYN)
        return std::unexpected("The file is neither a program nor a shared library.");

    ElfImage image;
    image.m_fixed = header.e_type == ET_EXEC;
    size_t segmentCount = 0;
    if (elf_getphdrnum(elf.get(), &segmentCount) != 0)
        segmentCount = 0;
    for (size_t i = 0; i < std::min(segmentCount, limits::segments); ++i) {
        GElf_Phdr segment;
        if (gelf_getphdr(elf.get(), static_cast<int>(i), &segment) == nullptr)
            break;
        const auto content = part(file, segment.p_offset, segment.p_filesz);
        if (segment.p_type != PT_LOAD || content.empty() || segment.p_vaddr + content.size() < segment.p_vaddr)
            continue;
        image.m_segments.push_back({ segment.p_vaddr, segment.p_offset, (segment.p_flags & PF_X) != 0, content });
    }

    size_t nameTable = 0;
    size_t sectionCount = 0;
    if (elf_getshdrnum(elf.get(), &sectionCount) != 0)
        sectionCount = 0;
    if (elf_getshdrstrndx(elf.get(), &nameTable) != 0)
        nameTable = 0;
    std::vector<uint32_t> nameOffsets;
    for (size_t i = 0; i < std::min(sectionCount, limits::sections); ++i) {
        GElf_Shdr section;
        Elf_Scn *handle = elf_getscn(elf.get(), i);
        if (handle == nullptr || gelf_getshdr(handle, &section) == nullptr)
            break;
        Section result;
        result.type = section.sh_type;
        result.flags = section.sh_flags;
        result.address = section.sh_addr;
        result.fileOffset = section.sh_offset;
        result.link = section.sh_link;
        result.entrySize = section.sh_entsize;
        if (section.sh_type != SHT_NOBITS && section.sh_type != SHT_NULL && (section.sh_flags & SHF_COMPRESSED) == 0)
            result.bytes = part(file, section.sh_offset, section.sh_size);
        image.m_sections.push_back(result);
        nameOffsets.push_back(section.sh_name);
    }
    if (const Section *names = image.section(static_cast<uint32_t>(nameTable)); names != nullptr) {
        const auto table = names->bytes;
        for (size_t i = 0; i < image.m_sections.size(); ++i)
            image.m_sections[i].name = textAt(table, nameOffsets[i]);
    }
    return image;
}

const Section *ElfImage::section(std::string_view name) const
{
    const auto found = std::ranges::find(m_sections, name, &Section::name);
    return found == m_sections.end() ? nullptr : &*found;
}

bool ElfImage::hasCode() const
{
    return std::ranges::any_of(m_segments, &Segment::executable);
}

std::optional<uint64_t> ElfImage::codeOffset(uint64_t address) const
{
    for (const Segment &segment : m_segments) {
        if (segment.executable && address >= segment.address && address - segment.address < segment.bytes.size())
            return segment.fileOffset + (address - segment.address);
    }
    return std::nullopt;
}

std::span<const std::byte> ElfImage::code(uint64_t address) const
{
    for (const Segment &segment : m_segments) {
        if (segment.executable && address >= segment.address && address - segment.address < segment.bytes.size())
            return segment.bytes.subspan(address - segment.address);
    }
    return {};
}

std::string ElfImage::buildId() const
{
    for (const Section &section : m_sections) {
        if (section.type != SHT_NOTE)
            continue;
        auto rest = section.bytes;
        while (rest.size() >= sizeof(Elf64_Nhdr)) {
            const Elf64_Nhdr note = *recordAt<Elf64_Nhdr>(rest, 0);
            const uint64_t nameSize = (uint64_t(note.n_namesz) + 3) & ~uint64_t(3);
            const uint64_t textSize = (uint64_t(note.n_descsz) + 3) & ~uint64_t(3);
            rest = rest.subspan(sizeof note);
            if (nameSize > rest.size() || note.n_descsz > rest.size() - nameSize)
                break;
            const bool gnu = note.n_namesz == 4 && std::memcmp(rest.data(), "GNU", 4) == 0;
            if (gnu && note.n_type == NT_GNU_BUILD_ID && note.n_descsz <= 64) {
                std::string hex;
                for (const std::byte byte : rest.subspan(nameSize, note.n_descsz)) {
                    hex += "0123456789abcdef"[std::to_integer<unsigned>(byte) >> 4];
                    hex += "0123456789abcdef"[std::to_integer<unsigned>(byte) & 15];
                }
                return hex;
            }
            rest = rest.subspan(std::min<uint64_t>(rest.size(), nameSize + textSize));
        }
    }
    return {};
}

} // namespace analyzer
