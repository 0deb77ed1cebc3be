// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/secret_store.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace tls {

// A peer can choose its random, but the bytes here come from the middle of one that an observed program made or
// answered: no more entries than it has connections.
size_t SecretStore::Hasher::operator()(const Random &random) const
{
    size_t value = 0;
    std::memcpy(&value, random.data() + 8, sizeof value);
    return value;
}

void SecretStore::add(const Secret &secret)
{
    if (secret.bytes.empty())
        return;
    ++m_generation;
    if (secret.label && secret.random) {
        Connection &connection = use(*secret.random);
        connection.secrets[size_t(*secret.label)] = secret.bytes;
        connection.owner = secret.owner;
        noteSource(connection, secret.owner, secret.library);
        return;
    }
    if (m_limits.loose == 0)
        return;
    if (m_loose.size() >= m_limits.loose) {
        m_loose.pop_front();
        ++m_dropped;
    }
    m_loose.push_back({m_nextLoose++, secret});
}

void SecretStore::noteSource(Connection &connection, uint32_t owner, uint64_t library)
{
    if (connection.sources[0].owner != owner)
        connection.sources[1] = std::exchange(connection.sources[0], {owner, library});
}

SecretStore::Connection &SecretStore::use(const Random &random)
{
    const auto known = m_connections.find(random);
    if (known != m_connections.end())
        return known->second;
    if (m_connections.size() >= std::max<size_t>(m_limits.connections, 1)) {
        const auto unheld = std::ranges::find_if(m_ages, [&](const Random &old) { return m_connections.at(old).holders == 0; });
        const Random oldest = unheld == m_ages.end() ? m_ages.front() : *unheld;
        m_dropped += !m_connections.at(oldest).used;
        erase(oldest);
    }
    Connection &connection = m_connections[random];
    connection.age = m_ages.insert(m_ages.end(), random);
    return connection;
}

void SecretStore::erase(const Random &random)
{
    const auto it = m_connections.find(random);
    if (it == m_connections.end())
        return;
    m_ages.erase(it->second.age);
    m_connections.erase(it);
}

const SecretBytes *SecretStore::find(const Random &random, Label label) const
{
    const auto it = m_connections.find(random);
    if (it == m_connections.end() || it->second.secrets[size_t(label)].empty())
        return nullptr;
    return &it->second.secrets[size_t(label)];
}

uint64_t SecretStore::libraryOf(const Random &random, uint32_t owner) const
{
    const auto it = m_connections.find(random);
    if (it != m_connections.end())
        for (const Connection::Source &source : it->second.sources)
            if (source.owner == owner)
                return source.library;
    return 0;
}

std::vector<SecretStore::Candidate> SecretStore::candidates(uint32_t owner, Label label, const std::optional<Random> &random) const
{
    std::vector<Candidate> result;
    for (auto it = m_loose.rbegin(); it != m_loose.rend() && result.size() < m_limits.candidates; ++it) {
        const Secret &secret = it->secret;
        if (secret.owner == owner && (!secret.label || secret.label == label) && (!secret.random || !random || secret.random == random))
            result.push_back({secret.bytes, secret.random, it->id, secret.library});
    }
    if (random)
        return result;
    for (auto it = m_ages.rbegin(); it != m_ages.rend() && result.size() < m_limits.candidates; ++it) {
        const Connection &connection = m_connections.at(*it);
        const SecretBytes &secret = connection.secrets[size_t(label)];
        if (connection.owner == owner && !secret.empty())
            result.push_back({secret, *it, 0, 0});
    }
    return result;
}

void SecretStore::claim(uint64_t loose, const std::optional<Random> &of)
{
    const auto claimed = std::ranges::find(m_loose, loose, &Loose::id);
    if (claimed == m_loose.end())
        return;
    if (const auto connection = of ? m_connections.find(*of) : m_connections.end(); connection != m_connections.end())
        noteSource(connection->second, claimed->secret.owner, claimed->secret.library);
    m_loose.erase(claimed);
}

void SecretStore::hold(const Random &random)
{
    Connection &connection = use(random);
    ++connection.holders;
    connection.used = true;
}

void SecretStore::release(const Random &random)
{
    const auto it = m_connections.find(random);
    if (it == m_connections.end() || it->second.holders == 0)
        return;
    if (--it->second.holders == 0)
        erase(random);
}

void SecretStore::ownerGone(uint32_t owner)
{
    std::erase_if(m_loose, [&](const Loose &one) { return one.secret.owner == owner; });
    for (auto it = m_ages.begin(); it != m_ages.end();) {
        const Random random = *it++;
        const Connection &connection = m_connections.at(random);
        if (connection.owner == owner && connection.holders == 0)
            erase(random);
    }
}

} // namespace tls
