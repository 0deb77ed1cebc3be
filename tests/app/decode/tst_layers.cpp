// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/layers.h"

#include "tests/support/deflated.h"

#include <QtTest>

using namespace decode;

namespace {

QByteArray gzip(const QByteArray &text)
{
    return QByteArray::fromStdString(support::gzip(text.toStdString()));
}

Unwrapped unwrapped(const QByteArray &body, uint64_t outputMax = 1 << 20)
{
    const std::span bytes(reinterpret_cast<const std::byte *>(body.constData()), size_t(body.size()));
    return unwrap(bytes, sniffedFormat(bytes), outputMax);
}

QByteArray textOf(const Unwrapped &found)
{
    return {reinterpret_cast<const char *>(found.bytes.data()), qsizetype(found.bytes.size())};
}

} // namespace

class TestLayers : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void gzipWithoutAHeaderComesOff()
    {
        const Unwrapped found = unwrapped(gzip("{\"a\":1}"));
        QCOMPARE(found.layers, std::vector{Layer::Gzip});
        QCOMPARE(found.format, Format::Json);
        QCOMPARE(textOf(found), QByteArray("{\"a\":1}"));
        QVERIFY(found.whole);
    }

    void base64OverGzipOverJsonComesOff()
    {
        const Unwrapped found = unwrapped(gzip("[1,2,3,4,5,6,7,8,9]").toBase64());
        QCOMPARE(found.layers, (std::vector{Layer::Base64, Layer::Gzip}));
        QCOMPARE(found.format, Format::Json);
    }

    void base64OfSentencesComesOff()
    {
        QCOMPARE(textOf(unwrapped(QByteArray("It was the best of times.").toBase64())), QByteArray("It was the best of times."));
    }

    void wordsAreNoBase64_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("a digest") << QByteArray("d41d8cd98f00b204e9800998ecf8427e");
        QTest::newRow("a long word") << QByteArray("Donaudampfschifffahrtsgesellschaft");
        QTest::newRow("a short one") << QByteArray("aGVsbG8=");
        QTest::newRow("a sentence") << QByteArray("it is text all the same, is it not");
        QTest::newRow("letters") << QByteArray(1000, 'A');
    }

    void wordsAreNoBase64()
    {
        QFETCH(QByteArray, text);
        QVERIFY(unwrapped(text).layers.empty());
    }

    void anArchiveOfBytesStaysAsItIs()
    {
        QVERIFY(unwrapped(gzip(QByteArray("\0\1\2\3\4\5\6\7", 8))).layers.empty());
    }

    void brokenAndBoundlessLayersAreNotWhole()
    {
        const Unwrapped cut = unwrapped(gzip("{\"a\":" + QByteArray(3000, '1') + "}").chopped(12));
        QCOMPARE(cut.format, Format::Json);
        QVERIFY(!cut.whole);
        const Unwrapped bomb = unwrapped(gzip("[" + QByteArray(5'000'000, ' ')), 1000);
        QVERIFY(!bomb.whole && bomb.bytes.size() <= 1000);
    }

    void layersAreCounted()
    {
        QByteArray body = "{\"deep\":true,\"x\":\"0123456789\"}";
        for (int i = 0; i < 5; ++i)
            body = body.toBase64();
        QCOMPARE(unwrapped(body).layers.size(), size_t(3));
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "tst_layers.moc"
