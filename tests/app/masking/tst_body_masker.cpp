// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/body_masker.h"

#include "tests/support/slowness.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace masking;

namespace {

const Masker masker(Key{3, 4});

QByteArray masked(BodyKind kind, const QByteArray &body, qsizetype piece, const QByteArrayList &secrets)
{
    Report report;
    BodyMasker rewriter(masker, kind, "XX", report);
    std::string out;
    for (qsizetype at = 0; at < body.size(); at += piece)
        rewriter.feed({body.constData() + at, size_t(std::min(piece, body.size() - at))}, out);
    rewriter.finish(out);
    QByteArray text = QByteArray::fromStdString(out);
    for (const QByteArray &secret : secrets)
        text.replace(QByteArray::fromStdString(masker.tag(secret.toStdString())), "<" + secret + ">");
    return text;
}

void check(BodyKind kind)
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    QFETCH(QByteArrayList, secrets);
    QCOMPARE(masked(kind, body, body.size() + 1, secrets), expected);
    // In pieces of any size it is the same.
    for (const qsizetype piece : {1, 2, 3, 7, 50})
        QCOMPARE(masked(kind, body, piece, secrets), expected);
}

void columns()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    QTest::addColumn<QByteArrayList>("secrets");
}

void row(const char *body, const char *expected, const QByteArrayList &secrets)
{
    QTest::newRow(body) << QByteArray(body) << QByteArray(expected) << secrets;
}

} // namespace

class TestBodyMasker : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void masksJson_data()
    {
        columns();
        row("", "", {});
        row("{\"a\": 1, \"password\" : \"x\" ,\"b\":[true]}", "{\"a\": 1, \"password\" : \"<x>\" ,\"b\":[true]}", {"x"});
        row("{\"access_token\":\"a\\u00e4\\n\\\"\"}", "{\"access_token\":\"<aä\n\">\"}", {"aä\n\""});
        row("{\"pass\\u0077ord\":\"x\"}", "{\"pass\\u0077ord\":\"<x>\"}", {"x"});
        row("{\"token\":12345,\"secret\":null,\"pwd\":true,\"password\":\"\"}", "{\"token\":\"<12345>\",\"secret\":null,\"pwd\":true,\"password\":\"\"}", {"12345"});
        row("{\"credentials\":{\"user\":\"u\",\"n\":[1,\"v\"]},\"x\":\"y\"}", "{\"credentials\":{\"user\":\"<u>\",\"n\":[\"<1>\",\"<v>\"]},\"x\":\"y\"}", {"u", "1", "v"});
        row("{\"code\":\"E_NOT_FOUND\",\"code\":404}", "{\"code\":\"E_NOT_FOUND\",\"code\":404}", {});
        row("{\"code\":\"0123456789abcdefgh\"}", "{\"code\":\"<0123456789abcdefgh>\"}", {"0123456789abcdefgh"});
        row("{\"tokens\":[\"short\",\"0123456789abcdef\"],\"total_tokens\":17}", "{\"tokens\":[\"short\",\"<0123456789abcdef>\"],\"total_tokens\":17}", {"0123456789abcdef"});
        row("{\"session\":{\"user\":\"0123456789abcdefgh\"}}", "{\"session\":{\"user\":\"0123456789abcdefgh\"}}", {});
        row("[\"password\",\"x\"]", "[\"password\",\"x\"]", {});
        row("{\"a\":\"password\",\"b\":\"x\"}", "{\"a\":\"password\",\"b\":\"x\"}", {});
        row("{\"password\":\"cut he", "{\"password\":\"<cut he>", {"cut he"});
        row("{\"code\":\"cut", "{\"code\":\"<cut>", {"cut"});
        row("1,\"secret\":\"s\"}", "1,\"secret\":\"<s>\"}", {"s"});
        row("{\"id\":1,\"token\":\"a\"}\n{\"id\":2,\"token\":\"b\"}\n", "{\"id\":1,\"token\":\"<a>\"}\n{\"id\":2,\"token\":\"<b>\"}\n", {"a", "b"});
        row("{\"password\":\n\t\"x\"}}}]], \"token\":\"y\"", "{\"password\":\n\t\"<x>\"}}}]], \"token\":\"<y>\"", {"x", "y"});
        row("not json at all: password=x", "not json at all: password=x", {});
        row("{\"secret\":-1.5e3}", "{\"secret\":\"<-1.5e3>\"}", {"-1.5e3"});
    }

    void masksJson() { check(BodyKind::Json); }

    void masksForms_data()
    {
        columns();
        row("", "", {});
        row("user=ann&password=x+y&&z", "user=ann&password=<x y>&&z", {"x y"});
        row("code=1&SAMLResponse=abc", "code=<1>&SAMLResponse=<abc>", {"1", "abc"});
        row("password=cut", "password=<cut>", {"cut"});
    }

    void masksForms() { check(BodyKind::Form); }

    void masksParts_data()
    {
        columns();
        row("--XX\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nann\r\n--XX\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nx\r\ny\r\n--XX--\r\nend",
            "--XX\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\nann\r\n--XX\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\n<x\r\ny>\r\n--XX--\r\nend", {"x\r\ny"});
        row("pre\r\n--XX\r\nContent-Type: application/json\r\n\r\n{\"token\":\"t\"}\r\n--XX\r\n\r\nplain --XX in a line\r\n--XX--",
            "pre\r\n--XX\r\nContent-Type: application/json\r\n\r\n{\"token\":\"<t>\"}\r\n--XX\r\n\r\nplain --XX in a line\r\n--XX--", {"t"});
        row("--XX\nContent-Disposition: form-data; name=secret\n\ncut", "--XX\nContent-Disposition: form-data; name=secret\n\n<cut>", {"cut"});
        row("no parts at all", "no parts at all", {});
    }

    void masksParts() { check(BodyKind::Multipart); }

    void passesEverythingElseThrough()
    {
        QCOMPARE(masked(BodyKind::Other, "password=x {\"token\":\"y\"}", 5, {}), QByteArray("password=x {\"token\":\"y\"}"));
    }

    void masksAFormValueTooLongToKeep()
    {
        const QByteArray secret(300'000, 's');
        const QByteArray text(300'000, 't');
        const QByteArray out = masked(BodyKind::Form, "a=1&token=" + secret + "&text=" + text + "&pwd=x", 10'000, {"x"});
        QVERIFY(out.startsWith("a=1&token=masked-"));
        QVERIFY(!out.contains("ss"));
        QVERIFY(out.endsWith("&text=" + text + "&pwd=<x>"));
    }

    void survivesAMillionOpenBrackets()
    {
        const QByteArray deep = QByteArray("{\"token\":") + QByteArray(3'000'000, '[') + "\"x\"";
        const QByteArray out = masked(BodyKind::Json, deep, 1 << 20, {"x"});
        QVERIFY(out.endsWith("[\"<x>\""));
    }

    void masksFiftyMegabytesInTime()
    {
        QByteArray json = "[";
        while (json.size() < 50'000'000)
            json += "{\"id\":123456,\"name\":\"some name of a thing\",\"access_token\":\"abcdef\",\"price\":12.5,\"ok\":true},";
        QElapsedTimer timer;
        timer.start();
        const QByteArray out = masked(BodyKind::Json, json, 1 << 20, {});
        qInfo("50 MB in %lld ms", timer.elapsed());
        QVERIFY(!out.contains("abcdef"));
        QVERIFY(timer.elapsed() < 10'000 * support::slowness);
    }
};

QTEST_GUILESS_MAIN(TestBodyMasker)
#include "tst_body_masker.moc"
