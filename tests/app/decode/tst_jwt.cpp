// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/jwt.h"

#include <QtTest>

using namespace decode;

namespace {

// RFC 7519 section 3.1.
constexpr std::string_view example = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
                                     "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

std::string url64(const QByteArray &text)
{
    return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals).toStdString();
}

} // namespace

class TestJwt : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsTheExampleOfTheStandard()
    {
        const auto jwt = parseJwt(example);
        QVERIFY(jwt);
        QCOMPARE(jwt->headerMembers[1].name + "=" + jwt->headerMembers[1].value, std::string("alg=HS256"));
        QCOMPARE(jwt->claimMembers.size(), size_t(3));
        QCOMPARE(jwt->claimMembers[1].value, std::string("1300819380"));
        QCOMPARE(jwt->claimMembers[1].meaning, std::string("2011-03-22 18:43:00 UTC"));
        QCOMPARE(jwt->claimMembers[2].name, std::string("http://example.com/is_root"));
        QCOMPARE(jwt->signatureBytes, size_t(32));
        QCOMPARE(jwtText(*jwt), std::string("{\n  \"typ\": \"JWT\",\n  \"alg\": \"HS256\"\n}\n{\n  \"iss\": \"joe\",\n"
                                            "  \"exp\": 1300819380, /* 2011-03-22 18:43:00 UTC */\n"
                                            "  \"http://example.com/is_root\": true\n}"));
    }

    void anUnsignedTokenIsOneToo()
    {
        const auto jwt = parseJwt(url64("{\"alg\":\"none\"}") + "." + url64("{\"sub\":\"a \\u00e4\"}") + ".");
        QVERIFY(jwt);
        QCOMPARE(jwt->claimMembers[0].value, std::string("a ä"));
        QCOMPARE(jwt->signatureBytes, size_t(0));
    }

    void anEncryptedTokenShowsItsHeader()
    {
        const auto jwt = parseJwt(url64("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}") + ".a.b.c.d");
        QVERIFY(jwt && jwt->encrypted && jwt->claims.empty());
        QCOMPARE(jwt->headerMembers[1].value, std::string("A256GCM"));
    }

    void whatIsNoTokenIsNone()
    {
        QVERIFY(!parseJwt(""));
        QVERIFY(!parseJwt("a.b.c"));
        QVERIFY(!parseJwt("eyJ.eyJ.x"));
        QVERIFY(!parseJwt(url64("{\"typ\":\"JWT\"}") + "." + url64("{}") + ".x"));        // no algorithm
        QVERIFY(!parseJwt(url64("{\"alg\":\"none\"}") + "." + url64("not json") + ".x"));
        QVERIFY(!parseJwt(std::string(example) + ".e"));
        QVERIFY(!parseJwt(std::string(100'000, 'a')));
    }

    void tokensAreFoundWhereTheyStand()
    {
        const std::string header = "Bearer " + std::string(example);
        QCOMPARE(findJwts(header), std::vector<std::string_view>{example});
        const std::string cookies = "a=eyJ; session=" + std::string(example) + "; b=" + std::string(example);
        QCOMPARE(findJwts(cookies).size(), size_t(2));
        QVERIFY(findJwts("Basic YTpi").empty());
    }
};

QTEST_GUILESS_MAIN(TestJwt)
#include "tst_jwt.moc"
