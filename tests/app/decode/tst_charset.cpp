// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/body_charset.h"
#include "app/decode/charset.h"

#include <QtTest>

using namespace decode;

namespace {

std::span<const std::byte> bytes(const QByteArray &text)
{
    return {reinterpret_cast<const std::byte *>(text.constData()), size_t(text.size())};
}

// The same, fed byte by byte.
std::string slowly(const QByteArray &text, std::string_view label)
{
    CharsetDecoder decoder(label);
    std::string out;
    for (const std::byte &byte : bytes(text))
        decoder.feed({&byte, 1}, out);
    decoder.finish(out);
    return out;
}

} // namespace

class TestCharset : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsACharset_data()
    {
        QTest::addColumn<QByteArray>("label");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("output");
        QTest::newRow("utf-8") << QByteArray("UTF-8") << QByteArray("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80") << QByteArray("aä€😀");
        QTest::newRow("latin-1 is windows-1252") << QByteArray("ISO-8859-1") << QByteArray("\x80 \xe4\xff") << QByteArray("€ äÿ");
        QTest::newRow("utf-16 with a mark") << QByteArray("utf-16") << QByteArray("\xfe\xff\0a\xd8\x3d\xde\0", 8) << QByteArray("a😀");
        QTest::newRow("utf-16le") << QByteArray("utf-16le") << QByteArray("a\0\xac\x20", 4) << QByteArray("a€");
        QTest::newRow("koi8-r") << QByteArray("koi8-r") << QByteArray("\xf0\xd2\xc9") << QByteArray("При");
        QTest::newRow("shift_jis") << QByteArray("Shift_JIS") << QByteArray("\x93\xfa\x96\x7b") << QByteArray("日本");
        QTest::newRow("gbk") << QByteArray("gbk") << QByteArray("\xd6\xd0\xb9\xfa") << QByteArray("中国");
        QTest::newRow("broken utf-8") << QByteArray("utf-8") << QByteArray("a\xff" "b\xe2\x82") << QByteArray("a\xef\xbf\xbd" "b\xef\xbf\xbd");
        QTest::newRow("lone surrogate") << QByteArray("utf-16be") << QByteArray("\xd8\0\0a", 4) << QByteArray("\xef\xbf\xbd" "a");
        QTest::newRow("half a unit") << QByteArray("utf-16be") << QByteArray("\0a\0", 3) << QByteArray("a\xef\xbf\xbd");
    }

    void readsACharset()
    {
        QFETCH(QByteArray, label);
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, output);
        QCOMPARE(QByteArray::fromStdString(slowly(input, label.toStdString())), output);
        CharsetDecoder decoder(label.toStdString());
        QVERIFY(decoder.known());
        std::string out;
        decoder.feed(bytes(input), out);
        decoder.finish(out);
        QCOMPARE(QByteArray::fromStdString(out), output);
        QCOMPARE(decoder.replaced(), output.contains("\xef\xbf\xbd"));
    }

    void doesNotKnowWhatIsNoCharset()
    {
        QVERIFY(!CharsetDecoder("klingon").known());
        QVERIFY(!CharsetDecoder("gbk//TRANSLIT").known());
        QVERIFY(!CharsetDecoder("../../tmp/evil").known());
    }

    void letsAByteOrderMarkDecide()
    {
        QCOMPARE(toUtf8(bytes("\xef\xbb\xbfä"), "iso-8859-1"), std::string("ä"));
        QCOMPARE(toUtf8(bytes(QByteArray("\xff\xfe" "a\0", 4)), "utf-8"), std::string("a"));
        QCOMPARE(toUtf8(bytes("na\xefve")), std::string("naïve"));
        QCOMPARE(toUtf8({}), std::string());
    }

    void checksUtf8InPiecesOfAnySize_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("valid");
        QTest::newRow("plain") << QByteArray("plain") << true;
        QTest::newRow("all lengths") << QByteArray("aä€😀 aä€😀") << true;
        QTest::newRow("stray continuation") << QByteArray("a\x80") << false;
        QTest::newRow("overlong") << QByteArray("\xe0\x80\x80") << false;
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
        QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80") << false;
        QTest::newRow("cut") << QByteArray("ab\xf0\x9f\x98") << false;
        QTest::newRow("cut, then plain") << QByteArray("\xf0\x9f ab") << false;
    }

    void checksUtf8InPiecesOfAnySize()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, valid);
        for (qsizetype size = 1; size <= text.size(); ++size) {
            Utf8Check check;
            for (qsizetype at = 0; at < text.size(); at += size)
                check.feed(bytes(text).subspan(size_t(at), size_t(std::min(size, text.size() - at))));
            QCOMPARE(check.finish(), valid);
        }
        QCOMPARE(isUtf8(bytes(text)), valid);
    }
};

QTEST_GUILESS_MAIN(TestCharset)
#include "tst_charset.moc"
