// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/cookie_date.h"

#include <QDateTime>
#include <QtTest>

class TestCookieDate : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    // RFC 6265, section 5.1.1.
    void readsWhatBrowsersRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("date");
        const QString june = "2031-06-09T10:18:14Z";
        for (const char *text : {"Wed, 09 Jun 2031 10:18:14 GMT", "Wednesday, 09-Jun-31 10:18:14 GMT", "Wed Jun  9 10:18:14 2031", "9 june 31 10:18:14", "10:18:14 2031 Jun 9",
                                 "Wed,09/Jun/2031 10:18:14 +0200", "09-Jun-2031 10:18:14.5 GMT", "Wed, 09th Jun 2031 10:18:14", "Juno 09 2031 10:18:14x"})
            QTest::newRow(text) << QByteArray(text) << june;
        QTest::newRow("never") << QByteArray("Fri, 31 Dec 9999 23:59:59 GMT") << "9999-12-31T23:59:59Z";
        QTest::newRow("70 is 1970") << QByteArray("Thu, 01-Jan-70 00:00:01 GMT") << "1970-01-01T00:00:01Z";
        QTest::newRow("99 is 1999") << QByteArray("Mon, 01-Jan-99 00:00:00 GMT") << "1999-01-01T00:00:00Z";
        QTest::newRow("69 is 2069") << QByteArray("Tue, 01-Jan-69 00:00:00 GMT") << "2069-01-01T00:00:00Z";
        QTest::newRow("00 is 2000") << QByteArray("01-Jan-00 00:00:00") << "2000-01-01T00:00:00Z";
        QTest::newRow("1601") << QByteArray("01 Jan 1601 00:00:00") << "1601-01-01T00:00:00Z";
        for (const char *text : {"", "0", "-1", "Session", "Wed, 09 Jun 2031", "09 Jun 2031 24:00:00", "09 Jun 2031 10:60:00", "31 Feb 2031 10:18:14", "01 Jan 1600 00:00:00",
                                 "32 Jan 2031 10:18:14", "09 Jxn 2031 10:18:14", "09 Jun 131 10:18:14", "2031-06-09T10:18:14Z", "09 Jun 20311 10:18:14"})
            QTest::addRow("none: %s", text) << QByteArray(text) << QString();
    }

    void readsWhatBrowsersRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, date);
        const auto seconds = exchange::cookieDate(text.toStdString());
        QCOMPARE(seconds ? QDateTime::fromSecsSinceEpoch(*seconds).toUTC().toString(Qt::ISODate) : QString(), date);
    }
};

QTEST_GUILESS_MAIN(TestCookieDate)
#include "tst_cookie_date.moc"
