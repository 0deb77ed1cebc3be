// SPDX-License-Identifier: GPL-3.0-or-later
// Plays a connection that was made in memory to a decrypter: in pieces of random lengths, without the bytes in some
// gaps, with its secrets at their time, late, or without their labels.
#pragma once

#include "app/tls/decrypter.h"
#include "tests/support/memory_connection.h"

#include <map>

// Parts of the wire that are not captured: begin and end, in each direction.
using Gaps = std::array<std::vector<std::pair<size_t, size_t>>, 2>;

struct PlayOptions {
    bool secretsLate = false;    // when everything else is over
    bool nameless = false;       // neither label nor random, as from rustls; in TLS 1.2 the random is there
    Gaps gaps{};
    unsigned seed = 1;
    tls::Decrypter::Limits limits{};
};

struct Played {
    std::array<std::string, 2> plaintext;
    std::array<uint64_t, tls::causeCount> lost{};   // records or gaps, by cause
    uint64_t lostBytes = 0;
    std::array<int, 2> closed{};                    // close_notify
    tls::Facts facts;
    size_t secretsLeft = 0;

    uint64_t lostOtherThan(tls::Cause cause) const
    {
        uint64_t all = 0;
        for (unsigned i = 0; i < lost.size(); ++i)
            all += i == unsigned(cause) ? 0 : lost[i];
        return all;
    }
    std::string summary() const
    {
        std::string text = "received " + std::to_string(plaintext[0].size()) + ", sent " + std::to_string(plaintext[1].size());
        for (unsigned i = 0; i < lost.size(); ++i)
            if (lost[i])
                text += "; " + std::to_string(lost[i]) + " times " + tls::causeText(tls::Cause(i));
        return text;
    }
};

inline std::span<const std::byte> asBytes(std::string_view text) { return std::as_bytes(std::span(text)); }

inline std::string unhex(std::string_view hex)
{
    std::string bytes;
    for (size_t i = 0; i + 1 < hex.size(); i += 2)
        bytes += char(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

// A line "LABEL random secret".
inline std::optional<tls::Secret> secretOf(const std::string &line, bool nameless)
{
    const size_t first = line.find(' '), second = line.find(' ', first + 1);
    tls::Secret secret;
    secret.label = tls::labelOf(line.substr(0, first));
    if (!secret.label && !nameless)
        return std::nullopt;
    const std::string random = unhex(line.substr(first + 1, second - first - 1));
    secret.random.emplace();
    std::ranges::copy(asBytes(random), secret.random->begin());
    secret.bytes = tls::SecretBytes(asBytes(unhex(line.substr(second + 1))));
    secret.owner = 7;
    if (nameless) {
        if (secret.label != tls::Label::Master)
            secret.random.reset();
        secret.label.reset();
    }
    return secret;
}

struct Collector final : tls::Sink {
    Played &played;
    explicit Collector(Played &to)
        : played(to)
    {
    }
    void plaintext(base::Direction direction, std::span<const std::byte> bytes, base::Time) override
    {
        played.plaintext[size_t(direction)].append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
    }
    void lost(base::Direction, const tls::Loss &loss, base::Time) override
    {
        ++played.lost[size_t(loss.cause)];
        played.lostBytes += loss.bytes;
    }
    void alert(base::Direction direction, uint8_t, uint8_t description, base::Time) override
    {
        played.closed[size_t(direction)] += description == 0;
    }
};

// Feeds bytes that begin at `position` of their direction; those in gaps are missing.
inline void feed(tls::Decrypter &decrypter, base::Direction direction, std::string_view bytes, size_t position, const PlayOptions &options,
                 std::mt19937 &random, base::Time time, Collector &collector)
{
    const auto &gaps = options.gaps[size_t(direction)];
    while (!bytes.empty()) {
        size_t length = std::min<size_t>(bytes.size(), 1 + (random() % 4 ? random() % 20000 : random() % 40));
        bool missing = false;
        for (const auto &[begin, end] : gaps) {
            if (position >= begin && position < end) {
                missing = true;
                length = std::min(length, end - position);
            } else if (position < begin) {
                length = std::min(length, begin - position);
            }
        }
        if (missing)
            decrypter.gap(direction, length);
        else
            decrypter.bytes(direction, asBytes(bytes.substr(0, length)), time, collector);
        bytes.remove_prefix(length);
        position += length;
    }
}

inline Played play(const Made &made, const PlayOptions &options)
{
    Played played;
    tls::SecretStore store;
    Collector collector(played);
    std::mt19937 random(options.seed);
    {
        tls::Decrypter decrypter(store, 7, options.limits);
        std::array<size_t, 2> position{};
        base::Time time = 1;
        const auto addSecret = [&](const Happening &happening) {
            if (const auto secret = secretOf(happening.secret, options.nameless)) {
                store.add(*secret);
                decrypter.secretAdded(collector);
            }
        };
        for (const Happening &happening : made.happenings) {
            if (!happening.secret.empty() && !options.secretsLate)
                addSecret(happening);
            feed(decrypter, happening.direction, happening.bytes, position[size_t(happening.direction)], options, random, time++, collector);
            position[size_t(happening.direction)] += happening.bytes.size();
        }
        for (const Happening &happening : made.happenings)
            if (!happening.secret.empty() && options.secretsLate)
                addSecret(happening);
        decrypter.end(time, collector);
        played.facts = decrypter.facts();
    }
    played.secretsLeft = store.size();
    return played;
}

// The records of a connection and the application data in each.
struct Expected {
    struct One {
        size_t begin, end;       // on the wire
        std::string plaintext;
        bool application;        // after the handshake of its direction
    };
    std::array<std::vector<One>, 2> records;

    // The application data of records that no gap touches.
    std::string outside(const Gaps &gaps, base::Direction direction) const
    {
        std::string all;
        for (const One &one : records[size_t(direction)])
            if (std::ranges::none_of(gaps[size_t(direction)], [&](const auto &gap) { return gap.first < one.end && gap.second > one.begin; }))
                all += one.plaintext;
        return all;
    }
};

// Told by a decrypter that gets the records one at a time.
inline Expected recordsOf(const Made &made)
{
    Expected expected;
    Played played;
    tls::SecretStore store;
    Collector collector(played);
    for (const Happening &happening : made.happenings)
        if (const auto secret = happening.secret.empty() ? std::nullopt : secretOf(happening.secret, false))
            store.add(*secret);
    tls::Decrypter decrypter(store, 7);
    std::array<std::string, 2> pending;
    std::array<size_t, 2> position{};
    for (const Happening &happening : made.happenings) {
        const auto side = size_t(happening.direction);
        pending[side] += happening.bytes;
        while (pending[side].size() >= tls::recordHeadSize) {
            const size_t size = tls::recordHeadSize + tls::bodyLength(asBytes(pending[side]));
            if (pending[side].size() < size)
                break;
            decrypter.bytes(happening.direction, asBytes(std::string_view(pending[side]).substr(0, size)), 1, collector);
            pending[side].erase(0, size);
            expected.records[side].push_back({position[side], position[side] + size, std::move(played.plaintext[side]), decrypter.opened()});
            played.plaintext[side].clear();
            position[side] += size;
        }
    }
    return expected;
}

// One to four gaps behind the handshake.
inline Gaps someGaps(const Made &made, const Expected &expected, unsigned seed)
{
    std::mt19937 random(seed);
    Gaps gaps;
    for (const base::Direction direction : {base::Direction::Received, base::Direction::Sent}) {
        const auto &records = expected.records[size_t(direction)];
        const auto first = std::ranges::find_if(records, [](const auto &one) { return one.application && !one.plaintext.empty(); });
        size_t from = first == records.end() ? made.wire(direction).size() : first->end;
        const size_t size = made.wire(direction).size();
        for (unsigned i = 0; i < 1 + seed % 4 && from < size; ++i) {
            const size_t begin = from + random() % (size - from);
            const size_t end = std::min<size_t>(size, begin + 1 + (random() % 2 ? random() % 100 : random() % 60000));
            gaps[size_t(direction)].emplace_back(begin, end);
            from = end;
        }
    }
    return gaps;
}
