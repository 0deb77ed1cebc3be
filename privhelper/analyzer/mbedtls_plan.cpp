// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/mbedtls_plan.h"

#include "privhelper/analyzer/exported_functions.h"
#include "privhelper/analyzer/library_version.h"

#include <array>

namespace analyzer {

namespace {

// mbedtls_ssl_set_bio is not among them: its argument is the address of a descriptor only if the program uses the
// library's own transport functions.
constexpr std::array functions {
    ExportedFunction { "mbedtls_ssl_read", Role::Read },
    ExportedFunction { "mbedtls_ssl_write", Role::Write },
    ExportedFunction { "mbedtls_ssl_free", Role::Free },
    ExportedFunction { "mbedtls_ssl_handshake", Role::Handshake },
};

} // namespace

const std::set<std::string_view> &mbedTlsNames()
{
    static const std::set<std::string_view> names = namesOf(functions);
    return names;
}

std::expected<void, std::string> planMbedTls(const Surroundings &around, Stack &stack)
{
    auto sites = exportedSites(functions, around);
    if (!sites)
        return std::unexpected(sites.error());
    stack.library = Library::MbedTls;
    // The number is in libmbedcrypto, unless all is linked into one file: "mbed TLS 2.28.3", "Mbed TLS 3.6.0".
    for (const std::string_view name : { "mbed TLS", "Mbed TLS" }) {
        if (stack.version.empty())
            stack.version = versionText(around.image, name);
    }
    stack.foundBy = around.functions.foundBy;
    stack.sites = std::move(*sites);
    return {};
}

} // namespace analyzer
