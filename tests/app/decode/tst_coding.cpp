// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/coding.h"

#include "tests/support/compressed.h"
#include "tests/support/deflated.h"

#include <QtTest>

#include <zstd.h>

#include <array>

using namespace decode;
using Bytes = std::vector<std::byte>;

namespace {

Bytes bytesOf(const QByteArray &text)
{
    const auto *begin = reinterpret_cast<const std::byte *>(text.constData());
    return {begin, begin + text.size()};
}

QByteArray textOf(const Bytes &bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), qsizetype(bytes.size())};
}

QByteArray deflated(const QByteArray &text, int windowBits)
{
    return QByteArray::fromStdString(support::deflated(text.toStdString(), windowBits));
}

QByteArray zstded(const QByteArray &text)
{
    QByteArray out(qsizetype(ZSTD_compressBound(size_t(text.size()))), 0);
    out.truncate(qsizetype(ZSTD_compress(out.data(), size_t(out.size()), text.constData(), size_t(text.size()), 3)));
    return out;
}

QByteArray sample()
{
    QByteArray text;
    for (int i = 0; i < 20'000; ++i)
        text += "line " + QByteArray::number(i * 7919) + "\n";
    return text;
}

QByteArray coded(const QByteArray &text, const QByteArray &coding)
{
    if (coding == "gzip" || coding == "x-gzip")
        return deflated(text, 31);
    if (coding == "deflate")
        return deflated(text, 15);
    if (coding == "deflate-bare")
        return deflated(text, -15);
    if (coding == "zstd")
        return zstded(text);
    return text;
}

} // namespace

class TestCoding : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void takesEachCodingOff_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArrayList>("applied");
        QTest::newRow("gzip") << QByteArray("gzip") << QByteArrayList{"gzip"};
        QTest::newRow("x-gzip, in capitals") << QByteArray("X-GZip") << QByteArrayList{"gzip"};
        QTest::newRow("deflate") << QByteArray("deflate") << QByteArrayList{"deflate"};
        QTest::newRow("deflate without its wrapper") << QByteArray("deflate") << QByteArrayList{"deflate-bare"};
        QTest::newRow("zstd") << QByteArray("zstd") << QByteArrayList{"zstd"};
        QTest::newRow("identity") << QByteArray("identity") << QByteArrayList{};
        QTest::newRow("none named") << QByteArray() << QByteArrayList{};
        QTest::newRow("two") << QByteArray("gzip, zstd") << QByteArrayList{"gzip", "zstd"};
        QTest::newRow("three") << QByteArray("zstd,identity , deflate,gzip") << QByteArrayList{"zstd", "deflate", "gzip"};
    }

    void takesEachCodingOff()
    {
        QFETCH(QByteArray, header);
        QFETCH(QByteArrayList, applied);
        QByteArray body = sample();
        for (const QByteArray &coding : applied)
            body = coded(body, coding);
        const DecodedBody decoded = decodeBody(bytesOf(body), header.toStdString());
        QVERIFY(!decoded.error);
        QCOMPARE(textOf(decoded.bytes), sample());

        // The result is the same byte by byte.
        const auto codings = parseCodings(header.toStdString());
        QVERIFY(codings);
        CodingDecoder decoder(*codings);
        Bytes out;
        for (const std::byte byte : bytesOf(body))
            QVERIFY(decoder.feed({&byte, 1}, out));
        QVERIFY(decoder.finish());
        QCOMPARE(textOf(out), sample());
    }

    void takesCompressOff()
    {
        const QByteArray text = sample();
        for (const unsigned widest : {12u, 16u}) {
            for (const unsigned clearAfter : {0u, 300u}) {
                const QByteArray packed = QByteArray::fromStdString(support::compressed(text.toStdString(), widest, clearAfter));
                for (const char *name : {"compress", "x-compress"}) {
                    const DecodedBody whole = decodeBody(bytesOf(packed), name);
                    QVERIFY(!whole.error);
                    QCOMPARE(textOf(whole.bytes), text);
                }
                static constexpr Coding coding[] = {Coding::Compress};
                CodingDecoder slow(coding);
                Bytes out;
                for (const std::byte &byte : bytesOf(packed))
                    QVERIFY(slow.feed({&byte, 1}, out));
                QVERIFY(slow.finish());
                QCOMPARE(textOf(out), text);
            }
        }
        QCOMPARE(*decodeBody(bytesOf("\x1f\x9d\x85"), "compress").error, CodingError::Malformed);
        QCOMPARE(*decodeBody(bytesOf("plain"), "compress").error, CodingError::Malformed);
    }

    void takesTransferCodingsOffInTheirOrder()
    {
        const QByteArray text = sample();
        const QByteArray packed = QByteArray::fromStdString(support::compressed(deflated(text, 31).toStdString()));
        QCOMPARE(textOf(decodeBody(bytesOf(packed), "x-gzip;level=9, compress").bytes), text);
    }

    void takesBrotliOff()
    {
        // Made by node 20 (quality 9, window 16) from "hello brotli hello brotli hello brotli\n".
        const QByteArray body = QByteArray::fromHex("c2040080788c7d67d9db534a490ea2083fd5784e6fd4fa9802");
        const DecodedBody decoded = decodeBody(bytesOf(body), "br");
        QVERIFY(!decoded.error);
        QCOMPARE(textOf(decoded.bytes), QByteArray("hello brotli hello brotli hello brotli\n"));
        const DecodedBody cut = decodeBody(bytesOf(body.chopped(3)), "br");
        QCOMPARE(int(*cut.error), int(CodingError::Truncated));
    }

    void joinsTheMembersOfAGzipBody()
    {
        const DecodedBody decoded = decodeBody(bytesOf(deflated("one ", 31) + deflated("two", 31)), "gzip");
        QVERIFY(!decoded.error);
        QCOMPARE(textOf(decoded.bytes), QByteArray("one two"));
    }

    void joinsTheFramesOfAZstdBody()
    {
        const QByteArray skipped = QByteArray::fromHex("5a2a4d1803000000") + "abc"; // RFC 8878, section 3.1.2
        const DecodedBody decoded = decodeBody(bytesOf(zstded("one ") + skipped + zstded("two")), "zstd");
        QVERIFY(!decoded.error);
        QCOMPARE(textOf(decoded.bytes), QByteArray("one two"));
    }

    void refusesTheFormatsBeforeZstd()
    {
        // Version 0.7's magic number and a damaged frame for which the library claims to return bytes.
        const QByteArray body = QByteArray::fromHex("27b52ffdef1fefbbbfef1fefbb2200bf258b32");
        for (const QByteArray &before : { QByteArray(), zstded("one") }) {
            const DecodedBody decoded = decodeBody(bytesOf(before + body), "zstd");
            QCOMPARE(int(*decoded.error), int(CodingError::Malformed));
            QCOMPARE(textOf(decoded.bytes), before.isEmpty() ? QByteArray() : QByteArray("one"));
        }
    }

    void refusesAWindowOfHalfAGigabyte()
    {
        // An empty frame with a window of 512 MiB (RFC 8878, section 3.1.1.1.2), at once and byte by byte.
        const Bytes body = bytesOf(QByteArray::fromHex("28b52ffd809900000000010000"));
        QCOMPARE(int(*decodeBody(body, "zstd").error), int(CodingError::Malformed));
        const std::array codings{Coding::Zstd};
        CodingDecoder decoder(codings);
        Bytes out;
        bool refused = false;
        for (const std::byte &byte : body)
            refused |= !decoder.feed({&byte, 1}, out);
        QVERIFY(refused);
    }

    void ignoresPaddingAfterTheEnd()
    {
        const DecodedBody decoded = decodeBody(bytesOf(deflated("text", 31) + QByteArray(9, '\0')), "gzip");
        QVERIFY(!decoded.error);
        QCOMPARE(textOf(decoded.bytes), QByteArray("text"));
    }

    void givesWhatCouldBeDecodedOfACutBody()
    {
        const QByteArray body = deflated(sample(), 31);
        const DecodedBody decoded = decodeBody(bytesOf(body.first(body.size() / 2)), "gzip");
        QCOMPARE(int(*decoded.error), int(CodingError::Truncated));
        QVERIFY(decoded.bytes.size() > 10'000);
        QVERIFY(sample().startsWith(textOf(decoded.bytes)));
    }

    void stopsWhereABodyIsDamaged()
    {
        QByteArray body = deflated(sample(), 31);
        body[body.size() / 2] = char(~body[body.size() / 2]);
        const DecodedBody decoded = decodeBody(bytesOf(body), "gzip");
        QVERIFY(decoded.error);
    }

    void acceptsAnEmptyBody()
    {
        const DecodedBody decoded = decodeBody({}, "gzip");
        QVERIFY(!decoded.error);
        QVERIFY(decoded.bytes.empty());
    }

    void leavesABodyWithAnUnknownCodingAsItIs()
    {
        const DecodedBody decoded = decodeBody(bytesOf("abc"), "dcb");
        QCOMPARE(int(*decoded.error), int(CodingError::Unknown));
        QCOMPARE(textOf(decoded.bytes), QByteArray("abc"));
        QVERIFY(!parseCodings("gzip,gzip,gzip,gzip,gzip"));
    }

    void stopsAtTheLimitOfItsOutput()
    {
        CodingLimits limits;
        limits.outputMax = 1'000;
        const DecodedBody decoded = decodeBody(bytesOf(deflated(sample(), 31)), "gzip", limits);
        QCOMPARE(int(*decoded.error), int(CodingError::TooLarge));
        QCOMPARE(decoded.bytes.size(), size_t(1'000));
    }

    void recognisesABomb()
    {
        const QByteArray body = deflated(deflated(QByteArray(50'000'000, 0), 31), 31);
        CodingLimits limits;
        limits.freeOutput = 1'000'000;
        limits.ratioMax = 200;
        const DecodedBody decoded = decodeBody(bytesOf(body), "gzip, gzip", limits);
        QCOMPARE(int(*decoded.error), int(CodingError::TooDense));
        QVERIFY(decoded.bytes.size() < 2'000'000);
    }
};

QTEST_GUILESS_MAIN(TestCoding)
#include "tst_coding.moc"
