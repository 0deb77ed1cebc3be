// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/body_page.h"

#include "tests/app/exporters/sample.h"

#include <QRegularExpression>
#include <QTest>

using namespace exporters;

namespace {
BodyPage page(const std::string &head, const std::string &body, uint64_t at, size_t most, bool masked = true)
{
    sample::Capture capture;
    capture.add("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", "HTTP/1.1 200 OK\r\n" + head + "\r\n", body);
    const masking::Masker masker({1, 2});
    return bodyPage(entrySource(capture.store(), 0), protocols::Half::Response, capture.bodies(), {}, masked ? &masker : nullptr, at, most);
}
}

class TestBodyPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void cutsBetweenCharacters()
    {
        const std::string text = "aäöü€";
        const BodyPage first = page("Content-Type: text/plain; charset=utf-8\r\n", text, 0, 4);
        QCOMPARE(first.bytes, "aä");
        QCOMPARE(first.next, 3u);
        QCOMPARE(first.total, text.size());
        const BodyPage last = page("Content-Type: text/plain; charset=utf-8\r\n", text, 7, 100);
        QCOMPARE(last.bytes, "€");
        QCOMPARE(last.next, 0u);
        QCOMPARE(page("", text, 100, 10).bytes, "");
    }

    void masksBeforeItCuts()
    {
        const std::string json = R"({"password":"hunter2-Zq7","b":1})";
        QCOMPARE(page("Content-Type: application/json\r\n", json, 13, 7).bytes, "masked-");
        QCOMPARE(page("Content-Type: application/json\r\n", json, 13, 7, false).bytes, "hunter2");
    }

    void givesBytesThatAreNoTextAsTheyAre()
    {
        const std::string bytes("\x89PNG\r\n\x1a\n\0\xff\xfe", 11);
        const BodyPage some = page("Content-Type: image/png\r\n", bytes, 8, 2, false);
        QVERIFY(!some.isText);
        QCOMPARE(some.bytes, std::string("\0\xff", 2));
        QCOMPARE(some.next, 10u);
    }
};

QTEST_GUILESS_MAIN(TestBodyPage)
#include "tst_body_page.moc"
