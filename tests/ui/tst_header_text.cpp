// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/header_text.h"

#include <QRegularExpression>
#include <QTest>

using namespace ui;

class TestHeaderText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void saysWhatAFieldIs()
    {
        QCOMPARE(headerText("ETag"), QStringLiteral("The version of what is in the body, for caches and for conditional requests. (RFC 9110, section 8.8.3)"));
        QCOMPARE(headerText("etag"), headerText("ETAG"));
    }

    void everyFieldIsFound_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char *name : {"accept", "Access-Control-Allow-Origin", "cookie", "content-type", "Host", "Mcp-Session-Id", "Set-Cookie", "te", "traceparent", "tracestate", "trailer", "Via",
                                 "WWW-Authenticate", "X-Forwarded-For", "x-requested-with"})
            QTest::newRow(name) << QByteArray(name);
    }
    void everyFieldIsFound()
    {
        QFETCH(QByteArray, name);
        QVERIFY(!headerText(std::string_view(name.constData(), size_t(name.size()))).isEmpty());
    }

    void ofOthersNothingIsSaid()
    {
        QCOMPARE(headerText("X-Shop-Customer"), QString());
        QCOMPARE(headerText(""), QString());
        QCOMPARE(headerText(std::string(100'000, 'a')), QString());
    }
};

QTEST_GUILESS_MAIN(TestHeaderText)
#include "tst_header_text.moc"
