// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/secret_store.h"

#include <QRegularExpression>
#include <QTest>

using namespace tls;

namespace {

Random randomOf(uint8_t number)
{
    Random random;
    random.fill(std::byte(number));
    return random;
}

Secret secret(uint8_t connection, Label label, uint8_t value, uint32_t owner = 1)
{
    const std::array<std::byte, 32> bytes{std::byte(value)};
    return {label, randomOf(connection), SecretBytes(bytes), owner};
}

Secret loose(uint8_t value, uint32_t owner = 1)
{
    Secret one = secret(0, Label::Master, value, owner);
    one.label.reset();
    one.random.reset();
    return one;
}

int valueOf(const SecretBytes *bytes) { return bytes ? int(bytes->bytes()[0]) : -1; }

} // namespace

class TestSecretStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsByConnectionAndLabel()
    {
        SecretStore store;
        store.add(secret(1, Label::ClientTraffic, 11));
        store.add(secret(1, Label::ServerTraffic, 12));
        store.add(secret(2, Label::ClientTraffic, 21));
        QCOMPARE(valueOf(store.find(randomOf(1), Label::ClientTraffic)), 11);
        QCOMPARE(valueOf(store.find(randomOf(1), Label::ServerTraffic)), 12);
        QCOMPARE(valueOf(store.find(randomOf(2), Label::ClientTraffic)), 21);
        QCOMPARE(valueOf(store.find(randomOf(2), Label::ServerTraffic)), -1);
        QCOMPARE(valueOf(store.find(randomOf(3), Label::ClientTraffic)), -1);
    }

    void knowsTheLibraryOfEachEnd()
    {
        SecretStore store;
        QCOMPARE(store.libraryOf(randomOf(1), 5), uint64_t(0));
        Secret one = secret(1, Label::Master, 11, 5);
        one.library = 50;
        store.add(one);
        one.owner = 6;
        one.library = 60;
        store.add(one);
        store.add(one);
        QCOMPARE(store.libraryOf(randomOf(1), 5), uint64_t(50));
        QCOMPARE(store.libraryOf(randomOf(1), 6), uint64_t(60));
        QCOMPARE(store.libraryOf(randomOf(1), 7), uint64_t(0));
    }

    void offersLooseSecretsOfTheProcessNewestFirst()
    {
        SecretStore store;
        store.add(loose(1));
        store.add(loose(2));
        store.add(loose(9, 2));
        store.add(secret(5, Label::ClientTraffic, 50));
        const auto offered = store.candidates(1, Label::ClientTraffic, randomOf(7));
        QCOMPARE(offered.size(), size_t(2));
        QCOMPARE(valueOf(&offered[0].secret), 2);
        // Without a random, those of other connections too.
        QCOMPARE(store.candidates(1, Label::ClientTraffic, std::nullopt).size(), size_t(3));
        store.claim(offered[0].loose, std::nullopt);
        QCOMPARE(store.candidates(1, Label::ClientTraffic, randomOf(7)).size(), size_t(1));
        QCOMPARE(store.looseSize(), size_t(2));
    }

    void forgetsWithTheLastHolder()
    {
        SecretStore store;
        store.hold(randomOf(1));
        store.hold(randomOf(1));
        store.add(secret(1, Label::Master, 5));
        store.release(randomOf(1));
        QCOMPARE(valueOf(store.find(randomOf(1), Label::Master)), 5);
        store.release(randomOf(1));
        QCOMPARE(store.size(), size_t(0));
        store.release(randomOf(1));
    }

    void forgetsWithTheProcess()
    {
        SecretStore store;
        store.add(secret(1, Label::Master, 1));
        store.add(secret(2, Label::Master, 2));
        store.add(secret(3, Label::Master, 3, 2));
        store.add(loose(4));
        store.hold(randomOf(2));
        store.ownerGone(1);
        QCOMPARE(store.size(), size_t(2));
        QCOMPARE(store.looseSize(), size_t(0));
        QCOMPARE(valueOf(store.find(randomOf(2), Label::Master)), 2);
        QCOMPARE(valueOf(store.find(randomOf(3), Label::Master)), 3);
    }

    void isBounded()
    {
        SecretStore store({.connections = 4, .loose = 3, .candidates = 2});
        store.hold(randomOf(200));
        for (uint8_t i = 0; i < 100; ++i) {
            store.add(secret(i, Label::Master, i));
            store.add(loose(i));
        }
        QCOMPARE(store.size(), size_t(4));
        QCOMPARE(store.looseSize(), size_t(3));
        QCOMPARE(store.candidates(1, Label::Master, randomOf(1)).size(), size_t(2));
        // The newest remain, and those in use.
        QCOMPARE(valueOf(store.find(randomOf(99), Label::Master)), 99);
        store.add(secret(200, Label::Master, 200));
        QCOMPARE(valueOf(store.find(randomOf(200), Label::Master)), 200);
        QCOMPARE(store.dropped(), uint64_t(97 + 97));
    }

    void knowsTheLabelsThatProtectRecords()
    {
        QVERIFY(labelOf("CLIENT_RANDOM") == Label::Master);
        QVERIFY(labelOf("SERVER_TRAFFIC_SECRET_0") == Label::ServerTraffic);
        QVERIFY(!labelOf("EXPORTER_SECRET"));
        QVERIFY(!labelOf(""));
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secret_store.moc"
