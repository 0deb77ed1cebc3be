// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/nss_plan.h"

#include "privhelper/analyzer/data_words.h"
#include "privhelper/analyzer/entry_sites.h"
#include "privhelper/analyzer/library_version.h"

#include <algorithm>
#include <array>

namespace analyzer {

namespace {

constexpr std::string_view gate = "SSL_ImportFD";

// Indices in a table. accept is never set: NSS has no such operation of its own.
enum Operation : size_t { Connect, Accept, Bind, Listen, Shutdown, Close, Receive, Send, Read, Write, GetPeerName, GetSocketName, count };
using Table = std::array<uint64_t, Operation::count>;

// `xor ecx, ecx` and a jump to the other: flags are argument 4.
bool passesNoFlagsTo(const ElfImage &image, uint64_t function, uint64_t other)
{
    const auto clear = firstInstruction(image, function);
    if (!clear || clear->info.mnemonic != ZYDIS_MNEMONIC_XOR || clear->operands[0].reg.value != ZYDIS_REGISTER_ECX
        || clear->operands[1].reg.value != ZYDIS_REGISTER_ECX)
        return false;
    const auto jump = decodeAt(image, clear->next());
    return jump && jump->info.mnemonic == ZYDIS_MNEMONIC_JMP && jump->target() == other;
}

std::vector<Table> tablesIn(const ElfImage &image, const DataWords &words)
{
    std::vector<Table> tables;
    for (const DataWords::Part &part : words.parts()) {
        for (size_t i = 0; i + Operation::count <= part.words.size(); ++i) {
            Table table;
            std::copy_n(part.words.begin() + static_cast<ptrdiff_t>(i), table.size(), table.begin());
            bool fits = table[Accept] == 0;
            for (size_t k = 0; fits && k < table.size(); ++k)
                fits = k == Accept || image.codeOffset(table[k]).has_value();
            if (fits && tables.size() < 256)
                tables.push_back(table);
        }
    }
    return tables;
}

// The one for plain sockets shares what does not depend on encryption.
bool arePair(const Table &secured, const Table &plain)
{
    const auto equal = [&](Operation operation) { return secured[operation] == plain[operation]; };
    return equal(Bind) && equal(Listen) && equal(GetPeerName) && equal(GetSocketName) && !equal(Shutdown) && !equal(Close)
        && !equal(Receive) && !equal(Send);
}

} // namespace

const std::set<std::string_view> &nssNames()
{
    static const std::set<std::string_view> names { gate };
    return names;
}

std::expected<void, std::string> planNss(const Surroundings &around, Stack &stack)
{
    if (around.functions.find(gate) == nullptr)
        return std::unexpected("It does not define SSL_ImportFD of NSS.");
    stack.library = Library::Nss;
    stack.version = versionText(around.image, "NSS");
    const DataWords words(around.image);
    const auto tables = tablesIn(around.image, words);
    std::vector<Table> secured;
    std::ranges::copy_if(tables, std::back_inserter(secured), [&](const Table &table) {
        return passesNoFlagsTo(around.image, table[Read], table[Receive]) && passesNoFlagsTo(around.image, table[Write], table[Send])
            && std::ranges::any_of(tables, [&table](const Table &other) { return arePair(table, other); });
    });
    if (secured.size() != 1)
        return std::unexpected("It defines SSL_ImportFD of NSS, but no or several tables of the operations of secured sockets.");
    struct Wanted {
        const char *name;
        Operation operation;
        Role role;
        int arguments;
        Result result;
    };
    static constexpr std::array wanted { Wanted { "ssl_SecureRecv", Receive, Role::Read, 4, Result::ReturnValue },
                                         Wanted { "ssl_SecureSend", Send, Role::Write, 4, Result::ReturnValue },
                                         Wanted { "ssl_SecureClose", Close, Role::Free, 1, Result::None } };
    std::vector<Site> sites;
    for (const Wanted &each : wanted) {
        auto site = chooseEntrySite({ each.name, each.role, each.arguments, each.role != Role::Free },
                                    Function { each.name, secured[0][each.operation], 0 }, around);
        if (!site)
            return std::unexpected("The kernel accepts no probe at the entry of NSS's " + std::string(each.name) + ".");
        site->result = each.result;
        // PR_MSG_PEEK (prio.h)
        if (each.role == Role::Read)
            site->peek = { Operand { Base::Rcx, 4 }, 2, 2 };
        site->reason = "Found in the table of secured sockets' operations. " + site->reason;
        sites.push_back(std::move(*site));
    }
    stack.foundBy = "dynamic symbols, table of socket operations";
    stack.sites = std::move(sites);
    return {};
}

} // namespace analyzer
