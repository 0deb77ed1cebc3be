// SPDX-License-Identifier: GPL-3.0-or-later
// Opens the records of one direction: which keys are in force, and which come next.
//
//     TLS 1.3   clear -> [early data -> ] handshake -> application, after Finished -> next generation, after KeyUpdate
//     TLS 1.2   clear -> application, after ChangeCipherSpec -> new keys, after the next one (renegotiation)
#pragma once

#include "app/base/time.h"
#include "app/tls/facts.h"
#include "app/tls/handshake_reader.h"
#include "app/tls/loss.h"
#include "app/tls/record_cipher.h"
#include "app/tls/secret_store.h"

#include <memory>

namespace tls {

// Receives what a connection's records contain.
struct Sink {
    // Application data, in order; valid during the call.
    virtual void plaintext(base::Direction, std::span<const std::byte>, base::Time) = 0;
    virtual void lost(base::Direction, const Loss &, base::Time) = 0;
    // RFC 8446, section 6. Description 0: the sender closes its direction.
    virtual void alert(base::Direction, uint8_t level, uint8_t description, base::Time) = 0;

protected:
    ~Sink() = default;
};

class Half final : HandshakeReader::Sink
{
public:
    // `buffer` holds the plaintext of one record, and is shared by the halves of a connection.
    Half(base::Direction, Facts &, SecretStore &, uint32_t owner, std::span<std::byte, RecordCipher::bufferSize> buffer);

    enum class Taken : uint8_t { Yes, Later };   // Later: a secret or a hello is needed first; nothing has changed
    // The next record, and what is missing before it. With `now`, what it lacks will not come.
    Taken take(const Record &, Missing missing, base::Time, bool now, tls::Sink &);
    // Whether this is a record, after bytes are missing: if it opens, its keys and number are in force from here on.
    enum class Found : uint8_t { Yes, No, Unsure };
    Found find(const Record &, Missing missing, base::Time, tls::Sink &);
    // A record that cannot wait any longer.
    void drop(const Record &, Missing missing, base::Time, tls::Sink &);

    // Whether these bytes are captured at the other end too: records opened there need not be opened here.
    void shareRecords(bool shares) { m_sharesRecords = shares; }

    // Whether a record was opened, of the handshake or behind it.
    bool opened() const { return m_opened; }

private:
    enum class Stage : uint8_t { Clear, Early, Handshake, Application };
    enum class Protection : uint8_t { Clear, Sealed, Undecided };
    enum class Searched : uint8_t { Found, Waits, Nothing };
    struct Opening {
        Stage stage = Stage::Clear;
        unsigned generation = 0;    // KeyUpdates before it
        const Suite *suite = nullptr;
        SecretBytes secret;
    };

    std::optional<RecordCipher::Opened> openNext(const Record &);
    Protection protection(const Record &) const;
    uint16_t version() const;
    std::optional<Cause> hopeless() const;
    Cause whyNot() const;
    bool mayBeEarly() const;
    bool waitsForAnswer() const;
    void content(const RecordCipher::Opened &, bool sealed, base::Time, tls::Sink &);
    void message(HandshakeType, std::span<const std::byte> body) override;
    void clientHello(std::span<const std::byte> body);
    void serverHello(std::span<const std::byte> body);
    void lose(Missing, base::Time, tls::Sink &);
    void lose(const Record &, Cause, base::Time, tls::Sink &);
    void changeKeys(Stage);

    // half_search.cpp
    // How many records may be missing before this one, as far as they are tried in this pass.
    struct Reach {
        uint64_t first, last;
        uint64_t least;       // the missing bytes are at least so many records
        bool behindGap;       // bytes are missing, so that keys may have changed unseen
    };
    Searched search(const Record &, Missing missing);
    bool tryInForce(const Record &, const Reach &);
    Searched searchTls12(const Record &, const Reach &);
    Searched searchTls13(const Record &, const Reach &);
    bool tryUpdated(const Opening &, const Record &, const Reach &);
    Searched tryStage(Stage, const Record &, const Reach &);
    bool tryKeys(std::unique_ptr<RecordCipher>, const Opening &, const Record &, uint64_t first, uint64_t last);
    std::optional<uint64_t> tryNumbers(RecordCipher &, uint64_t first, uint64_t last, const Record &);
    uint64_t recordsBefore(Missing missing) const;
    std::vector<const Suite *> suitesFor(Stage, const SecretBytes &) const;
    std::vector<SecretStore::Candidate> secretsOf(Label) const;
    void settled(const SecretStore::Candidate &, Label);

    base::Direction m_direction;
    Facts &m_facts;
    SecretStore &m_store;
    uint32_t m_owner;
    std::span<std::byte, RecordCipher::bufferSize> m_buffer;

    HandshakeReader m_handshake;
    bool m_specChanged = false;        // TLS 1.2: the next record is under keys that are not in force yet
    bool m_sealed = false;             // the message at hand came in a protected record
    Opening m_opening;                 // what m_cipher was made from; without one, the stage that comes
    std::unique_ptr<RecordCipher> m_cipher;
    uint64_t m_next = 0;               // number of the next record
    uint64_t m_found = 0;              // number at which the search found a record
    uint64_t m_passed = 0;             // records since the last one that opened
    uint64_t m_missing = 0;            // bytes missing among them
    bool m_begun = false;              // a record was taken
    bool m_opened = false;             // a record
    bool m_sharesRecords = false;
    unsigned m_failures = 0;           // in a row
    uint64_t m_effort;                 // bytes that may still be decrypted in vain
};

} // namespace tls
