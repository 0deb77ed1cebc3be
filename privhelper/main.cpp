// SPDX-License-Identifier: GPL-3.0-or-later
// The privileged helper: selects the role. Each role is a folder, and a separate process.
#include "privhelper/analyzer/analyzer_main.h"
#include "privhelper/analyzer/confine.h"
#include "privhelper/analyzer/plan.h"
#include "privhelper/carrier/carrier_main.h"
#include "privhelper/confine/landlock.h"
#include "privhelper/loader/audit_verify.h"
#include "privhelper/loader/clsact.h"
#include "privhelper/loader/client_session.h"
#include "privhelper/loader/role_findings.h"
#include "privhelper/loader/server.h"
#include "privhelper/loader/stdio_session.h"
#include "privhelper/loader/trace_question.h"
#include "privhelper/relay/confine.h"
#include "privhelper/relay/relay.h"
#include "privhelper/wire/messages.h"

#include <array>
#include <charconv>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <linux/futex.h>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <sys/auxv.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

constexpr const char *usage = "usage: cleartap-helper --socket PATH    listen there, or at the socket systemd hands over\n"
                              "       cleartap-helper --inherit FD     serve the client at this socket, then end\n"
                              "       cleartap-helper --stdio [--unlink]\n"
                              "                                        serve a client on another machine over standard input and output, as ssh\n"
                              "                                        starts it; --unlink: remove the folder it was copied to first\n"
                              "       cleartap-helper --stdio --speaks VERSION\n"
                              "                                        succeed if that version of the protocol is spoken\n"
                              "       cleartap-helper --verify-audit [--key FILE] [LOG...]\n"
                              "                                       name the first entry changed, removed or reordered\n"
                              "       cleartap-helper --version\n";

template<class Number> std::optional<Number> numberOf(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

int fail()
{
    std::fputs(usage, stderr);
    return 2;
}

// pkexec and sudo leave only the standard descriptors open, so the client may be at 0: it is moved to another number,
// and its old one is left with nothing that a stray read or write could reach.
int inherit(std::string_view text)
{
    const auto given = numberOf<int>(text);
    if (!given || *given < 0)
        return fail();
    // The client decides when this ends, and says so on the socket; Ctrl-C in its terminal must not kill the helper
    // while it still has frames to send.
    for (const int number : {SIGINT, SIGQUIT, SIGHUP})
        signal(number, SIG_IGN);
    loader::UniqueFd client(fcntl(*given, F_DUPFD_CLOEXEC, 3));
    if (!client.isValid())
        return fail();
    if (const int null = open("/dev/null", O_RDWR | O_CLOEXEC); *given < 3 && null >= 0) {
        dup2(null, *given);
        close(null);
    } else {
        close(null);
        close(*given);
    }
    // For tests of the fallbacks: only for root itself, and never in the service, whose sessions use another role.
    const char *forced = getuid() == 0 ? std::getenv("CLEARTAP_FORCE_HOOKS") : nullptr;
    return loader::serveClient(std::move(client), forced ? forced : "");
}

// The file and its folder were made for this session alone; roles are started from the open file.
void unlinkSelf()
{
    std::array<char, PATH_MAX> self;
    const ssize_t length = readlink("/proc/self/exe", self.data(), self.size());
    if (length <= 0)
        return;
    const std::string path(self.data(), size_t(length));
    unlink(path.c_str());
    rmdir(path.substr(0, path.rfind('/')).c_str());
}

int speakOverPipes(std::span<char *const> arguments)
{
    if (arguments.size() == 2 && std::string_view(arguments[0]) == "--speaks")
        return numberOf<uint32_t>(arguments[1]) == wire::version ? 0 : 1;
    const bool copied = arguments.size() == 1 && std::string_view(arguments[0]) == "--unlink";
    if ((!copied && !arguments.empty()) || isatty(STDIN_FILENO) || isatty(STDOUT_FILENO))
        return fail();
    if (copied)
        unlinkSelf();
    const unsigned uid = geteuid();
    auto session = loader::sessionForStdio();
    if (!session)
        return carrier::refuse(uid, session.error().c_str());
    return carrier::carrierMain(session->get(), uid);
}

// For doctor: a process that is confined as the role is, and then does nothing, so that it can be looked at.
int showConfinement(std::string_view role)
{
    loader::ConfinedSays says;
    says.landlock = confine::landlockVersion(); // afterwards it cannot be asked
    const auto outcome = role == "relay" ? relay::confine() : analyzer::confine(analyzer::inheritedElfFd, analyzer::inheritedReplyFd);
    says.confined = outcome.has_value();
    if (!outcome || write(loader::confinedReplyFd, &says, sizeof says) != sizeof says)
        return 1;
    for (int never = 0;;)
        syscall(SYS_futex, &never, FUTEX_WAIT, 0, nullptr, nullptr, 0); // a call that each role may make
}

int runRole(std::span<char *const> arguments)
{
    const std::string_view role = arguments.empty() ? "" : arguments[0];
    if (role == "analyzer")
        return analyzer::analyzerMain(analyzer::inheritedElfFd, analyzer::inheritedReplyFd);
    if (role == "confined" && arguments.size() == 2)
        return showConfinement(arguments[1]);
    if (role == loader::removerRole)
        return loader::removeFilters(arguments.subspan(1));
    if (role == "asked-of")
        return loader::waitToBeAskedOf();
    if (role == "session")
        return loader::serveClient(loader::UniqueFd(3), {}, loader::UniqueFd(4));
    if (role == "relay" && (arguments.size() == 5 || arguments.size() == 6)) {
        relay::Options options;
        const auto size = numberOf<size_t>(arguments[1]);
        const auto events = numberOf<uint64_t>(arguments[2]), bytes = numberOf<uint64_t>(arguments[3]), bad = numberOf<uint64_t>(arguments[4]);
        if (!size || !events || !bytes || !bad)
            return fail();
        options.ringBytes = *size;
        options.before = {*events, *bytes, *bad};
        if (arguments.size() == 6) {
            const auto packets = numberOf<size_t>(arguments[5]);
            if (!packets)
                return fail();
            options.packets = relay::packetsFd;
            options.packetsBytes = *packets;
        }
        return int(relay::run(options));
    }
    return fail();
}

} // namespace

int main(int argc, char *argv[])
{
    const std::span<char *const> arguments(argv, size_t(argc));
    if (getauxval(AT_SECURE) != 0) {
        std::fputs("cleartap-helper: must not be installed setuid\n", stderr);
        return 2;
    }
    const std::string_view mode = argc > 1 ? arguments[1] : "";
    if (mode == "--role")
        return runRole(arguments.subspan(2));
    if (mode == "--socket" && argc == 3)
        return loader::serve(arguments[2]);
    if (mode == "--inherit" && argc == 3)
        return inherit(arguments[2]);
    if (mode == "--stdio")
        return speakOverPipes(arguments.subspan(2));
    if (mode == "--verify-audit")
        return loader::verifyAudit({arguments.begin() + 2, arguments.end()});
    if (mode == "--version" && argc == 2) {
        std::puts("cleartap-helper " CLEARTAP_VERSION);
        return 0;
    }
    return fail();
}
