// SPDX-License-Identifier: GPL-3.0-or-later
// What a tool wrote is preserved: other tools' files passed through reader and writer.
#include "app/exporters/har_reader.h"

#include "tests/app/exporters/converted.h"
#include "tests/support/deflated.h"

#include <QStringEncoder>
#include <QtTest>

using namespace exporters;
using converted::again;
using converted::entries;
using converted::entry;
using converted::har;
using converted::set;

namespace {

QJsonObject through(const QJsonObject &one) { return entries(again(har({one})))[0].toObject(); }

QByteArray gzipped(const QByteArray &text)
{
    return QByteArray::fromStdString(support::gzip(text.toStdString()));
}

void appendLittle(QByteArray &out, quint64 value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        out += char(i < 8 ? value >> (8 * i) & 0xff : 0);
}

// An archive with one file, stored or deflated.
QByteArray zipped(const QByteArray &name, const QByteArray &text, bool deflate)
{
    const QByteArray data = deflate ? QByteArray::fromStdString(support::deflated(text.toStdString(), -15)) : text;
    const auto common = [&](QByteArray &out) {
        appendLittle(out, 20, 2);
        appendLittle(out, 0, 2);
        appendLittle(out, deflate ? 8 : 0, 2);
        appendLittle(out, 0, 8);
        appendLittle(out, quint64(data.size()), 4);
        appendLittle(out, quint64(text.size()), 4);
        appendLittle(out, quint64(name.size()), 2);
        appendLittle(out, 0, 2);
    };
    QByteArray zip("PK\3\4");
    common(zip);
    zip += name + data;
    const auto directory = quint64(zip.size());
    zip += "PK\1\2";
    appendLittle(zip, 20, 2);
    common(zip);
    appendLittle(zip, 0, 2 + 2 + 2 + 4 + 4);
    zip += name;
    const auto size = quint64(zip.size()) - directory;
    zip += "PK\5\6";
    appendLittle(zip, 0, 4);
    appendLittle(zip, 1, 2);
    appendLittle(zip, 1, 2);
    appendLittle(zip, size, 4);
    appendLittle(zip, directory, 4);
    appendLittle(zip, 0, 2);
    return zip;
}

} // namespace

class TestHarRoundTrip : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void filesOfOtherToolsComeBackAsTheyWere_data()
    {
        QTest::addColumn<QString>("name");
        for (const char *name : {"chrome.har", "firefox.har", "httptoolkit.har", "mitmproxy.har"})
            QTest::newRow(name) << QString(name);
    }

    void filesOfOtherToolsComeBackAsTheyWere()
    {
        QFETCH(QString, name);
        QFile file(TEST_DATA "/har/" + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray once = again(file.readAll());
        file.seek(0);
        const QJsonArray before = entries(file.readAll()), after = entries(once);
        QCOMPARE(after.size(), before.size());
        for (qsizetype i = 0; i < before.size(); ++i) {
            QJsonObject was = before[i].toObject(), is = after[i].toObject();
            for (const char *half : {"request", "response"}) // spelling is normalised, see the next test
                for (QJsonObject *one : {&was, &is})
                    set(*one, {half, "httpVersion"}, QString());
            for (QJsonObject *one : {&was, &is})
                one->remove("startedDateTime");
            QCOMPARE(is, was);
        }
        QCOMPARE(again(once), once);
    }

    void everythingThatATimingOrASizeSaysIsKept()
    {
        const QJsonObject one = entry([](QJsonObject &e) {
            e["time"] = 46.5;
            e["timings"] = QJsonObject{{"blocked", 3}, {"dns", 12}, {"connect", 20}, {"ssl", 9}, {"send", 0.5}, {"wait", 10}, {"receive", 1}, {"_blocked_queueing", 0.123456789}, {"comment", "c"}};
            set(e, {"response", "bodySize"}, 5000);
            set(e, {"response", "headersSize"}, 321);
            set(e, {"response", "content"}, QJsonObject{{"size", 50'000}, {"compression", 45'000}, {"mimeType", "text/plain"}, {"text", QString(50'000, 'y')}});
            set(e, {"response", "headers"}, QJsonArray{QJsonObject{{"name", "Content-Encoding"}, {"value", "br"}}});
            set(e, {"response", "_transferSize"}, 5321);
            set(e, {"request", "postData"}, QJsonObject{{"mimeType", "multipart/form-data; boundary=b"}, {"params", QJsonArray{QJsonObject{{"name", "f"}, {"fileName", "a.txt"}, {"contentType", "text/plain"}}}}});
            set(e, {"request", "cookies"}, QJsonArray{QJsonObject{{"name", "a"}, {"value", "b"}, {"expires", "2031-06-09T10:18:14.000Z"}, {"httpOnly", false}, {"_partitionKey", "p"}}});
            e["_initiator"] = QJsonObject{{"type", "script"}, {"stack", QJsonArray{1, 2.5, true, QJsonValue()}}};
            e["pageref"] = "page_1";
            e["cache"] = QJsonObject{{"beforeRequest", QJsonValue()}};
        });
        QCOMPARE(through(one), one);
    }

    void textIsNotDecodedOnceMore_data()
    {
        QTest::addColumn<QString>("charset");
        QTest::addColumn<QString>("text");
        QTest::newRow("latin-1") << "ISO-8859-1" << "café";
        QTest::newRow("windows-1251") << "windows-1251" << "Привет";
        QTest::newRow("shift_jis") << "Shift_JIS" << "日本語";
        QTest::newRow("utf-16le") << "utf-16le" << "{\"a\":\"é\"}";
        QTest::newRow("replacement") << "iso-2022-kr" << "한국";
        QTest::newRow("no such charset") << "klingon" << "ä";
        QTest::newRow("a zero") << "utf-8" << QString::fromUtf8("a\0b", 3);
    }

    void textIsNotDecodedOnceMore()
    {
        QFETCH(QString, charset);
        QFETCH(QString, text);
        const QString type = "text/plain; charset=" + charset;
        const QJsonObject one = entry([&](QJsonObject &e) {
            set(e, {"response", "headers"}, QJsonArray{QJsonObject{{"name", "Content-Type"}, {"value", type}}});
            set(e, {"response", "content"}, QJsonObject{{"size", 9}, {"mimeType", type}, {"text", text}});
            set(e, {"request", "postData"}, QJsonObject{{"mimeType", type}, {"text", text}});
        });
        QCOMPARE(through(one), one);
        QCOMPARE(through(through(one)), one);
    }

    void spellsVersionsAndTimesInOneWay_data()
    {
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<QJsonValue>("from");
        QTest::addColumn<QJsonValue>("to");
        const QStringList version{"request", "httpVersion"}, start{"startedDateTime"}, status{"response", "status"};
        for (const auto &[from, to] : {std::pair{"h2", "HTTP/2"}, {"http/2.0", "HTTP/2"}, {"HTTP/2", "HTTP/2"}, {"h3", "HTTP/3"}, {"http/3.0", "HTTP/3"}, {"h3-29", "HTTP/3"},
                                       {"http/1.1", "HTTP/1.1"}, {"unknown", "unknown"}, {"", ""}, {"spdy/3.1", "spdy/3.1"}})
            QTest::addRow("version %s", from) << version << QJsonValue(from) << QJsonValue(to);
        for (const auto &[from, to] : {std::pair{"2026-01-02T03:04:05.678+0530", "2026-01-01T21:34:05.678Z"}, {"2026-01-02 03:04:05", "2026-01-02T03:04:05.000Z"},
                                       {"2026-01-02T03:04Z", "2026-01-02T03:04:00.000Z"}, {"2026-01-02T03:04:05.1234567-08", "2026-01-02T11:04:05.1234567Z"},
                                       {"Fri, 02 Jan 2026 03:04:05 GMT", "2026-01-02T03:04:05.000Z"}, {"Fri Jan 02 2026 03:04:05 GMT+0100 (CET)", "2026-01-02T02:04:05.000Z"},
                                       {"1767323045678", "2026-01-02T03:04:05.678Z"}, {"yesterday", "yesterday"}, {"2026-02-30T00:00:00Z", "2026-02-30T00:00:00Z"}})
            QTest::addRow("time %s", from) << start << QJsonValue(from) << QJsonValue(to);
        QTest::newRow("time as a number") << start << QJsonValue(1767323045678.0) << QJsonValue("2026-01-02T03:04:05.678Z");
        QTest::newRow("status as text") << status << QJsonValue("200") << QJsonValue(200);
        QTest::newRow("status -1") << status << QJsonValue(-1) << QJsonValue(0);
        QTest::newRow("status in words") << status << QJsonValue("error") << QJsonValue(0);
        QTest::newRow("size as text") << QStringList{"response", "bodySize"} << QJsonValue("77") << QJsonValue(77);
        for (const char *url : {"data:text/plain,x", "about:blank", "blob:https://a.test/1-2", "chrome-extension://abc/x.js", "/relative?a=b", "x/y", "https://a.test/p?q={1}#part", ""})
            QTest::addRow("url %s", url) << QStringList{"request", "url"} << QJsonValue(url) << QJsonValue(url);
    }

    void spellsVersionsAndTimesInOneWay()
    {
        QFETCH(QStringList, path);
        QFETCH(QJsonValue, from);
        QFETCH(QJsonValue, to);
        const QJsonObject result = through(entry([&](QJsonObject &e) { set(e, path, from); }));
        QJsonValue found = result;
        for (const QString &name : path)
            found = found[name];
        QCOMPARE(found, to);
        QCOMPARE(result["response"]["content"]["text"].toString(), QString("hello"));
        QCOMPARE(result["response"]["headers"].toArray().size(), 1);
        QCOMPARE(through(result), result);
    }

    void keepsAStatusThatIsNone()
    {
        const QJsonObject result = through(entry([](QJsonObject &e) { set(e, {"response", "status"}, "error"); }));
        QCOMPARE(result["response"]["_status"].toString(), QString("error"));
    }

    void readsTheFileInWhateverItIsWrapped_data()
    {
        QTest::addColumn<QByteArray>("file");
        const QByteArray text = har({entry([](QJsonObject &e) { set(e, {"response", "content", "text"}, QString("ä€😀")); })});
        const QString characters = QString::fromUtf8(text);
        QTest::newRow("as it is") << text;
        QTest::newRow("gzip") << gzipped(text);
        QTest::newRow("zip, deflated") << zipped("a.har", text, true);
        QTest::newRow("zip, stored") << zipped("folder/a.json", text, false);
        QTest::newRow("UTF-8 with a mark") << "\xef\xbb\xbf" + text;
        for (const bool mark : {true, false}) {
            const auto flags = mark ? QStringConverter::Flag::WriteBom : QStringConverter::Flag::Default;
            QTest::addRow("UTF-16LE, mark %d", mark) << QByteArray(QStringEncoder(QStringConverter::Utf16LE, flags)(characters));
            QTest::addRow("UTF-16BE, mark %d", mark) << QByteArray(QStringEncoder(QStringConverter::Utf16BE, flags)(characters));
        }
        QTest::newRow("a call") << "onInputData(" + text + ");\n";
        QTest::newRow("a call of a member") << "\nwindow.har.load (" + text + ")";
        QTest::newRow("gzip of UTF-16") << gzipped(QByteArray(QStringEncoder(QStringConverter::Utf16LE, QStringConverter::Flag::WriteBom)(characters)));
        QTest::newRow("a comma too many") << QByteArray(text).replace("}]}}", "},]\n,}}");
        QTest::newRow("NaN") << QByteArray(text).replace("\"time\":11.5", "\"time\":NaN,\"a\":-Infinity,\"b\":1e999");
        QTest::newRow("a line end in a string") << QByteArray(text).replace("\"OK\"", "\"O\nK\"");
    }

    void readsTheFileInWhateverItIsWrapped()
    {
        QFETCH(QByteArray, file);
        const QJsonArray read = entries(again(file));
        QCOMPARE(read.size(), 1);
        QCOMPARE(read[0]["response"]["content"]["text"].toString(), QString("ä€😀"));
    }

    void oneLoneSurrogateDoesNotRefuseTheFile()
    {
        const QByteArray text = har({entry([](QJsonObject &) {}), entry([](QJsonObject &) {})});
        for (const char *lone : {"a\\ud83d", "\\ude00b", "\\ud83d\\ud83d\\ude00", "\\uD83Dx", "\\ud83d\\n"}) {
            QByteArray odd = text;
            odd.replace("hello", lone);
            const auto file = parseHar(odd.toStdString());
            QVERIFY2(file, lone);
            QCOMPARE(file->batch.exchanges.size(), size_t(2));
            QCOMPARE(file->replaced, uint64_t(2));
            QVERIFY(entries(again(odd)).at(0)["response"]["content"]["text"].toString().contains(QChar(0xfffd)));
        }
    }

    void saysWhyEntriesAreSkipped()
    {
        const auto file = parseHar("{\"log\":{\"entries\":[17,\"x\",[1],{\"no\":\"request\"},{\"request\":{\"url\":\"https://h/\"}}],\"_queries\":[{\"a\":1}]}}");
        QVERIFY(file);
        QCOMPARE(file->batch.exchanges.size(), size_t(1));
        QCOMPARE(file->skipped.notObjects, uint64_t(3));
        QCOMPARE(file->skipped.withoutRequest, uint64_t(1));
        QCOMPARE(file->skipped.otherForm, uint64_t(1));
    }

    void keepsPagesAndSaysWhoMadeTheFile()
    {
        const QByteArray file = R"({"log":{"version":"1.2","creator":{"name":"WebInspector","version":"5"},"browser":{"name":"Safari","version":"18"},"pages":[{"id":"p","title":"t"}],"comment":"c","entries":[]}})";
        const QByteArray once = again(file);
        const QJsonObject log = converted::log(once);
        QCOMPARE(log["pages"][0]["id"].toString(), QString("p"));
        QCOMPARE(log["browser"]["name"].toString(), QString("Safari"));
        QCOMPARE(log["creator"]["name"].toString(), QString("Cleartap"));
        QCOMPARE(log["_importedFrom"]["creator"]["name"].toString(), QString("WebInspector"));
        QCOMPARE(log["_importedFrom"]["comment"].toString(), QString("c"));
        QCOMPARE(again(once), once);
    }

    void masksWhatItImported()
    {
        const QByteArray masked = again(har({entry([](QJsonObject &e) {
            set(e, {"request", "url"}, "https://a.test/x?token=tt1");
            set(e, {"request", "headers"}, QJsonArray{QJsonObject{{"name", "Authorization"}, {"value", "Bearer tt2"}}});
            set(e, {"request", "cookies"}, QJsonArray{QJsonObject{{"name", "session"}, {"value", "tt3"}}});
            set(e, {"request", "queryString"}, QJsonArray{QJsonObject{{"name", "token"}, {"value", "tt1"}}});
            set(e, {"request", "postData"}, QJsonObject{{"mimeType", "application/x-www-form-urlencoded"}, {"params", QJsonArray{QJsonObject{{"name", "password"}, {"value", "tt4"}}}}});
            set(e, {"response", "content"}, QJsonObject{{"size", 9}, {"mimeType", "application/json"}, {"text", "{\"access_token\":\"tt5\"}"}});
            e["_webSocketMessages"] = QJsonArray{QJsonObject{{"type", "send"}, {"time", 1795341601.5}, {"opcode", 1}, {"data", "{\"password\":\"tt6\"}"}}};
            e["_custom"] = QJsonObject{{"password", "tt7"}};
        })}), true);
        for (int i = 1; i <= 7; ++i)
            QVERIFY2(!masked.contains("tt" + QByteArray::number(i)), QByteArray::number(i));
        QVERIFY(masked.contains("_custom"));
        QVERIFY(entries(masked)[0].toObject().contains("_masked"));
    }
};

QTEST_GUILESS_MAIN(TestHarRoundTrip)
#include "tst_har_round_trip.moc"
