// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filter/filter.h"

#include "app/filter/content_lookup.h"
#include "app/filter/node.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <optional>

namespace filter {

namespace {

using base::ExchangeId;
using exchange::Store;
using Rows = std::vector<ExchangeId>;

constexpr uint32_t blockRows = 4096;

// A term's answer for an interned string or a process.
enum class Answer : uint8_t { NotAsked, No, Yes };

std::string_view baseName(std::string_view path)
{
    return path.substr(path.rfind('/') + 1);
}

bool withPort(std::string_view host)
{
    const size_t colon = host.rfind(':');
    return colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos
        && (host.find(':') == colon || host[colon - 1] == ']');
}

bool matchesHost(const Pattern &pattern, std::string_view host)
{
    return pattern.matches(host) || (pattern.kind() != Pattern::Kind::Piece && withPort(host) && pattern.matches(host.substr(0, host.rfind(':'))));
}

class Run
{
public:
    Run(const Store &store, ContentLookup *contents, uint32_t slots, bool remember)
        : m_store(store)
        , m_contents(contents)
        , m_remember(remember)
        , m_names(remember ? slots : 0)
        , m_processes(remember ? slots : 0)
    {
    }

    // Keeps the rows that match.
    void keep(const Node &node, Rows &rows);

private:
    template <typename Test>
    static void keepIf(Rows &rows, Test test)
    {
        std::erase_if(rows, [&](ExchangeId id) { return !test(id); });
    }
    void keepAny(const Node &node, Rows &rows);
    void keepTerm(const Term &term, Rows &rows);
    bool numberMatches(const Term &term, ExchangeId id) const;
    bool conditionMatches(const Term &term, ExchangeId id) const;
    bool nameMatches(const Term &term, Store::NameId name);
    bool processMatches(const Term &term, base::ProcessId process);
    bool wordMatches(const Term &term, ExchangeId id);
    std::string_view machineOf(ExchangeId id) const;
    bool tlsMatches(const Term &term, ExchangeId id) const;

    const Store &m_store;
    ContentLookup *m_contents;
    const bool m_remember;
    std::vector<std::vector<Answer>> m_names, m_processes;
};

template <typename Ask>
bool remembered(std::vector<Answer> &answers, uint32_t id, uint32_t count, Ask ask)
{
    if (answers.size() <= id)
        answers.resize(std::max(count, id + 1), Answer::NotAsked);
    Answer &answer = answers[id];
    if (answer == Answer::NotAsked)
        answer = ask() ? Answer::Yes : Answer::No;
    return answer == Answer::Yes;
}

bool Run::nameMatches(const Term &term, Store::NameId name)
{
    const auto ask = [&] {
        const std::string_view text = m_store.name(name);
        return term.field == Field::Host ? matchesHost(term.pattern, text) : term.pattern.matches(text);
    };
    return m_remember ? remembered(m_names[term.slot], name, m_store.nameCount(), ask) : ask();
}

bool Run::processMatches(const Term &term, base::ProcessId id)
{
    const auto &processes = m_store.processes();
    if (id >= processes.size())
        return false;
    const auto ask = [&] {
        const exchange::Process &process = processes[id];
        const Pattern &pattern = term.pattern;
        if (term.field == Field::Machine)
            return pattern.matches(process.machine);
        return pattern.matches(process.comm) || pattern.matches(baseName(process.exe))
            || (pattern.text().find('/') != std::string::npos && pattern.matches(process.exe));
    };
    return m_remember ? remembered(m_processes[term.slot], id, uint32_t(processes.size()), ask) : ask();
}

// Empty: this one.
std::string_view Run::machineOf(ExchangeId id) const
{
    if (const base::ProcessId process = m_store.process(id); process < m_store.processes().size())
        return m_store.processes()[process].machine;
    const base::ConnectionId connection = m_store.connection(id);
    return connection < m_store.connections().size() ? std::string_view(m_store.connections()[connection].machine) : std::string_view();
}

bool Run::wordMatches(const Term &term, ExchangeId id)
{
    return nameMatches(term, m_store.hostName(id)) || nameMatches(term, m_store.methodName(id)) || nameMatches(term, m_store.contentTypeName(id))
        || nameMatches(term, m_store.operationName(id)) || processMatches(term, m_store.process(id)) || term.pattern.matches(m_store.path(id));
}

// "unknown" where the handshake was not seen; nothing matches where there is no TLS.
bool Run::tlsMatches(const Term &term, ExchangeId id) const
{
    const base::ConnectionId connection = m_store.connection(id);
    if (connection >= m_store.connections().size() || !m_store.connections()[connection].tls)
        return false;
    const std::string &version = m_store.connections()[connection].tlsProtocol;
    return term.pattern.matches(version.empty() ? std::string_view("unknown") : version);
}

bool within(const Term &term, int64_t value)
{
    return (value >= term.low && value <= term.high) != (term.relation == Relation::NotEqual);
}

bool Run::numberMatches(const Term &term, ExchangeId id) const
{
    switch (term.field) {
    case Field::Status: {
        const int status = m_store.status(id);
        return status != 0 && within(term, status);
    }
    case Field::Pid: {
        const base::ProcessId process = m_store.process(id);
        return process < m_store.processes().size() && within(term, m_store.processes()[process].pid);
    }
    case Field::Port: {
        const base::ConnectionId connection = m_store.connection(id);
        if (connection >= m_store.connections().size())
            return false;
        const exchange::Connection &ends = m_store.connections()[connection];
        if (term.relation == Relation::NotEqual)
            return within(term, ends.local.port) && within(term, ends.remote.port);
        return within(term, ends.local.port) || within(term, ends.remote.port);
    }
    case Field::Connection:
        return m_store.connection(id) != base::noId && within(term, m_store.connection(id));
    case Field::Rows: {
        if (m_store.kind(id) != exchange::Kind::Query)
            return false;
        const std::optional<uint64_t> rows = m_store.exchange(id).rows;
        return rows && within(term, int64_t(std::min<uint64_t>(*rows, INT64_MAX)));
    }
    case Field::Tokens: {
        if (!protocols::isModelCall(m_store.dialect(id)))
            return false;
        const protocols::Tokens tokens = m_store.exchange(id).tokens;
        const uint64_t sum = tokens.input.value_or(0) + tokens.output.value_or(0);
        return tokens.any() && within(term, int64_t(std::min<uint64_t>(sum, INT64_MAX)));
    }
    case Field::Retransmits: {
        const exchange::Exchange row = m_store.exchange(id);
        if (!row.tcpStart || !row.tcp || !row.tcpStart->retransmits || !row.tcp->retransmits)
            return false;
        return within(term, int64_t(*row.tcp->retransmits) - int64_t(*row.tcpStart->retransmits));
    }
    case Field::RoundTrip: {
        const exchange::Exchange row = m_store.exchange(id);
        const auto &figures = row.tcp ? row.tcp : row.tcpStart;
        return figures && figures->srttUs && within(term, int64_t(*figures->srttUs) * 1000);
    }
    case Field::Wait: {
        const base::Duration wait = m_store.wait(id);
        return wait != base::unknownDuration && within(term, wait);
    }
    case Field::Size:
        return within(term, int64_t(std::min<uint64_t>(m_store.responseBytes(id), INT64_MAX)));
    case Field::Sent:
        return within(term, int64_t(std::min<uint64_t>(m_store.requestBytes(id), INT64_MAX)));
    default: {
        const base::Duration duration = m_store.duration(id);
        return duration != base::unknownDuration && within(term, duration);
    }
    }
}

bool Run::conditionMatches(const Term &term, ExchangeId id) const
{
    const exchange::State state = m_store.state(id);
    const exchange::Kind kind = m_store.kind(id);
    switch (term.condition) {
    case Condition::Error:
        return m_store.status(id) >= 400 || m_store.outcome(id) == protocols::Outcome::Error || state == exchange::State::Failed
            || kind == exchange::Kind::Failed;
    case Condition::Running:
        return state == exchange::State::InProgress;
    case Condition::Complete:
        return state == exchange::State::Complete;
    case Condition::Cut:
        return state == exchange::State::Cut;
    case Condition::Lost:
        return m_store.lostBytes(id) > 0;
    case Condition::Http:
        return kind == exchange::Kind::Http;
    case Condition::Channel:
        return kind == exchange::Kind::Channel;
    case Condition::Query:
        return kind == exchange::Kind::Query;
    case Condition::Conversation:
        return kind == exchange::Kind::Conversation;
    case Condition::Unreadable:
        return kind == exchange::Kind::NotReadable;
    case Condition::Failed:
        return kind == exchange::Kind::Failed || state == exchange::State::Failed;
    case Condition::Tls: {
        const base::ConnectionId connection = m_store.connection(id);
        return connection < m_store.connections().size() && m_store.connections()[connection].tls;
    }
    case Condition::Llm:
        return protocols::isModelCall(m_store.dialect(id));
    case Condition::Rpc:
        return m_store.dialect(id) == protocols::Dialect::JsonRpc;
    case Condition::Here:
        return machineOf(id).empty();
    case Condition::Client:
        return m_store.side(id) == base::Side::Client;
    case Condition::Server:
        return m_store.side(id) == base::Side::Server;
    case Condition::Well:
        return m_store.outcome(id) == protocols::Outcome::Ok;
    case Condition::Bad:
        return m_store.outcome(id) == protocols::Outcome::Error;
    case Condition::Untold:
        return m_store.outcome(id) == protocols::Outcome::Unknown;
    case Condition::Protocol:
        return m_store.protocol(id) == term.protocol;
    }
    return false;
}

void Run::keepTerm(const Term &term, Rows &rows)
{
    const bool want = term.relation != Relation::NotEqual;
    switch (term.field) {
    case Field::Word:
        return keepIf(rows, [&](ExchangeId id) { return wordMatches(term, id); });
    case Field::Host:
        return keepIf(rows, [&](ExchangeId id) { return nameMatches(term, m_store.hostName(id)) == want; });
    case Field::Method:
        return keepIf(rows, [&](ExchangeId id) { return nameMatches(term, m_store.methodName(id)) == want; });
    case Field::Type:
        return keepIf(rows, [&](ExchangeId id) { return nameMatches(term, m_store.contentTypeName(id)) == want; });
    case Field::Scheme:
        return keepIf(rows, [&](ExchangeId id) {
            const bool named = term.protocol != protocols::Protocol::Unknown && term.protocol == m_store.protocol(id);
            return (named || nameMatches(term, m_store.schemeName(id))) == want;
        });
    case Field::Path:
        return keepIf(rows, [&](ExchangeId id) { return term.pattern.matches(m_store.path(id)) == want; });
    case Field::Operation:
        return keepIf(rows, [&](ExchangeId id) { return nameMatches(term, m_store.operationName(id)) == want; });
    case Field::Model:
        return keepIf(rows, [&](ExchangeId id) {
            return (protocols::isModelCall(m_store.dialect(id)) && nameMatches(term, m_store.operationName(id))) == want;
        });
    case Field::Header:
    case Field::Body:
    case Field::Mark:
    case Field::Comment:
    case Field::Why:
        return keepIf(rows, [&](ExchangeId id) { return (m_contents && m_contents->holds(term, id)) == want; });
    case Field::Tls:
        return keepIf(rows, [&](ExchangeId id) { return tlsMatches(term, id) == want; });
    case Field::Reason:
        return keepIf(rows, [&](ExchangeId id) { return term.pattern.matches(m_store.reason(id)) == want; });
    case Field::Result:
        return keepIf(rows, [&](ExchangeId id) {
            const bool told = m_store.outcome(id) != protocols::Outcome::Unknown;
            return (told && term.pattern.matches(m_store.exchange(id).result)) == want;
        });
    case Field::Process:
    case Field::Machine:
        return keepIf(rows, [&](ExchangeId id) { return processMatches(term, m_store.process(id)) == want; });
    case Field::Side:
    case Field::Is:
    case Field::Outcome:
        return keepIf(rows, [&](ExchangeId id) { return conditionMatches(term, id) == want; });
    default:
        return keepIf(rows, [&](ExchangeId id) { return numberMatches(term, id); });
    }
}

// Each alternative is only evaluated on rows that the earlier ones did not accept.
void Run::keepAny(const Node &node, Rows &rows)
{
    Rows taken;
    for (const Node &child : node.children) {
        Rows matched = rows;
        keep(child, matched);
        Rows left, joined;
        std::set_difference(rows.begin(), rows.end(), matched.begin(), matched.end(), std::back_inserter(left));
        std::merge(taken.begin(), taken.end(), matched.begin(), matched.end(), std::back_inserter(joined));
        rows = std::move(left);
        taken = std::move(joined);
    }
    rows = std::move(taken);
}

void Run::keep(const Node &node, Rows &rows)
{
    if (rows.empty())
        return;
    switch (node.kind) {
    case Node::Kind::All:
        for (const Node &child : node.children)
            keep(child, rows);
        return;
    case Node::Kind::Any:
        return keepAny(node, rows);
    case Node::Kind::Not: {
        Rows matched = rows;
        keep(node.children.front(), matched);
        Rows left;
        std::set_difference(rows.begin(), rows.end(), matched.begin(), matched.end(), std::back_inserter(left));
        rows = std::move(left);
        return;
    }
    case Node::Kind::Term:
        return keepTerm(node.term, rows);
    }
}

} // namespace

Filter::Filter(std::shared_ptr<const Node> root)
    : m_root(std::move(root))
{
}

std::vector<ExchangeId> Filter::run(const Store &store, ExchangeId from, ExchangeId to, ContentLookup *contents) const
{
    Rows result;
    to = std::min(to, store.size());
    // A few rows, as in a live capture, are evaluated individually: caching would cost more.
    Run run(store, contents, m_root ? m_root->slots : 0, to > from && to - from > 64);
    Rows rows;
    for (ExchangeId begin = from; begin < to;) {
        const ExchangeId end = begin + std::min(blockRows, to - begin);
        rows.resize(end - begin);
        for (ExchangeId id = begin; id < end; ++id)
            rows[id - begin] = id;
        if (m_root)
            run.keep(*m_root, rows);
        result.insert(result.end(), rows.begin(), rows.end());
        begin = end;
    }
    return result;
}

bool Filter::matches(const Store &store, ExchangeId id, ContentLookup *contents) const
{
    if (id >= store.size())
        return false;
    if (!m_root)
        return true;
    Rows rows{id};
    Run(store, contents, m_root->slots, false).keep(*m_root, rows);
    return !rows.empty();
}

namespace {

void collectTerms(const Node &node, std::initializer_list<Field> fields, std::vector<Term> &terms)
{
    if (node.kind == Node::Kind::Term && std::ranges::find(fields, node.term.field) != fields.end())
        terms.push_back(node.term);
    for (const Node &child : node.children)
        collectTerms(child, fields, terms);
}

} // namespace

std::vector<Term> Filter::contentTerms() const
{
    std::vector<Term> terms;
    if (m_root)
        collectTerms(*m_root, {Field::Header, Field::Body}, terms);
    return terms;
}

bool Filter::asksWhy() const
{
    std::vector<Term> terms;
    if (m_root)
        collectTerms(*m_root, {Field::Why}, terms);
    return !terms.empty();
}

bool Filter::asksForMarks() const
{
    std::vector<Term> terms;
    if (m_root)
        collectTerms(*m_root, {Field::Mark, Field::Comment}, terms);
    return !terms.empty();
}

} // namespace filter
