// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/json_leaves.h"

#include <QRegularExpression>
#include <QTest>

using namespace decode;

namespace {

// "path=text" for each value, "path{" and "path[" for what opens.
QString leavesOf(std::string_view json, size_t piece)
{
    QStringList found;
    JsonLeaves leaves;
    for (size_t at = 0; at < json.size(); at += piece)
        leaves.feed(json.substr(at, piece), [&](const JsonLeaf &leaf) {
            const QString path = QString::fromUtf8(leaf.path.data(), qsizetype(leaf.path.size()));
            const QString text = QString::fromUtf8(leaf.text.data(), qsizetype(leaf.text.size()));
            found << (leaf.kind == JsonKind::Object ? path + '{' : leaf.kind == JsonKind::Array ? path + '[' : path + (leaf.cut ? "~" : "=") + text);
        });
    return found.join(' ');
}

} // namespace

class TestJsonLeaves : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void tellsEachValueWithItsPath_data();
    void tellsEachValueWithItsPath();
    void longValuesAreCutAndDeepOnesSkipped();
    void anEscapeThatTheLimitSplitsIsDropped();
};

void TestJsonLeaves::init() { QTest::failOnWarning(QRegularExpression(".*")); }

void TestJsonLeaves::tellsEachValueWithItsPath_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("leaves");
    const auto row = [](const char *json, const char *leaves) { QTest::newRow(json) << QByteArray(json) << QString::fromUtf8(leaves); };
    row(R"({"a":1,"b":"x"})", "{ a=1 b=x");
    row(R"({"a":{"b":[{"c":true},{"c":null}]},"d":-1.5e3})", "{ a{ a.b[ a.b[]{ a.b[].c=true a.b[]{ a.b[].c=null d=-1.5e3");
    row(R"([[1],[2]])", "[ [][ [][]=1 [][ [][]=2");
    row(R"({"q\"uote" : "a\\b\"c\u00e9"})", "{ q\"uote=a\\b\"cé");
    row("{\"a\":1}\n{\"b\":2}", "{ a=1 { b=2");
    row(R"({"a":[],"b":{},"c":""})", "{ a[ b{ c=");
    row(R"({"a":"brace } in [ it","b":2})", "{ a=brace_}_in_[_it b=2");
    row(R"(]}{"a":1)", "{");
    row("", "");
}

void TestJsonLeaves::tellsEachValueWithItsPath()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, leaves);
    const std::string_view text(json.constData(), size_t(json.size()));
    for (const size_t piece : {size_t(1), size_t(3), text.size() + 1})
        QCOMPARE(leavesOf(text, piece).replace(QStringLiteral("brace } in [ it"), QStringLiteral("brace_}_in_[_it")), leaves);
}

void TestJsonLeaves::longValuesAreCutAndDeepOnesSkipped()
{
    const std::string value(JsonLeaves::textMax + 5, 'x');
    QCOMPARE(leavesOf("{\"a\":\"" + value + "\",\"b\":1}", 7), "{ a~" + QString(qsizetype(JsonLeaves::textMax), 'x') + " b=1");
    const std::string open(1000, '['), close(1000, ']');
    const QString found = leavesOf("{\"a\":" + open + "7" + close + ",\"b\":1}", 100);
    QVERIFY(found.endsWith(QLatin1String(" b=1")));
    QVERIFY(!found.contains(QLatin1Char('7')));
    QCOMPARE(found.count(QLatin1Char(' ')), int(JsonLeaves::depthMax));
}

void TestJsonLeaves::anEscapeThatTheLimitSplitsIsDropped()
{
    const std::string value = std::string(JsonLeaves::textMax - 3, 'x') + "\\u00e9y";
    QCOMPARE(leavesOf("[\"" + value + "\"]", 1000), "[ []~" + QString(qsizetype(JsonLeaves::textMax - 3), 'x'));
}

QTEST_GUILESS_MAIN(TestJsonLeaves)
#include "tst_json_leaves.moc"
