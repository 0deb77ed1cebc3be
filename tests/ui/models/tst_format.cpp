// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format.h"

#include <QRegularExpression>
#include <QTest>

class FormatTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void writesDurationsInTheUnitThatReadsBest()
    {
        QCOMPARE(ui::durationText(-1), QStringLiteral("–"));
        QCOMPARE(ui::durationText(42'000), QStringLiteral("42 µs"));
        QCOMPARE(ui::durationText(400'000), QStringLiteral("0.4 ms"));
        QCOMPARE(ui::durationText(38'200'000), QStringLiteral("38 ms"));
        QCOMPARE(ui::durationText(1'210'000'000), QStringLiteral("1.21 s"));
        QCOMPARE(ui::durationText(12'440'000'000), QStringLiteral("12.4 s"));
        QCOMPARE(ui::durationText(184'000'000'000), QStringLiteral("3 min 04 s"));
        QCOMPARE(ui::durationText(999'700'000), QStringLiteral("1.00 s"));
        QCOMPARE(ui::durationText(9'996'000'000), QStringLiteral("10.0 s"));
    }

    void writesSizesInDecimalUnits()
    {
        QCOMPARE(ui::sizeText(0), QStringLiteral("0 B"));
        QCOMPARE(ui::sizeText(999), QStringLiteral("999 B"));
        QCOMPARE(ui::sizeText(4'210), QStringLiteral("4.2 kB"));
        QCOMPARE(ui::sizeText(999'600), QStringLiteral("1.0 MB"));
        QCOMPARE(ui::sizeText(212'000'000), QStringLiteral("212 MB"));
    }

    void groupsLongNumbers()
    {
        QCOMPARE(ui::countText(0), QStringLiteral("0"));
        QCOMPARE(ui::countText(999), QStringLiteral("999"));
        QCOMPARE(ui::countText(1'551), QStringLiteral("1\u202f551"));
        QCOMPARE(ui::countText(1'000'000), QStringLiteral("1\u202f000\u202f000"));
        QCOMPARE(ui::clockText(252), QStringLiteral("00:04:12"));
    }

    void shortensMediaTypes()
    {
        QCOMPARE(ui::mediaTypeText("application/json"), QStringLiteral("json"));
        QCOMPARE(ui::mediaTypeText("application/vnd.api+json"), QStringLiteral("json"));
        QCOMPARE(ui::mediaTypeText("text/event-stream"), QStringLiteral("event-stream"));
        QCOMPARE(ui::mediaTypeText("image/svg+xml"), QStringLiteral("svg"));
        QCOMPARE(ui::mediaTypeText("application/x-javascript"), QStringLiteral("javascript"));
        QCOMPARE(ui::mediaTypeText("odd"), QStringLiteral("odd"));
    }

    void neverLaysOutAMegabyteInACell()
    {
        QCOMPARE(ui::clippedText(std::string(1'000'000, 'x')).size(), 1025);
    }
};

QTEST_GUILESS_MAIN(FormatTest)
#include "tst_format.moc"
