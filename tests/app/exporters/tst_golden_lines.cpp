// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/golden_lines.h"

#include "tests/app/exporters/sample.h"

#include <QRegularExpression>
#include <QTest>

using namespace exporters;

namespace {

// The same traffic, elsewhere and later, in another order.
std::string golden(int shift, bool reversed)
{
    sample::Capture capture;
    for (int i = 0; i < 2; ++i) {
        const std::string path = (i == 0) != reversed ? "/a" : "/b";
        exchange::Exchange &exchange = capture.add("GET " + path + " HTTP/1.1\r\nHost: api.local\r\nAuthorization: Bearer s3cret-" + std::to_string(shift) + "\r\n\r\n", "",
                                                   "HTTP/1.1 200 OK\r\nDate: Sun, 0" + std::to_string(shift % 10) + " Nov 2026 10:00:00 GMT\r\nContent-Type: text/plain\r\n\r\n", "body of " + path);
        exchange.request.begin += shift * sample::millisecond;
        exchange.response.end += 3 * shift * sample::millisecond;
    }
    exporters::ExportOptions options;
    options.key = {uint64_t(shift), 1};
    GoldenLines lines(options);
    const exchange::Store store = capture.store();
    for (exchange::ExchangeId id = 0; id < store.size(); ++id)
        lines.add(entrySource(store, id), capture.bodies());
    QTemporaryDir folder;
    const std::string path = folder.filePath("x.golden").toStdString();
    auto file = OutputFile::create(path);
    lines.write(*file);
    if (!file->commit())
        return "not written";
    QFile written(QString::fromStdString(path));
    return written.open(QIODevice::ReadOnly) ? written.readAll().toStdString() : std::string();
}

} // namespace

class TestGoldenLines : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void areTheSameForTheSameTraffic()
    {
        const std::string one = golden(1, false);
        QCOMPARE(golden(7, true), one);
        QVERIFY(one.find("\"body of /a\"") != std::string::npos);
        QVERIFY(one.find("\"comm\":\"curl\"") != std::string::npos);
        QVERIFY2(one.find("4711") == std::string::npos && one.find("2026") == std::string::npos && one.find("40000") == std::string::npos, one.c_str());
        QVERIFY(one.find("s3cret") == std::string::npos);
    }

    void differIfTheTrafficDoes()
    {
        QVERIFY(goldenLine(R"({"response":{"status":200}})") != goldenLine(R"({"response":{"status":500}})"));
        QCOMPARE(goldenLine("[]"), "");
    }
};

QTEST_GUILESS_MAIN(TestGoldenLines)
#include "tst_golden_lines.moc"
