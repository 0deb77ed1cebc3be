// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/body_charset.h"
#include "app/decode/charset.h"
#include "app/decode/charset_labels.h"

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
private Q_SLOTS:
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

    // WHATWG Encoding, section 4.2, has 228 labels for 40 encodings.
    void knowsEveryLabelOfBrowsers()
    {
        size_t labels = 0;
        for (const Encoding &encoding : encodings()) {
            QCOMPARE(encodingOf(encoding.name), &encoding);
            for (const QByteArray &label : QByteArray(encoding.labels.data(), qsizetype(encoding.labels.size())).split(' ')) {
                ++labels;
                QCOMPARE(encodingOf("\t" + label.toUpper().toStdString() + " "), &encoding);
                QVERIFY2(CharsetDecoder(label.toStdString()).known(), label.constData());
            }
        }
        QCOMPARE(labels, size_t(228));
        QCOMPARE(encodings().size(), size_t(40));
        QVERIFY(!encodingOf("utf-7") && !encodingOf("utf-32") && !encodingOf(""));
    }

    void readsLabelsAsBrowsersDo_data()
    {
        QTest::addColumn<QByteArray>("label");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<QByteArray>("output");
        QTest::newRow("gb2312 is GBK") << QByteArray("gb2312") << QByteArray("\x9c\x79\xd4\x87\xe6\x67") << QByteArray("測試鎔");
        QTest::newRow("gbk has a one-byte euro") << QByteArray("gbk") << QByteArray("\x80") << QByteArray("€");
        QTest::newRow("shift_jis is CP932") << QByteArray("shift_jis") << QByteArray("\x87\x40\xfb\xfc") << QByteArray("①髙");
        QTest::newRow("x-sjis") << QByteArray("x-sjis") << QByteArray("\x83\x65") << QByteArray("テ");
        QTest::newRow("euc-kr is CP949") << QByteArray("euc-kr") << QByteArray("\x8c\x63") << QByteArray("똠");
        QTest::newRow("windows-1252 has no gaps") << QByteArray("latin1") << QByteArray("\x81\x80") << QByteArray("\xc2\x81€");
        QTest::newRow("windows-1258 does not compose") << QByteArray("windows-1258") << QByteArray("a\xec") << QByteArray("a\xcc\x81");
        QTest::newRow("koi8-u has the short u") << QByteArray("koi8-u") << QByteArray("\xae\xbe") << QByteArray("ўЎ");
        QTest::newRow("macintosh") << QByteArray("macintosh") << QByteArray("\xc6\xdb") << QByteArray("∆€");
        QTest::newRow("x-mac-ukrainian") << QByteArray("x-mac-ukrainian") << QByteArray("\xa2\xff") << QByteArray("Ґ€");
        QTest::newRow("x-user-defined") << QByteArray("x-user-defined") << QByteArray("a\x80\xff") << QByteArray("a\xef\x9e\x80\xef\x9f\xbf");
        QTest::newRow("unicode is little-endian") << QByteArray("unicode") << QByteArray("a\0", 2) << QByteArray("a");
        QTest::newRow("tis-620") << QByteArray("tis-620") << QByteArray("\xe4\xb7\xc2") << QByteArray("ไทย");
        QTest::newRow("iso-2022-jp") << QByteArray("iso-2022-jp") << QByteArray("\x1b$B\x46\x7c\x1b(B") << QByteArray("日");
        QTest::newRow("replacement") << QByteArray("iso-2022-kr") << QByteArray("<script>") << QByteArray("\xef\xbf\xbd");
    }

    void readsLabelsAsBrowsersDo()
    {
        QFETCH(QByteArray, label);
        QFETCH(QByteArray, input);
        QFETCH(QByteArray, output);
        QCOMPARE(QByteArray::fromStdString(slowly(input, label.toStdString())), output);
    }

    void findsTheCharsetInTheText_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("charset");
        const int html = int(Format::Html), xml = int(Format::Xml), css = int(Format::Css);
        QTest::newRow("meta") << html << QByteArray("<!doctype html><meta charset=\"windows-1251\">") << QByteArray("windows-1251");
        QTest::newRow("meta without quotes") << html << QByteArray("<META CHARSET=Shift_JIS>") << QByteArray("shift_jis");
        QTest::newRow("http-equiv") << html << QByteArray("<meta content='text/html; charset=euc-jp' http-equiv=Content-Type>") << QByteArray("euc-jp");
        QTest::newRow("content alone") << html << QByteArray("<meta name=x content='text/html; charset=euc-jp'>") << QByteArray();
        QTest::newRow("in a comment") << html << QByteArray("<!-- <meta charset=big5> --><meta charset=gbk>") << QByteArray("gbk");
        QTest::newRow("in an attribute") << html << QByteArray("<a title='<meta charset=big5>'><meta charset=gbk>") << QByteArray("gbk");
        QTest::newRow("metadata is another tag") << html << QByteArray("<metadata charset=big5>") << QByteArray();
        QTest::newRow("UTF-16 that is none") << html << QByteArray("<meta charset=utf-16>") << QByteArray("utf-8");
        QTest::newRow("x-user-defined") << html << QByteArray("<meta charset=x-user-defined>") << QByteArray("windows-1252");
        QTest::newRow("beyond a KiB") << html << QByteArray(1024, ' ') + "<meta charset=big5>" << QByteArray();
        QTest::newRow("no such label") << html << QByteArray("<meta charset=klingon><meta charset=gbk>") << QByteArray("gbk");
        QTest::newRow("XML") << xml << QByteArray("<?xml version='1.0' encoding='ISO-8859-2'?><a/>") << QByteArray("iso-8859-2");
        QTest::newRow("XML elsewhere") << xml << QByteArray(" <?xml version='1.0' encoding='ISO-8859-2'?>") << QByteArray();
        QTest::newRow("CSS") << css << QByteArray("@charset \"big5\";\na{}") << QByteArray("big5");
        QTest::newRow("CSS in single quotes") << css << QByteArray("@charset 'big5';") << QByteArray();
        QTest::newRow("plain text") << int(Format::Text) << QByteArray("<meta charset=big5>") << QByteArray();
    }

    void findsTheCharsetInTheText()
    {
        QFETCH(int, format);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, charset);
        const std::string_view found = charsetWithin(Format(format), bytes(text));
        QCOMPARE(QByteArray(found.data(), qsizetype(found.size())), charset);
    }

    void asksTheMarkThenTheHeadThenTheText()
    {
        const QByteArray page = "<meta charset=big5>";
        QCOMPARE(bodyCharset(bytes("\xef\xbb\xbf" + page), "koi8-r", Format::Html), std::string_view("utf-8"));
        QCOMPARE(bodyCharset(bytes(page), "koi8-r", Format::Html), std::string_view("koi8-r"));
        QCOMPARE(bodyCharset(bytes(page), "klingon", Format::Html), std::string_view("big5"));
        QCOMPARE(bodyCharset(bytes("plain"), "", Format::Text), std::string_view());
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
