// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/wolfssl_plan.h"

#include "privhelper/analyzer/exported_functions.h"
#include "privhelper/analyzer/library_version.h"

#include <array>

namespace analyzer {

namespace {

// wolfSSL_send, wolfSSL_recv, wolfSSL_writev and the names of OpenSSL's functions, which are macros, lead to these.
// wolfSSL_peek goes elsewhere. wolfSSL_set_fd calls the other two setters.
constexpr std::array functions {
    ExportedFunction { "wolfSSL_read", Role::Read },          ExportedFunction { "wolfSSL_write", Role::Write },
    ExportedFunction { "wolfSSL_free", Role::Free },          ExportedFunction { "wolfSSL_set_read_fd", Role::SetFd },
    ExportedFunction { "wolfSSL_set_write_fd", Role::SetFd }, ExportedFunction { "wolfSSL_connect", Role::Handshake },
    ExportedFunction { "wolfSSL_accept", Role::Handshake },
};

} // namespace

const std::set<std::string_view> &wolfSslNames()
{
    static const std::set<std::string_view> names = namesOf(functions);
    return names;
}

std::expected<void, std::string> planWolfSsl(const Surroundings &around, Stack &stack)
{
    auto sites = exportedSites(functions, around);
    if (!sites)
        return std::unexpected(sites.error());
    stack.library = Library::WolfSsl;
    stack.version = versionText(around.image, "wolfSSL");
    stack.foundBy = around.functions.foundBy;
    stack.sites = std::move(*sites);
    return {};
}

} // namespace analyzer
