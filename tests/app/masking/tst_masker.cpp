// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/masker.h"

#include <QtTest>

using namespace masking;

namespace {

const Masker masker(Key{1, 2});

// Tags as <secret>, for reading: each secret must be among those that a test names.
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
private slots:
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
        row("Location", "https://u:p@h/cb?code=xyz&a=1#access_token=tt", "https://<u:p>@h/cb?code=<xyz>&a=1#access_token=<tt>", {"u:p", "xyz", "tt"});
        row("Referer", "http://h/a?b=c", "http://h/a?b=c", {});
        row("Authorization", "", "", {});
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
        row("/p?code=4711&state=open&key=abc", "/p?code=<4711>&state=open&key=abc", {"4711"});
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
};

QTEST_GUILESS_MAIN(TestMasker)
#include "tst_masker.moc"
