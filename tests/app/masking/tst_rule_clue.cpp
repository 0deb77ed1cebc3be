// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/rule_clue.h"

#include "app/masking/secret_rule.h"
#include "tests/app/masking/pattern_sample.h"

#include <QRegularExpression>
#include <QTest>

#include <re2/re2.h>

using namespace masking;

class TestRuleClue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void endsBehindATellingPrefix_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("clue");
        const auto row = [](const char *pattern, const char *clue) { QTest::newRow(pattern) << pattern << clue; };
        row("abc_[0-9]{20,}x", "abc_[0-9]{4}");
        row("ab", "ab");
        row("[0-9a-z]{20}", "[0-9a-z]{20}");
        row("abc[0-9]{3}d[0-9]{9}", "abc[0-9]{3}d[0-9]{4}");
        row("abc_(x[0-9]{20})y", "abc_(x[0-9]{4})");
        row("abc_(?:x[0-9]{20}|y)z", "abc_(?:x[0-9]{20}|y)z");
        row("abc[0-9]{20}|q", "abc[0-9]{4}|q");
        row("abc[]{}()|]{20}", "abc[]{}()|]{4}");
        row("abc\\{[0-9]{20}", "abc\\{[0-9]{4}");
    }
    void endsBehindATellingPrefix()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, clue);
        QCOMPARE(QString::fromStdString(clueOf(pattern.toStdString())), clue);
    }

    void matchesWhereItsPatternDoes()
    {
        std::mt19937_64 random(7);
        for (const SecretRule &rule : formRules()) {
            const re2::RE2 clue(clueOf(rule.pattern), re2::RE2::Latin1);
            QVERIFY2(clue.ok(), clue.pattern().c_str());
            for (int i = 0; i < 50; ++i) {
                const std::string text = sample::PatternSample(rule.pattern, random).text();
                QVERIFY2(re2::RE2::PartialMatch(text, clue), (text + " " + clue.pattern()).c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRuleClue)
#include "tst_rule_clue.moc"
