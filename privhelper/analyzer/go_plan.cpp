// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/go_plan.h"

#include "privhelper/analyzer/go_functions.h"
#include "privhelper/analyzer/instruction.h"
#include "privhelper/analyzer/limits.h"

#include <string.h>

#include <algorithm>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace analyzer {

namespace {

constexpr std::string_view writer = ".(*Conn).writeRecordLocked", reader = ".(*Conn).Read", decrypter = ".(*halfConn).decrypt",
                           logger = ".(*Config).writeKeyLog", forksLogger = ".(*config).writeKeyLog"; // that of quic-go
constexpr std::string_view copier = "runtime.memmove";
constexpr size_t packagesMax = 8;

// Of crypto/tls.Conn: its socket is a net.Conn (an interface: type, pointer) at 0; a *net.TCPConn and a *net.UnixConn point to a net.netFD,
// whose poll.FD begins with a lock of 16 bytes and the descriptor, -1 once it is closed.
constexpr Operand descriptor { Base::Object, 8, 3, { 8, 0, 16 } };

constexpr uint32_t applicationData = 23; // RFC 8446, section 5.1
constexpr uint32_t carryOrZero = 0x41;   // CF and ZF: what jbe looks at

using Problem = std::unexpected<std::string>;

// The packages with a TLS connection: "crypto/tls", "github.com/quic-go/qtls-go1-20".
std::vector<std::string> packagesOf(std::string_view names)
{
    std::vector<std::string> packages;
    for (size_t at = 0; at < names.size() && packages.size() < packagesMax; at += writer.size()) {
        const void *hit = memmem(names.data() + at, names.size() - at, writer.data(), writer.size());
        if (hit == nullptr)
            break;
        at = static_cast<size_t>(static_cast<const char *>(hit) - names.data());
        const size_t end = at + writer.size();
        if (end >= names.size() || names[end] != '\0')
            continue;
        const size_t before = names.substr(0, at).rfind('\0');
        const size_t begin = before == std::string_view::npos ? 0 : before + 1;
        std::string package(names.substr(begin, at - begin));
        const std::string sibling = '\0' + package + std::string(decrypter) + '\0';
        if (memmem(names.data(), names.size(), sibling.data(), sibling.size()) != nullptr)
            packages.push_back(std::move(package));
    }
    return packages;
}

// debug/buildinfo: since 1.18 the version follows 32 bytes of header, with a varint length.
std::string versionOf(const ElfImage &image)
{
    static constexpr std::string_view magic = "\xff Go buildinf:";
    static constexpr size_t flags = 15, head = 32;
    const Section *section = image.section(".go.buildinfo");
    if (section == nullptr)
        return {};
    const std::string_view text(reinterpret_cast<const char *>(section->bytes.data()), section->bytes.size());
    if (text.size() <= head || !text.starts_with(magic) || (text[flags] & 2) == 0)
        return {};
    const size_t length = static_cast<uint8_t>(text[head]);
    const std::string_view version = text.substr(head + 1, length);
    // Experiments follow after a space: "go1.22.1 X:boringcrypto".
    return length < 0x80 && version.starts_with("go") ? std::string(version.substr(0, version.find(' '))) : std::string();
}

bool isMemory(const ZydisDecodedOperand &operand, ZydisRegister base)
{
    return operand.type == ZYDIS_OPERAND_TYPE_MEMORY && operand.mem.base == base && operand.mem.index == ZYDIS_REGISTER_NONE;
}

bool isRegister(const ZydisDecodedOperand &operand, ZydisRegister which)
{
    return operand.type == ZYDIS_OPERAND_TYPE_REGISTER && operand.reg.value == which;
}

// The jump of the check whether the stack is large enough: it compares with the limit in the goroutine, which the ABI of
// 1.17 keeps in r14, and if taken, the function begins anew on a larger stack.
std::optional<Instruction> stackCheck(const ElfImage &image, uint64_t function)
{
    constexpr int most = 6;
    bool compared = false;
    uint64_t at = function;
    for (int i = 0; i < most; ++i) {
        const auto instruction = decodeAt(image, at);
        if (!instruction)
            return std::nullopt;
        if (compared && instruction->info.mnemonic == ZYDIS_MNEMONIC_JBE)
            return instruction;
        compared = instruction->info.mnemonic == ZYDIS_MNEMONIC_CMP && isMemory(instruction->operands[1], ZYDIS_REGISTER_R14);
        at = instruction->next();
    }
    return std::nullopt;
}

// Where every call passes once, with the arguments in their registers. only[1] is taken.
std::expected<Site, std::string> entrySite(const ElfImage &image, Role role, uint64_t function, const std::string &name)
{
    const auto check = stackCheck(image, function);
    if (!check)
        return Problem("Its functions do not begin as those of Go 1.17 and newer.");
    Site site { role, Result::AtOnce, Cost::Emulated, false, 0, name, {} };
    auto chosen = decodeAt(image, check->next());
    if (chosen && chosen->info.mnemonic == ZYDIS_MNEMONIC_PUSH && costOf(*chosen) != Cost::Stepped) {
        site.reason = "Behind the check of the stack, " + chosen->text() + ", is emulated by the kernel: one trap per call.";
    } else {
        chosen = check;
        site.only[1] = { { Base::Flags, 4 }, carryOrZero, 0 };
        site.reason = "The check of the stack, " + chosen->text() + ", is emulated by the kernel: one trap per call. If it jumps, the function begins anew.";
    }
    site.cost = costOf(*chosen);
    if (!kernelTakes(*chosen))
        return Problem("The kernel accepts no probe at " + chosen->text() + ".");
    site.fileOffset = image.codeOffset(chosen->address).value_or(0);
    return site;
}

// (*Conn, recordType, []byte): rax, bl, rcx and rdi.
std::expected<Site, std::string> writeSite(const ElfImage &image, uint64_t function, const std::string &name)
{
    auto site = entrySite(image, Role::Write, function, name);
    if (!site)
        return site;
    site->object = { Base::Rax };
    site->buffer = { Base::Rcx };
    site->length = { Base::Rdi };
    site->descriptor = descriptor;
    site->only[0] = { { Base::Rbx, 1 }, 0xff, applicationData };
    return site;
}

// (*Config, label string, clientRandom, secret []byte): rax; rbx, rcx; rdi, rsi, r8; r9, r10. It is called whether or not the
// program wants a key log.
std::expected<Site, std::string> secretSite(const ElfImage &image, uint64_t function, const std::string &name)
{
    auto site = entrySite(image, Role::Secret, function, name);
    if (!site)
        return site;
    site->object = { Base::Rdi };
    site->buffer = { Base::R9 };
    site->length = { Base::R10 };
    site->label = { Base::Rbx };
    site->labelLength = { Base::Rcx };
    site->random = { Base::Object, 8, 1, {} };
    return site;
}

// A function's instructions up to the next one, or until one cannot be decoded.
std::vector<Instruction> instructionsOf(const ElfImage &image, uint64_t function, uint64_t end)
{
    std::vector<Instruction> all;
    for (uint64_t at = function; at < end && all.size() < limits::functionSteps;) {
        auto instruction = decodeAt(image, at);
        if (!instruction)
            break;
        at = instruction->next();
        all.push_back(*instruction);
    }
    return all;
}

// Where a function stores its first argument for later, relative to its stack pointer, which does not move after its
// beginning; nullopt if the place is also used for something else.
std::optional<int16_t> spilledArgument(const std::vector<Instruction> &code)
{
    constexpr size_t beginning = 16;
    std::optional<int64_t> place;
    for (size_t i = 0; i < code.size(); ++i) {
        const Instruction &instruction = code[i];
        const bool stores = instruction.info.operand_count_visible >= 1 && isMemory(instruction.operands[0], ZYDIS_REGISTER_RSP)
            && (instruction.operands[0].actions & ZYDIS_OPERAND_ACTION_MASK_WRITE) != 0;
        if (!stores)
            continue;
        const int64_t offset = instruction.operands[0].mem.disp.value;
        const bool spills = instruction.info.mnemonic == ZYDIS_MNEMONIC_MOV && isRegister(instruction.operands[1], ZYDIS_REGISTER_RAX);
        if (!place && spills && i < beginning)
            place = offset;
        else if (place && offset > *place - 8 && offset < *place + 8 && !(spills && i > beginning))
            return std::nullopt;
    }
    return place && *place >= 0 && *place <= INT16_MAX ? std::optional(static_cast<int16_t>(*place)) : std::nullopt;
}

// (*Conn, []byte). The copy out of the decrypted record is its only one: to rax, from rbx, rcx bytes.
std::expected<Site, std::string> readSite(const ElfImage &image, uint64_t function, uint64_t end, uint64_t copy, const std::string &name)
{
    const std::vector<Instruction> code = instructionsOf(image, function, end);
    std::optional<Instruction> chosen;
    for (const Instruction &instruction : code) {
        if (instruction.info.mnemonic != ZYDIS_MNEMONIC_CALL || instruction.target() != copy)
            continue;
        if (chosen)
            return Problem("Conn.Read copies bytes at several places.");
        chosen = instruction;
    }
    if (!chosen)
        return Problem("Conn.Read does not copy the bytes itself: the program was compiled without inlining.");
    const auto connection = spilledArgument(code);
    if (!connection)
        return Problem("Conn.Read does not keep its connection on the stack.");
    Site site { Role::Read, Result::AtOnce, costOf(*chosen), false, image.codeOffset(chosen->address).value_or(0), name, {} };
    site.object = { Base::Rsp, 8, 1, { *connection } };
    site.buffer = { Base::Rbx };
    site.length = { Base::Rcx };
    site.descriptor = descriptor;
    site.reason = "The copy of the decrypted bytes, " + chosen->text() + ", is emulated by the kernel: one trap per call.";
    if (!kernelTakes(*chosen))
        return Problem("The kernel accepts no probe at " + chosen->text() + ".");
    return site;
}

} // namespace

const std::set<std::string_view> &goNames()
{
    static const std::set<std::string_view> none;
    return none;
}

void planGo(const ElfImage &image, const FoundFunctions &, const Linkage &, Stack &stack)
{
    const auto table = GoFunctions::find(image);
    if (!table) {
        stack.problem = "There is no table of Go functions.";
        return;
    }
    const std::vector<std::string> packages = packagesOf(table->names());
    if (packages.empty()) {
        stack.problem = "It is a Go program whose functions are not those of a TLS connection.";
        return;
    }
    stack.library = Library::Go;
    stack.version = versionOf(image);
    stack.foundBy = "table of functions";
    std::set<std::string> wanted { std::string(copier) };
    for (const std::string &package : packages) {
        wanted.insert(package + std::string(writer));
        wanted.insert(package + std::string(reader));
        wanted.insert(package + std::string(logger));
        wanted.insert(package + std::string(forksLogger));
    }
    const auto functions = table->ranges(image, wanted);
    const auto copy = functions.find(copier);
    for (const std::string &package : packages) {
        const auto write = functions.find(package + std::string(writer)), read = functions.find(package + std::string(reader));
        if (write == functions.end() || read == functions.end() || copy == functions.end()) {
            stack.problem = "The addresses of its functions are not known.";
            continue;
        }
        auto writing = writeSite(image, write->second.address, write->first);
        auto reading = readSite(image, read->second.address, read->second.end, copy->second.address, read->first);
        // One direction alone would be misleading.
        if (!writing || !reading) {
            stack.problem = package + ": " + (writing ? reading.error() : writing.error());
            continue;
        }
        stack.sites.push_back(std::move(*writing));
        stack.sites.push_back(std::move(*reading));
        auto log = functions.find(package + std::string(logger));
        if (log == functions.end())
            log = functions.find(package + std::string(forksLogger));
        if (log == functions.end())
            continue;
        if (auto secrets = secretSite(image, log->second.address, log->first))
            stack.sites.push_back(std::move(*secrets));
    }
    if (std::ranges::find(stack.sites, Role::Secret, &Site::role) == stack.sites.end())
        stack.noSecrets = "Its key log is not written by a function of its own.";
}

} // namespace analyzer
