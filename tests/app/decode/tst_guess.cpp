// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/guess.h"

#include <QtTest>

using namespace decode;

class TestGuess : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsWhatHasNoMark_data()
    {
        QTest::addColumn<QByteArray>("hex");
        QTest::addColumn<Format>("format");
        QTest::newRow("MessagePack") << QByteArray("82a2696401a46e616d65a3416e6e") << Format::MessagePack;
        QTest::newRow("CBOR") << QByteArray("a2626964016 46e616d6563416e6e").replace(" ", "") << Format::Cbor;
        QTest::newRow("objects within") << QByteArray("81a16181a162c0") << Format::MessagePack;
        QTest::newRow("something behind it") << QByteArray("81a1610100") << Format::Binary;
        QTest::newRow("keys that are numbers") << QByteArray("8201020304") << Format::Binary;
        QTest::newRow("cut") << QByteArray("82a2696401a46e616d65a341") << Format::Binary;
        QTest::newRow("bytes") << QByteArray("00010203ff") << Format::Binary;
        QTest::newRow("nothing") << QByteArray() << Format::Binary;
    }

    void findsWhatHasNoMark()
    {
        QFETCH(QByteArray, hex);
        QFETCH(Format, format);
        const QByteArray bytes = QByteArray::fromHex(hex);
        QCOMPARE(guessedValues({reinterpret_cast<const std::byte *>(bytes.constData()), size_t(bytes.size())}), format);
    }
};

QTEST_GUILESS_MAIN(TestGuess)
#include "tst_guess.moc"
