// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/gnutls_plan.h"

#include "privhelper/analyzer/entry_sites.h"
#include "privhelper/analyzer/library_version.h"

#include <array>

namespace analyzer {

namespace {

// A corked session takes bytes in gnutls_record_send, and again in gnutls_record_uncork: role Uncork.
const Family sendFamily { Role::Write,
                          { { "gnutls_record_send", Result::ReturnValue },
                            { "gnutls_record_send2", Result::ReturnValue },
                            { "gnutls_record_send_range", Result::ReturnValue } },
                          false };
const Family receiveFamily { Role::Read,
                             { { "gnutls_record_recv", Result::ReturnValue },
                               { "gnutls_record_recv_seq", Result::ReturnValue },
                               { "gnutls_record_recv_early_data", Result::ReturnValue } },
                             false };

// gnutls_transport_set_ptr is not among them: its argument is a descriptor only if the program has no transport
// functions of its own.
constexpr std::array entryFunctions {
    EntryFunction { "gnutls_deinit", Role::Free, 1, false },
    EntryFunction { "gnutls_transport_set_int2", Role::SetFd, 2, false },
    EntryFunction { "gnutls_handshake", Role::Handshake, 1, true },
    EntryFunction { "gnutls_record_recv_packet", Role::ReadPacket, 2, true },
    EntryFunction { "gnutls_record_send_early_data", Role::Early, 3, true },
    EntryFunction { "gnutls_record_send_file", Role::SendFile, 1, true },
    EntryFunction { "gnutls_record_uncork", Role::Uncork, 1, true },
    EntryFunction { "gnutls_alpn_get_selected_protocol", Role::Alpn, 2, true },
};

} // namespace

const std::set<std::string_view> &gnuTlsNames()
{
    static const std::set<std::string_view> names = [] {
        std::set<std::string_view> all { "__stack_chk_fail" };
        for (const Family *family : { &sendFamily, &receiveFamily }) {
            for (const DataFunction &member : family->members)
                all.insert(member.name);
        }
        for (const EntryFunction &function : entryFunctions)
            all.insert(function.name);
        return all;
    }();
    return names;
}

void planGnuTls(const ElfImage &image, const FoundFunctions &functions, const Linkage &linkage, Stack &stack)
{
    if (functions.find("gnutls_record_send") == nullptr && functions.find("gnutls_record_recv") == nullptr)
        return;
    stack.library = Library::GnuTls;
    stack.version = versionText(image, "GnuTLS");
    const Surroundings around { image, functions, linkage, { "__stack_chk_fail" }, {} };
    for (const Family *family : { &receiveFamily, &sendFamily }) {
        for (Site &site : chooseDataSites(*family, around))
            stack.sites.push_back(std::move(site));
    }
    for (const EntryFunction &wanted : entryFunctions) {
        if (auto site = chooseEntrySite(wanted, around))
            stack.sites.push_back(std::move(*site));
    }
}

} // namespace analyzer
