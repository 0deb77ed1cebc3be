// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/quic/packet_cipher.h"

#include "tests/support/quic_sealer.h"
#include "tests/support/quic_vectors.h"

#include <QRegularExpression>
#include <QTest>

using namespace quic;
using sealed::unhex;

namespace {

QByteArray hex(std::span<const std::byte> bytes)
{
    return QByteArray(reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())).toHex();
}
QByteArray raw(std::string_view text) { return QByteArray(text.data(), qsizetype(text.size())); }

struct Opened {
    QByteArray payload;
    uint64_t number;
};

Opened open(const Packet &packet, PacketCipher &cipher, int64_t largest)
{
    const auto unmasked = cipher.unmask(packet);
    if (!unmasked)
        return {"not unmasked", 0};
    const uint64_t number = fullNumber(largest, unmasked->truncated, unmasked->numberLength);
    std::vector<std::byte> buffer;
    const auto payload = cipher.open(packet, *unmasked, number, buffer);
    return payload ? Opened{hex(*payload), number} : Opened{"not opened", number};
}

} // namespace

class TestPacketCipher : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void derivesInitialSecrets()
    {
        const ConnectionId id(unhex(vectors::destination));
        QCOMPARE(hex(initialSecrets(Version::V1, id).client.bytes()), "c00cf151ca5be075ed0ebfb5c80323c42d6b7db67881289af4008f1f6c357aea");
        QCOMPARE(hex(initialSecrets(Version::V1, id).server.bytes()), "3c199828fd139efd216c155ad844cc81fb82fa8d7446fa7d78be803acdda951b");
        QCOMPARE(hex(initialSecrets(Version::V2, id).client.bytes()), "14ec9d6eb9fd7af83bf5a668bc17a7e283766aade7ecd0891f70f9ff7f4bf47b");
        QCOMPARE(hex(initialSecrets(Version::V2, id).server.bytes()), "0263db1782731bf4588e7e4d93b7463907cb8cd8200b5da55a8bd488eafc37c1");
    }

    void opensInitialPackets_data()
    {
        QTest::addColumn<QByteArray>("datagram");
        QTest::addColumn<bool>("client");
        QTest::newRow("version 1, client") << raw(vectors::client1) << true;
        QTest::newRow("version 1, server") << raw(vectors::server1) << false;
        QTest::newRow("version 2, client") << raw(vectors::client2) << true;
        QTest::newRow("version 2, server") << raw(vectors::server2) << false;
    }
    void opensInitialPackets()
    {
        QFETCH(const QByteArray, datagram);
        QFETCH(const bool, client);
        const sealed::Bytes bytes = unhex(std::string_view(datagram.data(), size_t(datagram.size())));
        std::span<const std::byte> rest = bytes;
        const auto packet = takeLong(rest);
        QVERIFY(packet);
        QVERIFY(rest.empty());
        QCOMPARE(packet->type, PacketType::Initial);
        QCOMPARE(mayBeginConnection(bytes), client);
        const InitialSecrets secrets = initialSecrets(packet->version, ConnectionId(unhex(vectors::destination)));
        const auto cipher = PacketCipher::create(packet->version, initialSuite(), client ? secrets.client : secrets.server);
        const Opened opened = open(*packet, *cipher, -1);
        const QByteArray frames = raw(client ? vectors::clientFrames : vectors::serverFrames);
        QCOMPARE(opened.payload, client ? frames + QByteArray(2 * 917, '0') : frames);
        QCOMPARE(opened.number, client ? 2u : 1u);

        // With one bit changed it is nobody's.
        sealed::Bytes changed = bytes;
        changed.back() ^= std::byte(1);
        rest = changed;
        QCOMPARE(open(*takeLong(rest), *cipher, -1).payload, "not opened");
    }

    void opensShortHeadersWithChaCha20()
    {
        for (const auto &[version, datagram] : {std::pair{Version::V1, vectors::chacha1}, std::pair{Version::V2, vectors::chacha2}}) {
            const sealed::Bytes bytes = unhex(datagram);
            const auto packet = shortPacket(bytes, ConnectionId());
            QVERIFY(packet);
            const auto cipher = PacketCipher::create(version, *tls::findSuite(0x1303), tls::SecretBytes(unhex(vectors::chachaSecret)));
            const Opened opened = open(*packet, *cipher, 654360563);
            QCOMPARE(opened.payload, "01");
            QCOMPARE(opened.number, 654360564u);
        }
    }

    void updatesKeysButNotThoseOfHeaders()
    {
        const tls::SecretBytes secret(unhex(vectors::chachaSecret));
        QCOMPARE(hex(nextSecret(Version::V1, tls::Hash::Sha256, secret).bytes()), "1223504755036d556342ee9361d253421a826c9ecdf3c7148684b36b714881f9");
        sealed::Keys keys(Version::V1, secret);
        auto cipher = PacketCipher::create(Version::V1, initialSuite(), secret);
        const auto next = cipher->successor();
        keys.update();
        const sealed::Bytes bytes = sealed::shortPacket(keys, true, {}, 7, unhex("01010101"));
        const auto packet = shortPacket(bytes, ConnectionId());
        const auto unmasked = cipher->unmask(*packet);
        QVERIFY(unmasked && unmasked->keyPhase());
        std::vector<std::byte> buffer;
        QVERIFY(!cipher->open(*packet, *unmasked, 7, buffer));
        QVERIFY(next->open(*packet, *unmasked, 7, buffer));
    }

    // RFC 9000, appendix A.3.
    void decodesPacketNumbers()
    {
        QCOMPARE(fullNumber(0xa82f30ea, 0x9b32, 2), 0xa82f9b32u);
        QCOMPARE(fullNumber(-1, 0, 1), 0u);
        QCOMPARE(fullNumber(254, 1, 1), 257u);
        QCOMPARE(fullNumber(257, 254, 1), 254u);
    }

    void refusesWhatIsCut()
    {
        const sealed::Bytes bytes = unhex(vectors::client1);
        for (size_t length = 0; length < bytes.size(); ++length) {
            std::span<const std::byte> rest = std::span(bytes).first(length);
            QVERIFY(!takeLong(rest));
        }
    }
};

QTEST_GUILESS_MAIN(TestPacketCipher)
#include "tst_packet_cipher.moc"
