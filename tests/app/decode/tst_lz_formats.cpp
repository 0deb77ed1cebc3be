// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/lz_formats.h"

#include <QRegularExpression>
#include <QTest>

#include <string>

using namespace decode;
using namespace std::string_literals;

namespace {

constexpr size_t plenty = 1 << 20;

std::string frame(const std::string &blocks, char flags = 0x60, const std::string &size = {})
{
    return "\x04\x22\x4d\x18"s + flags + '\x40' + size + '\0' + blocks + "\0\0\0\0"s;
}

std::string block(const std::string &bytes, bool compressed = true)
{
    return std::string{char(bytes.size()), char(bytes.size() >> 8), 0, char(compressed ? 0 : 0x80)} + bytes;
}

} // namespace

class TestLzFormats : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsSnappy_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *name, const std::string &bytes, const std::string &text, bool good) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray::fromStdString(text) << good;
        };
        const std::string hello = "\x05\x10hello"s;
        row("nothing", "\0"s, "", true);
        row("a literal", hello, "hello", true);
        row("a literal with a length of its own", "\x64\xf0\x63"s + std::string(100, 'x'), std::string(100, 'x'), true);
        row("copy with one byte of distance", "\x0a\x04""ab\x11\x02"s, "ababababab", true);
        row("copy with two bytes of distance", "\x09\x08""abc\x16\x03\0"s, "abcabcabc", true);
        row("copy with four bytes of distance", "\x09\x08""abc\x17\x03\0\0\0"s, "abcabcabc", true);
        row("blocks of snappy-java", "\x82SNAPPY\0\0\0\0\x01\0\0\0\x01\0\0\0\x07"s + hello + "\0\0\0\x07"s + hello, "hellohello", true);
        row("empty", "", "", false);
        row("cut in a literal", hello.substr(0, 4), "he", false);
        row("longer than it says", "\x03\x10hello", "hel", false);
        row("shorter than it says", "\x06\x10hello", "hello", false);
        row("copy from before the beginning", "\x09\x08""abc\x16\x04\0"s, "abc", false);
        row("copy of no distance", "\x09\x08""abc\x16\0\0"s, "abc", false);
        row("block of snappy-java that is cut", "\x82SNAPPY\0\0\0\0\x01\0\0\0\x01\0\0\0\x07"s + hello.substr(0, 6), "hell", false);
        row("copy into the block before", "\x82SNAPPY\0\0\0\0\x01\0\0\0\x01\0\0\0\x07"s + hello + "\0\0\0\x04\x03\x0a\x03\0"s, "hello", false);
    }
    void readsSnappy()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        std::string out = "before ";
        QCOMPARE(unsnappy({bytes.constData(), size_t(bytes.size())}, out, plenty), good);
        QCOMPARE(QByteArray::fromStdString(out), "before " + text);
    }

    void readsLz4_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *name, const std::string &bytes, const std::string &text, bool good) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray::fromStdString(text) << good;
        };
        const std::string hello = block("\x50hello");
        row("nothing", frame(""), "", true);
        row("literals", frame(hello), "hello", true);
        row("two blocks, with the size of the contents", frame(hello + hello, 0x68, std::string(8, '\0')), "hellohello", true);
        row("block that is not compressed", frame(block("plain", false)), "plain", true);
        row("checksums of blocks", frame(hello + "1234" + hello + "1234", 0x70), "hellohello", true);
        row("checksum of the contents", frame(hello, 0x64) + "1234", "hello", true);
        row("copies that overlap", frame(block("\x24""ab\x02\0\x10!"s)), "ababababab!", true);
        row("copy from the block before", frame(hello + block("\x01\x05\0\x10!"s), 0x40), "hellohello!", true);
        row("long literals", frame(block("\xf0\xff\x0a"s + std::string(280, 'x'))), std::string(280, 'x'), true);
        row("long copy", frame(block("\x1f""a\x01\0\xff\x00\x10!"s)), "a" + std::string(15 + 255 + 4, 'a') + "!", true);
        row("empty", "", "", false);
        row("another magic number", "\x05" + frame(hello).substr(1), "", false);
        row("with a dictionary", frame(hello, 0x61), "", false);
        row("cut in a block", frame(hello).substr(0, 14), "he", false);
        row("cut before the end mark", frame(hello).substr(0, 17), "hello", false);
        row("copy from before the beginning", frame(block("\x14""a\x02\0"s)), "a", false);
        row("ends with a copy", frame(block("\x14""a\x01\0"s)), "aaaaaaaaa", false);
    }
    void readsLz4()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        std::string out = "before ";
        QCOMPARE(unlz4({bytes.constData(), size_t(bytes.size())}, out, plenty), good);
        QCOMPARE(QByteArray::fromStdString(out), "before " + text);
    }

    void endsABombAtTheLimit()
    {
        std::string out;
        QVERIFY(!unlz4(frame(block("\x1f""a\x01\0"s + std::string(60'000, '\xff') + '\0')), out, 1000));
        QCOMPARE(out.size(), size_t(1000));
        std::string copies = "\xff\xff\xff\x7f\0a"s;
        for (int i = 0; i < 10'000; ++i)
            copies += "\xfe\x01\0"s;
        out.clear();
        QVERIFY(!unsnappy(copies, out, 1000));
        QCOMPARE(out.size(), size_t(1000));
    }
};

QTEST_GUILESS_MAIN(TestLzFormats)
#include "tst_lz_formats.moc"
