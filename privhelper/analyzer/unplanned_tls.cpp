// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/unplanned_tls.h"

#include "privhelper/analyzer/key_log_labels.h"
#include "privhelper/analyzer/library_version.h"
#include "privhelper/analyzer/limits.h"
#include "privhelper/analyzer/rustls_plan.h"
#include "privhelper/analyzer/symbols.h"
#include "privhelper/analyzer/text_places.h"

#include <elf.h>

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

std::optional<Stack> findRustls(const ElfImage &image, const KeyLogLabels &labels)
{
    if (labels.asSlices < labelsWanted)
        return std::nullopt;
    RustlsCrate crate = findRustlsCrate(image);
    if (!crate.found)
        return std::nullopt;
    return unreadable(Library::Rustls, std::move(crate.version), "labels of the key log", "It contains rustls.");
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
