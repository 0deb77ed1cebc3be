// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/coded_text.h"

#include "app/masking/masker.h"

#include <QByteArray>
#include <QRegularExpression>
#include <QTest>

using namespace masking;

class TestCodedText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsTextInARun_data()
    {
        QTest::addColumn<QByteArray>("run");
        QTest::addColumn<QByteArray>("text");
        const QByteArray text = "{\"password\":\"x y\"}>>???";
        QTest::newRow("Base64") << text.toBase64() << text;
        QTest::newRow("URL-safe Base64") << text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals) << text;
        QTest::newRow("hexadecimal") << text.toHex() << text;
        QTest::newRow("a word") << QByteArray("application/JavaScript") << QByteArray();
        QTest::newRow("a hash") << QByteArray("47DEQpj8HBSa/TImW5JCeuQeRkm5NMpJWZG3hSuFU=") << QByteArray();
        QTest::newRow("a hash in hexadecimal") << QByteArray("d41d8cd98f00b204e9800998ecf8427e") << QByteArray();
        QTest::newRow("too short") << QByteArray("YWJjZGVm") << QByteArray();
        QTest::newRow("a picture") << QByteArray::fromHex("89504e470d0a1a0a0000000d49484452000000100000001008060000001ff3ff61").toBase64() << QByteArray();
    }
    void findsTextInARun()
    {
        QFETCH(QByteArray, run);
        QFETCH(QByteArray, text);
        DecodeBudget budget;
        const auto found = decodedRun(run.toStdString(), budget);
        QCOMPARE(found.has_value(), !text.isEmpty());
        if (!found)
            return;
        QCOMPARE(QByteArray::fromStdString(found->text), text);
        QVERIFY(found->encodable);
        QCOMPARE(QByteArray::fromStdString(encodedAs(run.toStdString(), found->text)), run);
    }

    void decodesEntities()
    {
        QCOMPARE(htmlDecoded("{&quot;a&quot;:&#39;b&#x27; &amp; &lt;"), std::optional<std::string>("{\"a\":'b' & <"));
        QVERIFY(!htmlDecoded("a & b &unknown; &#0; &;"));
        QCOMPARE(*htmlDecoded(htmlEncoded("\"<'&>x")), std::string("\"<'&>x"));
    }

    // Nested as deep as they are looked through, and deeper.
    void takesNoLongerForManyLayers()
    {
        const Masker masker(Key{1, 2});
        std::string text = "{\"password\":\"hunter2\"}";
        for (int layer = 0; layer < 30; ++layer)
            text = QByteArray::fromStdString(text).toBase64().toStdString();
        Report report;
        masker.value(text, report);
        std::string many;
        for (int i = 0; i < 20'000; ++i)
            many += "Ab1" + std::to_string(i * 7919LL * 104'729) + "zZ9qQ7wW5eE3rR1tT ";
        QCOMPARE(masker.value(many, report), many);
    }
};

QTEST_GUILESS_MAIN(TestCodedText)
#include "tst_coded_text.moc"
