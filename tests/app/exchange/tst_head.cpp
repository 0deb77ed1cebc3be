// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/head.h"

#include <QtTest>

using namespace exchange;

namespace {

// Fields as "name|value" lines.
QByteArray transcript(const std::vector<HeadField> &fields)
{
    QByteArray text;
    for (const HeadField &field : fields)
        text += QByteArray::fromStdString(field.name + "|" + field.value + "\n");
    return text;
}

} // namespace

class TestHead : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsARequest()
    {
        const Head head = parseHead("GET /a?b=c HTTP/1.1\r\nHost: x:80\r\naccept:*/*  \r\nX-Empty:\r\nHost: y\r\n\r\nbody: no");
        QCOMPARE(head.method, std::string("GET"));
        QCOMPARE(head.target, std::string("/a?b=c"));
        QCOMPARE(head.version, std::string("HTTP/1.1"));
        QCOMPARE(head.status, 0);
        QCOMPARE(transcript(head.fields), QByteArray("Host|x:80\naccept|*/*\nX-Empty|\nHost|y\n"));
        QCOMPARE(*head.find("HOST"), std::string("x:80"));
        QVERIFY(!head.find("body"));
    }

    void readsAResponse()
    {
        const Head head = parseHead("\r\nHTTP/1.0 404 Not Found here\nServer: z\n\n");
        QCOMPARE(head.status, 404);
        QCOMPARE(head.reason, std::string("Not Found here"));
        QCOMPARE(head.version, std::string("HTTP/1.0"));
        QCOMPARE(transcript(head.fields), QByteArray("Server|z\n"));
        QCOMPARE(parseHead("HTTP/2 200\r\n\r\n").status, 200);
        QVERIFY(parseHead("HTTP/2 200\r\n\r\n").reason.empty());
    }

    void keepsWhatIsOdd()
    {
        const Head head = parseHead("GET /with space HTTP/1.1\r\nfolded: one\r\n  two\r\nno colon\r\n:path: /p\r\ncut: val");
        QCOMPARE(head.target, std::string("/with space"));
        QCOMPARE(transcript(head.fields), QByteArray("folded|one two\nno colon|\n:path|/p\ncut|val\n"));
        QCOMPARE(parseHead("GARBAGE").method, std::string("GARBAGE"));
        QCOMPARE(parseHead("HTTP/1.1 abc\r\n").status, 0);
        QVERIFY(parseHead("").startLine.empty());
        QVERIFY(parseHead("\r\n\r\n").fields.empty());
    }

    void readsLatin1WhereAFieldIsNotUtf8()
    {
        const Head head = parseHead(std::string_view("HTTP/1.1 200 Tr\xe8s bien\r\nA: caf\xe9\r\nB: caf\xc3\xa9\r\nC: \x80\xff\r\n\r\n"));
        QCOMPARE(head.reason, std::string("Très bien"));
        QCOMPARE(head.fields[0].value, std::string("café"));
        QCOMPARE(head.fields[1].value, std::string("café"));
        QCOMPARE(head.fields[2].value, std::string("\xc2\x80ÿ"));
        QCOMPARE(parseRawHead("GET / HTTP/1.1\r\nA: caf\xe9\r\n\r\n").fields[0].value, std::string("caf\xe9"));
    }

    void readsHeadsThatFollowEachOther()
    {
        const auto heads = parseHeads("HTTP/1.1 100 Continue\r\n\r\n\r\nHTTP/1.1 103 Early Hints\nLink: </a>\nLink: </b>\n\n");
        QCOMPARE(heads.size(), size_t(2));
        QCOMPARE(heads[0].status, 100);
        QCOMPARE(heads[1].status, 103);
        QCOMPARE(heads[1].fields.size(), size_t(2));
        QVERIFY(parseHeads("").empty());
        QVERIFY(parseHeads("\r\n\r\n").empty());
        QCOMPARE(parseHeads("HTTP/1.1 103 cut").size(), size_t(1));
    }

    void listsTheCodingsOfABodyInTheirOrder()
    {
        const auto codings = [](std::string_view fields) { return bodyCodings(parseFields(fields)); };
        QCOMPARE(codings("Transfer-Encoding: gzip, chunked\r\n"), std::string("gzip"));
        QCOMPARE(codings("transfer-encoding: x-gzip\r\nTransfer-Encoding: chunked\r\nContent-Encoding: br\r\n"), std::string("br, x-gzip"));
        QCOMPARE(codings("Content-Encoding: gzip\r\nContent-Encoding: ,br ,\r\nTransfer-Encoding: Chunked\r\n"), std::string("gzip, br"));
        QCOMPARE(codings("Transfer-Encoding: identity\r\n"), std::string());
    }

    void readsCookies()
    {
        const std::vector<Cookie> cookies = parseCookies("a=1; b=x=y ;; c; =v");
        QCOMPARE(cookies.size(), size_t(4));
        QCOMPARE(cookies[1].value, std::string("x=y"));
        QCOMPARE(cookies[2].name, std::string("c"));
        QCOMPARE(cookies[3].value, std::string("v"));
        const Cookie cookie = parseSetCookie("id=7; Path=/; HttpOnly; Expires=Wed, 21 Oct 2026 07:28:00 GMT; SECURE; samesite=Lax");
        QCOMPARE(cookie.value, std::string("7"));
        QCOMPARE(*cookie.path, std::string("/"));
        QCOMPARE(*cookie.expires, std::string("Wed, 21 Oct 2026 07:28:00 GMT"));
        QCOMPARE(*cookie.sameSite, std::string("Lax"));
        QVERIFY(cookie.httpOnly && cookie.secure && !cookie.domain && !cookie.maxAge);
    }

    void readsAQuery()
    {
        QCOMPARE(queryOf("/p?a=1&b#c?d"), std::string_view("a=1&b"));
        QCOMPARE(queryOf("/p#?a"), std::string_view());
        const std::vector<Parameter> parameters = parseParameters("q=a+b%20c&&x%3D=%zz&flag&e=");
        QCOMPARE(parameters.size(), size_t(4));
        QCOMPARE(parameters[0].value, std::string("a b c"));
        QCOMPARE(parameters[0].rawValue, std::string_view("a+b%20c"));
        QCOMPARE(parameters[1].name, std::string("x="));
        QCOMPARE(parameters[1].value, std::string("%zz"));
        QCOMPARE(parameters[2].name, std::string("flag"));
        QCOMPARE(percentDecoded("a+b%2", false), std::string("a+b%2"));
    }

    void readsAContentType()
    {
        const ContentType type = parseContentType("Text/HTML ; Charset=\"UTF-8\"; boundary=\"a;\\\"b\"");
        QCOMPARE(type.media, std::string("text/html"));
        QCOMPARE(type.charset, std::string("utf-8"));
        QCOMPARE(type.boundary, std::string("a;\"b"));
        QVERIFY(parseContentType("").media.empty());
    }
};

QTEST_GUILESS_MAIN(TestHead)
#include "tst_head.moc"
