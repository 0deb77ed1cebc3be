// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/client_session.h"

#include "privhelper/loader/audit.h"
#include "privhelper/loader/call_filter.h"
#include "privhelper/loader/capabilities.h"
#include "privhelper/loader/capture_run.h"
#include "privhelper/loader/connection.h"
#include "privhelper/loader/findings.h"
#include "privhelper/loader/hook_choice.h"
#include "privhelper/loader/later_plans.h"
#include "privhelper/loader/peer.h"
#include "privhelper/loader/plan_cache.h"
#include "privhelper/loader/plan_report.h"
#include "privhelper/loader/policy.h"
#include "privhelper/loader/role_findings.h"
#include "privhelper/loader/subordinate_ids.h"
#include "privhelper/wire/names.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/utsname.h>

namespace loader {

namespace {

using namespace std::chrono_literals;
using wire::Refusal;

constexpr auto handshakeWithin = 10s;
constexpr auto requestWithin = 60s; // between Hello and the request: the user may be looking at a dialog

TlsSecrets secretsOf(wire::TlsSource source)
{
    switch (source) {
    case wire::TlsSource::Calls: return TlsSecrets::Never;
    case wire::TlsSource::Secrets: return TlsSecrets::Always;
    case wire::TlsSource::Either: return TlsSecrets::WhereNeeded;
    }
    return TlsSecrets::Never;
}

// The conversation up to executing a request; each step returns whether to continue.
class Conversation
{
public:
    Conversation(UniqueFd socket, Peer caller, std::string_view forcedHooks, UniqueFd works)
        : m_client(std::move(socket))
        , m_works(std::move(works))
        , m_caller(std::move(caller))
        , m_forced(forcedHooksOf(m_caller.uid == 0 ? forcedHooks : ""))
    {
    }

    int run()
    {
        const auto hello = read(handshakeWithin);
        if (!hello || !greet(*hello))
            return 1;
        auto request = read(requestWithin);
        std::vector<UniqueFd> commandFiles;
        for (; request && isPreparation(request->type); request = read(requestWithin)) {
            if (request->type == wire::Type::CapturePackets) {
                auto wish = wire::decode<wire::CapturePackets>(request->body);
                if (!wish)
                    return refuse(Refusal::Malformed, readErrorName(wish.error()));
                m_packets = std::move(*wish);
                continue;
            }
            if (request->type == wire::Type::ReadTls) {
                const auto wish = wire::decode<wire::ReadTls>(request->body);
                if (!wish)
                    return refuse(Refusal::Malformed, readErrorName(wish.error()));
                m_tlsSource = wish->source;
                continue;
            }
            if (!request->body.empty() || commandFiles.size() >= wire::commandFilesMax)
                return refuse(Refusal::Malformed, "a file too much");
            if (request->attached.isValid())
                commandFiles.push_back(std::move(request->attached));
        }
        if (!request)
            return 1;
        if (!m_forced)
            return refuse(Refusal::Internal, m_forced.error());
        switch (request->type) {
        case wire::Type::Start: return start(*request, std::move(commandFiles));
        case wire::Type::Examine: return request->body.empty() ? examine() : refuse(Refusal::Malformed, "trailing bytes");
        case wire::Type::ExaminePlan: return request->body.empty() ? examinePlan(*request) : refuse(Refusal::Malformed, "trailing bytes");
        case wire::Type::Stop: return 0;
        default: return refuse(Refusal::Malformed, "an unexpected message");
        }
    }

private:
    static bool isPreparation(wire::Type type)
    {
        return type == wire::Type::CommandFile || type == wire::Type::ReadTls || type == wire::Type::CapturePackets;
    }

    std::optional<Request> read(std::chrono::milliseconds limit)
    {
        auto request = m_client.read(limit);
        if (request)
            return std::move(*request);
        if (request.error() != wire::ReadError::Closed)
            refuse(Refusal::Malformed, readErrorName(request.error()));
        return std::nullopt;
    }

    int refuse(Refusal reason, std::string_view detail)
    {
        m_client.send(wire::Refused{reason, std::string(detail)});
        return 1;
    }

    bool greet(const Request &request)
    {
        const auto hello = wire::decode<wire::Hello>(request.body);
        if (request.type != wire::Type::Hello || !hello) {
            refuse(Refusal::Malformed, "Hello is missing");
            return false;
        }
        if (hello->version != wire::version) {
            refuse(Refusal::Version, "this helper speaks version " + std::to_string(wire::version));
            return false;
        }
        m_clientName = hello->client;
        utsname system{};
        uname(&system);
        return m_client.send(wire::Welcome{wire::version, CLEARTAP_VERSION, system.release});
    }

    AuditRecord record(std::string_view event) const
    {
        AuditRecord line(event);
        line.number("uid", m_caller.uid).number("pid", m_caller.pid).text("exe", m_caller.exe).text("client", m_clientName);
        return line;
    }

    // For the audit log: "none", "all interfaces", "lo eth0".
    std::string packetsText() const
    {
        if (!m_packets)
            return "none";
        std::string text;
        for (const std::string &name : m_packets->interfaces)
            text += (text.empty() ? "" : " ") + name;
        return text.empty() ? "all interfaces" : text;
    }

    static bool isWritten(const std::expected<void, AuditError> &outcome)
    {
        if (!outcome)
            std::fprintf(stderr, "cleartap-helper: the audit log could not be written: %s\n", outcome.error().text().c_str());
        return outcome.has_value();
    }

    // From now on the listener lets the client keep its place.
    void noteWork()
    {
        constexpr char byte = 1;
        if (m_works.isValid())
            (void)!write(m_works.get(), &byte, 1);
        m_works.reset();
    }

    int start(const Request &request, std::vector<UniqueFd> commandFiles)
    {
        const auto wish = wire::decode<wire::Start>(request.body);
        if (!wish)
            return refuse(Refusal::Malformed, readErrorName(wish.error()));
        const auto named = [&](AuditRecord line) {
            return line.number("scope", int64_t(wish->scope)).number("id", wish->id).text("path", wish->path)
                .text("tls", wire::tlsSourceName(m_tlsSource)).text("packets", packetsText());
        };
        auto decision = decide(*wish, m_caller);
        if (!decision) {
            isWritten(appendRefusal(named(record("refused")).text("reason", decision.error().detail), ownerOf(m_caller.uid)));
            return refuse(decision.error().reason, decision.error().detail);
        }
        noteWork();
        decision->scope.forcedHooks = *m_forced;
        // A command is started to be seen: its first burst may be more than a small ring holds.
        decision->scope.mayBeIdle = commandFiles.empty();
        decision->scope.tlsSecrets = secretsOf(m_tlsSource);
        if (m_packets)
            decision->scope.packets = PacketWish{m_packets->interfaces, m_packets->snap ? std::min(m_packets->snap, FLOW_PACKET_MAX) : FLOW_PACKET_MAX};
        uint64_t id = 0;
        if (getrandom(&id, sizeof id, 0) != sizeof id)
            id = uint64_t(getpid());
        const auto session = int64_t(id >> 1);
        // Before the first byte: nothing is captured that the log does not know of.
        if (const auto written = append(named(record("started")).text("ground", decision->ground).number("session", session)); !isWritten(written))
            return refuse(Refusal::Internal, "captures are not allowed while the audit log cannot be written: " + written.error().text());
        const auto begin = std::chrono::steady_clock::now();
        auto run = CaptureRun::open(m_client, m_caller, std::move(decision->scope));
        if (!run) {
            isWritten(append(record("failed").number("session", session).text("reason", run.error().detail)));
            return refuse(run.error().reason, run.error().detail);
        }
        const std::string end = run->serve(uint64_t(session), std::move(commandFiles));
        AuditRecord ended = record("ended");
        ended.number("session", session).text("reason", end.empty() ? "stopped" : end);
        ended.number("seconds", std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begin).count());
        if (m_client.skipped() > 0)
            ended.number("skippedRequests", int64_t(m_client.skipped()));
        isWritten(append(ended));
        std::vector<UniqueFd> unplanned = run->takeUnplanned();
        run = std::unexpected(wire::Refused{}); // its probes must not outlive it in the child
        planLater(std::move(unplanned), planFolder());
        return end.empty() ? 0 : 1;
    }

    int examine()
    {
        noteWork();
        const KernelFeatures features = examineKernel();
        tell(kernelFindings(features, *m_forced));
        tell(libraryFindings());
        // As in a capture, before this process is looked at too.
        const auto hooks = chooseHooks(features, *m_forced);
        const bool perfUprobes = hooks && hooks->perfUprobes;
        if (!enterRunning(perfUprobes) || !filterCalls(perfUprobes))
            return refuse(Refusal::Internal, std::string("give up privileges: ") + std::strerror(errno));
        tell(roleFindings());
        return m_client.send(wire::Stopped{}) ? 0 : 1;
    }

    void tell(const std::vector<wire::Finding> &findings)
    {
        for (const wire::Finding &finding : findings)
            m_client.send(finding);
    }

    // The client opened the file itself, with its own rights; the helper opens nothing for it.
    int examinePlan(const Request &request)
    {
        struct stat status{};
        if (!request.attached.isValid() || fstat(request.attached.get(), &status) != 0 || !S_ISREG(status.st_mode))
            return refuse(Refusal::Malformed, "no regular file came with the request");
        noteWork();
        for (const wire::PlanReport &report : planReports(requestPlan(request.attached.get())))
            m_client.send(report);
        return m_client.send(wire::Stopped{}) ? 0 : 1;
    }

    Connection m_client;
    UniqueFd m_works;
    Peer m_caller;
    std::expected<ForcedHooks, std::string> m_forced;
    std::string m_clientName;
    wire::TlsSource m_tlsSource = wire::TlsSource::Calls;
    std::optional<wire::CapturePackets> m_packets;
};

// Room for what the relay collects between two of its turns, so that it and the client need not wait for each other.
void widen(int socket)
{
    constexpr int bytes = 1 << 20;
    // The first needs CAP_NET_ADMIN; the second is limited by net.core.wmem_max.
    if (setsockopt(socket, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) != 0)
        setsockopt(socket, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

} // namespace

int serveClient(UniqueFd socket, std::string_view forcedHooks, UniqueFd works)
{
    auto caller = peerOf(socket.get());
    if (!caller) {
        std::fprintf(stderr, "cleartap-helper: the client cannot be identified: %s\n", std::strerror(caller.error()));
        return 1;
    }
    widen(socket.get());
    Conversation conversation(std::move(socket), std::move(*caller), forcedHooks, std::move(works));
    if (!enterOpening()) {
        std::fprintf(stderr, "cleartap-helper: capabilities could not be dropped: %s\n", std::strerror(errno));
        return 1;
    }
    return conversation.run();
}

} // namespace loader
