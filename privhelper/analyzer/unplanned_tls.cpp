// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/unplanned_tls.h"

#include "privhelper/analyzer/limits.h"
#include "privhelper/analyzer/symbols.h"

#include <elf.h>
#include <string.h>

#include <algorithm>
#include <string_view>

namespace analyzer {

namespace {

bool contains(const ElfImage &image, std::string_view text)
{
    size_t left = limits::versionScan;
    for (const Section &section : image.sections()) {
        if (section.type != SHT_PROGBITS || (section.flags & SHF_ALLOC) == 0 || (section.flags & SHF_EXECINSTR) != 0)
            continue;
        const size_t size = std::min(section.bytes.size(), left);
        if (size != 0 && memmem(section.bytes.data(), size, text.data(), text.size()) != nullptr)
            return true;
        left -= size;
    }
    return false;
}

} // namespace

std::optional<UnplannedTls> findUnplannedTls(const ElfImage &image)
{
    // The labels of the key log (draft-ietf-tls-keylogfile) are in every TLS library that can write one.
    const bool keyLog = contains(image, "CLIENT_TRAFFIC_SECRET_0") || contains(image, "CLIENT_HANDSHAKE_TRAFFIC_SECRET");
    const bool go = image.section(".gopclntab") != nullptr || image.section(".go.buildinfo") != nullptr;
    if (keyLog && go)
        return UnplannedTls { Library::Go, "Its TLS is Go's own, which is not read." };
    const FoundFunctions nss = findFunctions(image, { "SSL_ImportFD", "PR_Read" });
    if (nss.find("SSL_ImportFD") != nullptr)
        return UnplannedTls { Library::Nss, "Its TLS library is NSS, which is not read." };
    if (!keyLog)
        return std::nullopt;
    if (contains(image, "rustls"))
        return UnplannedTls { Library::Rustls, "It contains rustls, which is not read." };
    if (contains(image, "boringssl") || contains(image, "BoringSSL"))
        return UnplannedTls { Library::BoringSsl, "It contains BoringSSL, but no symbols that say where its functions are." };
    if (contains(image, "OpenSSL "))
        return UnplannedTls { Library::OpenSsl, "It contains OpenSSL, but no symbols that say where its functions are." };
    return UnplannedTls { Library::Other, "It contains a TLS library, but no symbols that say where its functions are." };
}

} // namespace analyzer
