// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/base64.h"

#include <QtTest>

using namespace decode;

class TestBase64 : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void encodesPieceByPieceAsQtDoes()
    {
        for (int length = 0; length < 40; ++length) {
            QByteArray bytes;
            for (int i = 0; i < length; ++i)
                bytes += char(i * 37);
            Base64 base64;
            std::string out;
            for (const char byte : bytes)
                base64.feed({&byte, 1}, out);
            base64.finish(out);
            QCOMPARE(QByteArray::fromStdString(out), bytes.toBase64());
            QCOMPARE(fromBase64(out), std::optional(bytes.toStdString()));
        }
    }

    void readsBothAlphabetsAndMissingPadding()
    {
        QCOMPARE(fromBase64("-_8"), std::optional(std::string("\xfb\xff")));
        QCOMPARE(fromBase64("+/8="), std::optional(std::string("\xfb\xff")));
        QCOMPARE(fromBase64("YW\r\nJj"), std::optional(std::string("abc")));
        QVERIFY(!fromBase64("a*b"));
    }
};

QTEST_GUILESS_MAIN(TestBase64)
#include "tst_base64.moc"
