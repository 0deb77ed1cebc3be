// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/tls/record_splitter.h"

#include <QRegularExpression>
#include <QTest>

#include <string>

using namespace tls;

namespace {

std::string record(size_t length, char fill = 'x', char type = 23)
{
    return std::string{type, 3, 3, char(length >> 8), char(length)} + std::string(length, fill);
}

// "4x" for a record of four x, "[7]" for seven missing bytes before it, "{7}" for seven that are no records.
struct Transcript final : RecordSplitter::Sink {
    std::string text;
    RecordSplitter::Verdict verdict = RecordSplitter::Verdict::Unsure;

    void record(const Record &record, Missing missing, base::Time) override
    {
        if (missing.bytes > 0)
            text += missing.captured ? "{" + std::to_string(missing.bytes) + "}" : "[" + std::to_string(missing.bytes) + "]";
        text += std::to_string(record.body().size()) + char(record.body()[0]) + " ";
    }
    RecordSplitter::Verdict isRecord(const Record &record, Missing, base::Time) override
    {
        // As if those with y did not open.
        return record.body()[0] == std::byte('y') ? RecordSplitter::Verdict::No : verdict;
    }
};

struct Stream {
    RecordSplitter splitter;
    Transcript out;

    Stream &bytes(const std::string &all, size_t step = 0)
    {
        for (size_t at = 0; at < all.size(); at += step ? step : all.size())
            splitter.bytes(std::as_bytes(std::span(all)).subspan(at, std::min(step ? step : all.size(), all.size() - at)), 1, out);
        return *this;
    }
    Stream &gap(uint64_t length)
    {
        splitter.gap(length);
        return *this;
    }
};

} // namespace

class TestRecordSplitter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void cutsWholeRecords() { QCOMPARE(Stream().bytes(record(4) + record(1) + record(300)).out.text, "4x 1x 300x "); }

    void cutsRecordsThatComeInPieces()
    {
        for (size_t step = 1; step < 40; ++step)
            QCOMPARE(Stream().bytes(record(4) + record(1) + record(30) + record(7), step).out.text, "4x 1x 30x 7x ");
    }

    void passesOnWithoutCopying()
    {
        struct Same final : RecordSplitter::Sink {
            const std::byte *seen = nullptr;
            void record(const Record &record, Missing, base::Time) override { seen = record.bytes.data(); }
            RecordSplitter::Verdict isRecord(const Record &, Missing, base::Time) override { return RecordSplitter::Verdict::No; }
        } out;
        const std::string one = record(100);
        RecordSplitter().bytes(std::as_bytes(std::span(one)), 1, out);
        QCOMPARE(static_cast<const void *>(out.seen), static_cast<const void *>(one.data()));
    }

    void knowsTheNextRecordWhereOneLacksItsEnd()
    {
        QCOMPARE(Stream().bytes(record(4) + record(50).substr(0, 20)).gap(10).bytes(record(50).substr(30) + record(3)).out.text, "4x [55]3x ");
        QCOMPARE(Stream().bytes(record(50).substr(0, 20)).gap(35).bytes(record(3)).out.text, "[55]3x ");
        QCOMPARE(Stream().bytes(record(50).substr(0, 20)).gap(5).gap(7).bytes(record(50).substr(32) + record(3)).out.text, "[55]3x ");
    }

    void seeksTheNextRecord()
    {
        for (const auto verdict : {RecordSplitter::Verdict::Yes, RecordSplitter::Verdict::Unsure}) {
            Stream stream;
            stream.out.verdict = verdict;
            stream.bytes(record(4)).gap(1000).bytes("rest of some record" + record(6) + record(7) + record(8).substr(0, 6), 3);
            QCOMPARE(stream.out.text, verdict == RecordSplitter::Verdict::Yes ? "4x 6x 7x " : "4x [1019]6x 7x ");
        }
    }

    void seeksWhereBytesAreNoRecords() { QCOMPARE(Stream().bytes(record(4) + "no record" + record(5) + record(6)).out.text, "4x {9}5x 6x "); }

    void passesOverWhatOnlyLooksLikeARecord()
    {
        Stream stream;
        stream.out.verdict = RecordSplitter::Verdict::Yes;
        stream.gap(9).bytes(record(6, 'y') + record(7));
        QCOMPARE(stream.out.text, "7x ");
    }

    void doesNotWaitForTheEndOfWhatOnlyLooksLikeARecord()
    {
        Stream stream;
        stream.out.verdict = RecordSplitter::Verdict::Yes;
        stream.gap(9).bytes(record(16000).substr(0, 5) + "abc" + record(7) + record(8));
        QCOMPARE(stream.out.text, "7x 8x ");
    }

    void countsWhatNoRecordContains()
    {
        Stream stream;
        stream.bytes(record(4) + record(9).substr(0, 8));
        QCOMPARE(stream.splitter.unrecorded().bytes, uint64_t(8));
        stream.gap(100);
        QCOMPARE(stream.splitter.unrecorded().bytes, uint64_t(108));
        QVERIFY(!stream.splitter.unrecorded().captured);
        Stream other;
        other.bytes("GET / HTTP/1.1\r\n\r\n");
        QCOMPARE(other.splitter.unrecorded().bytes, uint64_t(18));
        QVERIFY(other.splitter.unrecorded().captured);
    }

    void keepsNoMoreThanARecord()
    {
        Stream stream;
        stream.gap(1);
        stream.bytes(std::string(5'000'000, 'q'), 1000);
        stream.bytes(record(6) + record(7) + record(8));
        QCOMPARE(stream.out.text, "[5000001]6x 7x 8x ");
    }
};

QTEST_GUILESS_MAIN(TestRecordSplitter)
#include "tst_record_splitter.moc"
