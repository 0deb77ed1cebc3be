// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_content.h"

#include "tests/ui/support.h"

#include <QBuffer>
#include <QImage>
#include <QTest>

using namespace ui;

class TestBodyContent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void laysOutGzippedJsonAndKnowsBothSizes()
    {
        const BodyContent c = load("application/json", "gzip", support::gzip(R"({"b":1,"a":[true,"x"]})"));
        QCOMPARE(c.form, BodyForm::Text);
        QCOMPARE(c.syntax, Syntax::Json);
        QCOMPARE(c.text, QByteArray("{\n  \"b\": 1,\n  \"a\": [\n    true,\n    \"x\"\n  ]\n}"));
        QCOMPARE(c.decodedBytes, uint64_t(22));
        QVERIFY(c.decoded && c.whole && c.notices.isEmpty());
    }

    void aMillionBracketsDoNotFillTheMemory()
    {
        const BodyContent c = load("application/json", "", std::string(2'000'000, '['));
        QVERIFY(c.text.size() < 64 * 1024 * 1024);
        QCOMPARE(c.text.count('['), 2'000'000);
        QVERIFY(c.notices.value(0).contains(QLatin1String("nested")));
    }

    void joinsABodyOfManySlices()
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        BodyRequest request{.source = bodies, .slices = {}, .contentType = "text/plain", .contentEncoding = {}};
        for (const char *piece : {"one ", "two ", "three"})
            request.slices.push_back(bodies->add(piece));
        QCOMPARE(loadBody(request, never).text, QByteArray("one two three"));
    }

    void brokenGzipShowsWhatCameAndWhy()
    {
        std::string text;
        for (int i = 0; i < 5000; ++i)
            text += std::to_string(i * 7919) + "\n";
        std::string packed = support::gzip(text);
        packed.resize(packed.size() / 2);
        const BodyContent c = load("text/plain", "gzip", packed);
        QCOMPARE(c.form, BodyForm::Text);
        QVERIFY(c.text.startsWith("0\n7919\n"));
        QCOMPARE(c.notices, QStringList{QStringLiteral("The gzip data end early; what could be decoded is shown.")});
    }

    void aBodyThatIsStillComingIsNotCalledBroken()
    {
        std::string packed = support::gzip(std::string(3000, 'a') + "b");
        packed.resize(packed.size() - 8);
        const BodyContent c = load("text/plain", "gzip", packed, shownMax, false);
        QVERIFY(c.notices.isEmpty());
    }

    void whatIsNoGzipAtAllIsShownAsSent()
    {
        const BodyContent c = load("text/plain", "gzip", "plain after all");
        QCOMPARE(c.text, QByteArray("plain after all"));
        QVERIFY(!c.decoded);
        QCOMPARE(c.notices.size(), 1);
    }

    void anUnknownCodingIsNamed()
    {
        const BodyContent c = load("text/plain", "x-mystery", "abc");
        QCOMPARE(c.text, QByteArray("abc"));
        QVERIFY(c.notices.value(0).contains(QLatin1String("x-mystery")));
    }

    void holdsNoMoreThanAskedForButCountsAll()
    {
        const BodyContent c = load("text/plain", "gzip", support::gzip(std::string(5'000'000, 'x') + "\n"), 1000);
        QCOMPARE(c.text.size(), 1000);
        QCOMPARE(c.decodedBytes, uint64_t(5'000'001));
        QVERIFY(!c.whole);
    }

    void aCutInsideACharacterKeepsTheCharset()
    {
        const BodyContent c = load("text/plain", "", "aé€é", 5); // é is two bytes, € three
        QCOMPARE(c.text, QByteArray("aé"));
    }

    void readsTheDeclaredCharset()
    {
        QCOMPARE(load("text/plain; charset=iso-8859-1", "", "caf\xe9").text, QByteArray("café"));
    }

    void breaksLongLinesBetweenCharacters()
    {
        QByteArray text = QByteArray("é").repeated(12);
        QVERIFY(wrapLongLines(text, 5));
        for (const QByteArray &line : text.split('\n')) {
            QVERIFY(line.size() <= 8);
            QCOMPARE(QString::fromUtf8(line).toUtf8(), line);
        }
        QCOMPARE(text.replace("\n", ""), QByteArray("é").repeated(12));
        QByteArray lines("abc\ndef\n");
        QVERIFY(!wrapLongLines(lines, 5));
    }

    void minifiedScriptNeverReachesTheEditorInOneLine()
    {
        const BodyContent c = load("application/javascript", "", std::string(100'000, 'x'));
        QCOMPARE(c.text.count('\n'), 9);
        QVERIFY(!c.notices.isEmpty());
    }

    void aFormBecomesATable()
    {
        const BodyContent c = load("application/x-www-form-urlencoded", "", "user=anna+b&empty=&p%26q=1");
        QCOMPARE(c.form, BodyForm::Table);
        QCOMPARE(c.rows.size(), size_t(3));
        QCOMPARE(c.rows[0], (QStringList{QStringLiteral("user"), QStringLiteral("anna b")}));
        QCOMPARE(c.rows[2], (QStringList{QStringLiteral("p&q"), QStringLiteral("1")}));
    }

    void multipartListsItsParts()
    {
        const BodyContent c = load("multipart/form-data; boundary=XX", "",
                                   "--XX\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nhello\r\n"
                                   "--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.bin\"\r\n"
                                   "Content-Type: application/octet-stream\r\n\r\n"
                                   + std::string("\0\1\2\3", 4) + "\r\n--XX--\r\n");
        QCOMPARE(c.form, BodyForm::Table);
        QCOMPARE(c.rows.size(), size_t(2));
        QCOMPARE(c.rows[0].mid(0, 2), (QStringList{QStringLiteral("title"), QStringLiteral("hello")}));
        QCOMPARE(c.rows[1][2], QStringLiteral("a.bin"));
    }

    void showsAnImage()
    {
        QImage image(7, 5, QImage::Format_RGB32);
        image.fill(Qt::red);
        QByteArray png;
        QBuffer buffer(&png);
        buffer.open(QIODevice::WriteOnly);
        image.save(&buffer, "PNG");
        const BodyContent c = load("image/png", "", png.toStdString());
        QCOMPARE(c.form, BodyForm::Image);
        QCOMPARE(c.image.size(), QSize(7, 5));
    }

    void aDamagedImageIsShownAsBytesWithTheReason()
    {
        const BodyContent c = load("image/png", "", std::string("\x89PNG\r\n\x1a\n\0\0\0", 11));
        QCOMPARE(c.form, BodyForm::Binary);
        QVERIFY(c.notices.value(0).contains(QLatin1String("damaged")));
    }

    void anImageOfBillionsOfPixelsIsRefused()
    {
        std::string head("IHDR\0\0\xea\x60\0\0\xea\x60\x08\x06\0\0\0", 17); // 60000 x 60000
        const uLong check = crc32(0, reinterpret_cast<const Bytef *>(head.data()), uInt(head.size()));
        for (const int shift : {24, 16, 8, 0})
            head += char(check >> shift);
        const BodyContent c = load("image/png", "", std::string("\x89PNG\r\n\x1a\n\0\0\0\r", 12) + head
                                                          + std::string("\0\0\0\x0aIDAT", 8) + std::string(64, '\0'));
        QCOMPARE(c.form, BodyForm::Binary);
        QVERIFY(c.notices.value(0).contains(QStringLiteral("60000 × 60000")));
    }

    void unknownBytesStayBytes()
    {
        const std::string bytes("\0\1\2\377\376 binary", 12);
        const BodyContent c = load("application/octet-stream", "", bytes);
        QCOMPARE(c.form, BodyForm::Binary);
        QCOMPARE(c.bytes.toStdString(), bytes);
    }

    void aFileThatCannotBeReadSaysSo()
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        const BodyRequest request{.source = bodies, .slices = {{0, 10, 0}}, .contentType = "text/plain", .contentEncoding = {}};
        const BodyContent c = loadBody(request, never);
        QCOMPARE(c.form, BodyForm::Failed);
        QCOMPARE(c.notices.size(), 1);
    }

    void rawIsTheMessageAsSent()
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        BodyRequest request{.source = bodies, .slices = {bodies->add("{\"a\":1}")}, .contentType = "application/json", .contentEncoding = {}};
        QCOMPARE(loadRaw(request, "GET / HTTP/1.1\r\n\r\n", never).text, QByteArray("GET / HTTP/1.1\r\n\r\n{\"a\":1}"));
        request.slices = {bodies->add(support::gzip("hello hello hello"))};
        request.contentEncoding = "gzip";
        const RawContent raw = loadRaw(request, "HTTP/1.1 200 OK\r\n\r\n", never);
        QCOMPARE(raw.text, QByteArray("HTTP/1.1 200 OK\r\n\r\n"));
        QCOMPARE(raw.notices.size(), 1);
    }

private:
    static bool never() { return false; }
    static BodyContent load(std::string type, std::string coding, std::string_view body, uint64_t limit = shownMax, bool ended = true)
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        const base::Slice slice = bodies->add(body);
        return loadBody({.source = bodies, .slices = {slice}, .contentType = std::move(type), .contentEncoding = std::move(coding),
                         .ended = ended, .limit = limit}, never);
    }
};

QTEST_MAIN(TestBodyContent)
#include "tst_body_content.moc"
