// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/rustls_plan.h"

#include "privhelper/analyzer/address_load.h"
#include "privhelper/analyzer/entry_sites.h"
#include "privhelper/analyzer/text_places.h"

#include <string_view>

namespace analyzer {

namespace {

constexpr int instructionsToQuestion = 20; // between the use of the table and the call of KeyLog::will_log()
constexpr int16_t lengthInBlock = 64;      // OkmBlock in rustls/src/tls13/key_schedule.rs: [u8; 64], usize
constexpr uint32_t labelBytes = 13, randomBytes = 32; // of "CLIENT_RANDOM", and of what it stands for

bool tests(const Instruction &instruction, ZydisRegister what)
{
    return instruction.info.mnemonic == ZYDIS_MNEMONIC_TEST && instruction.operands[0].type == ZYDIS_OPERAND_TYPE_REGISTER
        && instruction.operands[1].type == ZYDIS_OPERAND_TYPE_REGISTER && instruction.operands[0].reg.value == what
        && instruction.operands[1].reg.value == what;
}

// The second sign: with the label, a trait object is asked whether it will log (a call through memory), and if not a branch
// is taken.
bool asksWhetherToLog(const ElfImage &image, uint64_t opcode)
{
    auto instruction = addressLoadAt(image, opcode);
    for (int i = 0; instruction && i < instructionsToQuestion; ++i) {
        instruction = decodeAt(image, instruction->next());
        if (!instruction || instruction->info.meta.category != ZYDIS_CATEGORY_CALL)
            continue;
        if (instruction->target())
            return false;
        instruction = decodeAt(image, instruction->next());
        if (!instruction || !tests(*instruction, ZYDIS_REGISTER_AL))
            return false;
        instruction = decodeAt(image, instruction->next());
        return instruction && instruction->info.mnemonic == ZYDIS_MNEMONIC_JZ;
    }
    return false;
}

// The random is what KeyLog::log() gets with its length, if that came to the function in its caller's memory: there it still is
// when the function returns. Elsewhere it is not needed: secrets are then tried on their process's connections.
Operand randomFromCaller(const FunctionFlow &flow, uint64_t after)
{
    Operand random;
    for (const Call &call : flow.calls()) {
        if (call.at < after || call.arguments[4] != Value { Value::Kind::Constant, randomBytes })
            continue;
        const Value &pointer = call.arguments[3];
        if (pointer.kind != Value::Kind::StackArgument)
            return {};
        // The return has taken its address off the stack.
        const Operand found { Base::Rsp, 8, 2, { static_cast<int16_t>(pointer.number - 8), 0 } };
        if (random.base != Base::Nowhere && random != found)
            return {};
        random = found;
    }
    return random;
}

// KeySchedule::derive_logged_secret(): a large result, so its address is the first argument; the other ones change from build
// to build.
std::expected<Site, std::string> derivation(const Surroundings &around, const CodeClues &clues)
{
    const auto uses = clues.scan()->referencesTo(clues.labelTables());
    if (uses.size() != 1)
        return std::unexpected("The table of the key log's labels is used in " + std::string(uses.empty() ? "no" : "more than one") + " place.");
    if (!asksWhetherToLog(around.image, uses.front().at))
        return std::unexpected("Where the table of the key log's labels is used, nothing asks whether to log.");
    const auto range = clues.scan()->functionAt(uses.front().at);
    if (!range)
        return std::unexpected("The function that uses the table of the key log's labels does not begin in a known place.");
    constexpr std::string_view name = "KeySchedule::derive_logged_secret";
    auto site = chooseEntrySite({ name, Role::Secret, 1, true }, Function { std::string(name), range->start, range->end - range->start }, around);
    if (!site)
        return std::unexpected("The kernel accepts no probe where secrets are derived.");
    site->buffer = site->object;
    site->length = { Base::Object, 8, 1, { lengthInBlock } };
    site->random = randomFromCaller(FunctionFlow(around.image, around.linkage, range->start, range->end - range->start), uses.front().at);
    return *std::move(site);
}

// TLS 1.2: KeyLog::log(self, label, random, secret), called in a few places with the label at hand.
std::vector<Site> masterSecrets(const Surroundings &around, const CodeClues &clues)
{
    std::vector<Site> sites;
    for (const Reference &reference : clues.scan()->referencesTo(clues.addresses(Clue::MasterSlice))) {
        const auto call = callWith(around.image, reference.at, ZYDIS_REGISTER_RSI, [](uint64_t) { return false; });
        if (!call || call->target() || !kernelTakes(*call))
            continue;
        Site site { Role::Secret, Result::AtOnce, costOf(*call), false, around.image.codeOffset(call->address).value_or(0), "KeyLog::log",
                    "With TLS 1.2 this call gets the master secret, once for each connection." };
        site.object = { Base::Rcx };
        site.buffer = { Base::R9 };
        site.length = { Base::Rsp, 8, 1, {} };
        site.label = { Base::Rsi };
        site.labelLength = { Base::Rdx };
        site.random = { Base::Object, 8, 1, {} };
        site.only = { Condition { { Base::Rdx }, 0xffffffff, labelBytes }, Condition { { Base::R8 }, 0xffffffff, randomBytes } };
        sites.push_back(std::move(site));
    }
    return sites;
}

} // namespace

// ".../rustls-0.23.11/src/client/hs.rs", ".../vendor/rustls/src/conn.rs", "...crates_vendor__rustls-0.23.46/src/verify.rs".
RustlsCrate findRustlsCrate(const ElfImage &image)
{
    RustlsCrate crate;
    crate.found = anywhere(image, "rustls", [&crate](std::string_view rest) {
        const size_t end = std::min(rest.find_first_not_of("-.0123456789"), rest.size());
        if (end > 24 || !rest.substr(end).starts_with("/src/"))
            return false;
        if (rest.starts_with('-'))
            crate.version = "rustls " + std::string(rest.substr(1, end - 1));
        return true;
    });
    return crate;
}

std::expected<void, std::string> planRustls(const Surroundings &around, const CodeClues &clues, Stack &stack)
{
    if (clues.scan() == nullptr || clues.labelTables().empty())
        return std::unexpected("It contains no table of the key log's labels.");
    RustlsCrate crate = findRustlsCrate(around.image);
    if (!crate.found)
        return std::unexpected("It contains a table of the key log's labels, but no source file of rustls is named.");
    auto site = derivation(around, clues);
    if (!site)
        return std::unexpected(std::move(site.error()));
    stack.sites = masterSecrets(around, clues);
    stack.sites.insert(stack.sites.begin(), *std::move(site));
    stack.library = Library::Rustls;
    stack.version = std::move(crate.version);
    stack.foundBy = "labels of the key log";
    return {};
}

} // namespace analyzer
