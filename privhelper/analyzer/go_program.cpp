// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/go_program.h"

#include "privhelper/analyzer/limits.h"

#include <elf.h>
#include <string.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace analyzer {

namespace {

// The header in go/src/debug/gosym/pclntab.go: magic, two zeros, program counter quantum (1 on x86), pointer size.
constexpr std::array<std::string_view, 3> headers {
    std::string_view("\xf1\xff\xff\xff\0\0\x01\x08", 8), // 1.20
    std::string_view("\xf0\xff\xff\xff\0\0\x01\x08", 8), // 1.18
    std::string_view("\xfa\xff\xff\xff\0\0\x01\x08", 8), // 1.16
};
constexpr uint64_t functionsMax = 10'000'000;

std::string_view textOf(std::span<const std::byte> bytes)
{
    return { reinterpret_cast<const char *>(bytes.data()), bytes.size() };
}

// After the header: numbers of functions and files, since 1.18 the start of the code, then offsets of the function
// names and of the following tables.
std::string_view functionNames(std::span<const std::byte> table)
{
    const size_t names = textOf(table)[0] == '\xfa' ? 2 : 3;
    const auto words = table.subspan(8);
    const auto functions = recordAt<uint64_t>(words, 0);
    const auto begin = recordAt<uint64_t>(words, names);
    const auto end = recordAt<uint64_t>(words, names + 1);
    if (!functions || *functions == 0 || *functions > functionsMax || !begin || !end || *begin >= *end || *end > table.size())
        return {};
    return textOf(table.subspan(*begin, *end - *begin));
}

// Sections have other names if the C linker built the program, so the header is searched for.
std::string_view functionNames(const ElfImage &image)
{
    size_t left = limits::versionScan;
    for (const Section &section : image.sections()) {
        if (section.type != SHT_PROGBITS || (section.flags & SHF_ALLOC) == 0 || (section.flags & SHF_EXECINSTR) != 0)
            continue;
        const std::string_view text = textOf(section.bytes).substr(0, left);
        left -= text.size();
        for (const std::string_view header : headers) {
            for (size_t at = 0; at < text.size(); at += header.size()) {
                const void *hit = memmem(text.data() + at, text.size() - at, header.data(), header.size());
                if (hit == nullptr)
                    break;
                at = static_cast<size_t>(static_cast<const char *>(hit) - text.data());
                if (const std::string_view names = functionNames(section.bytes.subspan(at)); !names.empty())
                    return names;
            }
        }
    }
    return {};
}

// The package precedes the type: "crypto/tls", "github.com/quic-go/qtls-go1-20".
bool hasTlsConnection(std::string_view names)
{
    static constexpr std::string_view method = ".(*Conn).writeRecordLocked";
    for (size_t at = 0; at < names.size(); at += method.size()) {
        const void *hit = memmem(names.data() + at, names.size() - at, method.data(), method.size());
        if (hit == nullptr)
            return false;
        at = static_cast<size_t>(static_cast<const char *>(hit) - names.data());
        const size_t end = at + method.size();
        if (end >= names.size() || names[end] != '\0')
            continue;
        const size_t before = names.substr(0, at).rfind('\0');
        const size_t begin = before == std::string_view::npos ? 0 : before + 1;
        const std::string sibling = '\0' + std::string(names.substr(begin, at - begin)) + ".(*halfConn).decrypt" + '\0';
        if (memmem(names.data(), names.size(), sibling.data(), sibling.size()) != nullptr)
            return true;
    }
    return false;
}

// debug/buildinfo: since 1.18 the version follows 32 bytes of header, with a varint length.
std::string versionOf(const ElfImage &image)
{
    static constexpr std::string_view magic = "\xff Go buildinf:";
    static constexpr size_t flags = 15, head = 32;
    const Section *section = image.section(".go.buildinfo");
    const std::string_view text = section != nullptr ? textOf(section->bytes) : std::string_view();
    if (text.size() <= head || !text.starts_with(magic) || (text[flags] & 2) == 0)
        return {};
    const size_t length = static_cast<uint8_t>(text[head]);
    const std::string_view version = text.substr(head + 1, length);
    // Experiments follow after a space: "go1.22.1 X:boringcrypto".
    return length < 0x80 && version.starts_with("go") ? std::string(version.substr(0, version.find(' '))) : std::string();
}

} // namespace

std::optional<GoTls> findGoTls(const ElfImage &image)
{
    if (!hasTlsConnection(functionNames(image)))
        return std::nullopt;
    return GoTls { versionOf(image) };
}

} // namespace analyzer
