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
    // The result is the same in pieces of any size.
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
private Q_SLOTS:
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
        row("{\"a\":\"{\\\"password\\\":\\\"x\\\",\\\"b\\\":[1]}\"}", "{\"a\":\"{\\\"password\\\":\\\"<x>\\\",\\\"b\\\":[1]}\"}", {"x"});
        row("{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"pin\\\\\\\":7}\\\"}\"}", "{\"a\":\"{\\\"b\\\":\\\"{\\\\\\\"pin\\\\\\\":\\\\\\\"<7>\\\\\\\"}\\\"}\"}", {"7"});
        row("{\"url\":\"https://a.test/?access_token=x&b=1\",\"next\":\"/p?a=1\"}", "{\"url\":\"https://a.test/?access_token=<x>&b=1\",\"next\":\"/p?a=1\"}", {"x"});
        row("{\"query\":\"mutation{login(user:\\\"a\\\",password:\\\"x\\\"){id}}\"}", "{\"query\":\"mutation{login(user:\\\"a\\\",password:\\\"<x>\\\"){id}}\"}", {"x"});
        row("[{\"name\":\"DB_PASS\",\"value\":\"x\"},{\"name\":\"city\",\"value\":\"y\"}]", "[{\"name\":\"DB_PASS\",\"value\":\"<x>\"},{\"name\":\"city\",\"value\":\"y\"}]", {"x"});
        row("{\"headers\":[{\"name\":\"X-Api-Key\",\"value\":\"x\"}]}", "{\"headers\":[{\"name\":\"X-Api-Key\",\"value\":\"<x>\"}]}", {"x"});
        row("{\"card\":4111111111111111,\"n\":4111111111111112}", "{\"card\":\"<4111111111111111>\",\"n\":4111111111111112}", {"4111111111111111"});
        row("{\"pin\":{\"id\":\"a\"},\"pin\":\"12\"}", "{\"pin\":{\"id\":\"a\"},\"pin\":\"<12>\"}", {"12"});
        row("{\"log\":\"[INFO] password=x done\"}", "{\"log\":\"[INFO] password=<x> done\"}", {"x"});
        row("{\"error\":\"Invalid password: too short\",\"author\":\"token: none\"}", "{\"error\":\"Invalid password: too short\",\"author\":\"token: none\"}", {});
        row("cb({\"password\": \"x\"});", "cb({\"password\": \"<x>\"});", {"x"});
        row("{\"secret\":-1.5e3}", "{\"secret\":\"<-1.5e3>\"}", {"-1.5e3"});
    }

    void masksJson() { check(BodyKind::Json); }

    void masksForms_data()
    {
        columns();
        row("", "", {});
        row("user=ann&password=x+y&&z", "user=ann&password=<x y>&&z", {"x y"});
        row("code=1&SAMLResponse=abc", "code=1&SAMLResponse=<abc>", {"abc"});
        row("a=%7B%22otp_code%22%3A%2212%22%7D&DB_PASS=x", "a=%7B%22otp_code%22%3A%22<12>%22%7D&DB_PASS=<x>", {"12", "x"});
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
        row("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{\"password\":\"x\"}\r\n--XX--", "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{\"password\":\"<x>\"}\r\n--XX--", {"x"});
    }

    void masksParts() { check(BodyKind::Multipart); }

    void masksText_data()
    {
        columns();
        row("", "", {});
        row("<login><user>ann</user><password>x</password></login>", "<login><user>ann</user><password><x></password></login>", {"x"});
        row("<wsse:Password Type=\"T\">x</wsse:Password>", "<wsse:Password Type=\"T\"><x></wsse:Password>", {"x"});
        row("<secret><![CDATA[x<y]]></secret>", "<secret><![CDATA[<x<y>]]></secret>", {"x<y"});
        row("<add key=\"DbPassword\" value=\"x\"/>", "<add key=\"DbPassword\" value=\"<x>\"/>", {"x"});
        row("<user password='x' name='ann'/>", "<user password='<x>' name='ann'/>", {"x"});
        row("<key>apiKey</key>\n<string>x</string><key>name</key><string>y</string>", "<key>apiKey</key>\n<string><x></string><key>name</key><string>y</string>", {"x"});
        row("<name>password</name><value><string>x</string></value>", "<name>password</name><value><string><x></string></value>", {"x"});
        row("mutation { login(password: \"x\", name: \"ann\") { id } }", "mutation { login(password: \"<x>\", name: \"ann\") { id } }", {"x"});
        row("DB_PASS=x\nDB_HOST=h\nPASSWORD: hunter2\n", "DB_PASS=<x>\nDB_HOST=h\nPASSWORD: <hunter2>\n", {"x", "hunter2"});
        row("AccountName=a;AccountKey=x==;Suffix=s", "AccountName=a;AccountKey=<x==>;Suffix=s", {"x=="});
        row("GET / HTTP/1.1\r\nAuthorization: Bearer x.y\r\nCookie: a=b; c=d\r\n", "GET / HTTP/1.1\r\nAuthorization: Bearer <x.y>\r\nCookie: <a=b; c=d>\r\n", {"x.y", "a=b; c=d"});
        row("settings['password'] = 'x'", "settings['password'] = '<x>'", {"x"});
        row("a \\\"token\\\": \\\"x\\\" b", "a \\\"token\\\": \\\"<x>\\\" b", {"x"});
        row("see https://u:p@h/?token=t, then", "see https://<u:p>@h/?token=<t>, then", {"u:p", "t"});
        row("The password: must be long. Password (again): required", "The password: must be long. Password (again): required", {});
        row("<label>Password</label><input type=\"password\" name=\"password\">", "<label>Password</label><input type=\"password\" name=\"password\">", {});
        row("<token/><author>x</author> a: b = c", "<token/><author>x</author> a: b = c", {});
    }

    void masksText() { check(BodyKind::Text); }

    void masksCode_data()
    {
        columns();
        row("var password = form.password.value; token = next(); f({password: p, secret: \"x\"});", "var password = form.password.value; token = next(); f({password: p, secret: \"<x>\"});", {"x"});
        row("<input type=\"hidden\" name=\"csrf_token\" value=\"x\">", "<input type=\"hidden\" name=\"csrf_token\" value=\"<x>\">", {"x"});
        row("<meta name=\"csrf-token\" content=\"x\">", "<meta name=\"csrf-token\" content=\"<x>\">", {"x"});
        row(".password:hover { color: red } a[name=token] { }", ".password:hover { color: red } a[name=token] { }", {});
    }

    void masksCode() { check(BodyKind::Code); }

    void masksTextsOfAnyLength_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("JSON") << int(BodyKind::Json);
        QTest::newRow("form") << int(BodyKind::Form);
        QTest::newRow("part") << int(BodyKind::Multipart);
        QTest::newRow("text") << int(BodyKind::Text);
    }

    // More than a megabyte, with a secret at each cut.
    void masksTextsOfAnyLength()
    {
        QFETCH(int, kind);
        for (const qsizetype before : {1'048'000, 1'048'560, 1'048'570, 1'048'576, 2'100'000}) {
            QByteArray text(before, 'a');
            for (qsizetype i = 0; i < text.size(); i += 61)
                text[i] = ' ';
            text += " password=hunter2 ghp_" + QByteArray("aB3dE5gH7jK9").repeated(4) + " end";
            if (kind == int(BodyKind::Json))
                text = "{\"text\":\"" + text + "\"}";
            else if (kind == int(BodyKind::Form))
                text = "text=" + text;
            else if (kind == int(BodyKind::Multipart))
                text = "--XX\r\n\r\n" + text + "\r\n--XX--";
            const QByteArray out = masked(BodyKind(kind), text, 100'000, {});
            QVERIFY(!out.contains("hunter2") && !out.contains("ghp_") && !out.contains("aB3d"));
            QCOMPARE(masked(BodyKind(kind), text, text.size(), {}), out);
        }
    }

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
        qInfo("50 MB of JSON in %lld ms", timer.elapsed());
        QVERIFY(!out.contains("abcdef"));
        QVERIFY(timer.elapsed() < 10'000 * support::slowness);
        for (const BodyKind kind : {BodyKind::Text, BodyKind::Form, BodyKind::Code}) {
            timer.start();
            (void)masked(kind, json.left(10'000'000), 1 << 16, {});
            qInfo("10 MB of kind %d in %lld ms", int(kind), timer.elapsed());
            QVERIFY(timer.elapsed() < 10'000 * support::slowness);
        }
    }

    void masksNestedTextsInTime()
    {
        const auto inTime = [](BodyKind kind, const QByteArray &body) {
            QElapsedTimer timer;
            timer.start();
            (void)masked(kind, body, 1 << 16, {});
            QVERIFY(timer.elapsed() < 10'000 * support::slowness);
        };
        inTime(BodyKind::Form, "u=" + QByteArray("http://a?x=").repeated(90'000));
        inTime(BodyKind::Text, QByteArray("http://a?x=").repeated(90'000));
        inTime(BodyKind::Json, "{\"a\":\"" + QByteArray("[{\\\"a\\\":").repeated(90'000) + "\"}");
        inTime(BodyKind::Text, QByteArray("password=\"").repeated(90'000));
        inTime(BodyKind::Text, QByteArray("<a ").repeated(300'000));
        inTime(BodyKind::Text, QByteArray("<a=b>").repeated(200'000));
        inTime(BodyKind::Text, QByteArray("eyJ").repeated(300'000));
        inTime(BodyKind::Text, QByteArray("-----BEGIN ").repeated(90'000));
        inTime(BodyKind::Text, QByteArray("-----BEGIN PRIVATE KEY").repeated(40'000));
        inTime(BodyKind::Text, QByteArray("4111 ").repeated(200'000));
    }
};

QTEST_GUILESS_MAIN(TestBodyMasker)
#include "tst_body_masker.moc"
