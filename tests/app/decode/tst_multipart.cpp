// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/multipart.h"

#include <QtTest>

using namespace decode;

class TestMultipart : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void splitsAFormIntoItsParts()
    {
        const std::string body = "preamble\r\n"
                                 "--XX\r\nContent-Disposition: form-data; name=\"user; x\"\r\n\r\nann\r\n"
                                 "--XX\r\ncontent-disposition: form-data; name=file; filename=\"a \\\"b\\\".txt\"\r\n"
                                 "Content-Type: text/plain; charset=utf-8\r\n\r\nline\r\n--XXY not a delimiter\r\n\r\n"
                                 "--XX  \r\n\r\nno fields\r\n"
                                 "--XX--\r\nepilogue";
        const std::vector<Part> parts = splitMultipart(body, "XX");
        QCOMPARE(parts.size(), size_t(3));
        QCOMPARE(parts[0].name, std::string("user; x"));
        QCOMPARE(parts[0].content, std::string_view("ann"));
        QCOMPARE(parts[1].name, std::string("file"));
        QCOMPARE(parts[1].fileName, std::string("a \"b\".txt"));
        QCOMPARE(parts[1].contentType, std::string("text/plain; charset=utf-8"));
        QCOMPARE(parts[1].content, std::string_view("line\r\n--XXY not a delimiter\r\n"));
        QCOMPARE(parts[2].content, std::string_view("no fields"));
        QVERIFY(!parts[2].cut);
    }

    void keepsAPartThatIsCut()
    {
        const std::vector<Part> parts = splitMultipart("--b\n\nfirst\n--b\nContent-Type: a/b\n\nseco", "b");
        QCOMPARE(parts.size(), size_t(2));
        QCOMPARE(parts[0].content, std::string_view("first"));
        QCOMPARE(parts[1].content, std::string_view("seco"));
        QVERIFY(!parts[0].cut && parts[1].cut);
    }

    void findsNoPartsWithoutABoundary()
    {
        QVERIFY(splitMultipart("--x\r\n\r\na\r\n--x--", "").empty());
        QVERIFY(splitMultipart("--x\r\n\r\na\r\n--x--", "other").empty());
        QVERIFY(splitMultipart("", "x").empty());
    }

    void keepsTheLimitOfParts()
    {
        std::string body;
        for (int i = 0; i < 100; ++i)
            body += "--x\r\n\r\n\r\n";
        QCOMPARE(splitMultipart(body, "x", 7).size(), size_t(7));
    }
};

QTEST_GUILESS_MAIN(TestMultipart)
#include "tst_multipart.moc"
