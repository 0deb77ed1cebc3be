// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/rule_file.h"

#include <QRegularExpression>
#include <QTest>

using namespace masking;
using Kind = RuleFileError::Kind;

class TestRuleFile : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsRules()
    {
        const auto rules = parseRules("# ours\n\nheader X-Shop-Customer\r\n  name\tcustomer reference  \nform order number = \\bORD-[0-9]{6,}\nname email");
        QVERIFY(rules.has_value());
        QCOMPARE(rules->headers, std::vector<std::string>{"X-Shop-Customer"});
        QCOMPARE(rules->names, (std::vector<std::string>{"customer reference", "email"}));
        const Masker masker(Key{1, 2}, *rules);
        Report report;
        QCOMPARE(masker.value("see ORD-123456.", report), "see " + masker.tag("ORD-123456") + ".");
        QCOMPARE(*report.names.begin(), std::string("text order number"));
        QCOMPARE(masker.header("x-shop-customer", "ann", report), masker.tag("ann"));
        QCOMPARE(masker.json("{\"eMail\":\"a@b\"}", report), "{\"eMail\":\"" + masker.tag("a@b") + "\"}");
    }

    void readsNoRules()
    {
        const auto rules = parseRules("");
        QVERIFY(rules && rules->headers.empty() && rules->names.empty() && !rules->forms);
    }

    void tellsEveryBadLine()
    {
        const auto rules = parseRules("header\nheader a\ncolour red\nform x\nform x =\nform x = (\nname");
        QVERIFY(!rules);
        QCOMPARE(rules.error().size(), size_t(6));
        const std::vector<std::pair<size_t, Kind>> expected{{1, Kind::Missing}, {3, Kind::UnknownKind}, {4, Kind::Missing}, {5, Kind::Missing}, {6, Kind::BadPattern}, {7, Kind::Missing}};
        for (size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(rules.error()[i].line, expected[i].first);
            QCOMPARE(int(rules.error()[i].kind), int(expected[i].second));
            QVERIFY(!rules.error()[i].words.empty());
        }
    }
};

QTEST_GUILESS_MAIN(TestRuleFile)
#include "tst_rule_file.moc"
