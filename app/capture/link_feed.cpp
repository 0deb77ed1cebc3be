// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/link_feed.h"

#include "app/capture/errors.h"
#include "app/capture/far_side.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/utsname.h>
#include <unistd.h>

namespace capture {

namespace {

using namespace std::chrono_literals;

constexpr size_t bufferSize = 1u << 20;
static_assert(bufferSize > wire::frameHeadSize + wire::frameMax, "one frame must fit");
constexpr auto startWithin = 6min; // polkit may prompt the user
constexpr auto stopWithin = 60s;
constexpr auto pingEvery = 500ms;
constexpr auto silentMax = 2500ms; // a user learns within three seconds that a link is cut
constexpr std::chrono::milliseconds firstRest = 500ms, longestRest = 8s; // between two tries to restore it

int64_t realtimeNow()
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    return int64_t(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

// Those that end the link, rather than the capture.
bool isOfLink(const Error &error)
{
    return error.kind != ErrorKind::DiskFull && error.kind != ErrorKind::File;
}

std::string destinationOf(const SourceSpec &machine)
{
    const auto *far = std::get_if<FarMachine>(&machine);
    return far ? far->destination : std::string();
}

LiveOptions optionsFor(LiveOptions options, const SourceSpec &machine)
{
    const auto *far = std::get_if<FarMachine>(&machine);
    if (far && far->start) {
        options.start = *far->start;
        options.ownScope = false;
    }
    return options;
}

std::string ownName()
{
    utsname system{};
    uname(&system);
    return system.nodename;
}

} // namespace

LinkFeed::LinkFeed(const LiveOptions &options, const SourceSpec &machine, FrameStore &store, Events events)
    : m_options(optionsFor(options, machine))
    , m_destination(destinationOf(machine))
    , m_store(store)
    , m_events(std::move(events))
    , m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_written(options.dropsUnknown)
    , m_buffer(std::make_unique_for_overwrite<std::byte[]>(bufferSize))
{
    m_state.destination = m_destination;
    m_state.state = LinkState::Opening;
}

LinkFeed::~LinkFeed()
{
    m_abandoned = true;
    wake();
    if (m_receiver.joinable())
        m_receiver.join();
    else if (m_link)
        m_link->cut();
    wipe(m_password);
}

std::expected<void, Error> LinkFeed::start()
{
    return open(false);
}

void LinkFeed::run()
{
    m_receiver = std::thread([this] { receive(true); });
}

void LinkFeed::begin()
{
    m_receiver = std::thread([this] { receive(false); });
}

void LinkFeed::answer(std::string password)
{
    {
        const std::scoped_lock lock(m_mutex);
        wipe(m_password);
        m_password = password;
    }
    wipe(password);
    wake();
}

void LinkFeed::leaveOut(pid_t pid)
{
    const std::scoped_lock lock(m_mutex);
    m_leftOut.push_back(pid);
}

void LinkFeed::stop()
{
    m_stopAsked = true;
    wake();
}

MachineState LinkFeed::state() const
{
    const std::scoped_lock lock(m_mutex);
    return m_state;
}

// Sends the scope and writes frames until the probes are attached; next() returns these first.
std::expected<void, Error> LinkFeed::open(bool retry)
{
    const auto cancelled = [this] { return m_abandoned || (isFar() && m_stopAsked); };
    std::string password;
    {
        const std::scoped_lock lock(m_mutex);
        password.swap(m_password);
    }
    auto link = isFar() ? HelperLink::openFar(m_options, {m_destination, retry, &password, cancelled, m_events.sshBorn}) : HelperLink::open(m_options);
    wipe(password);
    if (!link)
        return std::unexpected(link.error());
    m_link.emplace(std::move(*link));
    m_written.setRewrite(m_options.makeRewrite ? m_options.makeRewrite() : LiveOptions::Rewrite());
    m_filled = 0;
    m_started = m_interfaces = m_ended = false;
    m_stopSent.reset();
    m_heard = m_pinged = Clock::now();
    if (m_link->machine()) {
        m_machine = m_link->machine();
        m_machine->session = m_store.newSession();
        m_machine->destination = m_destination;
    } else if (!m_store.takeFirstSession()) {
        m_machine = wire::Machine{m_store.newSession(), geteuid(), 0, 0, ownName(), {}};
    }
    m_figures.begin(m_machine && m_machine->clockOffset != wire::Machine::unknownOffset ? m_machine->clockOffset : 0);
    sendRequest();
    const auto deadline = Clock::now() + startWithin;
    while (!m_started) {
        if (Clock::now() >= deadline || m_ended || cancelled())
            return std::unexpected(errorOf(ErrorKind::HelperLost, "the helper did not start the capture"));
        auto taken = isFar() ? keepAlive() : std::expected<void, Error>();
        if (taken)
            taken = take(100);
        if (!taken && (!m_started || isFar()))
            return taken;
        if (!taken)
            m_startError = taken.error(); // it did start: told behind the frames received so far
    }
    if (m_options.packets && !m_interfaces)
        return std::unexpected(errorOf(ErrorKind::HelperLost, "the helper is older than this program, and captures no packets"));
    const std::scoped_lock lock(m_mutex);
    m_state.name = m_machine ? m_machine->name : ownName();
    m_state.clockOffsetNs = m_machine ? m_machine->clockOffset : 0;
    m_state.clockUncertaintyNs = m_machine ? m_machine->clockUncertainty : 0;
    m_state.state = LinkState::Live;
    return {};
}

void LinkFeed::sendRequest()
{
    if (!isFar())
        for (const std::string &path : m_options.commandFiles)
            sendFile(path);
    wire::Bytes request;
    if (m_options.tlsSource != wire::TlsSource::Calls)
        wire::encode(wire::ReadTls{m_options.tlsSource}, request);
    if (m_options.packets)
        wire::encode(*m_options.packets, request);
    wire::Start start = m_options.start;
    if (isFar() && m_options.ownScope) {
        start = {};
        start.callLimit = m_options.start.callLimit;
        start.scope = m_machine->uid == 0 ? wire::ScopeKind::All : wire::ScopeKind::OwnUid;
    }
    wire::encode(start, request);
    m_link->send(request);
}

void LinkFeed::sendFile(const std::string &path)
{
    const base::FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!file.isValid())
        return; // executable, but not readable: noticed when it runs
    wire::Bytes frame;
    wire::encodeEmpty(wire::Type::CommandFile, frame);
    m_link->send(frame, file.get());
}

void LinkFeed::wake()
{
    const uint64_t one = 1;
    (void)!write(m_wake.get(), &one, sizeof one);
}

void LinkFeed::drainWake() const
{
    uint64_t count = 0;
    (void)!read(m_wake.get(), &count, sizeof count);
}

void LinkFeed::setState(LinkState state, const std::string &reason)
{
    const std::scoped_lock lock(m_mutex);
    m_state.state = state;
    m_state.reason = reason;
}

// Asked for by the window; without one it is not waited for.
bool LinkFeed::awaitPassword(const Error &why)
{
    if (m_options.waitsForAll)
        return false;
    setState(LinkState::Asking, why.detail);
    while (!m_stopAsked && !m_abandoned) {
        pollfd woken{m_wake.get(), POLLIN, 0};
        poll(&woken, 1, -1);
        drainWake();
        const std::scoped_lock lock(m_mutex);
        if (!m_password.empty()) {
            m_state.state = LinkState::Opening;
            m_state.reason.clear();
            return true;
        }
    }
    return false;
}

std::optional<Error> LinkFeed::openFirst()
{
    for (;;) {
        const auto opened = open(false);
        if (opened)
            return std::nullopt;
        if (m_link)
            m_link->cut();
        m_link.reset();
        if (opened.error().kind != ErrorKind::FarPassword || !awaitPassword(opened.error()))
            return opened.error();
    }
}

void LinkFeed::receive(bool opened)
{
    // It need not preempt an observed program: the relay's queue and the ring have room.
    const sched_param none{};
    sched_setscheduler(0, SCHED_BATCH, &none);
    std::optional<Error> error = opened ? std::nullopt : openFirst();
    const bool linked = !error;
    if (linked)
        error = receiveSession();
    while (error && linked && isFar() && isOfLink(*error)) {
        if (m_stopAsked || m_abandoned || !restore(*error)) {
            error.reset(); // the loss is told in the capture
            break;
        }
        error = receiveSession();
    }
    m_link.reset();
    if (!linked && (m_stopAsked || m_abandoned))
        error.reset();   // that is why
    {
        const std::scoped_lock lock(m_mutex);
        m_state.state = LinkState::Over;
        m_state.failure = error;
        wipe(m_password);
    }
    m_events.over(std::move(error));
}

// Up to the end of the capture, or an error.
std::optional<Error> LinkFeed::receiveSession()
{
    m_store.publish();
    if (m_startError)
        return std::exchange(m_startError, std::nullopt);
    while (!m_ended && !m_abandoned) {
        const auto taken = waitAndTake();
        m_store.publish();
        if (!taken)
            return taken.error();
    }
    return std::nullopt;
}

// Tells the loss, and tries until the link is back. False: the end was requested first.
bool LinkFeed::restore(const Error &lost)
{
    const auto since = Clock::now();
    const std::chrono::nanoseconds silent = since - m_heard;
    wire::Bytes told;
    wire::encode(wire::LinkLost{realtimeNow() - silent.count(), m_machine->session, lost.detail}, told);
    (void)m_store.append(told, &*m_machine);
    m_store.publish();
    m_link->cut();
    m_link.reset();
    {
        const std::scoped_lock lock(m_mutex);
        m_state.state = LinkState::Lost;
        m_state.reason = lost.detail;
        ++m_state.losses;
    }
    for (auto pause = firstRest; rest(pause); pause = std::min(pause * 2, longestRest)) {
        const auto opened = open(true);
        m_store.publish();
        if (opened) {
            const std::scoped_lock lock(m_mutex);
            m_state.missedNs += (silent + (Clock::now() - since)).count();
            return true;
        }
        if (m_link)
            m_link->cut();
        m_link.reset();
        if (opened.error().kind == ErrorKind::FarPassword && awaitPassword(opened.error()))
            pause = firstRest / 2;
        else
            setState(LinkState::Lost, opened.error().detail);
    }
    return false;
}

bool LinkFeed::rest(std::chrono::milliseconds time)
{
    for (const auto end = Clock::now() + time; Clock::now() < end && !m_stopAsked && !m_abandoned;) {
        pollfd woken{m_wake.get(), POLLIN, 0};
        poll(&woken, 1, 50);
    }
    return !m_stopAsked && !m_abandoned;
}

// Waits until something arrives, or the end is requested.
std::expected<void, Error> LinkFeed::waitAndTake()
{
    if (m_stopAsked && !m_stopSent) {
        wire::Bytes request;
        wire::encodeEmpty(wire::Type::Stop, request);
        m_stopSent = Clock::now();
        m_link->send(request);
    }
    if (m_stopSent && Clock::now() - *m_stopSent > stopWithin)
        return std::unexpected(errorOf(ErrorKind::HelperLost, "the helper did not stop"));
    if (auto alive = isFar() ? keepAlive() : std::expected<void, Error>(); !alive)
        return alive;
    std::array<pollfd, 2> waits{{{m_link->fd(), POLLIN, 0}, {m_stopSent ? -1 : m_wake.get(), POLLIN, 0}}};
    const int timeout = m_stopSent ? 100 : isFar() ? int(std::chrono::milliseconds(pingEvery).count()) : -1;
    if (poll(waits.data(), waits.size(), timeout) <= 0)
        return {};
    if (waits[1].revents != 0 && !m_stopAsked)
        drainWake();
    if (waits[0].revents != 0)
        return take(0);
    return {};
}

// Before the frames that may be about them are looked at.
void LinkFeed::takeLeftOut()
{
    const std::scoped_lock lock(m_mutex);
    for (const pid_t pid : m_leftOut)
        m_written.leaveOut(uint32_t(pid));
    m_leftOut.clear();
}

std::expected<void, Error> LinkFeed::keepAlive()
{
    const auto now = Clock::now();
    if (now - m_pinged >= pingEvery) {
        m_pinged = now;
        wire::Bytes ping;
        wire::encode(wire::Ping{realtimeNow()}, ping);
        m_link->send(ping);
    }
    // What has arrived is read first, so that a pause of this thread is not taken for one of the link.
    pollfd waiting{m_link->fd(), POLLIN, 0};
    if (now - m_heard > silentMax && poll(&waiting, 1, 0) == 0)
        return std::unexpected(errorOf(ErrorKind::NoLink, "no sign of life"));
    return {};
}

// Fills the buffer with what has arrived, and writes the complete frames in it to the file.
std::expected<void, Error> LinkFeed::take(int timeoutMs)
{
    std::optional<Error> lost;
    uint64_t received = 0;
    for (; m_filled < bufferSize; timeoutMs = 0) {
        const auto count = m_link->receive(m_buffer.get() + m_filled, bufferSize - m_filled, timeoutMs);
        if (!count)
            lost = count.error();
        if (!count || *count == 0)
            break;
        m_filled += *count;
        m_heard = Clock::now();
        received += *count;
    }
    size_t whole = 0;
    takeLeftOut();
    const auto read = findFrames(whole);
    {
        const std::scoped_lock lock(m_mutex);
        m_figures.tell(realtimeNow(), received, m_state);
    }
    const std::span<const std::byte> frames(m_buffer.get(), whole);
    if (auto appended = m_store.append(m_written.replaces() ? m_written.written() : frames, m_machine ? &*m_machine : nullptr); !appended)
        return appended;
    if (m_written.replaces())
        explicit_bzero(m_buffer.get(), whole);   // secrets may be among them
    m_filled -= whole;
    std::memmove(m_buffer.get(), m_buffer.get() + whole, m_filled);
    if (!read)
        return read;
    if (lost && !m_ended)
        return std::unexpected(std::move(*lost));
    return {};
}

std::expected<void, Error> LinkFeed::findFrames(size_t &whole)
{
    wire::FrameReader reader(std::span<const std::byte>(m_buffer.get(), m_filled));
    std::expected<void, Error> result;
    m_written.begin(m_buffer.get());
    size_t before = 0;
    while (!m_ended) {
        const auto frame = reader.next();
        if (!frame)
            result = std::unexpected(protocolError(frame.error()));
        if (!frame || !*frame)
            break;
        m_written.take(**frame, before, reader.position());
        m_figures.take(**frame);
        before = reader.position();
        switch ((*frame)->type) {
        case wire::Type::Refused:
            m_written.refuse();
            return std::unexpected(refusedError((*frame)->body));
        case wire::Type::Started: m_started = true; break;
        case wire::Type::Interface: m_interfaces = true; break;
        case wire::Type::Stopped: m_ended = true; break;
        default: break;
        }
    }
    whole = reader.position();
    m_written.end(before, whole);
    return result;
}

} // namespace capture
