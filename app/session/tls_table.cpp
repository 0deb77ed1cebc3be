// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/tls_table.h"

#include "app/session/words.h"
#include "privhelper/wire/names.h"

#include <utility>

namespace session {

namespace {

// The probes may report calls before the helper has reported what it has just attached them to.
constexpr base::Duration namedWithin = 2'000'000'000;
constexpr size_t protocolsMax = 1024;

uint64_t threadOf(const wire::Data &data)
{
    return uint64_t(data.pid) << 32 | data.tid;
}

} // namespace

TlsTable::TlsTable(exchange::Builder &builder, FlowTable &flows, CoverageTable &coverage, size_t most)
    : m_builder(builder)
    , m_flows(flows)
    , m_coverage(coverage)
    , m_objects(most)
{
}

TlsTable::Object &TlsTable::use(base::TlsId id, base::FlowId socket, base::Time time)
{
    if (Object *known = m_objects.use(id))
        return *known;
    makeRoom();
    Object &object = m_objects.add(id);
    bool fromStart = false;
    if (socket) {
        object.flow = socket;
        object.connection = m_flows.use(socket).connection();
        m_byFlow[socket].insert(id);
        fromStart = m_builder.peekConnection(object.connection).fromStart;
    } else {
        object.connection = ownConnection(time);
    }
    object.stream = std::make_unique<ByteStream>(m_builder, object.connection, fromStart);
    if (const auto early = m_protocols.extract(id); !early.empty())
        m_builder.connection(object.connection).alpn = early.mapped();
    return object;
}

base::ConnectionId TlsTable::ownConnection(base::Time time)
{
    exchange::Connection &own = m_builder.newConnection();
    own.tls = own.plaintext = true;
    own.opened = time;
    return own.id;
}

void TlsTable::belongsTo(base::TlsId id, Object &object, base::FlowId socket, wire::TieKind kind, wire::Origin origin, base::Time time)
{
    Flow &carrier = m_flows.use(socket);
    carrier.tied(kind, wire::libraryName(origin), time);
    moveTo(id, object, socket);
}

void TlsTable::moveTo(base::TlsId id, Object &object, base::FlowId socket)
{
    if (object.flow == socket)
        return;
    const Flow &carrier = m_flows.use(socket);
    leave(m_byFlow, object.flow, id);
    m_byFlow[socket].insert(id);
    object.flow = socket;
    m_libraries.renamed(id);
    if (object.connection == carrier.connection())
        return;
    m_builder.connection(object.connection).mergedInto = carrier.connection();
    m_builder.forgetConnection(object.connection);
    object.connection = carrier.connection();
    object.stream->setConnection(object.connection);
    m_libraries.name(id, m_builder.connection(object.connection));
}

void TlsTable::untie(base::TlsId id, base::Time time)
{
    Object *object = m_objects.use(id);
    if (!object || !object->flow)
        return;
    leave(m_byFlow, object->flow, id);
    object->flow = 0;
    object->connection = ownConnection(time);
    object->stream->setConnection(object->connection);
}

void TlsTable::tie(const wire::Tie &message, base::Time time)
{
    if (!message.tls)
        return;
    if (!message.flow)
        untie(message.tls, time);
    else
        belongsTo(message.tls, use(message.tls, message.flow, time), message.flow, message.kind, message.origin, time);
    endCarriers(message.tls, message.flow, time);
}

void TlsTable::endCarriers(base::TlsId inner, base::FlowId socket, base::Time time)
{
    const auto objects = m_byFlow.find(socket);
    if (!socket || objects == m_byFlow.end())
        return;
    for (const base::TlsId id : objects->second) {
        Object *outer = m_objects.peek(id);
        if (id == inner || !outer || !std::exchange(outer->carries, false))
            continue;
        outer->stream->innerTls()->setRead();
        outer->stream->end(time);
    }
}

void TlsTable::plaintext(const wire::DataView &view, base::Bytes bytes, base::Time time, base::ProcessId process)
{
    Object &object = use(view.head.tls, view.head.flow, time);
    if (object.pid == 0 && view.head.pid != 0) {
        object.pid = view.head.pid;
        m_byPid[object.pid].insert(view.head.tls);
    }
    if (!object.flow && !view.head.flow)
        findOuter(view.head.tls, object, view.head);
    if (view.head.flow && object.flow != view.head.flow)
        belongsTo(view.head.tls, object, view.head.flow, wire::TieKind::None, view.head.origin, time);
    if (Flow *carrier = m_flows.peek(object.flow))
        carrier->plaintextMoved();
    if (!object.flow)
        m_coverage.untied(view.head.pid);
    exchange::Connection &connection = m_builder.connection(object.connection);
    if (connection.process == base::noId)
        connection.process = process;
    if (connection.tlsSource.empty())
        connection.tlsSource = "calls";
    const bool named = m_libraries.name(view.head.tls, connection);
    if (connection.tlsLibrary.empty())
        connection.tlsLibrary = wire::libraryName(view.head.origin);
    if (!named) {
        m_coverage.name(connection, view.head.pid);
        awaitName(view.head.tls, object, time);
    }
    connection.tls = true;
    if (view.head.has(wire::DataFlag::Ciphertext)) {
        // TLS in TLS: from here on these are another object's records, whose plaintext is captured separately.
        object.carries = object.stream->carriesTls(time);
        if (!object.carries)
            object.stream->end(time);
        return;
    }
    object.stream->setActor(process, view.head.tid);
    object.stream->take(view.head, bytes, time);
    noteInner(view.head.tls, object, view.head);
}

// Records of RFC 8446, section 5.2 and of RFC 5246, section 6.2.3 exceed their contents by a tag, a type and an
// explicit nonce, or by a MAC with padding. The outer write happens inside the inner one, so it is the thread's last.
void TlsTable::findOuter(base::TlsId id, Object &object, const wire::Data &data)
{
    constexpr size_t contentsMax = 16384, overheadMin = 16, overheadMax = 16 + 48 + 16;
    const auto carried = m_carried.find(threadOf(data));
    if (carried == m_carried.end() || base::Direction(data.direction) != base::Direction::Sent || data.callOffset || data.moved == 0)
        return;
    Object *outer = m_objects.peek(carried->second.outer);
    const size_t contents = (data.moved - 1) % contentsMax + 1;
    const size_t length = carried->second.length;
    if (!outer || outer == &object || !outer->flow || !outer->stream->innerTls() || length < contents + overheadMin
        || length > contents + overheadMax)
        return;
    outer->stream->innerTls()->setRead();
    moveTo(id, object, outer->flow);
}

void TlsTable::noteInner(base::TlsId id, Object &object, const wire::Data &data)
{
    const auto direction = base::Direction(data.direction);
    const InnerTls *inner = object.stream->innerTls();
    const size_t record = inner && direction == base::Direction::Sent ? inner->lastRecord(direction) : 0;
    if (record > 0)
        m_carried[threadOf(data)] = {id, record};
    else if (!m_carried.empty())
        m_carried.erase(threadOf(data));
}

void TlsTable::awaitName(base::TlsId id, Object &object, base::Time time)
{
    if (object.named || !m_libraries.awaits(id))
        return;
    object.named = time + namedWithin;
    if (Flow *carrier = m_flows.peek(object.flow))
        carrier->stay(object.named);
}

void TlsTable::told(const wire::LibraryFile &message)
{
    m_libraries.told(message);
    m_objects.forEach([&](base::TlsId id, Object &object) {
        if (m_libraries.isOf(id, message.id))
            m_libraries.name(id, m_builder.connection(object.connection));
    });
}

void TlsTable::facts(const wire::TlsFacts &message, base::Time time)
{
    if (!message.flow && !m_objects.peek(message.tls)) {
        if (message.alpnKnown && m_protocols.size() < protocolsMax)
            m_protocols[message.tls] = alpnName(message.alpn);
        return;
    }
    const Object &object = use(message.tls, message.flow, time);
    if (Flow *carrier = m_flows.peek(object.flow); carrier && message.finished)
        carrier->handshakeOver(time);
    if (message.alpnKnown)
        m_builder.connection(object.connection).alpn = alpnName(message.alpn);
}

void TlsTable::freed(const wire::TlsEnd &message, base::Time time)
{
    Object *object = m_objects.use(message.tls);
    if (!object) {
        m_protocols.erase(message.tls);
        m_libraries.ended(message.tls);
        return;
    }
    object->stream->advanceTo(base::Direction::Sent, message.sent, time);
    object->stream->advanceTo(base::Direction::Received, message.received, time);
    object->stream->end(time);
    object->over = true;
}

// Anything a process has not freed ends with it.
void TlsTable::exited(uint32_t pid)
{
    std::erase_if(m_carried, [pid](const auto &carried) { return carried.first >> 32 == pid; });
    const auto objects = m_byPid.find(pid);
    if (objects == m_byPid.end())
        return;
    for (const base::TlsId id : objects->second)
        if (Object *object = m_objects.use(id))
            object->over = true;
}

void TlsTable::socketGone(base::FlowId flow, base::Time now)
{
    const auto objects = m_byFlow.extract(flow);
    if (objects.empty())
        return;
    for (const base::TlsId id : objects.mapped()) {
        end(id, *m_objects.peek(id), now);
        m_objects.erase(id);
    }
}

void TlsTable::end(base::TlsId id, Object &object, base::Time now)
{
    Flow *socket = m_flows.peek(object.flow);
    const bool socketOver = object.flow && (!socket || socket->closed());
    object.stream->end(now, !object.over && !socketOver);
    m_libraries.ended(id);
    leave(m_byPid, object.pid, id);
    leave(m_byFlow, object.flow, id);
    if (!object.flow)
        m_builder.forgetConnection(object.connection);
}

// The least recently active one is shown as far as it is known.
void TlsTable::makeRoom()
{
    if (!m_objects.full())
        return;
    const base::TlsId id = m_objects.oldest();
    m_builder.lost("too many TLS objects at a time", 0);
    end(id, *m_objects.peek(id), m_now);
    m_objects.erase(id);
}

void TlsTable::settle(base::Time now, bool last)
{
    m_now = now;
    if (last)
        m_objects.lookAtAll();
    m_objects.settle(
        [&](base::TlsId id, Object &object) {
            object.stream->expire(now);
            const bool awaitsName = object.named > now && m_libraries.awaits(id);
            return last || (object.over && !awaitsName) ? Fate::Over : object.over || object.stream->waits() ? Fate::Pending : Fate::Quiet;
        },
        [&](base::TlsId id) { end(id, *m_objects.peek(id), now); });
}

void TlsTable::leave(std::unordered_map<uint64_t, std::unordered_set<base::TlsId>> &index, uint64_t key, base::TlsId id)
{
    const auto ids = index.find(key);
    if (ids == index.end())
        return;
    ids->second.erase(id);
    if (ids->second.empty())
        index.erase(ids);
}

} // namespace session
