// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/format.h"

#include <QtTest>

using namespace decode;

namespace {

Format formatOf(std::string_view media, const QByteArray &body)
{
    return bodyFormat(media, {reinterpret_cast<const std::byte *>(body.constData()), size_t(body.size())});
}

} // namespace

class TestFormat : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void tellsWhatABodyIs_data()
    {
        QTest::addColumn<QByteArray>("media");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("name");
        const auto row = [](const char *media, const QByteArray &body, const char *name) {
            QTest::addRow("%s %s", media, body.toPercentEncoding().constData()) << QByteArray(media) << body << QByteArray(name);
        };
        row("application/json", "{}", "JSON");
        row("application/problem+json", "{\"a\":1}", "JSON");
        row("application/json", "", "empty");
        row("text/plain", " \n[1,2]", "JSON");
        row("", "{\"a\":1}", "JSON");
        row("application/octet-stream", "{\"a\":1}", "JSON");
        row("application/octet-stream", QByteArray("\0\1\2", 3), "binary");
        row("text/html; broken", "<!DOCTYPE HTML><p>", "text");
        row("text/html", "<p>hello", "HTML");
        row("", "<!DocType Html><p>", "HTML");
        row("", "  <?xml version='1.0'?><a/>", "XML");
        row("image/svg+xml", "<svg xmlns=''/>", "SVG image");
        row("image/jpeg", "\x89PNG\r\n\x1a\n....", "PNG image");
        row("image/png", "not found", "text");
        row("text/plain", "\x89PNG\r\n\x1a\n....", "PNG image");
        row("application/x-www-form-urlencoded", "a=1", "form");
        row("multipart/form-data", QByteArray("--x\r\n\r\n\0", 8), "multipart");
        row("text/event-stream", "data: {}\n\n", "event stream");
        row("application/x-ndjson", "{}\n{}\n", "JSON lines");
        row("text/css", "a{}", "CSS");
        row("application/javascript", "{a:1}", "JavaScript");
        row("", "RIFF....WEBPVP8 ", "WebP image");
        row("", "{ this is prose }", "text");
    }

    void tellsWhatABodyIs()
    {
        QFETCH(QByteArray, media);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, name);
        const std::string_view found = formatName(formatOf(media.toStdString(), body));
        QCOMPARE(QByteArray(found.data(), qsizetype(found.size())), name);
    }

    void knowsTextFromImages()
    {
        QVERIFY(isText(Format::Json) && isText(Format::Svg) && isText(Format::Multipart));
        QVERIFY(!isText(Format::Png) && !isText(Format::Binary) && !isText(Format::Gzip));
        QVERIFY(isImage(Format::Svg) && isImage(Format::Avif) && !isImage(Format::Pdf) && !isImage(Format::Text));
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
