// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/body_files.h"

#include "tests/app/exporters/sample.h"
#include "tests/support/deflated.h"

#include <QtTest>

using namespace exporters;
using sample::Capture;

class TestBodyFiles : public QObject
{
    Q_OBJECT

    static std::vector<EntrySource> entries(Capture &capture)
    {
        const exchange::Store store = capture.store();
        std::vector<EntrySource> all;
        for (uint32_t id = 0; id < store.size(); ++id)
            all.push_back(entrySource(store, id));
        return all;
    }
    static QByteArray contents(const QTemporaryDir &folder, const QString &name)
    {
        QFile file(folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no such file");
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writesEachBodyDecodedToAFileOfItsOwn()
    {
        Capture capture;
        capture.add("POST /orders.json?x=1 HTTP/1.1\r\nHost: api.local:8443\r\nContent-Type: application/json\r\n\r\n", "{\"a\":1}",
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n", support::gzip("<!doctype html><p>x"))
            .host = "api.local:8443";
        capture.add("GET /none HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 204 No Content\r\n\r\n", "").host = "h";
        const QTemporaryDir folder;
        const auto all = entries(capture);
        const auto report = writeBodies(all, capture.bodies(), folder.path().toStdString(), [] { return false; });
        QVERIFY(report);
        QCOMPARE(report->written, 2u);
        QCOMPARE(report->unread, 0u);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList({"001-POST-api.local-8443-orders-request.json", "001-POST-api.local-8443-orders.json.html"}));
        QCOMPARE(contents(folder, "001-POST-api.local-8443-orders-request.json"), QByteArray("{\"a\":1}"));
        QCOMPARE(contents(folder, "001-POST-api.local-8443-orders.json.html"), QByteArray("<!doctype html><p>x"));
        QVERIFY(!(QFile::permissions(folder.filePath("001-POST-api.local-8443-orders-request.json")) & (QFile::ReadGroup | QFile::ReadOther)));
    }

    void namesStayWithinTheFolder()
    {
        exchange::Exchange e;
        e.method = "GET";
        e.host = "../../etc";
        e.path = std::string("/../../.ssh/\0x\n", 16) + std::string(500, 'x');
        const std::string name = bodyFileName(e, protocols::Half::Response, 7, ".txt");
        QVERIFY2(name.starts_with("007-GET-..-..-etc-..-..-.ssh-x"), name.c_str());
        QVERIFY(name.find('/') == std::string::npos && name.size() < 120 && name.ends_with(".txt"));
        e = {};
        QCOMPARE(bodyFileName(e, protocols::Half::Response, 1234, ".bin"), std::string("1234.bin"));
    }

    void overwritesNothingAndFollowsNoLink()
    {
        Capture capture;
        capture.add("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "new").host = "h";
        const QTemporaryDir folder;
        QFile old(folder.filePath("001-GET-h-a.txt"));
        QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
        old.close();
        QVERIFY(QFile::link("/nonexistent/target", folder.filePath("001-GET-h-a-2.txt")));
        const auto all = entries(capture);
        QVERIFY(writeBodies(all, capture.bodies(), folder.path().toStdString(), [] { return false; }));
        QCOMPARE(contents(folder, "001-GET-h-a.txt"), QByteArray("old"));
        QCOMPARE(contents(folder, "001-GET-h-a-3.txt"), QByteArray("new"));
    }

    void saysWhyItCannotWrite()
    {
        Capture capture;
        capture.add("GET /a HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "new");
        const auto all = entries(capture);
        QCOMPARE(writeBodies(all, capture.bodies(), "/nonexistent/folder", [] { return false; }).error(), ENOENT);
        const QTemporaryDir folder;
        QCOMPARE(writeBodies(all, capture.bodies(), folder.path().toStdString(), [] { return true; }).error(), ECANCELED);
    }
};

QTEST_GUILESS_MAIN(TestBodyFiles)
#include "tst_body_files.moc"
