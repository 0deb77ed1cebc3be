// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/coverage_table.h"
#include "app/exchange/coverage_advice.h"
#include "app/session/derived_file.h"

#include <QRegularExpression>
#include <QTest>

using namespace session;
using base::Direction;

namespace {

constexpr const char *noLibrary = "no TLS library that can be read was found in this process";

wire::Coverage library(uint32_t pid, const char *name, wire::CoverageState state, const char *reason = "")
{
    wire::Coverage message;
    message.pid = pid;
    message.state = state;
    message.library = name;
    message.path = "/usr/lib/lib.so";
    message.reason = reason;
    return message;
}

tls::ClientHello hello(char random)
{
    tls::ClientHello made;
    made.whole = true;
    made.random.fill(std::byte(random));
    made.legacyVersion = 0x0303;
    made.sni = "api.local";
    made.alpn = "h2,http/1.1";
    return made;
}

}

class TestCoverageTable : public QObject
{
    Q_OBJECT
    DerivedFile m_derived;

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void listsAProcessThatSpeaksTlsWithoutALibrary()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        const auto client = hello('a');
        table.spoke(100, "/opt/odd", nullptr, Direction::Sent, 5);
        table.spoke(100, "/opt/odd", &client, Direction::Sent, 6);
        QVERIFY(builder.drain().coverage.empty());   // its files may still be examined
        QCOMPARE(table.whyNotReadable(100, 5), noLibrary);
        const auto rows = builder.drain().coverage;
        QCOMPARE(rows.size(), size_t(1));
        QCOMPARE(rows[0].pid, 100u);
        QCOMPARE(rows[0].library, "unknown");
        QCOMPARE(rows[0].reason, "It speaks TLS, but no TLS library was found in its files.");
        QVERIFY(rows[0].known && !rows[0].readable && rows[0].onWire && rows[0].path.empty());
        QCOMPARE(rows[0].since, base::Time(5));
        QCOMPARE(rows[0].sni, "api.local");
        QCOMPARE(rows[0].alpn, "h2,http/1.1");
        QCOMPARE(rows[0].ja4, "t12i000000_000000000000_000000000000");
        QCOMPARE(exchange::adviceOn(rows[0]), "Capture the program at the other end of the connection if it runs on this machine.");
        table.whyNotReadable(100, 5);
        QVERIFY(builder.drain().coverage.empty());   // once is enough
    }

    void namesARuntimeByItsProgram()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        table.spoke(100, "/usr/lib/jvm/java-17/bin/java", nullptr, Direction::Sent, 5);
        table.spoke(101, "/usr/lib/erlang/erts-13/bin/beam.smp", nullptr, Direction::Sent, 5);
        QCOMPARE(table.whyNotReadable(100, 5), "Java: Java's own TLS is compiled while the program runs: there is no function to probe.");
        QCOMPARE(table.whyNotReadable(101, 5), "Erlang: Erlang's own TLS runs in its virtual machine: there is no function to probe.");
        const auto rows = builder.drain().coverage;
        QCOMPARE(rows.size(), size_t(2));
        QCOMPARE(rows[0].library, "Java");
        QCOMPARE(rows[1].library, "Erlang");
    }

    void withdrawsTheLineOnceALibraryIsFound()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        table.spoke(100, "/opt/large", nullptr, Direction::Sent, 5);
        table.whyNotReadable(100, 5);
        builder.drain();
        table.take(library(100, "BoringSSL", wire::CoverageState::NotReadable, "No symbols."), 6);
        const auto rows = builder.drain().coverage;
        QCOMPARE(rows.size(), size_t(2));
        QVERIFY(rows[0].withdrawn && rows[0].path.empty());
        QCOMPARE(rows[1].library, "BoringSSL");
        QVERIFY(rows[1].onWire);
        QCOMPARE(table.whyNotReadable(100, 5), "BoringSSL: No symbols.");
        QVERIFY(builder.drain().coverage.empty());
    }

    void saysOfAForwarderThatItPassesTlsOn()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        const auto first = hello('a');
        table.spoke(100, "/usr/bin/socat", &first, Direction::Received, 5);
        table.spoke(100, "/usr/bin/socat", &first, Direction::Sent, 6);
        table.whyNotReadable(100, 5);
        QCOMPARE(builder.drain().coverage.at(0).reason, "It passes TLS between other programs on, and does not read it.");
    }

    void takesAServerThatAlsoAsksForNoForwarder()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        const auto first = hello('a'), second = hello('b');
        table.spoke(100, "/opt/odd", &first, Direction::Received, 5);
        table.spoke(100, "/opt/odd", &second, Direction::Sent, 6);
        table.whyNotReadable(100, 5);
        QCOMPARE(builder.drain().coverage.at(0).reason, "It speaks TLS, but no TLS library was found in its files.");
    }

    void tellsOfAKnownLibraryWhetherItIsUsed()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        table.take(library(100, "OpenSSL", wire::CoverageState::Readable), 4);
        QVERIFY(!builder.drain().coverage.at(0).onWire);
        const auto client = hello('a');
        table.spoke(100, "/usr/bin/curl", nullptr, Direction::Sent, 5);
        table.spoke(100, "/usr/bin/curl", &client, Direction::Sent, 6);
        table.spoke(100, "/usr/bin/curl", &client, Direction::Sent, 7);
        const auto rows = builder.drain().coverage;
        QCOMPARE(rows.size(), size_t(2));   // the first record, and the first hello
        QCOMPARE(rows[1].library, "OpenSSL");
        QVERIFY(rows[1].onWire);
        QCOMPARE(rows[1].sni, "api.local");
        QCOMPARE(rows[1].since, base::Time(4));
        QCOMPARE(exchange::adviceOn(rows[1]), "");
    }

    void givesAForkTheLibrariesOfItsParentOnceItSpeaks()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        table.take(library(100, "OpenSSL", wire::CoverageState::Readable), 4);
        table.forked(101, 100);
        table.forked(102, 100);
        table.executed(102);
        builder.drain();
        QCOMPARE(table.whyNotReadable(101, 5), "no plaintext passed through OpenSSL in this process");
        QCOMPARE(table.whyNotReadable(102, 5), noLibrary);
        table.spoke(101, "/usr/sbin/nginx", nullptr, Direction::Received, 6);
        const auto rows = builder.drain().coverage;
        QCOMPARE(rows.size(), size_t(1));
        QCOMPARE(rows[0].pid, 101u);
        QVERIFY(rows[0].readable && rows[0].onWire);
    }

    void givesAForkALibraryThatIsFoundInItsParentLater()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        table.forked(101, 100);
        table.take(library(100, "NSS", wire::CoverageState::NotReadable, "Not yet."), 4);
        builder.drain();
        table.spoke(101, "/usr/bin/server", nullptr, Direction::Received, 6);
        QCOMPARE(builder.drain().coverage.at(0).pid, 101u);
        QCOMPARE(table.whyNotReadable(101, 6), "NSS: Not yet.");
    }

    // What cannot be read would not be readable either had the capture begun earlier.
    void blamesTheLibraryOfAnOlderConnectionBeforeItsAge()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        table.attached(10);
        table.take(library(100, "Go crypto/tls", wire::CoverageState::NotReadable, "Not yet."), 4);
        table.take(library(200, "OpenSSL", wire::CoverageState::Readable), 4);
        QCOMPARE(table.whyNotReadable(100, 8), "Go crypto/tls: Not yet.");
        QCOMPARE(table.whyNotReadable(200, 8), "its TLS began before the probes were attached");
        QCOMPARE(table.whyNotReadable(300, 8), noLibrary);
    }

    void forgetsProcessesThatAreGone()
    {
        exchange::Builder builder(m_derived);
        CoverageTable table(builder);
        for (uint32_t pid = 1; pid <= 1000; ++pid) {
            table.spoke(pid, "/opt/odd", nullptr, Direction::Sent, 5);
            table.exited(pid, 5);
        }
        QCOMPARE(table.size(), size_t(1000));
        table.settle(20'000'000'000);
        QCOMPARE(table.size(), size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestCoverageTable)
#include "tst_coverage_table.moc"
