// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/form_checks.h"

#include <QRegularExpression>
#include <QTest>

using namespace masking;

class TestFormChecks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void knowsIbans_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("valid");
        // From the registry's examples.
        for (const char *text : {"DE89370400440532013000", "GB29NWBK60161331926819", "FR1420041010050500013M02606", "NO9386011117947", "DE89 3704 0044 0532 0130 00", "MT84MALT011000012345MTLCAST001S"})
            QTest::newRow(text) << QByteArray(text) << true;
        for (const char *text : {"DE89370400440532013001", "DE8937040044053201300", "DE893704004405320130001", "XX89370400440532013000", "DE89", "", "GB29nwbk60161331926819"})
            QTest::newRow(text) << QByteArray(text) << false;
    }
    void knowsIbans()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, valid);
        QCOMPARE(ibanAt(text.toStdString(), 0), valid ? size_t(text.size()) : size_t(0));
    }

    void findsAPrivateKeysEnd()
    {
        const std::string key = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----";
        QCOMPARE(privateKeyEnd("x" + key + "y", 1), key.size() + 1);
        QCOMPARE(privateKeyEnd(key.substr(0, 40), 0), size_t(40));
    }

    void measuresDisorder()
    {
        QCOMPARE(entropy("aaaa"), 0.0);
        QCOMPARE(entropy("abab"), 1.0);
        QCOMPARE(entropy("abcdefgh"), 3.0);
        QVERIFY(passes(Check::Random, "0f9a3c5e7b1d2846"));
        QVERIFY(!passes(Check::Random, "00000000aaaaaaaa") && !passes(Check::Random, "onlyletters"));
        QVERIFY(passes(Check::Mixed, "aB3") && !passes(Check::Mixed, "ab3") && passes(Check::None, ""));
    }
};

QTEST_GUILESS_MAIN(TestFormChecks)
#include "tst_form_checks.moc"
