// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/target_text.h"

#include "tests/app/exporters/sample.h"

#include <QRegularExpression>
#include <QTest>

using namespace exporters;

class TestTargetText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void isTheUrlOrTheStatementOrTheServer()
    {
        sample::Capture capture;
        capture.add("GET /a?token=hunter2-Zq7 HTTP/1.1\r\nHost: h:1\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "");
        exchange::Exchange &query = capture.add("", "", "", "");
        query.kind = exchange::Kind::Query;
        query.protocol = protocols::Protocol::MySql;
        query.scheme = "mysql";
        query.host = "db:3306";
        query.path = "SET PASSWORD = 'hunter2-Zq7'";
        exchange::Exchange &failed = capture.add("", "", "", "");
        failed.kind = exchange::Kind::Failed;
        failed.scheme = "tcp";
        failed.host = "h:9";
        const exchange::Store store = capture.store();
        const masking::Masker masker({1, 2});
        const auto textOf = [&](base::ExchangeId id, bool masked) { return targetText(entrySource(store, id), masked ? &masker : nullptr); };
        QVERIFY(textOf(0, true).starts_with("https://h:1/a?token=masked-"));
        QCOMPARE(textOf(0, false), "https://h:1/a?token=hunter2-Zq7");
        QCOMPARE(textOf(1, false), "mysql://db:3306 SET PASSWORD = 'hunter2-Zq7'");
        QVERIFY2(textOf(1, true).find("hunter2") == std::string::npos, textOf(1, true).c_str());
        QCOMPARE(textOf(2, true), "tcp://h:9");
    }
};

QTEST_GUILESS_MAIN(TestTargetText)
#include "tst_target_text.moc"
