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

    void joinsTwoFiles()
    {
        const auto rules = parseRules("name a\nform x = X[0-9]+\n", "header B\nform y = Y[0-9]+");
        QVERIFY(rules.has_value());
        QCOMPARE(rules->names, std::vector<std::string>{"a"});
        QCOMPARE(rules->headers, std::vector<std::string>{"B"});
        Report report;
        const Masker masker(Key{1, 2}, *rules);
        QCOMPARE(masker.value("X1 Y2", report), masker.tag("X1") + " " + masker.tag("Y2"));
    }

    void tellsTooManyRules()
    {
        std::string text;
        for (size_t i = 0; i <= rulesMax; ++i)
            text += "name n" + std::to_string(i) + "\n";
        const auto rules = parseRules(text);
        QVERIFY(!rules);
        QCOMPARE(rules.error().size(), size_t(1));
        QCOMPARE(int(rules.error()[0].kind), int(Kind::TooMany));
        QCOMPARE(rules.error()[0].line, rulesMax + 1);
    }

    void aTextIsEditedAroundItsComments()
    {
        RuleText text("# ours\nheader X-A\n\n  form  order = ORD-1 # not a comment\ncolour red\nname b\n");
        QCOMPARE(text.rules().size(), size_t(4));
        QCOMPARE(text.rules()[1], (Rule{RuleKind::Form, "order", "ORD-1 # not a comment"}));
        QVERIFY(wrongIn(text.rules()[2]).has_value());
        text.set(1, {RuleKind::Form, "order=\nnumber", "ORD-(=[0-9]+)"});
        text.remove(2);
        text.add({RuleKind::Name, "c d"});
        text.set(0, {RuleKind::Header, "X-B"});
        QCOMPARE(text.text(), std::string("# ours\nheader X-B\n\nform ordernumber = ORD-(=[0-9]+)\nname b\nname c d\n"));
        const RuleText again(text.text());
        QCOMPARE(again.rules().size(), size_t(4));
        QCOMPARE(again.text(), text.text());
        QVERIFY(parseRules(text.text()).has_value());
    }

    void aRuleHidesItsKinds()
    {
        QCOMPARE(kindsOf({RuleKind::Header, "X-Shop-Customer"}), std::vector<std::string>{"header xshopcustomer"});
        QCOMPARE(kindsOf({RuleKind::Name, "customer_id"}), (std::vector<std::string>{"value customerid", "cookie customerid"}));
        QCOMPARE(kindsOf({RuleKind::Form, "order number", "x"}).size(), size_t(1));
    }
};

QTEST_GUILESS_MAIN(TestRuleFile)
#include "tst_rule_file.moc"
