// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/link_feed.h"

#include "app/capture/errors.h"
#include "app/capture/ssh.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
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

} // namespace

LinkFeed::LinkFeed(const LiveOptions &options, std::string destination, FrameStore &store, Over over)
    : m_options(options)
    , m_destination(std::move(destination))
    , m_store(store)
    , m_overTold(std::move(over))
    , m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_buffer(std::make_unique_for_overwrite<std::byte[]>(bufferSize))
{
    m_state.destination = m_destination;
}

LinkFeed::~LinkFeed()
{
    m_abandoned = true;
    wake();
    if (m_receiver.joinable())
        m_receiver.join();
    else if (m_link)
        m_link->cut();
}

std::expected<void, Error> LinkFeed::start()
{
    return open(false);
}

void LinkFeed::run()
{
    m_receiver = std::thread([this] { receive(); });
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
    auto link = isFar() ? HelperLink::openFar(m_options, m_destination, retry, cancelled) : HelperLink::open(m_options);
    if (!link)
        return std::unexpected(link.error());
    m_link.emplace(std::move(*link));
    m_rewrite = m_options.makeRewrite ? m_options.makeRewrite() : LiveOptions::Rewrite();
    m_sent = SentBytes();
    m_filled = 0;
    m_started = m_interfaces = m_ended = false;
    m_stopSent.reset();
    m_heard = m_pinged = Clock::now();
    if (m_link->machine()) {
        m_machine = m_link->machine();
        m_machine->session = m_store.newSession();
        m_machine->destination = m_destination;
    }
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
    if (!m_machine)
        return {};
    const std::scoped_lock lock(m_mutex);
    m_state.name = m_machine->name;
    m_state.clockOffsetNs = m_machine->clockOffset;
    m_state.clockUncertaintyNs = m_machine->clockUncertainty;
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
    if (m_machine && m_options.ownScope && m_machine->uid == 0)
        start.scope = wire::ScopeKind::All;
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

void LinkFeed::receive()
{
    // It need not preempt an observed program: the relay's queue and the ring have room.
    const sched_param none{};
    sched_setscheduler(0, SCHED_BATCH, &none);
    std::optional<Error> error = receiveSession();
    while (error && isFar() && isOfLink(*error)) {
        if (m_stopAsked || m_abandoned || !restore(*error)) {
            error.reset(); // the loss is told in the capture
            break;
        }
        error = receiveSession();
    }
    m_link.reset();
    {
        const std::scoped_lock lock(m_mutex);
        m_state.state = LinkState::Over;
    }
    m_overTold(std::move(error));
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
        const std::scoped_lock lock(m_mutex);
        m_state.state = LinkState::Lost;
        m_state.reason = opened.error().detail;
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
    if (poll(waits.data(), waits.size(), timeout) > 0 && waits[0].revents != 0)
        return take(0);
    return {};
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
    for (; m_filled < bufferSize; timeoutMs = 0) {
        const auto count = m_link->receive(m_buffer.get() + m_filled, bufferSize - m_filled, timeoutMs);
        if (!count)
            lost = count.error();
        if (!count || *count == 0)
            break;
        m_filled += *count;
        m_heard = Clock::now();
    }
    size_t whole = 0;
    const auto read = findFrames(whole);
    const std::span<const std::byte> received(m_buffer.get(), whole);
    if (auto appended = m_store.append(m_replaces ? std::span<const std::byte>(m_rewritten) : received, m_machine ? &*m_machine : nullptr); !appended)
        return appended;
    if (m_replaces)
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
    m_rewritten.clear();
    m_replaces = m_options.dropsUnknown;
    size_t before = 0;
    while (!m_ended) {
        const auto frame = reader.next();
        if (!frame)
            result = std::unexpected(protocolError(frame.error()));
        if (!frame || !*frame)
            break;
        pass(**frame, before, reader.position());
        before = reader.position();
        switch ((*frame)->type) {
        case wire::Type::Refused:
            m_rewritten.clear();
            return std::unexpected(refusedError((*frame)->body));
        case wire::Type::Started: m_started = true; break;
        case wire::Type::Interface: m_interfaces = true; break;
        case wire::Type::Stopped: m_ended = true; break;
        default: break;
        }
    }
    whole = reader.position();
    if (m_replaces && !m_options.dropsUnknown)
        keep(before, whole);
    return result;
}

// `end`: of the frame in the buffer; between `begin` and its own beginning lie those that this version does not know.
void LinkFeed::pass(const wire::Frame &frame, size_t begin, size_t end)
{
    m_inPlace.clear();
    const bool replaced = replace(frame);
    if (!m_replaces && !replaced)
        return;
    if (!m_replaces)
        keep(0, begin);
    m_replaces = true;
    const size_t own = end - wire::frameHeadSize - frame.body.size();
    if (!m_options.dropsUnknown)
        keep(begin, own);
    if (replaced)
        m_rewritten.insert(m_rewritten.end(), m_inPlace.begin(), m_inPlace.end());
    else
        keep(own, end);
}

// Whether what is in m_inPlace takes the frame's place.
bool LinkFeed::replace(const wire::Frame &frame)
{
    switch (frame.type) {
    // What a helper says of machines and links is not its to say in the file.
    case wire::Type::Pong:
    case wire::Type::Machine:
    case wire::Type::LinkLost: return true;
    case wire::Type::SameBytes:
        if (!m_options.dropsUnknown)
            break;
        m_received.clear();
        if (const auto same = wire::decode<wire::SameBytes>(frame.body))
            m_sent.received(*same, [&](const wire::DataView &view, uint64_t) { wire::encode(view.head, view.payload, m_received); });
        passReceived();
        return true;
    case wire::Type::Data:
        if (const auto view = m_options.dropsUnknown ? wire::decodeData(frame.body) : std::unexpected(wire::ReadError::None); view && view->head.has(wire::DataFlag::Kept)) {
            m_sent.sent(*view);
            wire::Data head = view->head;
            head.flags &= uint8_t(~uint8_t(wire::DataFlag::Kept));
            m_received.clear();
            wire::encode(head, view->payload, m_received);
            passReceived();
            return true;
        }
        break;
    case wire::Type::State:
        if (const auto state = m_options.dropsUnknown ? wire::decode<wire::State>(frame.body) : std::unexpected(wire::ReadError::None); state && state->newState == wire::TcpState::Close)
            m_sent.closed(state->flow);
        break;
    default: break;
    }
    return m_rewrite ? m_rewrite(frame, m_inPlace) : frame.type == wire::Type::Secret;
}

void LinkFeed::passReceived()
{
    wire::FrameReader reader(m_received);
    for (size_t begin = 0; const auto frame = reader.next().value_or(std::nullopt); begin = reader.position())
        if (!m_rewrite || !m_rewrite(*frame, m_inPlace))
            m_inPlace.insert(m_inPlace.end(), m_received.begin() + ptrdiff_t(begin), m_received.begin() + ptrdiff_t(reader.position()));
}

void LinkFeed::keep(size_t begin, size_t end)
{
    m_rewritten.insert(m_rewritten.end(), m_buffer.get() + begin, m_buffer.get() + end);
}

} // namespace capture
