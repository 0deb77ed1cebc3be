// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/decrypter.h"

#include "tests/support/memory_connection.h"
#include "tests/app/tls/played_connection.h"

#include <QRegularExpression>
#include <QTest>

using namespace tls;
using base::Direction;

namespace {

// By OpenSSL's names, with IANA's number.
struct NamedSuite {
    const char *name;
    uint16_t number;
    int version = TLS1_2_VERSION;
};
constexpr NamedSuite allSuites[] = {
    {"TLS_AES_128_GCM_SHA256", 0x1301, TLS1_3_VERSION},
    {"TLS_AES_256_GCM_SHA384", 0x1302, TLS1_3_VERSION},
    {"TLS_CHACHA20_POLY1305_SHA256", 0x1303, TLS1_3_VERSION},
    {"TLS_AES_128_CCM_SHA256", 0x1304, TLS1_3_VERSION},
    {"TLS_AES_128_CCM_8_SHA256", 0x1305, TLS1_3_VERSION},
    {"ECDHE-RSA-AES128-GCM-SHA256", 0xc02f},
    {"ECDHE-RSA-AES256-GCM-SHA384", 0xc030},
    {"ECDHE-ECDSA-AES128-GCM-SHA256", 0xc02b},
    {"ECDHE-ECDSA-AES256-GCM-SHA384", 0xc02c},
    {"DHE-RSA-AES128-GCM-SHA256", 0x009e},
    {"DHE-RSA-AES256-GCM-SHA384", 0x009f},
    {"AES128-GCM-SHA256", 0x009c},
    {"AES256-GCM-SHA384", 0x009d},
    {"ECDHE-RSA-CHACHA20-POLY1305", 0xcca8},
    {"ECDHE-ECDSA-CHACHA20-POLY1305", 0xcca9},
    {"DHE-RSA-CHACHA20-POLY1305", 0xccaa},
    {"ECDHE-ECDSA-AES128-CCM", 0xc0ac},
    {"ECDHE-ECDSA-AES256-CCM", 0xc0ad},
    {"ECDHE-ECDSA-AES128-CCM8", 0xc0ae},
    {"ECDHE-ECDSA-AES256-CCM8", 0xc0af},
    {"AES128-CCM", 0xc09c},
    {"AES256-CCM8", 0xc0a1},
    {"DHE-RSA-AES128-CCM", 0xc09e},
    {"ECDHE-RSA-AES128-SHA", 0xc013},
    {"ECDHE-RSA-AES256-SHA", 0xc014},
    {"ECDHE-ECDSA-AES128-SHA", 0xc009},
    {"ECDHE-ECDSA-AES256-SHA", 0xc00a},
    {"ECDHE-RSA-AES128-SHA256", 0xc027},
    {"ECDHE-RSA-AES256-SHA384", 0xc028},
    {"ECDHE-ECDSA-AES128-SHA256", 0xc023},
    {"ECDHE-ECDSA-AES256-SHA384", 0xc024},
    {"DHE-RSA-AES128-SHA", 0x0033},
    {"DHE-RSA-AES256-SHA256", 0x006b},
    {"AES128-SHA", 0x002f},
    {"AES256-SHA", 0x0035},
    {"AES128-SHA256", 0x003c},
    {"AES256-SHA256", 0x003d},
    {"PSK-AES128-GCM-SHA256", 0x00a8},
    {"PSK-AES256-CBC-SHA384", 0x00af},
    {"PSK-CHACHA20-POLY1305", 0xccab},
    {"PSK-AES128-CCM8", 0xc0a8},
    {"ECDHE-PSK-AES128-CBC-SHA256", 0xc037},
};

std::vector<std::pair<std::string, Wanted>> variants()
{
    std::vector<std::pair<std::string, Wanted>> rows;
    for (const auto &suite : allSuites) {
        Wanted plain{.version = suite.version, .suite = suite.name};
        rows.emplace_back(suite.name, plain);
        const std::string name = suite.name;
        if (!name.starts_with("PSK") && name.find("-PSK") == std::string::npos) {
            Wanted resumed = plain;
            resumed.resumed = true;
            rows.emplace_back(name + " resumed", resumed);
        }
        if (suite.version == TLS1_3_VERSION) {
            Wanted early = plain;
            early.resumed = early.earlyData = true;
            rows.emplace_back(name + " with early data", early);
            early.earlyRefused = true;
            rows.emplace_back(name + " with early data refused", early);
            Wanted updated = plain;
            updated.updatesKeys = true;
            updated.writes = 30;
            rows.emplace_back(name + " with key updates", updated);
            Wanted retried = plain;
            retried.retry = true;
            rows.emplace_back(name + " after a retry", retried);
            Wanted padded = plain;
            padded.padTo = 512;
            rows.emplace_back(name + " padded", padded);
            Wanted authenticated = plain;
            authenticated.clientAuthenticates = true;
            rows.emplace_back(name + " with a client's certificate", authenticated);
        } else {
            Wanted renegotiated = plain;
            renegotiated.renegotiates = true;
            rows.emplace_back(name + " renegotiated", renegotiated);
            Wanted older = plain;
            older.extendedMasterSecret = false;
            rows.emplace_back(name + " without extended master secret", older);
            if (findSuite(suite.number)->mac != Mac::None) {
                Wanted macFirst = plain;
                macFirst.encryptThenMac = false;
                rows.emplace_back(name + " without encrypt-then-MAC", macFirst);
            }
        }
    }
    return rows;
}

} // namespace

class TestDecrypter : public QObject
{
    Q_OBJECT
    std::vector<std::pair<std::string, Wanted>> m_variants = variants();

    void addRows()
    {
        QTest::addColumn<int>("index");
        for (size_t i = 0; i < m_variants.size(); ++i)
            QTest::newRow(m_variants[i].first.c_str()) << int(i);
    }
    Made madeOfRow()
    {
        QFETCH(int, index);
        return MemoryConnection::make(m_variants[size_t(index)].second);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void opensWhatThePeersWrote_data() { addRows(); }
    void opensWhatThePeersWrote()
    {
        const Made made = madeOfRow();
        QVERIFY2(made.problem.empty(), made.problem.c_str());
        const Played played = play(made, {});
        QVERIFY2(played.plaintext == made.written, played.summary().c_str());
        QCOMPARE(played.lostOtherThan(Cause::EarlyDataRefused), uint64_t(0));
        QCOMPARE(played.closed[0], 1);
        QCOMPARE(played.closed[1], 1);
        QFETCH(int, index);
        const Wanted &wanted = m_variants[size_t(index)].second;
        QCOMPARE(played.facts.version, uint16_t(wanted.version));
        QCOMPARE(played.facts.sni, "test.local");
        QCOMPARE(played.facts.alpn, "http/1.1");
        const auto *suite = std::ranges::find(allSuites, std::string_view(wanted.suite), &NamedSuite::name);
        QCOMPARE(played.facts.suiteNumber, suite->number);
        // The secrets went with the connection.
        QCOMPARE(played.secretsLeft, size_t(0));
    }

    void waitsForSecretsThatComeLate_data() { addRows(); }
    void waitsForSecretsThatComeLate()
    {
        const Made made = madeOfRow();
        QVERIFY2(made.problem.empty(), made.problem.c_str());
        const Played played = play(made, {.secretsLate = true});
        QVERIFY2(played.plaintext == made.written, played.summary().c_str());
        QCOMPARE(played.lostOtherThan(Cause::EarlyDataRefused), uint64_t(0));
    }

    void findsTheConnectionOfSecretsWithoutName_data() { addRows(); }
    void findsTheConnectionOfSecretsWithoutName()
    {
        const Made made = madeOfRow();
        QVERIFY2(made.problem.empty(), made.problem.c_str());
        const Played played = play(made, {.nameless = true});
        QVERIFY2(played.plaintext == made.written, played.summary().c_str());
        QCOMPARE(played.lostOtherThan(Cause::EarlyDataRefused), uint64_t(0));
    }

    void goesOnBehindGaps_data() { addRows(); }
    void goesOnBehindGaps()
    {
        const Made made = madeOfRow();
        QVERIFY2(made.problem.empty(), made.problem.c_str());
        QFETCH(int, index);
        const bool renegotiates = m_variants[size_t(index)].second.renegotiates;
        const Expected expected = recordsOf(made);
        const auto seeds = unsigned(qEnvironmentVariableIntValue("GAP_SEEDS") ? qEnvironmentVariableIntValue("GAP_SEEDS") : 6);
        for (unsigned seed = 1; seed <= seeds; ++seed) {
            const Gaps gaps = someGaps(made, expected, seed);
            const Played played = play(made, {.gaps = gaps, .seed = seed});
            const size_t intactBytes = expected.outside(gaps, Direction::Received).size() + expected.outside(gaps, Direction::Sent).size();
            for (const Direction direction : {Direction::Received, Direction::Sent}) {
                const std::string intact = expected.outside(gaps, direction);
                const std::string &had = played.plaintext[size_t(direction)];
                // A gap may hide the hellos of a renegotiation: what is under the new keys is then reported as lost.
                if (renegotiates && had != intact && intact.starts_with(had)) {
                    QVERIFY2(played.plaintext[0].size() + played.plaintext[1].size() + played.lostBytes >= intactBytes,
                             qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(QString::fromStdString(played.summary()))));
                    continue;
                }
                if (had != intact)
                    QFAIL(qPrintable(QStringLiteral("seed %1, direction %2: %3 bytes of %4 intact ones; %5").arg(seed).arg(int(direction))
                                         .arg(had.size()).arg(intact.size()).arg(QString::fromStdString(played.summary()))));
                if (intact.size() < made.written[size_t(direction)].size())
                    QVERIFY(played.lost[size_t(Cause::Gap)] > 0);
            }
        }
    }

    // Counts exactly what a gap has swallowed: the records' overhead is known.
    void countsTheBytesInAGap()
    {
        for (const char *suite : {"TLS_AES_128_GCM_SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305"}) {
            const bool tls13 = std::string_view(suite).starts_with("TLS_");
            const Made made = MemoryConnection::make({.version = tls13 ? TLS1_3_VERSION : TLS1_2_VERSION, .suite = suite, .writes = 40});
            QVERIFY2(made.problem.empty(), made.problem.c_str());
            const Expected expected = recordsOf(made);
            const auto &records = expected.records[size_t(Direction::Sent)];
            Gaps gaps;
            gaps[size_t(Direction::Sent)] = {{records[8].begin + 3, records[20].end - 2}};
            const Played played = play(made, {.gaps = gaps});
            QCOMPARE(played.lost[size_t(Cause::Gap)], uint64_t(1));
            QCOMPARE(played.lostBytes + played.plaintext[size_t(Direction::Sent)].size(), made.written[size_t(Direction::Sent)].size());
        }
    }

    // A gap in the handshake: whatever can be opened is right, and the rest is reported.
    void tellsTheTruthBehindAGapInTheHandshake()
    {
        for (const char *suite : {"TLS_AES_256_GCM_SHA384", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-SHA384"}) {
            const bool tls13 = std::string_view(suite).starts_with("TLS_");
            const Made made = MemoryConnection::make({.version = tls13 ? TLS1_3_VERSION : TLS1_2_VERSION, .suite = suite});
            const Expected expected = recordsOf(made);
            for (const Direction direction : {Direction::Received, Direction::Sent}) {
                for (size_t i = 0; i < expected.records[size_t(direction)].size() && i < 8; ++i) {
                    const auto &record = expected.records[size_t(direction)][i];
                    Gaps gaps;
                    gaps[size_t(direction)] = {{record.begin, record.end}};
                    const Played played = play(made, {.gaps = gaps});
                    for (const Direction side : {Direction::Received, Direction::Sent}) {
                        const std::string intact = expected.outside(gaps, side);
                        const std::string &had = played.plaintext[size_t(side)];
                        QVERIFY2(had == intact || (had.empty() && played.lostBytes >= intact.size()), played.summary().c_str());
                        // Any single message of TLS 1.3 may be missing.
                        if (tls13)
                            QVERIFY2(had == intact, played.summary().c_str());
                    }
                }
            }
        }
    }

    void namesTheCauseWhereNoSecretComes()
    {
        Made made = MemoryConnection::make({});
        std::erase_if(made.happenings, [](const Happening &one) { return !one.secret.empty(); });
        const Played played = play(made, {});
        QVERIFY(played.plaintext[0].empty() && played.plaintext[1].empty());
        QVERIFY(played.lost[size_t(Cause::NoSecret)] > 20);
        QCOMPARE(played.lostOtherThan(Cause::NoSecret), uint64_t(0));
        QVERIFY(played.lostBytes >= made.written[0].size() + made.written[1].size());
    }

    void namesTheCauseWhereSecretsAreWrong()
    {
        for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
            Made made = MemoryConnection::make({.version = version, .suite = version == TLS1_2_VERSION ? "AES128-GCM-SHA256" : "TLS_AES_128_GCM_SHA256"});
            for (Happening &one : made.happenings)
                if (!one.secret.empty())
                    one.secret.back() = one.secret.back() == '0' ? '1' : '0';
            const Played played = play(made, {});
            QVERIFY(played.plaintext[0].empty() && played.plaintext[1].empty());
            QVERIFY(played.lost[size_t(Cause::WrongSecret)] > 20);
            QCOMPARE(played.lostOtherThan(Cause::WrongSecret), uint64_t(0));
        }
    }

    void namesTheCauseWhereTheVersionIsTooOld()
    {
        const Made made = MemoryConnection::make({.version = TLS1_1_VERSION, .suite = "ECDHE-RSA-AES128-SHA"});
        QVERIFY2(made.problem.empty(), made.problem.c_str());
        const Played played = play(made, {});
        QVERIFY(played.lost[size_t(Cause::UnsupportedVersion)] > 20);
        QCOMPARE(played.lostOtherThan(Cause::UnsupportedVersion), uint64_t(0));
    }

    void namesTheCauseWhereTheSuiteIsUnknown()
    {
        const Made made = MemoryConnection::make({.version = TLS1_2_VERSION, .suite = "ECDHE-ARIA128-GCM-SHA256"});
        QVERIFY2(made.problem.empty(), made.problem.c_str());
        const Played played = play(made, {});
        QVERIFY(played.lost[size_t(Cause::UnsupportedSuite)] > 20);
        QCOMPARE(played.lostOtherThan(Cause::UnsupportedSuite), uint64_t(0));
    }

    void saysWhatIsNoTls()
    {
        Made made;
        made.happenings.push_back({Direction::Sent, "GET / HTTP/1.1\r\nHost: test\r\n\r\n", {}});
        const Played played = play(made, {});
        QCOMPARE(played.lost[size_t(Cause::NotRecords)], uint64_t(1));
        QCOMPARE(played.lostBytes, uint64_t(30));
    }

    void keepsABoundedNumberOfBytesWaiting()
    {
        const Made made = MemoryConnection::make({.writes = 60});
        const Played played = play(made, {.secretsLate = true, .limits = {.heldBytes = 100'000}});
        QVERIFY(played.lost[size_t(Cause::TooMuchWaiting)] > 0);
        // What was still held opens: its number is found by trial.
        for (const Direction direction : {Direction::Received, Direction::Sent}) {
            const std::string &had = played.plaintext[size_t(direction)];
            QVERIFY2(had.size() > 50'000 && made.written[size_t(direction)].ends_with(had), played.summary().c_str());
        }
    }

    void givesUpWaitingAfterATime()
    {
        Made made = MemoryConnection::make({});
        Played played;
        SecretStore store;
        Collector collector(played);
        Decrypter decrypter(store, 7, {.holdMax = 1000});
        for (const Happening &one : made.happenings)
            decrypter.bytes(one.direction, asBytes(one.bytes), 5, collector);
        QVERIFY(decrypter.waits());
        decrypter.expire(1005, collector);
        QVERIFY(decrypter.waits());
        decrypter.expire(1006, collector);
        QVERIFY(!decrypter.waits());
        QVERIFY(played.lost[size_t(Cause::NoSecret)] > 20);
    }

    // Each byte of a connection in turn is damaged: nothing wrong comes out, and what lacks is reported.
    void opensNothingThatWasDamaged()
    {
        const Made made = MemoryConnection::make({.writes = 3, .longest = 300});
        const Expected expected = recordsOf(made);
        const std::string all = made.wire(Direction::Received);
        for (size_t at = 0; at < all.size(); at += 7) {
            Made damaged = made;
            size_t position = 0;
            for (Happening &one : damaged.happenings) {
                if (one.direction != Direction::Received)
                    continue;
                if (at >= position && at < position + one.bytes.size())
                    one.bytes[at - position] = char(one.bytes[at - position] ^ 0x20);
                position += one.bytes.size();
            }
            const Played played = play(damaged, {});
            const std::string &had = played.plaintext[size_t(Direction::Received)];
            // A subsequence of the records' contents, and not silently less.
            size_t found = 0;
            for (const auto &record : expected.records[size_t(Direction::Received)])
                if (!record.plaintext.empty() && std::string_view(had).substr(found).starts_with(record.plaintext))
                    found += record.plaintext.size();
            QVERIFY2(found == had.size(), played.summary().c_str());
            if (had != made.written[size_t(Direction::Received)])
                QVERIFY(played.lostOtherThan(Cause::EarlyDataRefused) > 0);
        }
    }
};

QTEST_GUILESS_MAIN(TestDecrypter)
#include "tst_decrypter.moc"
