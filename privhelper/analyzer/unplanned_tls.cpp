// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/unplanned_tls.h"

#include "privhelper/analyzer/key_log_labels.h"
#include "privhelper/analyzer/library_version.h"
#include "privhelper/analyzer/limits.h"
#include "privhelper/analyzer/symbols.h"

#include <elf.h>
#include <string.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace analyzer {

namespace {

constexpr size_t labelsWanted = 3; // of five; a TLS 1.2-only library has none of them

Stack unreadable(Library library, std::string version, std::string foundBy, std::string problem)
{
    Stack stack;
    stack.library = library;
    stack.version = std::move(version);
    stack.foundBy = std::move(foundBy);
    stack.problem = std::move(problem);
    return stack;
}

// Calls the function with what follows each occurrence of the text in read-only data, until it returns true.
template<typename Function> bool anywhere(const ElfImage &image, std::string_view text, Function function)
{
    size_t left = limits::versionScan;
    for (const Section &section : image.sections()) {
        if (section.type != SHT_PROGBITS || (section.flags & SHF_ALLOC) == 0 || (section.flags & SHF_EXECINSTR) != 0)
            continue;
        std::string_view rest(reinterpret_cast<const char *>(section.bytes.data()), std::min(section.bytes.size(), left));
        left -= rest.size();
        while (const void *hit = rest.empty() ? nullptr : memmem(rest.data(), rest.size(), text.data(), text.size())) {
            rest.remove_prefix(static_cast<size_t>(static_cast<const char *>(hit) - rest.data()) + text.size());
            if (function(rest))
                return true;
        }
    }
    return false;
}

bool contains(const ElfImage &image, std::string_view text)
{
    return anywhere(image, text, [](std::string_view) { return true; });
}

// A program that uses a TLS library contains none itself, whatever names it has (haproxy has those of the key log).
bool importsOpenSsl(const ElfImage &image)
{
    for (const Section &section : image.sections()) {
        const Section *names = section.type == SHT_DYNSYM ? image.section(section.link) : nullptr;
        if (names == nullptr)
            continue;
        const size_t count = std::min(section.bytes.size() / sizeof(Elf64_Sym), limits::symbols);
        for (size_t i = 1; i < count; ++i) {
            const auto symbol = *recordAt<Elf64_Sym>(section.bytes, i);
            const std::string_view name = symbol.st_shndx == SHN_UNDEF ? textAt(names->bytes, symbol.st_name) : "";
            if (name == "SSL_read" || name == "SSL_read_ex" || name == "SSL_write" || name == "SSL_write_ex" || name == "SSL_new")
                return true;
        }
    }
    return false;
}

// Source locations in panic messages: ".../rustls-0.23.11/src/client/hs.rs", ".../vendor/rustls/src/conn.rs".
struct Crate {
    bool found = false;
    std::string version;
};
Crate findRustlsCrate(const ElfImage &image)
{
    Crate crate;
    crate.found = anywhere(image, "/rustls", [&crate](std::string_view rest) {
        const size_t end = std::min(rest.find_first_not_of("-.0123456789"), rest.size());
        if (end > 24 || !rest.substr(end).starts_with("/src/"))
            return false;
        if (rest.starts_with('-'))
            crate.version = "rustls " + std::string(rest.substr(1, end - 1));
        return true;
    });
    return crate;
}

std::optional<Stack> findRustls(const ElfImage &image, const KeyLogLabels &labels)
{
    if (labels.asSlices < labelsWanted)
        return std::nullopt;
    Crate crate = findRustlsCrate(image);
    if (!crate.found)
        return std::nullopt;
    return unreadable(Library::Rustls, std::move(crate.version), "labels of the key log", "It contains rustls, which cannot be read yet.");
}

std::optional<Stack> findCLibrary(const ElfImage &image, const KeyLogLabels &labels)
{
    if (labels.asTexts < labelsWanted || importsOpenSsl(image))
        return std::nullopt;
    static constexpr std::string_view noSymbols = ", but no symbols that say where its functions are.";
    // Error messages name the source file: BoringSSL's is C++.
    if (contains(image, "/ssl_lib.cc"))
        return unreadable(Library::BoringSsl, {}, "labels of the key log", "It contains BoringSSL" + std::string(noSymbols));
    std::string version = versionText(image, "OpenSSL");
    if (version.empty() || !contains(image, "/ssl_lib.c"))
        return std::nullopt;
    return unreadable(Library::OpenSsl, std::move(version), "labels of the key log", "It contains OpenSSL" + std::string(noSymbols));
}

} // namespace

std::optional<Stack> findUnplannedTls(const ElfImage &image, const CodeClues &clues)
{
    const KeyLogLabels labels = countKeyLogLabels(image, clues);
    if (auto rustls = findRustls(image, labels))
        return rustls;
    return findCLibrary(image, labels);
}

} // namespace analyzer
