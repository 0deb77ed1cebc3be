// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/body_content.h"

#include "tests/ui/support.h"
#include "ui/body/code_view.h"
#include "ui/body/scintilla.h"
#include "ui/body/text_search.h"
#include "ui/theme/theme.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QFile>
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
        QVERIFY(c.notices.value(0).contains(QLatin1String("Nested too deeply")));
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
        QCOMPARE(c.notices, QStringList{QStringLiteral("The gzip data is truncated; what could be decoded is shown.")});
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

    // The whole path: decode, lay out, load into the editor, scroll to the end, search.
    void fiftyMegabytesOfJsonStayUsable()
    {
        std::string json = "[";
        while (json.size() < 50'000'000)
            json += "{\"id\":123456,\"name\":\"some name of a thing\",\"tags\":[\"a\",\"b\"],\"price\":12.5,\"ok\":true},";
        json += "{\"id\":\"needle\"}]";
        QElapsedTimer timer;
        timer.start();
        const BodyContent c = load("application/json", "", json, loadAllMax);
        const qint64 loaded = timer.restart();
        QVERIFY(c.whole && c.text.endsWith("\"needle\"\n  }\n]"));
        Theme theme(ThemeChoice::Light);
        CodeView view(theme);
        view.resize(800, 600);
        view.show();
        view.setText(c.text, c.syntax);
        QCoreApplication::processEvents();
        const qint64 opened = timer.restart();
        view.editor()->SendScintilla(QsciScintillaBase::SCI_DOCUMENTEND);
        view.grab();
        const qint64 scrolled = timer.restart();
        QCOMPARE(findAll(c.text, "NEEDLE").offsets.size(), size_t(1));
        QFile status(QStringLiteral("/proc/self/status"));
        QVERIFY(status.open(QIODevice::ReadOnly));
        const QByteArray memory = status.readAll();
        const auto line = memory.indexOf("VmHWM:");
        qInfo("50 MB: loaded in %lld ms, opened in %lld ms, at its end in %lld ms, searched in %lld ms; %s", loaded, opened, scrolled, timer.elapsed(),
              memory.mid(line, memory.indexOf('\n', line) - line).simplified().constData());
        QVERIFY(loaded < 20'000 && opened < 20'000 && scrolled < 20'000); // the target is a second each on a quiet machine
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
        QCOMPARE(c.looks.size(), size_t(2));
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
        QCOMPARE(c.form, BodyForm::Parts);
        QCOMPARE(c.parts.size(), size_t(2));
        QCOMPARE(c.parts[0].name, QStringLiteral("title"));
        QCOMPARE(c.parts[0].bytes, QByteArray("hello"));
        QCOMPARE(c.parts[1].fileName, QStringLiteral("a.bin"));
        QCOMPARE(c.parts[1].contentType, std::string("application/octet-stream"));
    }

    void jsonHasThreeLooks()
    {
        const std::string json = R"({"a":[1,2]})";
        QCOMPARE(look(json, "application/json", BodyLook::Readable).looks, (std::vector{BodyLook::Readable, BodyLook::Tree, BodyLook::AsSent}));
        const BodyContent tree = look(json, "application/json", BodyLook::Tree);
        QCOMPARE(tree.form, BodyForm::Tree);
        QCOMPARE(tree.text.toStdString(), json);
        const BodyContent sent = look(json, "application/json", BodyLook::AsSent);
        QCOMPARE(sent.text.toStdString(), json);
        QCOMPARE(sent.syntax, Syntax::Json);
        // A look that is not offered falls back.
        QCOMPARE(look("plain", "text/plain", BodyLook::Tree).look, BodyLook::Readable);
        QVERIFY(look("plain", "text/plain", BodyLook::Tree).looks.empty());
    }

    void minifiedCodeIsLaidOutAndWrittenCodeIsNot()
    {
        std::string script;
        for (int i = 0; i < 20; ++i)
            script += "function f" + std::to_string(i) + "(a){return a+" + std::to_string(i) + "}";
        QVERIFY(look(script, "text/javascript", BodyLook::Readable).text.startsWith("function f0(a) {\n  return a+0\n}\nfunction f1(a)"));
        QCOMPARE(look(script, "text/javascript", BodyLook::AsSent).text.toStdString(), script);
        const std::string written = "function f(a) {\n    return a;\n}\n";
        QCOMPARE(look(written, "text/javascript", BodyLook::Readable).text.toStdString(), written);
        QVERIFY(look(written, "text/javascript", BodyLook::Readable).looks.empty());
    }

    void binaryValuesAreText()
    {
        const std::string packed = "\x82\xa1" "a\x01\xa1" "b\xc4\x01\xff";
        for (const char *type : {"application/msgpack", "application/octet-stream"}) {
            const BodyContent c = look(packed, type, BodyLook::Readable);
            QCOMPARE(c.format, decode::Format::MessagePack);
            QCOMPARE(c.text, QByteArray("{\n  \"a\": 1,\n  \"b\": \"ff\" /* 1 byte, hex */\n}"));
            QCOMPARE(c.syntax, Syntax::Values);
        }
        QCOMPARE(look(packed, "application/msgpack", BodyLook::AsSent).form, BodyForm::Binary);
        const BodyContent cut = look(packed.substr(0, 5), "application/msgpack", BodyLook::Readable);
        QCOMPARE(cut.notices, QStringList{QStringLiteral("The MessagePack ends inside a value.")});
    }

    void layersThatNoHeaderDeclaresComeOff()
    {
        const std::string packed = support::gzip(R"({"a":1})");
        const BodyContent c = look(packed, "application/octet-stream", BodyLook::Readable);
        QCOMPARE(c.text, QByteArray("{\n  \"a\": 1\n}"));
        QCOMPARE(c.notices, QStringList{QStringLiteral("Decompressed: the body is gzip, though no header declares it.")});
        QCOMPARE(look(packed, "application/octet-stream", BodyLook::AsSent).form, BodyForm::Binary);
        const std::string base64 = QByteArray::fromStdString(packed).toBase64().toStdString();
        QCOMPARE(look(base64, "text/plain", BodyLook::Readable).notices.value(0), QStringLiteral("Decompressed: the body is Base64 over gzip, though no header declares it."));
        QCOMPARE(look(base64, "text/plain", BodyLook::AsSent).text.toStdString(), base64);
    }

    void utf16IsReadWithoutItsMark()
    {
        std::string text;
        for (const char c : std::string(R"({"name":"Ann"})"))
            text += {c, '\0'};
        QCOMPARE(look(text, "application/json", BodyLook::Readable).text, QByteArray("{\n  \"name\": \"Ann\"\n}"));
        QCOMPARE(look(text, "application/octet-stream", BodyLook::Readable).format, decode::Format::Json);
    }

    void aTokenShowsWhatItSays()
    {
        const std::string token = "eyJhbGciOiJub25lIn0.eyJleHAiOjEzMDA4MTkzODB9.";
        QCOMPARE(look(token, "application/jwt", BodyLook::Readable).text,
                 QByteArray("{\n  \"alg\": \"none\"\n}\n{\n  \"exp\": 1300819380 /* 2011-03-22 18:43:00 UTC */\n}"));
    }

    void aCertificateIsATable()
    {
        QFile file(QStringLiteral(TEST_DATA "/x509/example.pem"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const BodyContent c = look(file.readAll().toStdString(), "application/octet-stream", BodyLook::Readable);
        QCOMPARE(c.form, BodyForm::Table);
        QCOMPARE(c.rows[0][0], QStringLiteral("Subject"));
        QVERIFY(c.rows[0][1].contains(QStringLiteral("CN = api.example.org")));
    }

    void aGraphqlRequestHasItsOwnLook()
    {
        const std::string json = R"({"operationName":"A","query":"query A($id: ID!) {\n  a(id: $id)\n}\n","variables":{"id":1}})";
        QCOMPARE(look(json, "application/json", BodyLook::Operation).text,
                 QByteArray("# operation: A\nquery A($id: ID!) {\n  a(id: $id)\n}\n\n# variables\n{\n  \"id\": 1\n}"));
        QCOMPARE(look(json, "application/json", BodyLook::Readable).look, BodyLook::Readable);
    }

    void brokenJsonLinesDoNotSpoilTheOthers()
    {
        QCOMPARE(look("{\"a\":\"x}\n{\"b\":1}\n", "application/x-ndjson", BodyLook::Readable).text, QByteArray("{\n  \"a\": \"x}\n{\n  \"b\": 1\n}"));
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
    static BodyContent look(std::string_view body, std::string type, BodyLook look)
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        const base::Slice slice = bodies->add(body);
        return loadBody({.source = bodies, .slices = {slice}, .contentType = std::move(type), .contentEncoding = {}, .look = look}, never);
    }
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
