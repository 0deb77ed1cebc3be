// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/secret_forms.h"

#include "app/masking/masker.h"
#include "app/masking/tag_hash.h"

#include <QRegularExpression>
#include <QTest>

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

class TestSecretForms : public QObject
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

    void tagsBySipHash24()
    {
        // The first of the paper's vectors: key 00 01 … 0f, empty input, 0x726fdb47dd0e0e31.
        QCOMPARE(tagOf(Key{0x0706050403020100, 0x0f0e0d0c0b0a0908}, ""), std::string("masked-dd0e0e31"));
        QVERIFY(isTag("masked-dd0e0e31"));
        QVERIFY(!isTag("masked-dd0e0e3g") && !isTag("masked-dd0e0e3") && !isTag("dd0e0e31"));
    }
};

QTEST_GUILESS_MAIN(TestSecretForms)
#include "tst_secret_forms.moc"
