// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/half.h"

#include <algorithm>
#include <utility>

namespace tls {

namespace {

// Enough for a gap of some megabytes in full records; a hostile stream costs 30 ms, once.
constexpr uint64_t effortMax = 64 << 20;
// What a record that opened is worth.
constexpr uint64_t effortPerByte = 64;
// After so many records that did not open, keys are not looked for any more.
constexpr unsigned failuresMax = 64;

} // namespace

Half::Half(base::Direction direction, Facts &facts, SecretStore &store, uint32_t owner,
           std::span<std::byte, RecordCipher::bufferSize> buffer)
    : m_direction(direction)
    , m_facts(facts)
    , m_store(store)
    , m_owner(owner)
    , m_buffer(buffer)
    , m_effort(effortMax)
{
}

// The ServerHello says it; without one, the labels of the secrets do.
uint16_t Half::version() const
{
    if (m_facts.version || !m_facts.clientRandom)
        return m_facts.version;
    for (const Label label : {Label::ClientHandshake, Label::ServerHandshake, Label::ClientTraffic, Label::ServerTraffic})
        if (m_store.find(*m_facts.clientRandom, label))
            return 0x0304;
    return m_store.find(*m_facts.clientRandom, Label::Master) ? 0x0303 : 0;
}

Half::Protection Half::protection(const Record &record) const
{
    const ContentType type = record.type();
    const uint16_t known = version();
    // RFC 8446, section 5.2: every protected record looks like application data.
    if (known == 0x0304)
        return type == ContentType::ApplicationData ? Protection::Sealed : Protection::Clear;
    if (known)
        return m_cipher || m_specChanged || type == ContentType::ApplicationData ? Protection::Sealed : Protection::Clear;
    if (type == ContentType::ApplicationData)
        return Protection::Undecided;
    return m_specChanged && type != ContentType::ChangeCipherSpec ? Protection::Undecided : Protection::Clear;
}

bool Half::mayBeEarly() const { return m_facts.isClient(m_direction) && m_facts.offersEarlyData; }

// Early data that the server refuses is sent again (RFC 8446, section 4.2.10): only one of the two belongs to the stream.
bool Half::waitsForAnswer() const
{
    return mayBeEarly() && !m_cipher && m_opening.stage == Stage::Clear && !m_facts.acceptsEarlyData;
}

// Nothing that could still arrive would help.
std::optional<Cause> Half::hopeless() const
{
    const uint16_t known = version();
    if (!known && m_facts.joined == 2)
        return Cause::NoHandshake;
    if (known && known != 0x0303 && known != 0x0304)
        return Cause::UnsupportedVersion;
    if (m_facts.suiteNumber && !m_facts.suite)
        return Cause::UnsupportedSuite;
    if (m_facts.compresses)
        return Cause::Compression;
    if (m_failures >= failuresMax || m_effort == 0)
        return Cause::WrongSecret;
    return std::nullopt;
}

Cause Half::whyNot() const
{
    const uint16_t known = version();
    if (!known || (known == 0x0303 && (!m_facts.serverRandom || !m_facts.suite)))
        return Cause::NoHandshake;
    return Cause::NoSecret;
}

std::optional<RecordCipher::Opened> Half::openNext(const Record &record)
{
    if (m_sharesRecords)
        return m_store.openedRecords().open(*m_cipher, record, m_next, m_buffer);
    m_store.openedRecords().notShared();
    return m_cipher->open(record, m_next, m_buffer);
}

Half::Taken Half::take(const Record &record, Missing missing, base::Time time, bool now, tls::Sink &sink)
{
    if (!std::exchange(m_begun, true) && record.type() != ContentType::Handshake && record.type() != ContentType::Alert) {
        ++m_facts.joined;
        ++m_facts.changes;
    }
    if (m_cipher && missing.bytes == 0 && (m_facts.isTls13() ? record.type() == ContentType::ApplicationData : !m_specChanged)) {
        if (const auto opened = openNext(record)) {
            ++m_next;
            m_opened = true;
            m_failures = 0;
            m_passed = m_missing = 0;
            m_effort = std::min(effortMax, m_effort + effortPerByte * record.bytes.size());
            if (m_opening.stage == Stage::Early && opened->type == ContentType::ApplicationData && !m_facts.acceptsEarlyData.value_or(true))
                sink.lost(m_direction, {Cause::EarlyDataRefused, opened->content.size(), 1}, time);
            else
                content(*opened, true, time, sink);
            return Taken::Yes;
        }
    }
    const Protection protected_ = protection(record);
    if ((protected_ == Protection::Undecided || (protected_ == Protection::Sealed && waitsForAnswer())) && !now && !hopeless())
        return Taken::Later;
    if (protected_ == Protection::Clear) {
        if (missing.bytes > 0)
            m_handshake.reset();
        content({record.type(), record.body()}, false, time, sink);
        return Taken::Yes;
    }
    if (const auto cause = hopeless()) {
        lose(missing, time, sink);
        lose(record, *cause, time, sink);
        return Taken::Yes;
    }
    const Found found = protected_ == Protection::Undecided ? Found::Unsure : find(record, missing, time, sink);
    if (found == Found::Yes)
        return take(record, {}, time, now, sink);
    if (found == Found::Unsure && !now)
        return Taken::Later;
    lose(missing, time, sink);
    const bool early = mayBeEarly() && !m_cipher && m_opening.stage <= Stage::Early;
    if (found == Found::No)
        ++m_failures;
    lose(record, found == Found::Unsure ? whyNot() : early ? Cause::EarlyDataRefused : Cause::WrongSecret, time, sink);
    return Taken::Yes;
}

Half::Found Half::find(const Record &record, Missing missing, base::Time time, tls::Sink &sink)
{
    switch (protection(record)) {
    case Protection::Undecided: return Found::Unsure;
    case Protection::Clear: return m_cipher ? Found::No : Found::Unsure;
    case Protection::Sealed: break;
    }
    // The version that both 1.2 and 1.3 have there.
    if (m_cipher && record.head()[2] != std::byte(3))
        return Found::No;
    if (hopeless())
        return Found::Unsure;
    const RecordCipher *cipherBefore = m_cipher.get();
    const uint64_t before = m_next;
    const Searched searched = search(record, missing);
    if (searched != Searched::Found)
        return searched == Searched::Waits ? Found::Unsure : Found::No;
    if (missing.bytes > 0) {
        // What the lost records had around their contents is known, unless the keys changed among them.
        const uint64_t records = m_cipher.get() == cipherBefore ? m_found - before : 0;
        const uint64_t around = std::max<uint64_t>(records, 1) * (recordHeadSize + m_cipher->overhead());
        sink.lost(m_direction, {missing.captured ? Cause::NotRecords : Cause::Gap, missing.bytes - std::min(around, missing.bytes), records}, time);
        // In the middle of a message nothing tells Finished or KeyUpdate: the search finds the keys behind them instead.
        if (m_facts.isTls13())
            m_handshake.lose();
        else
            m_handshake.reset();
    }
    m_passed = m_missing = 0;
    m_next = m_found;
    return Found::Yes;
}

void Half::drop(const Record &record, Missing missing, base::Time time, tls::Sink &sink)
{
    lose(missing, time, sink);
    lose(record, Cause::TooMuchWaiting, time, sink);
}

void Half::lose(Missing missing, base::Time time, tls::Sink &sink)
{
    m_missing += missing.bytes;
    if (missing.bytes > 0)
        sink.lost(m_direction, {missing.captured ? Cause::NotRecords : Cause::Gap, missing.bytes, 0}, time);
}

void Half::lose(const Record &record, Cause cause, base::Time time, tls::Sink &sink)
{
    const size_t overhead = m_cipher ? m_cipher->overhead() : m_facts.suite ? tagLength(m_facts.suite->cipher) : 0;
    ++m_passed;
    sink.lost(m_direction, {cause, record.body().size() - std::min(overhead, record.body().size()), 1}, time);
}

void Half::content(const RecordCipher::Opened &opened, bool sealed, base::Time time, tls::Sink &sink)
{
    switch (opened.type) {
    case ContentType::ApplicationData:
        if (!opened.content.empty())
            sink.plaintext(m_direction, opened.content, time);
        break;
    case ContentType::Handshake:
        m_sealed = sealed;
        m_handshake.content(opened.content, *this);
        break;
    case ContentType::Alert:
        if (opened.content.size() >= 2)
            sink.alert(m_direction, uint8_t(opened.content[0]), uint8_t(opened.content[1]), time);
        break;
    case ContentType::ChangeCipherSpec:
        // In TLS 1.3 it means nothing (RFC 8446, appendix D.4), and may come before the version is known.
        m_specChanged = !m_facts.isTls13();
        if (m_specChanged && m_cipher)
            changeKeys(Stage::Application);
        break;
    case ContentType::Heartbeat: break;
    }
}

void Half::changeKeys(Stage stage)
{
    m_cipher.reset();
    m_next = 0;
    m_opening = {};
    m_opening.stage = stage;
    m_handshake.reset();
}

void Half::message(HandshakeType type, std::span<const std::byte> body)
{
    const bool tls13 = m_facts.isTls13() && m_sealed;
    switch (type) {
    case HandshakeType::ClientHello: clientHello(body); break;
    case HandshakeType::ServerHello: serverHello(body); break;
    case HandshakeType::EncryptedExtensions:
        if (tls13) {
            const EncryptedExtensions extensions = parseEncryptedExtensions(body);
            m_facts.alpn = extensions.alpn;
            m_facts.acceptsEarlyData = extensions.acceptsEarlyData;
            ++m_facts.changes;
        }
        break;
    case HandshakeType::EndOfEarlyData:
        if (tls13 && m_opening.stage == Stage::Early)
            changeKeys(Stage::Handshake);
        break;
    case HandshakeType::Finished:
        // That of an authentication after the handshake changes nothing (RFC 8446, section 4.6.2).
        if (tls13 && m_opening.stage == Stage::Handshake)
            changeKeys(Stage::Application);
        break;
    case HandshakeType::KeyUpdate:
        if (tls13 && m_opening.stage == Stage::Application && m_cipher) {
            m_opening.secret = nextTrafficSecret(*m_opening.suite, m_opening.secret);
            ++m_opening.generation;
            m_cipher = RecordCipher::create(*m_opening.suite, RecordCipher::Version::Tls13, trafficKeys(*m_opening.suite, m_opening.secret));
            m_next = 0;
        }
        break;
    }
}

void Half::clientHello(std::span<const std::byte> body)
{
    ClientHello hello;
    if (!parseClientHello(body, hello))
        return;
    if (m_facts.clientRandom != hello.random) {
        // The first one, or a renegotiation: what the previous ServerHello said is over.
        if (m_facts.clientRandom)
            m_store.release(*m_facts.clientRandom);
        m_store.hold(hello.random);
        if (m_facts.clientRandom || m_sealed) {
            m_facts.serverRandom.reset();
            m_facts.suite = nullptr;
            m_facts.suiteNumber = 0;
        }
    }
    m_facts.client = m_direction;
    m_facts.clientRandom = hello.random;
    m_facts.offersEarlyData |= hello.offersEarlyData;
    if (!hello.sni.empty())
        m_facts.sni = hello.sni;
    ++m_facts.changes;
}

void Half::serverHello(std::span<const std::byte> body)
{
    ServerHello hello;
    if (!parseServerHello(body, hello))
        return;
    m_facts.client = m_direction == base::Direction::Sent ? base::Direction::Received : base::Direction::Sent;
    m_facts.version = hello.versionNumber;
    if (hello.retry || !m_facts.isTls13())
        m_facts.acceptsEarlyData = false;   // RFC 8446, section 4.2.10
    if (!hello.retry) {
        m_facts.serverRandom = hello.random;
        m_facts.suiteNumber = hello.suiteNumber;
        m_facts.suite = findSuite(hello.suiteNumber);
        // Only CBC is affected (RFC 7366, section 3).
        m_facts.encryptThenMac = hello.encryptThenMac;
        m_facts.compresses = hello.compresses;
        if (!hello.alpn.empty())
            m_facts.alpn = hello.alpn;
    }
    ++m_facts.changes;
}

} // namespace tls
