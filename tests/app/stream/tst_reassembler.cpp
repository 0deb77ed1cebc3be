// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stream/reassembler.h"

#include <QRegularExpression>
#include <QTest>

#include <sstream>
#include <string>
#include <vector>

using namespace stream;

namespace {

// Records the output: "abc" for bytes, [3] for a gap of three, @7 for the position in the file.
struct Transcript final : Reassembler::Sink {
    std::string text;
    uint64_t expected = 0;
    bool positionsRight = true;
    bool showFile = false;

    void bytes(base::Bytes piece, uint64_t position, base::Time) override
    {
        positionsRight = positionsRight && position == expected;
        expected += piece.data.size();
        if (showFile)
            text += "@" + std::to_string(piece.filePosition);
        text.append(reinterpret_cast<const char *>(piece.data.data()), piece.data.size());
    }
    void gap(uint64_t length, uint64_t position, base::Time) override
    {
        positionsRight = positionsRight && position == expected;
        expected += length;
        text += "[" + std::to_string(length) + "]";
    }
};

base::Bytes bytesOf(std::string_view text, uint64_t filePosition = 0)
{
    return { { reinterpret_cast<const std::byte *>(text.data()), text.size() }, filePosition };
}

// One line of script each: "0 abc" adds at offset 0, "to 9" advances, "expire" gives up on all holes.
std::string play(const char *script, const Limits &limits = {}, uint64_t first = 0)
{
    Reassembler reassembler(limits);
    reassembler.startAt(first);
    Transcript out;
    out.expected = first;
    std::istringstream lines(script);
    base::Time time = 0;
    for (std::string word, text; lines >> word; ++time) {
        if (word == "expire") {
            reassembler.expire(time, true, out);
        } else if (word == "to") {
            lines >> text;
            reassembler.advanceTo(std::stoull(text), time, out);
        } else {
            lines >> text;
            reassembler.add(std::stoull(word), bytesOf(text), time, out);
        }
    }
    return out.positionsRight ? out.text : "positions wrong: " + out.text;
}

} // namespace

class TestReassembler : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void handsOnWhatComesInOrder() { QCOMPARE(play("0 abc 3 def"), "abcdef"); }
    void ordersWhatComesEarly() { QCOMPARE(play("3 def 6 ghi 0 abc"), "abcdefghi"); }
    void dropsWhatWasDelivered() { QCOMPARE(play("0 abcdef 2 cdefgh 0 abc"), "abcdefgh"); }
    void dropsWhatIsHeldAlready() { QCOMPARE(play("3 def 2 cdefg 4 efgh 0 ab"), "abcdefgh"); }
    void fillsTheRoomBetweenHeldPieces() { QCOMPARE(play("2 c 4 e 6 g 1 bcdefgh 0 a"), "abcdefgh"); }
    void keepsTheGapWhenAMiddlePieceIsLost() { QCOMPARE(play("0 ab 5 fg expire 7 h"), "ab[3]fgh"); }
    void keepsEveryGapOfSeveral() { QCOMPARE(play("2 c 5 f 9 j expire"), "[2]c[2]f[3]j"); }
    void saysNothingTwiceWhenALostPieceComesLate() { QCOMPARE(play("3 d expire 0 abc 4 e"), "[3]de"); }
    void turnsAnAdvanceIntoAGap() { QCOMPARE(play("0 ab to 6 6 gh"), "ab[4]gh"); }
    void ignoresAnAdvanceToTheKnown() { QCOMPARE(play("0 abc to 2 to 3 3 d"), "abcd"); }
    void advancesOverHeldPiecesWithoutLosingThem() { QCOMPARE(play("0 ab 4 ef to 9 9 j"), "ab[2]ef[3]j"); }
    void deliversAHeldPieceThatReachesBeyondTheAdvance() { QCOMPARE(play("2 cdef to 4"), "[2]cdef"); }
    void startsInTheMiddle() { QCOMPARE(play("105 fgh 100 abcde", {}, 100), "abcdefgh"); }

    void startsAtTheFirstPieceWhenNobodyTold()
    {
        Reassembler reassembler;
        Transcript out;
        out.expected = 7;
        QVERIFY(!reassembler.started());
        reassembler.add(7, bytesOf("abc"), 0, out);
        QCOMPARE(out.text, "abc");
        QCOMPARE(reassembler.nextOffset(), uint64_t(10));
    }

    void givesUpTheOldestHoleWhenTooMuchIsHeld()
    {
        QCOMPARE(play("1 b 3 d 5 f 7 h", { .heldPiecesMax = 2 }), "[1]b[1]d");
        QCOMPARE(play("1 bcd 6 ghi 0 a", { .heldBytesMax = 4 }), "[1]bcd");
        QCOMPARE(play("2 cdefgh", { .heldBytesMax = 4 }), "[2]cdefgh");
    }

    void givesUpAHoleAfterItsTime()
    {
        Reassembler reassembler(Limits { .holdMax = 10 });
        Transcript out;
        reassembler.startAt(0);
        reassembler.add(4, bytesOf("e"), 100, out);
        reassembler.add(1, bytesOf("b"), 105, out);
        reassembler.expire(109, false, out);
        QCOMPARE(out.text, "");
        reassembler.expire(110, false, out);
        QCOMPARE(out.text, "[1]b[2]e");
    }

    void countsWhatIsLostAndWhatComesTwice()
    {
        Reassembler reassembler;
        Transcript out;
        reassembler.startAt(0);
        reassembler.add(3, bytesOf("def"), 0, out);
        reassembler.add(4, bytesOf("ef"), 0, out);
        reassembler.expire(0, true, out);
        reassembler.add(0, bytesOf("abc"), 0, out);
        QCOMPARE(reassembler.lostBytes(), uint64_t(3));
        QCOMPARE(reassembler.repeatedBytes(), uint64_t(5));
    }

    void keepsThePlaceInTheFile()
    {
        Reassembler reassembler;
        Transcript out;
        out.showFile = true;
        reassembler.startAt(0);
        reassembler.add(4, bytesOf("efgh", 1000), 0, out);
        reassembler.add(0, bytesOf("abcdef", 2000), 0, out);
        QCOMPARE(out.text, "@2000abcdef@1002gh");
    }

    void handsOnBytesInOrderWithoutCopying()
    {
        struct Same final : Reassembler::Sink {
            const std::byte *seen = nullptr;
            void bytes(base::Bytes piece, uint64_t, base::Time) override { seen = piece.data.data(); }
            void gap(uint64_t, uint64_t, base::Time) override { }
        } out;
        Reassembler reassembler;
        const auto piece = bytesOf("abc");
        reassembler.add(0, piece, 0, out);
        QCOMPARE(out.seen, piece.data.data());
    }

    void survivesOffsetsAtTheEndOfNumbers()
    {
        Reassembler reassembler;
        Transcript out;
        reassembler.startAt(0);
        reassembler.add(~uint64_t(0) - 1, bytesOf("abc"), 0, out);
        reassembler.add(~uint64_t(0), bytesOf("abc"), 0, out);
        reassembler.expire(0, true, out);
        QCOMPARE(out.text, "[18446744073709551614]a");
    }
};

QTEST_GUILESS_MAIN(TestReassembler)
#include "tst_reassembler.moc"
