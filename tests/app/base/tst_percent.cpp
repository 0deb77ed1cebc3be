// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/base/percent.h"

#include <QRegularExpression>
#include <QTest>

class TestPercent : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void escapesEveryByteThatIsNotKept()
    {
        using namespace std::string_literals;
        QCOMPARE(base::percentEncoded("a%b\0\xc3\xa4"s, [](char c) { return c == 'a' || c == 'b'; }), "a%25b%00%C3%A4"s);
        QCOMPARE(base::percentEncoded("", [](char) { return false; }), ""s);
    }
};

QTEST_GUILESS_MAIN(TestPercent)
#include "tst_percent.moc"
