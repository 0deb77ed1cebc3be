// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/ip_fragments.h"
#include "tests/app/packets/packet_script.h"

#include <QRegularExpression>
#include <QTest>

using namespace packets;

namespace {

struct Pieces {
    IpFragments fragments;
    base::Time now = 1;
    explicit Pieces(const IpFragments::Limits &limits = {})
        : fragments(limits)
    {
    }
    std::string add(uint32_t offset, const std::string &text, bool more, uint32_t id = 1, size_t captured = std::string::npos)
    {
        IpPacket packet;
        packet.source.family = base::Family::V4;
        packet.payload = packet_script::bytesOf(text).first(std::min(captured, text.size()));
        packet.length = text.size();
        packet.fragment = IpPacket::Fragment{id, offset, more};
        const auto whole = fragments.add(packet, now);
        return whole ? packet_script::textOf(*whole) : "";
    }
};

} // namespace

class TestIpFragments : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void joinsThemInAnyOrder()
    {
        Pieces pieces;
        QCOMPARE(pieces.add(0, "abcdefgh", true), "");
        QCOMPARE(pieces.add(8, "ijk", false), "abcdefghijk");
        QCOMPARE(pieces.add(16, "qr", false), "");
        QCOMPARE(pieces.add(8, "ijklmnop", true), "");
        QCOMPARE(pieces.add(8, "ijklmnop", true), "");
        QCOMPARE(pieces.add(0, "abcdefgh", true), "abcdefghijklmnopqr");
        QCOMPARE(pieces.fragments.size(), size_t(0));
        QCOMPARE(pieces.fragments.incomplete(), uint64_t(0));
    }

    void keepsPacketsApart()
    {
        Pieces pieces;
        QCOMPARE(pieces.add(0, "abcdefgh", true, 1), "");
        QCOMPARE(pieces.add(0, "ABCDEFGH", true, 2), "");
        QCOMPARE(pieces.add(8, "IJ", false, 2), "ABCDEFGHIJ");
        QCOMPARE(pieces.add(8, "ij", false, 1), "abcdefghij");
    }

    void givesUpWhatContradictsItself_data()
    {
        QTest::addColumn<uint>("offset");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("more");
        QTest::newRow("overlaps what comes before") << 8u << "xxxxxxxx" << true;
        QTest::newRow("overlaps what comes after") << 0u << "xxxxxxxxxxxxxxxxxxxxxxxx" << true;
        QTest::newRow("no multiple of eight") << 24u << "xyz" << true;
        QTest::newRow("empty") << 24u << "" << true;
        QTest::newRow("a second end") << 40u << "x" << false;
        QTest::newRow("behind the end") << 48u << "xxxxxxxx" << true;
        QTest::newRow("too long") << 65'528u << "xxxxxxxx" << false;
    }
    void givesUpWhatContradictsItself()
    {
        QFETCH(uint, offset);
        QFETCH(QString, text);
        QFETCH(bool, more);
        Pieces pieces;
        pieces.add(4 * 8, "end", false);
        pieces.add(0, "0123456789abcdef", true);
        QCOMPARE(pieces.add(offset, text.toStdString(), more), "");
        QCOMPARE(pieces.fragments.size(), size_t(0));
        QCOMPARE(pieces.fragments.incomplete(), uint64_t(1));
    }

    void doesNotJoinWhatTheCaptureHasCut()
    {
        Pieces pieces;
        pieces.add(0, "abcdefgh", true, 1, 4);
        QCOMPARE(pieces.fragments.incomplete(), uint64_t(1));
    }

    void givesUpTheOldestAndTheLate()
    {
        Pieces pieces({.packets = 2});
        pieces.add(0, "abcdefgh", true, 1);
        pieces.add(0, "abcdefgh", true, 2);
        pieces.add(0, "abcdefgh", true, 3);
        QCOMPARE(pieces.add(8, "x", false, 1), "");   // which was given up, as 2 is for this one
        QCOMPARE(pieces.add(8, "x", false, 3), "abcdefghx");
        QCOMPARE(pieces.fragments.incomplete(), uint64_t(2));
        pieces.now += 31'000'000'000;
        pieces.add(0, "abcdefgh", true, 4);
        QCOMPARE(pieces.fragments.incomplete(), uint64_t(3));
        pieces.fragments.finish();
        QCOMPARE(pieces.fragments.incomplete(), uint64_t(4));
        QCOMPARE(pieces.fragments.size(), size_t(0));
    }
};

QTEST_GUILESS_MAIN(TestIpFragments)
#include "tst_ip_fragments.moc"
