// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/overview_counts.h"

#include "ui/models/exchange_cells.h"
#include "ui/models/exchange_tone.h"

#include <algorithm>
#include <utility>

namespace ui {

namespace {

constexpr size_t keyLength = 16;          // hexadecimal digits that are a key, not a word
constexpr size_t tlsVersionsMax = 32;
constexpr size_t patternMax = 512;        // bytes

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isHex(char c) { return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool isNumberOrKey(std::string_view segment)
{
    if (segment.empty())
        return false;
    if (std::ranges::all_of(segment, isDigit))
        return true;
    return segment.size() >= keyLength && std::ranges::all_of(segment, [](char c) { return isHex(c) || c == '-'; });
}

template <typename Row, typename By>
std::vector<Row> best(std::vector<Row> rows, size_t most, By by)
{
    const size_t count = std::min(most, rows.size());
    std::partial_sort(rows.begin(), rows.begin() + ptrdiff_t(count), rows.end(), [&](const Row &one, const Row &other) { return by(one) > by(other); });
    rows.resize(count);
    return rows;
}

void add(std::vector<uint64_t> &counts, size_t at, int by)
{
    if (counts.size() <= at)
        counts.resize(at + 1);
    counts[at] += uint64_t(by);
}

// A call counts for both programs, and once for one that called itself.
bool countsForProcess(const exchange::Store &store, const calls::Calls *calls, uint32_t id)
{
    const base::ProcessId process = store.process(id);
    if (store.state(id) == exchange::State::InProgress || process == base::noId)
        return false;
    return !calls || !calls->isSecond(id) || processName(store, process) != processName(store, store.process(calls->otherHalf(id)));
}

} // namespace

std::string pathPattern(std::string_view path)
{
    path = path.substr(0, std::min(path.find('?'), patternMax));
    std::string pattern;
    for (size_t at = 0; at <= path.size();) {
        const size_t end = std::min(path.find('/', at), path.size());
        const std::string_view segment = path.substr(at, end - at);
        pattern += isNumberOrKey(segment) ? std::string_view("*") : segment;
        if (end < path.size())
            pattern += '/';
        at = end + 1;
    }
    return pattern;
}

void OverviewCounts::apply(const exchange::Store::Change &change)
{
    for (const uint32_t id : change.changed)
        if (id < m_next)
            look(id);
}

bool OverviewCounts::advance(uint32_t rows)
{
    const uint32_t end = m_next + std::min(rows, m_store.size() - std::min(m_next, m_store.size()));
    m_counted.resize(end > m_first ? 2 * size_t(end - m_first) : 0);
    for (; m_next < end; ++m_next)
        look(m_next);
    return m_next < m_store.size();
}

void OverviewCounts::restart(uint32_t firstId, const calls::Calls *calls)
{
    m_calls = calls;
    m_first = m_next = firstId;
    m_counted.clear();
    m_sum = {};
    m_times = {};
    m_classes = {};
    m_paths.clear();
    m_otherPaths = 0;
    m_processes.clear();
    m_hosts.clear();
    m_tls.clear();
}

bool OverviewCounts::counts(uint32_t id) const
{
    return m_store.state(id) != exchange::State::InProgress && !(m_calls && m_calls->isSecond(id));
}

void OverviewCounts::look(uint32_t id)
{
    if (id < m_first)
        return;
    const size_t at = 2 * size_t(id - m_first);
    if (const bool is = counts(id); is != m_counted[at]) {
        m_counted[at] = is;
        add(id, is ? 1 : -1);
    }
    if (const bool is = countsForProcess(m_store, m_calls, id); is != m_counted[at + 1]) {
        m_counted[at + 1] = is;
        ui::add(m_processes, m_store.process(id), is ? 1 : -1);
    }
}

void OverviewCounts::add(uint32_t id, int by)
{
    const auto times = uint64_t(by);
    const bool error = isError(m_store, id);
    const uint64_t sent = m_store.requestBytes(id), received = m_store.responseBytes(id);
    m_sum.exchanges += times;
    m_sum.errors += error ? times : 0;
    m_sum.sent += times * sent;
    m_sum.received += times * received;
    m_times.add(m_store.begin(id), by, error, sent + received);
    const int statusClass = m_store.status(id) / 100;
    m_classes[statusClass >= 1 && statusClass <= 5 ? size_t(statusClass) : 0] += times;
    ui::add(m_hosts, m_store.hostName(id), by);
    if (const exchange::Connection *connection = connectionOf(m_store, id)) {
        const std::string version = connection->tls && connection->tlsProtocol.empty() ? std::string("TLS") : connection->tlsProtocol;
        if (const auto known = m_tls.find(version); known != m_tls.end())
            known->second += times;
        else if (m_tls.size() < tlsVersionsMax && by > 0)
            m_tls.emplace(version, 1);
    }
    if (m_store.kind(id) == exchange::Kind::Http)
        addPath(id, by);
}

void OverviewCounts::addPath(uint32_t id, int by)
{
    const base::Duration took = m_store.duration(id);
    if (took == base::unknownDuration)
        return;
    const auto method = m_store.methodName(id), host = m_store.hostName(id);
    std::string key = pathPattern(m_store.path(id));
    key.append(reinterpret_cast<const char *>(&method), sizeof method).append(reinterpret_cast<const char *>(&host), sizeof host);
    auto known = m_paths.find(key);
    if (known == m_paths.end()) {
        if (m_paths.size() >= pathsMax || by < 0) {
            m_otherPaths += uint64_t(by);
            return;
        }
        known = m_paths.emplace(std::move(key), PathCount { method, host }).first;
    }
    PathCount &path = known->second;
    path.exchanges += uint64_t(by);
    path.took += by * took;
    path.longest = std::max(path.longest, took);
}

std::vector<OverviewCounts::Path> OverviewCounts::slowestPaths(size_t most) const
{
    struct Entry {
        const std::string *key;
        const PathCount *count;
    };
    std::vector<Entry> entries;
    for (const auto &[key, count] : m_paths)
        if (count.exchanges > 0)
            entries.push_back({ &key, &count });
    std::vector<Path> paths;
    paths.reserve(std::min(most, entries.size()));
    for (const Entry &entry : best(std::move(entries), most, [](const Entry &each) { return each.count->took / base::Duration(each.count->exchanges); })) {
        const PathCount &count = *entry.count;
        paths.push_back({ std::string(m_store.name(count.method)), std::string(m_store.name(count.host)),
                          entry.key->substr(0, entry.key->size() - sizeof count.method - sizeof count.host), count.exchanges, count.took, count.longest });
    }
    return paths;
}

std::vector<OverviewCounts::Name> OverviewCounts::busiestProcesses(size_t most) const
{
    std::unordered_map<std::string_view, uint64_t> byName;
    for (uint32_t id = 0; id < m_processes.size(); ++id)
        if (m_processes[id] > 0)
            byName[processName(m_store, id)] += m_processes[id];
    std::vector<Name> names;
    for (const auto &[name, count] : byName)
        if (!name.empty())
            names.push_back({ std::string(name), count });
    return best(std::move(names), most, [](const Name &name) { return name.exchanges; });
}

std::vector<OverviewCounts::Name> OverviewCounts::hosts(size_t most) const
{
    std::vector<Name> names;
    for (uint32_t id = 1; id < m_hosts.size(); ++id)   // 0: no name
        if (m_hosts[id] > 0)
            names.push_back({ std::string(m_store.name(id)), m_hosts[id] });
    return best(std::move(names), most, [](const Name &name) { return name.exchanges; });
}

std::vector<OverviewCounts::Name> OverviewCounts::tlsVersions() const
{
    std::vector<Name> names;
    for (const auto &[name, count] : m_tls)
        if (count > 0)
            names.push_back({ name, count });
    return best(std::move(names), m_tls.size(), [](const Name &name) { return name.exchanges; });
}

size_t OverviewCounts::memoryBytes() const
{
    size_t bytes = m_counted.capacity() / 8 + (m_processes.capacity() + m_hosts.capacity()) * sizeof(uint64_t);
    for (const auto &[key, count] : m_paths)
        bytes += sizeof(std::string) + key.capacity() + sizeof count + 2 * sizeof(void *);
    return bytes + m_paths.bucket_count() * sizeof(void *);
}

} // namespace ui
