// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/privhelper/wire/samples.h"

#include <QRegularExpression>
#include <QTest>

using namespace wire;

namespace {

template<class T> T throughTheReader(const T &message)
{
    Bytes bytes;
    encode(message, bytes);
    FrameReader reader(bytes, isKnown(Type(uint16_t(bytes[4])), Sender::Client) ? Sender::Client : Sender::Helper);
    const auto frame = reader.next();
    if (!frame || !*frame)
        qFatal("not a frame");
    auto decoded = decode<T>((*frame)->body);
    if (!decoded)
        qFatal("not a message: %s", readErrorName(decoded.error()).data());
    return *decoded;
}

} // namespace

class TestWriter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void appendsWholeFramesToWhatIsThere()
    {
        Bytes out{std::byte(9)};
        encodeEmpty(Type::Stop, out);
        encode(Hello{1, ""}, out);
        const unsigned char expected[] = {9, 0, 0, 0, 0, 3, 0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0};
        QCOMPARE(out.size(), sizeof expected);
        QVERIFY(memcmp(out.data(), expected, sizeof expected) == 0);
    }

    void cutsTextAtItsLimitAndBetweenCharacters()
    {
        QCOMPARE(throughTheReader(Stopped{std::string(5000, 'x')}).reason.size(), textMax);
        // 4095 bytes and a two-byte character: it does not fit, so none of it is sent.
        QCOMPARE(throughTheReader(Stopped{std::string(4095, 'x') + "\xc3\xa4"}).reason.size(), size_t(4095));
        QCOMPARE(throughTheReader(Stopped{std::string(4094, 'x') + "\xc3\xa4"}).reason.size(), size_t(4096));
        QCOMPARE(throughTheReader(Start{ScopeKind::Exe, true, 0, std::string(9000, 'p'), 0}).path.size(), textMax);
    }

    void cutsListsAtTheirLimit()
    {
        Losses losses;
        losses.counts.resize(100);
        QCOMPARE(throughTheReader(losses).counts.size(), lossesMax);
        PlanReport report;
        report.version = report.buildId = report.foundBy = report.problem = std::string(5000, 'x');
        report.sites.resize(100);
        for (PlanSite &site : report.sites)
            site.function = site.reason = std::string(1000, 'y');
        const PlanReport again = throughTheReader(report);
        QCOMPARE(again.sites.size(), sitesMax);
        QCOMPARE(again.sites.back().reason.size(), planTextMax);
    }

    void cutsPayloadAtItsLimit()
    {
        Data head;
        head.moved = 100'000;
        Bytes out;
        encode(head, Bytes(20'000, std::byte('p')), out);
        QCOMPARE(out.size(), frameHeadSize + dataHeadSize + dataPayloadMax);
        const auto view = decodeData(std::span(out).subspan(frameHeadSize));
        QVERIFY(view && view->payload.size() == dataPayloadMax);
    }
};

QTEST_GUILESS_MAIN(TestWriter)
#include "tst_writer.moc"
