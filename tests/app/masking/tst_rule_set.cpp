// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/rule_set.h"

#include "app/masking/form_checks.h"

#include "app/masking/masker.h"
#include "app/masking/tag_hash.h"
#include "tests/app/masking/pattern_sample.h"

#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace masking;

namespace {

// The given number of digits, lower-case and upper-case letters.
QByteArray filler(qsizetype count)
{
    QByteArray text;
    while (text.size() < count)
        text += "aB3dE5gH7jK9";
    return text.left(count);
}

QByteArray hex(qsizetype count)
{
    QByteArray text;
    while (text.size() < count)
        text += "0f9a3c5e";
    return text.left(count);
}

} // namespace

class TestRuleSet : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsThemInRunningText_data()
    {
        QTest::addColumn<QByteArray>("secret");
        const auto row = [](const char *name, const QByteArray &secret) { QTest::newRow(name) << secret; };
        row("JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl");
        row("JWT without a signature", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.");
        row("JWE", "eyJhbGciOiJkaXIifQ.." + filler(16) + "." + filler(30) + "." + filler(22));
        row("private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----");
        row("OpenSSH key", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn\n-----END OPENSSH PRIVATE KEY-----");
        row("PGP key", "-----BEGIN PGP PRIVATE KEY BLOCK-----\nxcFGBA\n-----END PGP PRIVATE KEY BLOCK-----");
        row("AWS", "AKIA" + QByteArray("QYLPMN5HFIQR7BBB"));
        row("AWS, temporary", "ASIA" + QByteArray("QYLPMN5HFIQR7BBB"));
        row("GitHub", "ghp_" + filler(36));
        row("GitHub, fine-grained", "github_pat_" + filler(22) + "_" + filler(59));
        row("GitHub Actions", "ghs_" + filler(36));
        row("GitLab", "glpat-" + filler(20));
        row("Slack", "xoxb-" + QByteArray("123456789012-") + filler(24));
        row("Slack app", "xapp-1-" + filler(30));
        row("Stripe", "sk_live_" + filler(24));
        row("Stripe, restricted", "rk_test_" + filler(24));
        row("Stripe webhook", "whsec_" + filler(32));
        row("Google", "AIza" + filler(35));
        row("Google access token", "ya29." + filler(60));
        row("Google client secret", "GOCSPX-" + filler(28));
        row("OpenAI", "sk-proj-" + filler(48));
        row("OpenAI, old", "sk-" + filler(48));
        row("Anthropic", "sk-ant-api03-" + filler(80));
        row("npm", "npm_" + filler(36));
        row("PyPI", "pypi-AgEIcHlwaS5vcmc" + filler(60));
        row("Hugging Face", "hf_" + filler(34));
        row("SendGrid", "SG." + filler(22) + "." + filler(43));
        row("DigitalOcean", "dop_v1_" + hex(64));
        row("Shopify", "shpat_" + hex(32));
        row("Docker", "dckr_pat_" + filler(27));
        row("Vault", "hvs." + filler(90));
        row("age", "AGE-SECRET-KEY-1" + QByteArray(58, 'Q'));
        row("Telegram", "123456789:" + QByteArray("AA") + filler(33));
        row("Visa", "4111111111111111");
        row("Visa in groups", "4111 1111 1111 1111");
        row("Mastercard", "5555-5555-5555-4444");
        row("Mastercard of the new range", "2223003122003222");
        row("American Express", "378282246310005");
        row("Discover", "6011111111111117");
        row("JCB", "3530111333300000");
        row("bearer", "mF_9.B5f-4.1JqMabc");
        row("basic", "dXNlcjpodW50ZXIy");
    }
    void findsThemInRunningText()
    {
        QFETCH(QByteArray, secret);
        const QByteArray tag = QTest::currentDataTag();
        const QByteArray scheme = tag == "bearer" ? "Bearer " : tag == "basic" ? "Basic " : "";
        const Masker masker(Key{1, 2});
        for (const QByteArray around : {"#", "see #, please", "(#)", "\"#\"", "a=#&b=1", "x: # y", "https://h/p/#?q=1"}) {
            if (around.startsWith("https") && (secret.contains(' ') || secret.contains('\n') || !scheme.isEmpty()))
                continue;
            QByteArray text = around;
            text.replace("#", scheme + secret);
            Report report;
            const std::string masked = masker.value(text.toStdString(), report);
            QVERIFY2(masked.find(secret.toStdString()) == std::string::npos, masked.c_str());
            QVERIFY2(masked.find("masked-") != std::string::npos, masked.c_str());
            QVERIFY(report.count >= 1);
        }
    }

    void leavesAloneWhatOnlyLooksSimilar_data()
    {
        QTest::addColumn<QByteArray>("text");
        for (const char *text : {
                 "eyJ.is.none", "ghp_short", "sk-fading-circle-animation-with-long-name", "task-manager-for-a-very-long-name-2", "AKIA is a prefix", "4111111111111112", "1234567812345678", "1790000000000000000",
                 "+49 30 1234567890", "550e8400-e29b-41d4-a716-446655440000", "2026-11-28T20:10:00.123456789Z", "3.14159265358979323846", "Bearer token", "Bearer realm=\"x\"", "Basic auth is used", "hf_model",
                 "npm_config_registry", "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----", "-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----", "key-value", "https://example.org/4111111111111112",
                 "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "d41d8cd98f00b204e9800998ecf8427e", "4242424242424241", "SG.1", "cio", "x41111111111111111"})
            QTest::newRow(text) << QByteArray(text);
    }
    void leavesAloneWhatOnlyLooksSimilar()
    {
        QFETCH(QByteArray, text);
        Report report;
        QCOMPARE(QByteArray::fromStdString(Masker(Key{1, 2}).value(text.toStdString(), report)), text);
        QCOMPARE(report.count, uint64_t(0));
    }

    void knowsEveryKindOfItsRules_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<bool>("service");
        for (const bool service : {false, true}) {
            const auto rows = service ? serviceRules() : formRules();
            for (size_t i = 0; i < rows.size(); ++i)
                QTest::newRow(std::string(rows[i].id).c_str()) << int(i) << service;
        }
    }
    void knowsEveryKindOfItsRules()
    {
        QFETCH(int, row);
        QFETCH(bool, service);
        const SecretRule &rule = (service ? serviceRules() : formRules())[size_t(row)];
        std::mt19937_64 random(uint64_t(row) + 1);
        int found = 0;
        for (int tries = 0; tries < 400 && found < 20; ++tries) {
            std::string text = sample::PatternSample(rule.pattern, random).text();
            if (rule.check == Check::Card || rule.check == Check::Iban || rule.check == Check::Basic)
                return; // hardly any text of the pattern fulfils them: they have rows above
            if (rule.check == Check::PrivateKey)
                text += "\nMIIE\n-----END PRIVATE KEY-----";
            if (!passes(rule.check, text))
                continue;
            ++found;
            if (service)
                text = sample::PatternSample(rule.service, random).text() + "_key: \"" + text + "\"";
            for (const std::string &around : {text, "it is " + text + " now", "\"" + text + "\""}) {
                const std::vector<FoundForm> forms = RuleSet::builtIn().find(around);
                QVERIFY2(!forms.empty(), around.c_str());
                QVERIFY(forms.front().end <= around.size() && forms.front().begin < forms.front().end && !forms.front().name.empty());
            }
            // A part of it is none of this kind, nor is a longer word with it at its end.
            if (!service && rule.pattern.starts_with("\\b") && rule.check == Check::None) {
                for (const FoundForm &form : RuleSet::builtIn().find("it is " + text.substr(0, 5)))
                    QVERIFY2(form.name != rule.name, text.c_str());
                for (const FoundForm &form : RuleSet::builtIn().find("itis" + text))
                    QVERIFY2(form.begin > 4 || form.name != rule.name, text.c_str());
            }
        }
        QVERIFY2(found == 20, "the check refuses nearly everything that the pattern matches");
    }

    void hasManyKindsAndNoneTwice()
    {
        std::set<std::string_view> ids;
        for (const auto &rows : {formRules(), serviceRules()})
            for (const SecretRule &rule : rows)
                QVERIFY2(ids.insert(rule.id).second, std::string(rule.id).c_str());
        QVERIFY(ids.size() >= 220);
    }

    // Wherever a text is cut, what is in it ends at the same place.
    void findsASecretInPieces()
    {
        const std::string secret = "glpat-" + filler(20).toStdString();
        const std::string text = "it is \"" + secret + "\", and " + "ghp_" + filler(36).toStdString() + " too";
        std::vector<uint64_t> whole;
        FormStream(RuleSet::builtIn()).feed(text, [&](uint64_t end) { whole.push_back(end); });
        QVERIFY(whole.size() >= 2);
        for (size_t cut = 0; cut <= text.size(); ++cut) {
            std::vector<uint64_t> pieces;
            FormStream stream(RuleSet::builtIn());
            for (const std::string &piece : {text.substr(0, cut), text.substr(cut)})
                stream.feed(piece, [&](uint64_t end) { pieces.push_back(end); });
            QVERIFY(pieces == whole);
        }
    }

    void takesOwnRules()
    {
        const auto rules = RuleSet::with({{"shop number", "\\bSHOP-([0-9]{6,})"}});
        QVERIFY(rules.has_value());
        const std::string text = "see SHOP-123456, and AKIA" + std::string(16, 'Q');
        const auto found = (*rules)->find(text);
        QCOMPARE(found.size(), size_t(2));
        QCOMPARE(text.substr(found[0].begin, found[0].end - found[0].begin), std::string("123456"));
        QCOMPARE(std::string(found[0].name), std::string("shop number"));
        QVERIFY(RuleSet::builtIn().find("see SHOP-123456, please").empty());
    }

    void refusesOwnRulesThatCannotWork_data()
    {
        QTest::addColumn<QByteArray>("pattern");
        for (const char *pattern : {"(", "[a", "x*", "(?=a)b", "(a)\\1", ""})
            QTest::newRow(pattern) << QByteArray(pattern);
    }
    void refusesOwnRulesThatCannotWork()
    {
        QFETCH(QByteArray, pattern);
        const auto rules = RuleSet::with({{"good", "good[0-9]{4}"}, {"bad", pattern.toStdString()}});
        QVERIFY(!rules);
        QCOMPARE(rules.error().rule, size_t(1));
        QVERIFY(!rules.error().words.empty());
    }

    void tagsBySipHash24()
    {
        // The first of the paper's vectors: key 00 01 … 0f, empty input, 0x726fdb47dd0e0e31.
        QCOMPARE(tagOf(Key{0x0706050403020100, 0x0f0e0d0c0b0a0908}, ""), std::string("masked-dd0e0e31"));
        QVERIFY(isTag("masked-dd0e0e31"));
        QVERIFY(!isTag("masked-dd0e0e3g") && !isTag("masked-dd0e0e3") && !isTag("dd0e0e31"));
    }
};

QTEST_GUILESS_MAIN(TestRuleSet)
#include "tst_rule_set.moc"
