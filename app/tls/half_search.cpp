// SPDX-License-Identifier: GPL-3.0-or-later
// Which keys open a record, and as which number: by trial, since only the tag says so. Used when keys change and after
// bytes are missing; the rest of the records are opened at once.
#include "app/tls/half.h"

#include <algorithm>

namespace tls {

namespace {

// A record holds at least its head, a tag and one byte.
constexpr uint64_t recordMin = recordHeadSize + 17;
constexpr uint64_t numbersMax = size_t(1) << 16;
// Handshakes and early data have few records: a gap is not longer for them.
constexpr uint64_t handshakeNumbersMax = 64;
// What the derivation of keys costs, in bytes decrypted.
constexpr uint64_t keysEffort = 4096;
// KeyUpdates that one gap may hide.
constexpr unsigned generationsMax = 8;
// The numbers of the first pass of a search, and how many times more each further one has.
constexpr uint64_t firstReach = 64;
constexpr uint64_t reachGrowth = 32;

Label labelOfStage(bool early, bool handshake, bool client)
{
    if (early)
        return Label::ClientEarly;
    if (handshake)
        return client ? Label::ClientHandshake : Label::ServerHandshake;
    return client ? Label::ClientTraffic : Label::ServerTraffic;
}

} // namespace

// Few records missing are likelier than many, and keys change rarely: every key is tried with the small numbers first, so
// that what may be decrypted in vain is not used up on the large numbers of the first one.
Half::Searched Half::search(const Record &record, Missing missing)
{
    const uint64_t most = recordsBefore(missing);
    // The longest records.
    const uint64_t least = missing.bytes > 0 ? std::max<uint64_t>(1, missing.bytes / (recordHeadSize + recordBodyMax)) : 0;
    for (uint64_t first = 0, last = firstReach;; first = last + 1, last *= reachGrowth) {
        const Reach reach{first, std::min(last, most), least, missing.bytes + m_missing > 0};
        if (most > 0 && tryInForce(record, reach))
            return Searched::Found;
        const Searched searched = version() == 0x0303 ? searchTls12(record, reach) : searchTls13(record, reach);
        if (searched == Searched::Found || last >= most)
            return searched;
    }
}

// At most so many records were not opened.
uint64_t Half::recordsBefore(Missing missing) const
{
    return std::min((missing.bytes + m_missing) / recordMin + m_passed, numbersMax);
}

std::optional<uint64_t> Half::tryNumbers(RecordCipher &cipher, uint64_t first, uint64_t last, const Record &record)
{
    for (uint64_t number = first; number <= last && m_effort > 0; ++number) {
        if (cipher.open(record, number, m_buffer))
            return number;
        m_effort -= std::min<uint64_t>(m_effort, record.bytes.size());
    }
    return std::nullopt;
}

bool Half::tryInForce(const Record &record, const Reach &reach)
{
    if (!m_cipher)
        return false;
    const auto number = tryNumbers(*m_cipher, m_next + std::max(reach.first, reach.least), m_next + std::max(reach.last, reach.least), record);
    m_found = number.value_or(0);
    return number.has_value();
}

bool Half::tryKeys(std::unique_ptr<RecordCipher> cipher, const Opening &opening, const Record &record,
                   uint64_t first, uint64_t last)
{
    m_effort -= std::min(m_effort, keysEffort);
    if (!cipher)
        return false;
    const auto number = tryNumbers(*cipher, first, last, record);
    if (!number)
        return false;
    m_found = *number;
    m_cipher = std::move(cipher);
    m_opening = opening;
    m_specChanged = false;
    m_handshake.reset();
    return true;
}

std::vector<SecretStore::Candidate> Half::secretsOf(Label label) const
{
    if (m_facts.clientRandom)
        if (const SecretBytes *known = m_store.find(*m_facts.clientRandom, label))
            return {{*known, m_facts.clientRandom, 0, 0}};
    return m_store.candidates(m_owner, label, m_facts.clientRandom);
}

void Half::settled(const SecretStore::Candidate &secret, Label label)
{
    if (secret.random && !m_facts.clientRandom) {
        m_facts.clientRandom = secret.random;
        m_store.hold(*secret.random);
    }
    if (secret.loose && label == Label::Master)
        m_store.add({label, m_facts.clientRandom, secret.secret, m_owner, secret.library});   // for the other direction
    if (secret.loose)
        m_store.claim(secret.loose, m_facts.clientRandom);
    ++m_facts.changes;
}

Half::Searched Half::searchTls12(const Record &record, const Reach &reach)
{
    if (m_cipher)
        return Searched::Nothing;
    if (!m_facts.serverRandom || !m_facts.suite)
        return Searched::Waits;
    const auto secrets = secretsOf(Label::Master);
    bool certain = false;
    for (const SecretStore::Candidate &secret : secrets) {
        const std::optional<Random> client = m_facts.clientRandom ? m_facts.clientRandom : secret.random;
        if (!client)
            continue;
        certain |= secret.loose == 0 && m_facts.clientRandom;
        const KeyBlock keys = keyBlock(*m_facts.suite, secret.secret, *client, *m_facts.serverRandom);
        auto cipher = RecordCipher::create(*m_facts.suite, RecordCipher::Version::Tls12,
                                           m_facts.isClient(m_direction) ? keys.client : keys.server, m_facts.encryptThenMac);
        // Finished, before it, may have been taken for cleartext where ChangeCipherSpec is missing.
        constexpr uint64_t unnoticed = 2;
        if (tryKeys(std::move(cipher), {Stage::Application, 0, m_facts.suite, {}}, record, reach.first, reach.last + unnoticed)) {
            settled(secret, Label::Master);
            return Searched::Found;
        }
    }
    return certain ? Searched::Nothing : Searched::Waits;
}

Half::Searched Half::searchTls13(const Record &record, const Reach &reach)
{
    Stage stage = m_opening.stage;
    if (m_cipher && stage == Stage::Application)
        return tryUpdated(m_opening, record, reach) ? Searched::Found : Searched::Nothing;
    if (m_cipher)
        stage = stage == Stage::Early ? Stage::Handshake : Stage::Application;
    else if (stage == Stage::Clear)
        stage = mayBeEarly() ? Stage::Early : Stage::Handshake;

    bool waits = false;
    for (; stage <= Stage::Application; stage = Stage(unsigned(stage) + 1)) {
        const Searched searched = tryStage(stage, record, reach);
        if (searched == Searched::Found)
            return searched;
        waits |= searched == Searched::Waits;
    }
    return waits ? Searched::Waits : Searched::Nothing;
}

std::vector<const Suite *> Half::suitesFor(Stage stage, const SecretBytes &secret) const
{
    // Early data is under the suite of the connection that is resumed.
    if (m_facts.suite && stage != Stage::Early)
        return {m_facts.suite};
    std::vector<const Suite *> suites;
    for (const Suite &suite : suitesOfTls13())
        if (hashLength(suite.hash) == secret.size())
            suites.push_back(&suite);
    return suites;
}

Half::Searched Half::tryStage(Stage stage, const Record &record, const Reach &reach)
{
    bool certain = false;
    for (const bool client : {true, false}) {
        if ((m_facts.client && m_facts.isClient(m_direction) != client) || (stage == Stage::Early && !client))
            continue;
        const Label label = labelOfStage(stage == Stage::Early, stage == Stage::Handshake, client);
        for (const auto &secret : secretsOf(label)) {
            certain |= secret.loose == 0 && m_facts.clientRandom;
            for (const Suite *suite : suitesFor(stage, secret.secret)) {
                const Opening opening{stage, 0, suite, secret.secret};
                auto cipher = RecordCipher::create(*suite, RecordCipher::Version::Tls13, trafficKeys(*suite, secret.secret));
                const uint64_t last = std::min(reach.last, stage == Stage::Application ? numbersMax : handshakeNumbersMax);
                if (!tryKeys(std::move(cipher), opening, record, reach.first, last)
                    && !(reach.behindGap && stage == Stage::Application && tryUpdated(opening, record, reach)))
                    continue;
                m_facts.version = 0x0304;
                if (stage != Stage::Early) {
                    m_facts.suite = suite;
                    m_facts.suiteNumber = suite->number;
                }
                settled(secret, label);
                return Searched::Found;
            }
        }
    }
    return certain || stage == Stage::Early ? Searched::Nothing : Searched::Waits;
}

bool Half::tryUpdated(const Opening &from, const Record &record, const Reach &reach)
{
    Opening opening = from;
    const unsigned most = reach.behindGap ? generationsMax : 1;
    for (unsigned i = 0; i < most; ++i) {
        opening.secret = nextTrafficSecret(*opening.suite, opening.secret);
        ++opening.generation;
        auto cipher = RecordCipher::create(*opening.suite, RecordCipher::Version::Tls13, trafficKeys(*opening.suite, opening.secret));
        if (tryKeys(std::move(cipher), opening, record, reach.first, reach.last))
            return true;
    }
    return false;
}

} // namespace tls
