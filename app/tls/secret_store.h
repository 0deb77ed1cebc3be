// SPDX-License-Identifier: GPL-3.0-or-later
// The secrets of all handshakes until their connections end. In memory only, bounded, wiped when they go.
#pragma once

#include "app/tls/opened_records.h"
#include "app/tls/secret.h"

#include <deque>
#include <list>
#include <unordered_map>
#include <vector>

namespace tls {

class SecretStore
{
public:
    struct Limits {
        size_t connections = size_t(1) << 16;   // beyond them the oldest unused one goes
        size_t loose = 1024;                    // secrets without label or random, of all processes
        size_t candidates = 64;                 // the newest ones that are tried on a connection
    };

    SecretStore() = default;
    explicit SecretStore(const Limits &limits)
        : m_limits(limits)
    {
    }

    // Empty secrets are ignored, and a later one replaces an earlier one of the same label.
    void add(const Secret &);
    // Null: not known. Valid until the store changes.
    const SecretBytes *find(const Random &, Label) const;

    // From which of the process's libraries this connection's secrets come; 0: from none, or unknown.
    uint64_t libraryOf(const Random &, uint32_t owner) const;

    struct Candidate {
        SecretBytes secret;
        std::optional<Random> random;   // of its connection, if known
        uint64_t loose = 0;             // for claim(); 0: it has both label and random
        uint64_t library = 0;
    };
    // Secrets that may be that of a connection of `owner`: loose ones, and if its random is not known either, those of
    // its other connections. Newest first.
    std::vector<Candidate> candidates(uint32_t owner, Label, const std::optional<Random> &) const;
    // A loose secret was found to be that of the connection with this random, if it has one: nobody else's, so it is wiped here.
    void claim(uint64_t loose, const std::optional<Random> &of);

    // A connection uses the secrets of this random; when the last one releases it they are wiped.
    void hold(const Random &);
    void release(const Random &);
    // The process has ended: its loose secrets and those that no connection holds are wiped.
    void ownerGone(uint32_t owner);

    // Shared by the two ends of connections that are captured at both.
    OpenedRecords &openedRecords() { return m_openedRecords; }

    // Changes whenever a secret is added.
    uint64_t generation() const { return m_generation; }
    size_t size() const { return m_connections.size(); }
    size_t looseSize() const { return m_loose.size(); }
    // Secrets that were wiped for want of room before anybody used them.
    uint64_t dropped() const { return m_dropped; }

private:
    struct Hasher {
        size_t operator()(const Random &) const;
    };
    struct Connection {
        std::array<SecretBytes, labelCount> secrets;
        uint32_t owner = 0;
        struct Source {
            uint32_t owner = 0;
            uint64_t library = 0;
        };
        std::array<Source, 2> sources;   // its two ends may both be observed
        uint32_t holders = 0;
        bool used = false;
        std::list<Random>::iterator age;
    };
    static void noteSource(Connection &, uint32_t owner, uint64_t library);
    struct Loose {
        uint64_t id;
        Secret secret;
    };
    Connection &use(const Random &);
    void erase(const Random &);

    Limits m_limits;
    uint64_t m_generation = 1;
    uint64_t m_nextLoose = 1;
    uint64_t m_dropped = 0;
    std::unordered_map<Random, Connection, Hasher> m_connections;
    std::list<Random> m_ages;   // oldest first
    std::deque<Loose> m_loose;  // oldest first
    OpenedRecords m_openedRecords;
};

} // namespace tls
