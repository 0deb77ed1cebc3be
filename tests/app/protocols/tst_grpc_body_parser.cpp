// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/grpc/message_reader.h"
#include "app/protocols/grpc/status.h"
#include "tests/app/protocols/body_parser_script.h"
#include "tests/app/protocols/transcript_rows.h"

#include <QRegularExpression>
#include <QTest>

using namespace protocols;

namespace {

// Keeps only counts.
class Counter final : public Sink
{
public:
    size_t items = 0, slices = 0;
    uint64_t wireBytes = 0, lostBytes = 0;

    void item(uint64_t, const Item &item) override
    {
        ++items;
        slices = std::max(slices, item.slices.size());
        wireBytes += item.wireBytes;
        lostBytes += item.lostBytes;
    }
    void requestHead(uint64_t, const RequestHead &, base::Time) override { }
    void responseHead(uint64_t, const ResponseHead &, base::Time) override { }
    void body(uint64_t, Half, base::Bytes, base::Time) override { }
    void bodyLost(uint64_t, Half, uint64_t, base::Time) override { }
    void trailers(uint64_t, Half, std::span<const Field>, std::span<const base::Slice>, base::Time) override { }
    void messageEnd(uint64_t, Half, base::Time) override { }
    void fault(uint64_t, Half, Fault, base::Time) override { }
    void upgraded(uint64_t, std::string_view, base::Time) override { }
    void raw(Direction, base::Bytes, base::Time) override { }
    void rawLost(Direction, uint64_t, base::Time) override { }
    base::Slice derive(std::span<const std::byte>) override { return {}; }
    void query(uint64_t, const Query &, base::Time) override { }
    void answer(uint64_t, const Answer &, base::Time) override { }
    void operation(uint64_t, std::string_view) override { }
};

} // namespace

class TestGrpcBodyParser : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatTheTranscriptSays_data() { test::addTranscripts({{"grpc", 20}}); }
    void saysWhatTheTranscriptSays() { test::compareWithTranscript(test::bodyParserTranscript); }

    void givesMessagesAsTheyLieInTheCapture()
    {
        test::Recorder recorder;
        grpc::MessageReader reader(Half::Request, ItemCoding::Unknown, false, 0, recorder);
        const std::string bytes("\0\0\0\0\3abc", 8);
        reader.bytes({ std::as_bytes(std::span(bytes)), 1000 }, 1);
        QCOMPARE(recorder.derived, std::string());
        Counter counter;
        grpc::MessageReader large(Half::Request, ItemCoding::Unknown, false, 0, counter);
        const std::string head("\0\0\x10\0\0", 5), piece(16384, 'x');
        large.bytes({ std::as_bytes(std::span(head)), 0 }, 1);
        for (unsigned i = 0; i < 64; ++i)
            large.bytes({ std::as_bytes(std::span(piece)), 100 + i * 20000 }, 2);
        QCOMPARE(counter.items, size_t(1));
        QCOMPARE(counter.slices, size_t(64));
        QCOMPARE(counter.wireBytes, uint64_t(1) << 20);
    }

    void keepsNoMoreSlicesThanItsLimit()
    {
        Counter counter;
        grpc::MessageReader reader(Half::Request, ItemCoding::Unknown, false, 0, counter);
        const std::string head("\0\0\x10\0\0", 5);
        reader.bytes({ std::as_bytes(std::span(head)), 0 }, 1);
        const std::string byte("x");
        for (uint64_t i = 0; i < 1 << 20; ++i)
            reader.bytes({ std::as_bytes(std::span(byte)), 10 + i * 2 }, 2);
        QCOMPARE(counter.items, size_t(1));
        QCOMPARE(counter.slices, grpc::MessageReader::slicesMax);
        QCOMPARE(counter.lostBytes, (uint64_t(1) << 20) - grpc::MessageReader::slicesMax);
    }

    void cutsWhatIsNoMessageIntoPieces()
    {
        Counter counter;
        grpc::MessageReader reader(Half::Request, ItemCoding::Unknown, false, 0, counter);
        const std::string bytes(200'000, '\xff');
        reader.bytes({ std::as_bytes(std::span(bytes)), 0 }, 1);
        reader.end(2);
        QCOMPARE(counter.items, size_t(4));
        QCOMPARE(counter.wireBytes, uint64_t(bytes.size()));
    }

    void namesEveryStatus()
    {
        QCOMPARE(grpc::statusName(0), std::string_view("OK"));
        QCOMPARE(grpc::statusName(16), std::string_view("UNAUTHENTICATED"));
        QCOMPARE(grpc::statusName(17), std::string_view());
        QCOMPARE(grpc::messageDecoded("50%25 %e2%82%AC %2 %"), std::string("50% € %2 %"));
        grpc::Status status;
        status.take("grpc-status: 3\r\ngrpc-message: " + std::string(10'000, 'x') + "\r\n");
        QVERIFY(status.words().size() < 4200);
        QVERIFY(status.words().ends_with("…"));
    }
};

QTEST_GUILESS_MAIN(TestGrpcBodyParser)
#include "tst_grpc_body_parser.moc"
