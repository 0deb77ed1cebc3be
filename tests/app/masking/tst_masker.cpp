// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/masker.h"
#include "app/masking/seen_secrets.h"

#include <QtTest>

using namespace masking;

namespace {

const Masker masker(Key{1, 2});

// Tags shown as <secret>: each secret must be one that the test lists.
QByteArray readable(const std::string &text, const QByteArrayList &secrets)
{
    QByteArray out = QByteArray::fromStdString(text);
    for (const QByteArray &secret : secrets)
        out.replace(QByteArray::fromStdString(masker.tag(secret.toStdString())), "<" + secret + ">");
    return out;
}

QByteArray names(const Report &report)
{
    QByteArrayList list;
    for (const std::string &name : report.names)
        list << QByteArray::fromStdString(name);
    return list.join(", ");
}

} // namespace

class TestMasker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void tagsASecretByTheKeyOfTheExport()
    {
        QCOMPARE(masker.tag("hunter2"), masker.tag("hunter2"));
        QVERIFY(masker.tag("hunter2") != masker.tag("hunter3"));
        QVERIFY(masker.tag("hunter2") != Masker(Key{1, 3}).tag("hunter2"));
        QVERIFY(QRegularExpression("^masked-[0-9a-f]{8}$").match(QString::fromStdString(masker.tag(""))).hasMatch());
        const Key a = randomKey();
        const Key b = randomKey();
        QVERIFY(a.first != b.first && a.second != b.second && a.first != a.second);
    }

    void masksHeaders_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("masked");
        QTest::addColumn<QByteArrayList>("secrets");
        const auto row = [](const char *name, const char *value, const char *masked, const QByteArrayList &secrets) {
            QTest::addRow("%s: %s", name, value) << QByteArray(name) << QByteArray(value) << QByteArray(masked) << secrets;
        };
        row("Authorization", "Bearer abc.def", "Bearer <abc.def>", {"abc.def"});
        row("PROXY-AUTHORIZATION", "Basic dTpw", "Basic <dTpw>", {"dTpw"});
        row("authorization", "rawtoken", "<rawtoken>", {"rawtoken"});
        row("Cookie", "a=1; session=x=y ;  b=; lone", "a=<1>; session=<x=y>;  b=; <lone>", {"1", "x=y", "lone"});
        row("Set-Cookie", "id=77; Path=/; HttpOnly", "id=<77>; Path=/; HttpOnly", {"77"});
        row("X-Api-Key", "k", "<k>", {"k"});
        row("x-vault-token", "s.1", "<s.1>", {"s.1"});
        row("X-Amz-Security-Token", "t", "<t>", {"t"});
        row("My-Client-Secret", "t", "<t>", {"t"});
        row("Content-Type", "application/json", "application/json", {});
        row("Accept", "*/*", "*/*", {});
        row("Sec-WebSocket-Key", "dGhlIHNhbXBsZQ==", "dGhlIHNhbXBsZQ==", {});
        row("Location", "https://u:p@h/cb?code=xyz45678&a=1#access_token=tt", "https://<u:p>@h/cb?code=<xyz45678>&a=1#access_token=<tt>", {"u:p", "xyz45678", "tt"});
        row("Referer", "http://h/a?b=c", "http://h/a?b=c", {});
        row("Authorization", "", "", {});
        row("X-Authorization", "Bearer a.b", "Bearer <a.b>", {"a.b"});
        row("X-Goog-IAP-JWT-Assertion", "a.b", "<a.b>", {"a.b"});
        row("DPoP", "a.b", "<a.b>", {"a.b"});
        row("Sec-WebSocket-Protocol", "graphql-transport-ws", "graphql-transport-ws", {});
        row("Sec-WebSocket-Protocol", "v12.stomp, v5.channel.k8s.io, actioncable-v1-json", "v12.stomp, v5.channel.k8s.io, actioncable-v1-json", {});
        row("Sec-WebSocket-Protocol", "access_token, a1", "access_token, <a1>", {"a1"});
        row("Sec-WebSocket-Protocol", "base64url.bearer.authorization.k8s.io.dG9rZW4xMjM0NTY3ODkwYWJj, v4", "base64url.bearer.authorization.k8s.io.<dG9rZW4xMjM0NTY3ODkwYWJj>, v4", {"dG9rZW4xMjM0NTY3ODkwYWJj"});
        row("X-Original", "{\"password\":\"x\"}", "{\"password\":\"<x>\"}", {"x"});
        row("Link", "<https://h/?token=t>; rel=next", "<https://h/?token=<t>>; rel=next", {"t"});
        row("Refresh", "0; url=/x?token=t", "0; url=/x?token=<t>", {"t"});
        row("X-Debug", "user=ann password=x", "user=ann password=<x>", {"x"});
    }

    void masksHeaders()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, masked);
        QFETCH(QByteArrayList, secrets);
        Report report;
        QCOMPARE(readable(masker.header(name.toStdString(), value.toStdString(), report), secrets), masked);
        QCOMPARE(report.count, uint64_t(secrets.size()));
    }

    void masksTargetsAndForms_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("masked");
        QTest::addColumn<QByteArrayList>("secrets");
        const auto row = [](const char *target, const char *masked, const QByteArrayList &secrets) {
            QTest::newRow(target) << QByteArray(target) << QByteArray(masked) << secrets;
        };
        row("/p", "/p", {});
        row("/p?a=1&&b&password=x%20y&c=2", "/p?a=1&&b&password=<x y>&c=2", {"x y"});
        row("/p?access%5Ftoken=t&user[password]=q", "/p?access%5Ftoken=<t>&user[password]=<q>", {"t", "q"});
        row("/p?token=&api_key", "/p?token=&api_key", {});
        row("/p?code=4711&state=open&key=abc", "/p?code=4711&state=open&key=abc", {});
        row("/p?code=200", "/p?code=200", {});
        row("/p?code=4f9a1c22&state=open", "/p?code=<4f9a1c22>&state=open", {"4f9a1c22"});
        row("/p?filter=%7B%22password%22%3A%22x%22%7D", "/p?filter=%7B%22password%22%3A%22<x>%22%7D", {"x"});
        row("/p?q=a%3D1%26pwd%3Dx", "/p?q=a%3D1%26pwd%3D<x>", {"x"});
        row("/password-reset/4f9a1c22d8/done", "/password-reset/<4f9a1c22d8>/done", {"4f9a1c22d8"});
        row("/api/token/refresh", "/api/token/refresh", {});
        row("/verify/a1b2c3d4e5f6a7b8c9", "/verify/<a1b2c3d4e5f6a7b8c9>", {"a1b2c3d4e5f6a7b8c9"});
        row("//u:p@h/", "//<u:p>@h/", {"u:p"});
        row("/p?key=AIzaSyA1234567890abcdef", "/p?key=<AIzaSyA1234567890abcdef>", {"AIzaSyA1234567890abcdef"});
        row("/p;jsessionid=AB/x?y=1", "/p;jsessionid=<AB>/x?y=1", {"AB"});
        row("/p?pageToken=CAo&max_tokens=100", "/p?pageToken=CAo&max_tokens=100", {});
        row("/login?next=https%3A%2F%2Fh%2F%3Ftoken%3Dzz%26a%3D1", "/login?next=https%3A%2F%2Fh%2F%3Ftoken%3D<zz>%26a%3D1", {"zz"});
        row("/go?next=https%3A%2F%2Fh%2F%3Fa%3d1", "/go?next=https%3A%2F%2Fh%2F%3Fa%3d1", {});
    }

    void masksTargetsAndForms()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, masked);
        QFETCH(QByteArrayList, secrets);
        Report report;
        QCOMPARE(readable(masker.url(target.toStdString(), report), secrets), masked);
        QCOMPARE(report.count, uint64_t(secrets.size()));
    }

    void masksCommandLines_data()
    {
        QTest::addColumn<QByteArrayList>("arguments");
        QTest::addColumn<QByteArrayList>("masked");
        QTest::addColumn<QByteArrayList>("secrets");
        const auto row = [](const char *name, const QByteArrayList &arguments, const QByteArrayList &masked, const QByteArrayList &secrets) {
            QTest::newRow(name) << arguments << masked << secrets;
        };
        row("header", {"curl", "-H", "Authorization: Bearer x", "-HX-Api-Key: k", "http://h/?token=t"},
            {"curl", "-H", "Authorization: Bearer <x>", "-HX-Api-Key: <k>", "http://h/?token=<t>"}, {"x", "k", "t"});
        row("user", {"curl", "-u", "ann:pw", "--user=bob:pw2", "--user", "www-data"}, {"curl", "-u", "ann:<pw>", "--user=bob:<pw2>", "--user", "www-data"}, {"pw", "pw2"});
        row("data", {"curl", "-d", "{\"password\":\"s\"}", "--data", "a=1&secret=z"}, {"curl", "-d", "{\"password\":\"<s>\"}", "--data", "a=1&secret=<z>"}, {"s", "z"});
        row("options", {"app", "--token", "t1", "--password=p1", "DB_PASSWORD=d", "--verbose"}, {"app", "--token", "<t1>", "--password=<p1>", "DB_PASSWORD=<d>", "--verbose"}, {"t1", "p1", "d"});
        row("script", {"sh", "-c", "curl -sk -H 'Authorization: Bearer x' \"http://u:p@h/\" && echo done"},
            {"sh", "-c", "curl -sk -H 'Authorization: Bearer <x>' \"http://<u:p>@h/\" && echo done"}, {"x", "u:p"});
        row("mysql", {"mysql", "-uroot", "-px", "db"}, {"mysql", "-uroot", "-p<x>", "db"}, {"x"});
        row("mysql asks", {"/usr/bin/mysqldump", "-u", "ann:b", "-p", "db"}, {"/usr/bin/mysqldump", "-u", "ann:b", "-p", "db"}, {});
        row("redis", {"redis-cli", "-h", "h", "-a", "x", "GET", "k"}, {"redis-cli", "-h", "h", "-a", "<x>", "GET", "k"}, {"x"});
        row("sshpass", {"sshpass", "-px", "ssh", "h"}, {"sshpass", "-p<x>", "ssh", "h"}, {"x"});
        row("sshpass apart", {"sshpass", "-p", "x", "ssh", "-p", "22", "h"}, {"sshpass", "-p", "<x>", "ssh", "-p", "<22>", "h"}, {"x", "22"});
        row("docker", {"docker", "login", "-u", "ann", "-p", "x", "h"}, {"docker", "login", "-u", "ann", "-p", "<x>", "h"}, {"x"});
        row("docker's ports", {"docker", "run", "-p", "8080:80", "-u", "1000:1000", "i"}, {"docker", "run", "-p", "8080:80", "-u", "1000:1000", "i"}, {});
        row("environment", {"env", "PGPASSWORD=x", "psql", "-U", "ann"}, {"env", "PGPASSWORD=<x>", "psql", "-U", "ann"}, {"x"});
        row("settings of libpq", {"psql", "host=h password=x dbname=d"}, {"psql", "host=h password=<x> dbname=d"}, {"x"});
        row("URL of a database", {"app", "postgres://ann:x@h/d"}, {"app", "postgres://<ann:x>@h/d"}, {"ann:x"});
        row("proxy", {"curl", "-x", "ann:x@h:3128", "http://h/"}, {"curl", "-x", "<ann:x>@h:3128", "http://h/"}, {"ann:x"});
        row("bearer", {"curl", "--oauth2-bearer", "x", "-HCookie: a=b"}, {"curl", "--oauth2-bearer", "<x>", "-HCookie: a=<b>"}, {"x", "b"});
        row("openssl", {"openssl", "rsa", "-passin", "pass:x", "-passout", "env:P"}, {"openssl", "rsa", "-passin", "pass:<x>", "-passout", "env:P"}, {"x"});
        row("ldap", {"ldapsearch", "-H", "ldap://h", "-w", "x", "-D", "cn=a"}, {"ldapsearch", "-H", "ldap://h", "-w", "<x>", "-D", "cn=a"}, {"x"});
        row("Go's manner", {"app", "-password=x", "-url=http://h/?token=t", "-token", "y"}, {"app", "-password=<x>", "-url=http://h/?token=<t>", "-token", "<y>"}, {"x", "t", "y"});
        row("quotes in a script", {"sh", "-c", "export DB_PASS='x y'; mysql -p'z w' d | cat"}, {"sh", "-c", "export DB_PASS='<x y>'; mysql -p'<z w>' d | cat"}, {"x y", "z w"});
        row("a program's text", {"python3", "-c", "login(user='ann', password='x')"}, {"python3", "-c", "login(user='ann', password='<x>')"}, {"x"});
        row("files", {"app", "--password-file", "/etc/p", "--token-file=/t"}, {"app", "--password-file", "/etc/p", "--token-file=/t"}, {});
        row("nothing", {"nginx", "-g", "daemon off;", "-p", "/tmp"}, {"nginx", "-g", "daemon off;", "-p", "/tmp"}, {});
    }

    void masksCommandLines()
    {
        QFETCH(QByteArrayList, arguments);
        QFETCH(QByteArrayList, masked);
        QFETCH(QByteArrayList, secrets);
        std::vector<std::string> in;
        for (const QByteArray &argument : arguments)
            in.push_back(argument.toStdString());
        Report report;
        QByteArrayList out;
        for (const std::string &argument : masker.commandLine(in, report))
            out << readable(argument, secrets);
        QCOMPARE(out, masked);
    }

    void reportsWhatItMasked()
    {
        Report report;
        masker.header("Authorization", "Bearer a", report);
        masker.header("Cookie", "sid=1; sid=2", report);
        masker.url("/?token=x", report);
        masker.json("{\"password\":\"p\"}", report);
        Report sum;
        sum.merge(report);
        QCOMPARE(sum.count, uint64_t(5));
        QCOMPARE(names(sum), QByteArray("Authorization, cookie sid, json password, query token"));
    }

    void keepsItsReportSmall()
    {
        Report report;
        for (int i = 0; i < 1'000; ++i)
            masker.header("Cookie", std::string(1'000, 'x') + std::to_string(i) + "=1; c" + std::to_string(i) + "=2", report);
        QCOMPARE(report.count, uint64_t(2'000));
        QVERIFY(report.names.size() <= Report::namesMax);
    }

    void replacesInThreeModes()
    {
        const std::string token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl";
        const auto masked = [&](Mode mode, const std::string &text) {
            Report report;
            Rules rules;
            rules.mode = mode;
            return Masker(Key{1, 2}, rules).header("X-Api-Key", text, report);
        };
        QCOMPARE(masked(Mode::SameLength, "hunter2"), std::string("*******"));
        QCOMPARE(masked(Mode::SameLength, token).size(), token.size());
        QCOMPARE(masked(Mode::Full, "hunter2"), std::string("masked"));
        QCOMPARE(masked(Mode::Full, token), std::string("masked"));
        QCOMPARE(masked(Mode::Tag, "hunter2"), masker.tag("hunter2"));
        // The header alone says how it is signed.
        QCOMPARE(masked(Mode::Tag, token), "eyJhbGciOiJIUzI1NiJ9." + masker.tag(token));
        for (const Mode mode : {Mode::Tag, Mode::SameLength, Mode::Full})
            QCOMPARE(masked(mode, masked(mode, token)), masked(mode, token));
    }

    void takesFurtherNames()
    {
        Rules rules;
        rules.headers = {"X-Shop-Customer"};
        rules.names = {"email"};
        const Masker own(Key{1, 2}, rules);
        Report report;
        QCOMPARE(readable(own.header("x-shop-customer", "c1", report), {"c1"}), QByteArray("<c1>"));
        QCOMPARE(readable(own.json("{\"Email\":\"a@b\"}", report), {"a@b"}), QByteArray("{\"Email\":\"<a@b>\"}"));
        QCOMPARE(masker.json("{\"Email\":\"a@b\"}", report), std::string("{\"Email\":\"a@b\"}"));
    }

    void leavesKindsThatTheUserWantsToKeep_data()
    {
        QTest::addColumn<QString>("kept");
        QTest::addColumn<QString>("text");
        QTest::newRow("header") << "header authorization" << "Bearer abc def";
        QTest::newRow("cookie") << "cookie sid" << "sid=abc; lang=german9";
        QTest::newRow("query") << "value password" << "/p?password=a%2Bb+c&x=1";
        QTest::newRow("form") << "value password" << "password=a%2Bb+c&x=1";
        QTest::newRow("JSON") << "value password" << "{\"password\" : \"a\\\"b\\u00e4\", \"x\":1}";
        QTest::newRow("number in JSON") << "value pin" << R"({"pin":4711})";
        QTest::newRow("inside JSON") << "value credentials" << R"({"credentials":{"a":"b\/c","n":[1,"x"]}})";
        QTest::newRow("pair in JSON") << "value dbpassword" << R"({"name":"DB_PASSWORD","value":"x\ty"})";
    }
    void leavesKindsThatTheUserWantsToKeep()
    {
        QFETCH(QString, kept);
        QFETCH(QString, text);
        const auto masked = [&](const Masker &masker, Report &report) {
            const std::string body = text.toStdString();
            if (kept.startsWith("header"))
                return masker.header("Authorization", body, report);
            if (kept.startsWith("cookie"))
                return masker.header("Cookie", body, report);
            return body.starts_with('/') ? masker.url(body, report) : body.starts_with('{') ? masker.json(body, report) : masker.form(body, report);
        };
        Rules rules;
        Report report;
        masked(Masker(Key{1, 2}, rules), report);
        QVERIFY(report.count > 0);
        rules.kept = {kept.toStdString()};
        report = {};
        SeenSecrets seen;
        const std::string out = masked(Masker(Key{1, 2}, rules, &seen), report);
        if (kept.startsWith("cookie"))
            QVERIFY(QString::fromStdString(out).startsWith("sid=abc; lang=masked-"));
        else
            QCOMPARE(QString::fromStdString(out), text);
        QCOMPARE(report.count, uint64_t(kept.startsWith("cookie")));
        QVERIFY(seen.empty() || kept.startsWith("cookie"));
    }

    void aSecretIsNamedAfterWhatMadeItOne()
    {
        Report report;
        Masker(Key{1, 2}).json(R"({"credentials":{"a":"bbbb"},"list":[{"name":"api_key","value":"cccc"}]})", report);
        QCOMPARE(report.names, (std::set<std::string>{"json api_key", "json credentials"}));
    }

    void tellsWhoWatches()
    {
        struct Told final : Watcher {
            QStringList what;
            void masked(std::string_view where, std::string_view name, std::string_view secret) override
            {
                for (const std::string_view each : {where, name, secret})
                    what << QString::fromUtf8(each.data(), qsizetype(each.size()));
            }
        } told;
        const Masker masker = Masker(Key{1, 2}).watchedBy(told);
        Report report;
        masker.json(R"({"password":"hunter2"})", report);
        QCOMPARE(told.what, (QStringList{"json", "password", "hunter2"}));
        QCOMPARE(kindOf("json", "user[Pass-Word]"), kindOf("query", "user_password"));
        QCOMPARE(kindOf("", "command line"), std::string("value commandline"));
    }
};

QTEST_GUILESS_MAIN(TestMasker)
#include "tst_masker.moc"
