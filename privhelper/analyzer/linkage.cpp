// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/linkage.h"

#include "privhelper/analyzer/limits.h"

#include <elf.h>

#include <algorithm>

namespace analyzer {

Linkage::Linkage(const ElfImage &image, const FoundFunctions &functions)
    : m_image(image)
    , m_functions(functions)
{
    for (const auto &[name, function] : functions.byName)
        m_nameByAddress.try_emplace(function.address, name);
    for (const Section &section : image.sections()) {
        if (section.type != SHT_RELA)
            continue;
        const Section *symbols = image.section(section.link);
        if (symbols == nullptr || symbols->type != SHT_DYNSYM)
            continue;
        const Section *names = image.section(symbols->link);
        if (names == nullptr)
            continue;
        const size_t count = std::min(section.bytes.size() / sizeof(Elf64_Rela), limits::relocations);
        for (size_t i = 0; i < count; ++i) {
            const Elf64_Rela relocation = *recordAt<Elf64_Rela>(section.bytes, i);
            const auto type = ELF64_R_TYPE(relocation.r_info);
            if (type != R_X86_64_JUMP_SLOT && type != R_X86_64_GLOB_DAT)
                continue;
            const auto symbol = recordAt<Elf64_Sym>(symbols->bytes, ELF64_R_SYM(relocation.r_info));
            if (symbol)
                m_nameBySlot.try_emplace(relocation.r_offset, textAt(names->bytes, symbol->st_name));
        }
    }
}

const std::string *Linkage::nameBehind(const Instruction &branch) const
{
    const ZydisDecodedOperand &operand = branch.operands[0];
    if (operand.type != ZYDIS_OPERAND_TYPE_MEMORY || operand.mem.base != ZYDIS_REGISTER_RIP
        || operand.mem.index != ZYDIS_REGISTER_NONE)
        return nullptr;
    const auto slot = m_nameBySlot.find(branch.next() + static_cast<uint64_t>(operand.mem.disp.value));
    return slot == m_nameBySlot.end() ? nullptr : &slot->second;
}

Linkage::Callee Linkage::calleeAt(uint64_t target) const
{
    if (const auto known = m_nameByAddress.find(target); known != m_nameByAddress.end())
        return { target, known->second };
    const auto jump = firstInstruction(m_image, target);
    const std::string *name = jump && jump->info.mnemonic == ZYDIS_MNEMONIC_JMP ? nameBehind(*jump) : nullptr;
    if (name == nullptr)
        return { target, {} };
    const Function *own = m_functions.find(*name);
    return { own != nullptr ? own->address : target, *name };
}

Linkage::Callee Linkage::calleeOf(const Instruction &branch) const
{
    if (const auto target = branch.target())
        return calleeAt(*target);
    const std::string *name = nameBehind(branch);
    if (name == nullptr)
        return {};
    const Function *own = m_functions.find(*name);
    return { own != nullptr ? own->address : 0, *name };
}

} // namespace analyzer
