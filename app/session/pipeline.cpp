// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/pipeline.h"

#include "app/session/derived_file.h"
#include "app/session/flow.h"
#include "app/session/library_table.h"
#include "app/session/words.h"

#include <algorithm>
#include <map>
#include <unordered_set>
#include <utility>

namespace session {

namespace {
constexpr uint8_t flagCiphertext = 4, flagPeek = 8; // enum flow_data_flags

// Plaintext of one TLS object. Without a known socket it has a connection of its own, which is
// merged into the socket's when the tie appears.
struct TlsObject {
    base::FlowId flow = 0;
    base::ConnectionId connection = base::noId;
    std::unique_ptr<ByteStream> stream;
    bool over = false;
};
} // namespace

struct Pipeline::State {
    explicit State(std::shared_ptr<DerivedFile> derivedFile)
        : derived(std::move(derivedFile))
        , builder([this](std::span<const std::byte> bytes) { return derived->append(bytes); })
        , processes(builder, clock)
    {
    }

    Flow &flow(base::FlowId);
    base::ConnectionId unknownSocket(base::Time);
    TlsObject &object(base::TlsId, base::FlowId, base::Time);
    void tie(base::TlsId, TlsObject &, base::FlowId, uint8_t kind, uint8_t origin);
    void untie(base::TlsId);
    void data(const wire::DataView &, uint64_t position);
    void plaintext(const wire::DataView &, base::Bytes, base::Time, base::ProcessId);
    void settle(bool last);
    std::string whyNotReadable(uint32_t pid, base::Time since) const;

    std::shared_ptr<DerivedFile> derived;
    SessionClock clock;
    exchange::Builder builder;
    ProcessTable processes;
    LibraryTable libraries;
    std::unordered_map<base::FlowId, Flow> flows;
    std::unordered_map<base::TlsId, TlsObject> objects;
    std::unordered_set<uint32_t> untied; // processes in which plaintext was read that no socket is known of
    struct Covered {
        exchange::Coverage library;
        base::Time since = 0;
    };
    std::map<std::pair<uint32_t, std::string>, Covered> coverage;
    base::Time now = 0;
    // Frames that came before the clock was told, and when the last of them was made.
    struct Early {
        wire::Type type;
        std::vector<std::byte> body;
        uint64_t position;
    };
    std::vector<Early> early;
    size_t earlyBytes = 0;
    bool clockKnown = false;
    base::Time attachedAt = 0;
};

Pipeline::Pipeline(std::shared_ptr<DerivedFile> derived)
    : m(std::make_unique<State>(std::move(derived)))
{
}

Pipeline::~Pipeline() = default;

Flow &Pipeline::State::flow(base::FlowId id)
{
    if (const auto it = flows.find(id); it != flows.end())
        return it->second;
    const base::ConnectionId connection = builder.newConnection().id;
    return flows.try_emplace(id, builder, id, connection).first->second;
}

TlsObject &Pipeline::State::object(base::TlsId id, base::FlowId socket, base::Time time)
{
    const auto [it, added] = objects.try_emplace(id);
    TlsObject &object = it->second;
    if (added) {
        bool fromStart = false;
        if (socket) {
            Flow &carrier = flow(socket);
            object.flow = socket;
            object.connection = carrier.connection();
            fromStart = builder.peekConnection(object.connection).fromStart;
        } else {
            object.connection = unknownSocket(time);
        }
        object.stream = std::make_unique<ByteStream>(builder, object.connection, fromStart);
    }
    return object;
}

base::ConnectionId Pipeline::State::unknownSocket(base::Time time)
{
    exchange::Connection &own = builder.newConnection();
    own.tls = own.plaintext = true;
    own.opened = time;
    return own.id;
}

// Its calls were seen with two sockets: what comes from now on has none, for a wrong one is worse.
void Pipeline::State::untie(base::TlsId id)
{
    const auto it = objects.find(id);
    if (it == objects.end() || !it->second.flow)
        return;
    it->second.flow = 0;
    it->second.connection = unknownSocket(now);
    it->second.stream->setConnection(it->second.connection);
}

void Pipeline::State::tie(base::TlsId id, TlsObject &object, base::FlowId socket, uint8_t kind, uint8_t origin)
{
    Flow &carrier = flow(socket);
    carrier.tied(tieName(kind), libraryName(origin));
    if (object.flow == socket)
        return;
    object.flow = socket;
    libraries.renamed(id);
    if (object.connection != carrier.connection()) {
        builder.connection(object.connection).mergedInto = carrier.connection();
        object.connection = carrier.connection();
        object.stream->setConnection(object.connection);
    }
}

void Pipeline::State::plaintext(const wire::DataView &view, base::Bytes bytes, base::Time time, base::ProcessId process)
{
    TlsObject &target = object(view.head.tls, view.head.flow, time);
    if (view.head.flow && target.flow != view.head.flow)
        tie(view.head.tls, target, view.head.flow, 0, view.head.origin);
    if (const auto carrier = flows.find(target.flow); carrier != flows.end())
        carrier->second.plaintextMoved();
    if (!target.flow)
        untied.insert(view.head.pid);
    exchange::Connection &connection = builder.connection(target.connection);
    if (connection.process == base::noId)
        connection.process = process;
    const bool named = libraries.name(view.head.tls, connection);
    if (connection.tlsLibrary.empty())
        connection.tlsLibrary = libraryName(view.head.origin);
    if (!named && connection.foundBy.empty()) {
        if (const auto known = coverage.find({view.head.pid, connection.tlsLibrary}); known != coverage.end()) {
            connection.tlsVersion = known->second.library.version;
            connection.foundBy = known->second.library.foundBy;
        }
    }
    connection.tls = true;
    if (view.head.flags & flagCiphertext) {
        // TLS in TLS: from here on these are another object's records, whose plaintext comes as its own.
        target.stream->end(time);
        return;
    }
    target.stream->setActor(process, view.head.tid);
    target.stream->take(view.head, bytes, time);
}

void Pipeline::State::data(const wire::DataView &view, uint64_t position)
{
    if (view.head.flags & flagPeek)
        return;   // the same bytes come with the read that takes them
    const base::Time time = clock.time(view.head.time);
    now = std::max(now, time);
    builder.captured(view.payload.size());
    const base::Bytes bytes{view.payload, position + wire::dataHeadSize};
    if (view.head.tls) {
        plaintext(view, bytes, time, processes.use(view.head.pid));
    } else if (view.head.flags & flagCiphertext) {
        flow(view.head.flow).ciphertext(view, bytes, time);
    } else {
        flow(view.head.flow).plain(view, bytes, time, processes.use(view.head.pid));
    }
}

// Sockets are watched while the TLS probes are still being attached, so records come before Started,
// which tells the time of day.
void Pipeline::take(const wire::Frame &frame, uint64_t bodyPosition)
{
    constexpr size_t earlyMax = 64 << 20;
    if (m->clockKnown || m->earlyBytes > earlyMax) {
        process(frame, bodyPosition);
        return;
    }
    if (frame.type == wire::Type::Started) {
        process(frame, bodyPosition);
        takeEarly();
    } else {
        m->early.push_back({frame.type, {frame.body.begin(), frame.body.end()}, bodyPosition});
        m->earlyBytes += frame.body.size();
    }
}

void Pipeline::takeEarly()
{
    for (const State::Early &early : std::exchange(m->early, {}))
        process({early.type, early.body}, early.position);
    m->attachedAt = m->now;
}

void Pipeline::process(const wire::Frame &frame, uint64_t bodyPosition)
{
    State &s = *m;
    const auto with = [&]<class T>(auto action) {
        if (const auto message = wire::decode<T>(frame.body))
            action(*message);
    };
    const auto at = [&s](int64_t monotonic) {
        const base::Time time = s.clock.time(monotonic);
        s.now = std::max(s.now, time);
        return time;
    };
    switch (frame.type) {
    case wire::Type::Data:
        if (const auto view = wire::decodeData(frame.body))
            s.data(*view, bodyPosition);
        break;
    case wire::Type::Started:
        with.operator()<wire::Started>([&](const wire::Started &message) {
            s.clock.set(message);
            s.clockKnown = true;
        });
        break;
    case wire::Type::Process:
        with.operator()<wire::Process>([&](const wire::Process &message) {
            at(message.time);
            // A fork: whoever had this pid before is gone.
            if (message.executed == 0)
                s.untied.erase(message.pid);
            s.processes.seen(message);
        });
        break;
    case wire::Type::ProcessExit:
        with.operator()<wire::ProcessExit>([&](const wire::ProcessExit &message) {
            at(message.time);
            s.processes.exited(message);
        });
        break;
    case wire::Type::Socket:
        with.operator()<wire::Socket>([&](const wire::Socket &message) {
            s.flow(message.flow).socket(message, at(message.time), s.processes.use(message.pid));
        });
        break;
    case wire::Type::State:
        with.operator()<wire::State>(
            [&](const wire::State &message) { s.flow(message.flow).state(message, at(message.time)); });
        break;
    case wire::Type::TcpSample:
        with.operator()<wire::TcpSample>([&](const wire::TcpSample &message) {
            const base::Time time = at(message.time);
            if (const auto it = s.flows.find(message.flow); it != s.flows.end())
                it->second.tcp({message.time, message.flow, message.tcp}, time);
        });
        break;
    case wire::Type::TcpReading:
        with.operator()<wire::TcpReading>([&](const wire::TcpReading &message) {
            const base::Time time = at(message.time);
            if (const auto it = s.flows.find(message.flow); it != s.flows.end())
                it->second.tcp(message, time);
        });
        break;
    case wire::Type::UpperLayer:
        with.operator()<wire::UpperLayer>([&](const wire::UpperLayer &message) {
            if (const auto it = s.flows.find(message.flow); it != s.flows.end())
                it->second.upperLayer(message.name);
        });
        break;
    case wire::Type::Unread:
        with.operator()<wire::Unread>([&](const wire::Unread &message) {
            at(message.time);
            if (const auto it = s.flows.find(message.flow); it != s.flows.end())
                it->second.waitForReader();
        });
        break;
    case wire::Type::Library:
        with.operator()<wire::Library>([&](const wire::Library &message) { s.libraries.told(message); });
        break;
    case wire::Type::TlsLibrary:
        with.operator()<wire::TlsLibrary>([&](const wire::TlsLibrary &message) { s.libraries.used(message); });
        break;
    case wire::Type::Tie:
        with.operator()<wire::Tie>([&](const wire::Tie &message) {
            if (!message.tls)
                return;
            if (!message.flow)
                s.untie(message.tls);
            else
                s.tie(message.tls, s.object(message.tls, message.flow, at(message.time)), message.flow, message.kind, message.origin);
        });
        break;
    case wire::Type::TlsFacts:
        with.operator()<wire::TlsFacts>([&](const wire::TlsFacts &message) {
            const base::Time time = at(message.time);
            const TlsObject &target = s.object(message.tls, message.flow, time);
            if (const auto carrier = s.flows.find(target.flow); carrier != s.flows.end() && message.finished)
                carrier->second.handshakeOver(time);
            if (message.alpnKnown)
                s.builder.connection(target.connection).alpn = alpnName(message.alpn);
        });
        break;
    case wire::Type::TlsEnd:
        with.operator()<wire::TlsEnd>([&](const wire::TlsEnd &message) {
            const base::Time time = at(message.time);
            if (const auto it = s.objects.find(message.tls); it != s.objects.end()) {
                ByteStream &stream = *it->second.stream;
                stream.advanceTo(base::Direction::Sent, message.sent, time);
                stream.advanceTo(base::Direction::Received, message.received, time);
                stream.end(time);
                it->second.over = true;
            }
            s.libraries.ended(message.tls);
        });
        break;
    case wire::Type::Coverage:
        with.operator()<wire::Coverage>([&](const wire::Coverage &message) {
            exchange::Coverage line;
            line.pid = message.pid;
            line.readable = message.state == wire::CoverageState::Readable;
            line.known = message.state != wire::CoverageState::Unknown;
            line.library = message.library;
            line.version = versionOf(message.library, message.version);
            line.path = message.path;
            line.foundBy = message.foundBy;
            line.reason = message.reason;
            s.coverage[{line.pid, line.library}] = {line, at(message.time)};
            s.builder.coverage(std::move(line));
        });
        break;
    case wire::Type::Losses:
        with.operator()<wire::Losses>([&](const wire::Losses &message) {
            std::vector<exchange::Loss> all;
            for (const wire::Loss &loss : message.counts)
                if (loss.events || loss.bytes)
                    all.push_back({lossName(loss), loss.events, loss.bytes});
            s.builder.losses(std::move(all));
        });
        break;
    default:
        break;   // answers and reports: the session's and the terminal's
    }
}

std::string Pipeline::State::whyNotReadable(uint32_t pid, base::Time since) const
{
    if (since <= attachedAt)
        return "its TLS began before the probes were attached";
    std::string readable;
    base::Time attached = 0;
    for (auto it = coverage.lower_bound({pid, std::string()}); it != coverage.end() && it->first.first == pid; ++it) {
        const exchange::Coverage &library = it->second.library;
        if (!library.readable && !library.reason.empty())
            return library.library + ": " + library.reason;
        readable = library.library;
        attached = std::max(attached, it->second.since);
    }
    if (!readable.empty() && untied.contains(pid))
        return "plaintext was read in this process without the connection that it belongs to being known";
    if (!readable.empty() && since <= attached)
        return "its TLS began before the probes were attached to " + readable;
    if (!readable.empty())
        return "no plaintext passed through " + readable + " in this process";
    return "no TLS library that can be read was found in this process";
}

void Pipeline::State::settle(bool last)
{
    for (auto it = objects.begin(); it != objects.end();) {
        TlsObject &object = it->second;
        object.stream->expire(now);
        const auto socket = flows.find(object.flow);
        const bool socketOver = object.flow && (socket == flows.end() || socket->second.closed());
        const bool socketGone = object.flow && socket == flows.end();
        if (last || object.over || socketGone) {
            object.stream->end(now, !object.over && !socketOver);
            it = objects.erase(it);
        } else {
            ++it;
        }
    }
    const auto why = [this](uint32_t pid, base::Time since) { return whyNotReadable(pid, since); };
    for (auto it = flows.begin(); it != flows.end();)
        it = it->second.settle(now, last, why) ? flows.erase(it) : std::next(it);
}

void Pipeline::passed(int64_t monotonic)
{
    if (m->clockKnown)
        m->now = std::max(m->now, m->clock.time(monotonic));
}

void Pipeline::finish()
{
    takeEarly();
    m->settle(true);
}

exchange::Batch Pipeline::drain()
{
    m->settle(false);
    return m->builder.drain();
}

} // namespace session
