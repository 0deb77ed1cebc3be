// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/openssl_plan.h"

#include "privhelper/analyzer/alpn_place.h"
#include "privhelper/analyzer/entry_sites.h"
#include "privhelper/analyzer/library_version.h"
#include "privhelper/analyzer/memory_bio.h"
#include "privhelper/analyzer/text_places.h"

#include <array>

namespace analyzer {

namespace {

const Family readFamily { Role::Read, { { "SSL_read", Result::ReturnValue }, { "SSL_read_ex", Result::OutArg4 } } };
const Family peekFamily { Role::Peek, { { "SSL_peek", Result::ReturnValue }, { "SSL_peek_ex", Result::OutArg4 } } };
// SSL_write_ex2 (3.3) is (object, buffer, length, flags, written).
const Family writeFamily { Role::Write,
                           { { "SSL_write", Result::ReturnValue },
                             { "SSL_write_ex", Result::OutArg4 },
                             { "SSL_write_ex2", Result::OutArg5 } } };

// SSL_connect and SSL_accept call SSL_do_handshake.
constexpr std::array entryFunctions {
    EntryFunction { "SSL_free", Role::Free, 1, false },
    EntryFunction { "SSL_set_fd", Role::SetFd, 2, false },
    EntryFunction { "SSL_set_rfd", Role::SetFd, 2, false },
    EntryFunction { "SSL_set_wfd", Role::SetFd, 2, false },
    EntryFunction { "SSL_do_handshake", Role::Handshake, 1, true },
    EntryFunction { "SSL_sendfile", Role::SendFile, 1, true },
};

// They report an error, or count calls, and never see the TLS object, whatever is left in the registers.
constexpr std::array<std::string_view, 8> errorFunctions { "ERR_new",        "ERR_set_debug",    "ERR_set_error", "ERR_put_error",
                                                           "ERR_vset_error", "__stack_chk_fail", "mcount",        "__fentry__" };

// Only BoringSSL has this function, and the source file in C++; a program's linker may have dropped the function.
constexpr std::string_view boringSslMark = "SSL_CTX_set_custom_verify";
constexpr std::string_view boringSslSource = "ssl/ssl_lib.cc";

bool isBoringSsl(const ElfImage &image, const FoundFunctions &functions)
{
    return functions.find(boringSslMark) != nullptr
        || (functions.find("SSL_read") != nullptr && !placesOf(image, boringSslSource, 1).empty());
}

void add(std::set<uint64_t> &addresses, const FoundFunctions &functions, const Family &family)
{
    for (const DataFunction &member : family.members) {
        if (const Function *function = functions.find(member.name); function != nullptr)
            addresses.insert(function->address);
    }
}

std::string versionOf(const ElfImage &image, Library library)
{
    if (library == Library::BoringSsl)
        return "BoringSSL";
    // The rarer name last: a missing name costs a search of all data in the file.
    for (const std::string_view name : { "OpenSSL", "LibreSSL" }) {
        if (std::string text = versionText(image, name); !text.empty())
            return text;
    }
    const std::string number = highestSymbolVersion(image, "OPENSSL_");
    return number.empty() ? std::string() : "OpenSSL " + number + " or newer";
}

} // namespace

const std::set<std::string_view> &openSslNames()
{
    static const std::set<std::string_view> names = [] {
        std::set<std::string_view> all(errorFunctions.begin(), errorFunctions.end());
        for (const Family *family : { &readFamily, &peekFamily, &writeFamily }) {
            for (const DataFunction &member : family->members)
                all.insert(member.name);
        }
        for (const EntryFunction &function : entryFunctions)
            all.insert(function.name);
        all.insert(boringSslMark);
        all.insert(alpnAccessor);
        all.insert(memoryBioNames().begin(), memoryBioNames().end());
        return all;
    }();
    return names;
}

void planOpenSsl(const ElfImage &image, const FoundFunctions &functions, const Linkage &linkage, Stack &stack)
{
    Surroundings around { image, functions, linkage, { errorFunctions.begin(), errorFunctions.end() }, {} };
    const Library library = isBoringSsl(image, functions) ? Library::BoringSsl : Library::OpenSsl;
    // libcrypto contains only these: the TLS functions of its libssl are in another file.
    if (library != Library::BoringSsl)
        stack.sites = memoryBioSites(around);
    else
        stack.sites = memoryBioSites(around, DataWords(image), MemoryBioLayout::BoringSsl);
    const bool speaksTls = functions.find("SSL_read") != nullptr || functions.find("SSL_write") != nullptr;
    if (!speaksTls && stack.sites.empty())
        return;
    stack.library = library;
    stack.version = versionOf(image, stack.library);
    if (!speaksTls)
        return;
    stack.alpn = findAlpnPlace(image, functions);
    for (const Family *family : { &readFamily, &writeFamily, &peekFamily }) {
        // BoringSSL's SSL_read is SSL_peek plus an advance: a probe on the latter would report each byte twice.
        if (family == &peekFamily && stack.library == Library::BoringSsl)
            continue;
        around.foreign.clear();
        for (const Family *other : { &readFamily, &writeFamily, &peekFamily }) {
            if (other != family)
                add(around.foreign, functions, *other);
        }
        for (Site &site : chooseDataSites(*family, around))
            stack.sites.push_back(std::move(site));
    }
    for (const EntryFunction &wanted : entryFunctions) {
        if (auto site = chooseEntrySite(wanted, around))
            stack.sites.push_back(std::move(*site));
    }
}

} // namespace analyzer
