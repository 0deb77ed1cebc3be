// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/capture_run.h"

#include "privhelper/loader/call_filter.h"
#include "privhelper/loader/capabilities.h"
#include "privhelper/loader/coverage.h"
#include "privhelper/loader/detach_deadline.h"
#include "privhelper/loader/stdio_session.h"
#include "privhelper/wire/packet_loss.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <optional>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <utility>

namespace loader {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using wire::Refusal;

// Loss causes are passed on unchanged.
constexpr bool same(flow_loss ours, wire::KernelLoss theirs)
{
    return int(ours) == int(theirs);
}
static_assert(same(FLOW_LOSS_RING_FULL, wire::KernelLoss::RingFull) && same(FLOW_LOSS_RING_FULL_META, wire::KernelLoss::RingFullMeta)
              && same(FLOW_LOSS_FAULT, wire::KernelLoss::Fault) && same(FLOW_LOSS_CALL_CUT, wire::KernelLoss::CallCut)
              && same(FLOW_LOSS_FLOWS_FULL, wire::KernelLoss::FlowsFull) && same(FLOW_LOSS_CALLS_FULL, wire::KernelLoss::CallsFull)
              && same(FLOW_LOSS_TLS_FULL, wire::KernelLoss::TlsFull) && same(FLOW_LOSS_IOVEC_CUT, wire::KernelLoss::IovecCut)
              && same(FLOW_LOSS_NOTICE_FULL, wire::KernelLoss::NoticeFull) && same(FLOW_LOSS_UNSEEN, wire::KernelLoss::Unseen)
              && same(FLOW_LOSS_SCTP, wire::KernelLoss::Sctp) && same(FLOW_LOSS_SMC, wire::KernelLoss::Smc)
              && same(FLOW_LOSS_VSOCK, wire::KernelLoss::Vsock) && same(FLOW_LOSS_PACKETS, wire::KernelLoss::Packets)
              && same(FLOW_LOSS_PROTOCOL, wire::KernelLoss::Protocol) && same(FLOW_LOSS_COMPAT, wire::KernelLoss::Compat)
              && same(FLOW_LOSS_MESSAGES_CUT, wire::KernelLoss::MessagesCut) && same(FLOW_LOSS_PACKET_RING, wire::KernelLoss::PacketRing)
              && same(FLOW_LOSS_PACKET_BYTES, wire::KernelLoss::PacketBytes) && FLOW_LOSS_CAUSES == 19);

constexpr auto lossesEvery = 250ms;
constexpr auto ringEvery = 50ms;        // as long as it is small
constexpr auto clientReadsFor = 20ms;  // before a larger one is worth its memory
constexpr auto firstPlansWithin = 15s; // files that take longer are attached after Started
constexpr auto detachWithin = 5s;      // after the client's end, whatever the loop is doing
constexpr auto drainWithin = 40s;      // the relay itself gives up after ten seconds without progress

wire::Refused refusalOf(const LoadError &error)
{
    Refusal reason = Refusal::Internal;
    switch (error.failure) {
    case LoadFailure::NoPrivilege: reason = Refusal::NoPrivilege; break;
    case LoadFailure::NoBtf: reason = Refusal::NoBtf; break;
    case LoadFailure::KernelTooOld: reason = Refusal::KernelTooOld; break;
    case LoadFailure::Rejected: reason = Refusal::LoadFailed; break;
    case LoadFailure::Attach: reason = Refusal::AttachFailed; break;
    case LoadFailure::NoSuchTarget: reason = Refusal::NoSuchTarget; break;
    case LoadFailure::Internal: break;
    }
    std::string detail = error.step;
    if (error.code != 0)
        detail += std::string(": ") + std::strerror(error.code);
    if (!error.detail.empty())
        detail += ": " + error.detail;
    return {reason, std::move(detail)};
}

int64_t realtimeNow()
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

wire::Process listed(const ProcessInfo &info)
{
    wire::Process m;
    m.time = bootNow();
    m.startNs = info.startNs, m.cgroupId = info.cgroupId;
    m.pid = info.pid, m.ppid = info.ppid, m.uid = info.uid, m.gid = info.gid;
    m.executed = 2, m.argsCut = info.argsCut;
    m.comm = info.comm, m.exe = info.exe, m.args = info.args, m.cgroup = info.cgroup;
    return m;
}

struct Relay {
    Role role;
    UniqueFd notices; // to it
};

std::expected<Relay, wire::Refused> startRelay(ProbeSession &session, int client, const std::array<uint64_t, 3> &before)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return std::unexpected(wire::Refused{Refusal::Internal, std::string("socketpair: ") + std::strerror(errno)});
    UniqueFd ours(pair[0]);
    const UniqueFd theirs(pair[1]);
    std::vector<int> descriptors{session.eventsRing(), client, theirs.get()};
    std::vector<std::string> arguments{"relay", std::to_string(session.eventsRingBytes())};
    for (const uint64_t total : before)
        arguments.push_back(std::to_string(total));
    if (session.packetsRing() >= 0) {
        descriptors.push_back(session.packetsRing());
        arguments.push_back(std::to_string(session.packetsRingBytes()));
    }
    auto relay = launch(arguments, descriptors, false);
    if (!relay)
        return std::unexpected(wire::Refused{Refusal::Internal, std::string("start the relay: ") + std::strerror(relay.error())});
    // Best effort: if the scope does not include the relay there is nothing to exclude.
    (void)session.exclude(uint32_t(relay->pid()));
    relay->go();
    return Relay{std::move(*relay), std::move(ours)};
}

// A client that reads nothing would hold up the end of its relay.
bool readsOn(int client)
{
    int waiting = 0, room = 0;
    socklen_t size = sizeof room;
    return ioctl(client, SIOCOUTQ, &waiting) == 0 && getsockopt(client, SOL_SOCKET, SO_SNDBUF, &room, &size) == 0 && waiting < room / 4;
}

} // namespace

struct CaptureRun::State {
    Connection &client;
    ProbeSession session;
    Role relay;
    UniqueFd notices;       // to the relay
    wire::Bytes pending;    // frames for it
    Coverage coverage;
    DetachDeadline deadline;
    std::array<flow_loss_count, FLOW_LOSS_CAUSES> toldLosses{};
    uint64_t toldTranslationsLost = 0;
    Clock::time_point nextLosses = Clock::now();
    std::string end;
    bool stopped = false;   // the client requested the end
    bool relayEnded = false;
    bool replacing = false;  // the relay drains the small ring and ends; another one follows it
    bool mayGrow = true;
    uint32_t packetSnap = 0; // bytes of each packet; 0: all
    std::optional<Clock::time_point> tooSmallSince; // the ring, with a client that reads

    State(Connection &connection, ProbeSession &&probes, Role &&role, UniqueFd &&socket)
        : client(connection)
        , session(std::move(probes))
        , relay(std::move(role))
        , notices(std::move(socket))
        , coverage(session, pending)
        , deadline(client.fd(), detachWithin)
    {
    }

    template<class Message> void tell(const Message &message) { wire::encode(message, pending); }
    void flush();
    void considerRing();
    void growRing();
    void replaceRelay();
    void tellInterfaces();
    void tellDropReasons();
    void tellTranslations(bool last = false);
    void tellEnded();
    void tellLosses();
    void readClient();
    bool step(Clock::duration longest);
    bool isOver() const { return stopped || relayEnded || !end.empty(); }
    void finish();
};

// The relay reads notices before anything else and never waits for the client in doing so.
void CaptureRun::State::flush()
{
    if (replacing)
        return;
    for (size_t done = 0; done < pending.size();) {
        const ssize_t count = send(notices.get(), pending.data() + done, pending.size() - done, MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            break; // its end is noticed at endFd()
        done += size_t(count);
    }
    pending.clear();
}

// With the first bytes every client seems to read: nothing waits for it yet.
void CaptureRun::State::considerRing()
{
    if (!session.needsLargerRing() || !readsOn(client.fd()))
        tooSmallSince.reset();
    else if (!tooSmallSince)
        tooSmallSince = Clock::now();
    else if (Clock::now() - *tooSmallSince >= clientReadsFor)
        growRing();
}

void CaptureRun::State::growRing()
{
    flush();
    mayGrow = session.growRing().has_value(); // without the memory it stays small, and loses more: that is counted
    if (!mayGrow)
        return;
    shutdown(notices.get(), SHUT_WR);
    replacing = true;
}

// The relay has written everything that the small ring held.
void CaptureRun::State::replaceRelay()
{
    replacing = false;
    std::array<uint64_t, 3> totals{};
    const Role::End how = relay.wait();
    const bool told = recv(notices.get(), totals.data(), sizeof totals, MSG_DONTWAIT) == ssize_t(sizeof totals);
    auto next = how.status == 0 && told ? startRelay(session, client.fd(), totals) : std::unexpected(wire::Refused{Refusal::Internal, "the relay " + how.text});
    if (!next) {
        relayEnded = true;
        end = next.error().detail;
        return;
    }
    relay = std::move(next->role);
    notices = std::move(next->notices);
}

void CaptureRun::State::tellInterfaces()
{
    const ProbeSession::PacketSources sources = session.packetSources();
    for (const NetworkInterface &interface : sources.interfaces)
        tell(wire::Interface{interface.index, sources.netns, interface.linkType, packetSnap, interface.name, sources.hook});
}

void CaptureRun::State::tellDropReasons()
{
    for (const DropReason &reason : session.firewall().dropReasons())
        tell(wire::DropReason{reason.number, reason.kind == DropKind::Firewall ? wire::DropKind::Firewall : wire::DropKind::Other, reason.name});
}

void CaptureRun::State::tellTranslations(bool last)
{
    for (const wire::Translation &translation : session.firewall().takeTranslations(last))
        tell(translation);
}

void CaptureRun::State::tellEnded()
{
    constexpr auto closed = wire::TcpState::Close;
    for (const Ended &ended : session.takeEnded()) {
        switch (ended.what) {
        case Ended::What::Socket: tell(wire::State{bootNow(), ended.flow, 0, closed, closed, 0, ended.sent, ended.received, {}}); break;
        case Ended::What::TlsObject: tell(wire::TlsEnd{bootNow(), ended.flow, ended.tls, ended.sent, ended.received}); break;
        }
    }
}

void CaptureRun::State::tellLosses()
{
    const auto now = session.losses();
    wire::Losses losses;
    losses.time = bootNow();
    for (size_t cause = 0; cause < now.size(); ++cause) {
        if (now[cause].events != toldLosses[cause].events || now[cause].bytes != toldLosses[cause].bytes)
            losses.counts.push_back({wire::LossPlace::Kernel, uint8_t(cause), now[cause].events, now[cause].bytes});
    }
    toldLosses = now;
    if (const uint64_t translations = session.firewall().translationsLost(); translations != toldTranslationsLost)
        losses.counts.push_back({wire::LossPlace::Kernel, wire::translationsLost, toldTranslationsLost = translations, 0});
    if (!losses.counts.empty())
        tell(losses);
    nextLosses = Clock::now() + lossesEvery;
}

void CaptureRun::State::readClient()
{
    const auto request = client.poll();
    if (!request)
        end = request.error() == wire::ReadError::Closed ? "the client closed the connection"
                                                         : "the client broke the protocol: " + std::string(readErrorName(request.error()));
    else if (*request && ((*request)->type != wire::Type::Stop || !(*request)->body.empty()))
        end = "the client sent an unexpected message";
    else
        stopped = request->has_value();
}

// Waits for the next event, and handles it. False: the capture is over.
bool CaptureRun::State::step(Clock::duration longest)
{
    flush();
    auto wait = std::min<Clock::duration>(longest, nextLosses - Clock::now());
    if (mayGrow && session.mayNeedLargerRing())
        wait = std::min<Clock::duration>(wait, tooSmallSince ? clientReadsFor : ringEvery);
    std::vector<pollfd> waits{{client.fd(), POLLIN, 0}, {relay.endFd(), POLLIN, 0}, {session.noticeFd(), POLLIN, 0}};
    coverage.appendWaits(waits);
    const auto ms = std::chrono::ceil<std::chrono::milliseconds>(wait).count();
    if (poll(waits.data(), waits.size(), int(std::max<int64_t>(ms, 0))) < 0 && errno != EINTR) {
        end = std::string("poll: ") + std::strerror(errno);
        return false;
    }
    if (waits[0].revents != 0)
        readClient();
    if (waits[1].revents != 0 && replacing)
        replaceRelay();
    else if (waits[1].revents != 0)
        relayEnded = true;
    if (waits[2].revents != 0) {
        Notices mapped = session.takeNotices();
        coverage.add(std::move(mapped.files));
        coverage.add(mapped.uses);
    }
    coverage.advance();
    if (mayGrow && !replacing && !isOver())
        considerRing();
    if (Clock::now() >= nextLosses) {
        tellEnded();
        tellTranslations();
        tellLosses();
    }
    return !isOver();
}

void CaptureRun::State::finish()
{
    deadline.lift();
    if (stopped)
        tellTranslations(true); // before what is ended is forgotten
    session.detach();
    if (replacing && stopped) {
        pollfd ended{relay.endFd(), POLLIN, 0};
        if (poll(&ended, 1, int(std::chrono::milliseconds(drainWithin).count())) <= 0)
            relay.kill();
        replaceRelay();
    }
    if (stopped) {
        tellLosses();
        tell(wire::Stopped{});
        flush();
    } else if (!relayEnded) {
        relay.kill(); // the client is gone or cannot be trusted: nothing in flight matters
    }
    notices.reset();
    pollfd ended{relay.endFd(), POLLIN, 0};
    if (poll(&ended, 1, int(std::chrono::milliseconds(drainWithin).count())) <= 0)
        relay.kill();
    const Role::End how = relay.wait();
    if (relayEnded && end.empty())
        end = "the relay " + how.text;
}

std::expected<CaptureRun, wire::Refused> CaptureRun::open(Connection &client, const Peer &caller, ScopeConfig scope)
{
    // The helper's and its client's own activity is never captured: they would record their own recording.
    scope.excluded = {uint32_t(getpid()), uint32_t(getppid()), uint32_t(caller.pid)};
    const std::vector<uint32_t> carriers = carriersOf(caller);
    scope.excluded.insert(scope.excluded.end(), carriers.begin(), carriers.end());
    auto session = ProbeSession::open(scope);
    if (!session)
        return std::unexpected(refusalOf(session.error()));

    auto relay = startRelay(*session, client.fd(), {});
    if (!relay)
        return std::unexpected(std::move(relay.error()));
    if (!enterRunning(session->hooks().perfUprobes))
        return std::unexpected(wire::Refused{Refusal::Internal, std::string("drop capabilities: ") + std::strerror(errno)});
    if (!filterCalls(session->hooks().perfUprobes))
        return std::unexpected(wire::Refused{Refusal::Internal, std::string("filter system calls: ") + std::strerror(errno)});
    auto state = std::make_unique<State>(client, std::move(*session), std::move(relay->role), std::move(relay->notices));
    state->packetSnap = scope.packets && scope.packets->snap < FLOW_PACKET_MAX ? scope.packets->snap : 0;
    return CaptureRun(std::move(state));
}

std::string CaptureRun::serve(uint64_t sessionId, std::vector<UniqueFd> commandFiles)
{
    State &s = *m;
    s.tellInterfaces();
    s.tellDropReasons();
    for (const ProcessInfo &process : s.session.processes())
        s.tell(listed(process));
    s.coverage.add(s.session.prepare(std::exchange(commandFiles, {})));
    s.coverage.add(s.session.libraries());
    for (const auto deadline = Clock::now() + firstPlansWithin; !s.coverage.isIdle() && Clock::now() < deadline;) {
        if (!s.step(100ms))
            break;
    }
    if (!s.isOver()) {
        s.tell(wire::Started{sessionId, realtimeNow() - bootNow(), 0, s.session.hooksText()});
        while (s.step(s.coverage.isIdle() ? Clock::duration(lossesEvery) : Clock::duration(100ms))) { }
    }
    s.finish();
    return s.end;
}

std::vector<UniqueFd> CaptureRun::takeUnplanned()
{
    return m->coverage.takeUnplanned();
}

CaptureRun::CaptureRun(std::unique_ptr<State> state)
    : m(std::move(state))
{
}
CaptureRun::CaptureRun(CaptureRun &&) noexcept = default;
CaptureRun &CaptureRun::operator=(CaptureRun &&) noexcept = default;
CaptureRun::~CaptureRun() = default;

} // namespace loader
