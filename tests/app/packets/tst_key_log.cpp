// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/packets/key_log.h"

#include <QRegularExpression>
#include <QTest>

#include <string>

using namespace packets;

namespace {

const std::string clientRandom(64, 'a'), secret(96, 'B');

// The labels that were read, with the length of their secrets.
std::string labels(const std::string &log)
{
    std::string text;
    for (const wire::Secret &one : secretsOf(log))
        text += one.label + ":" + std::to_string(one.length) + " ";
    return text;
}

} // namespace

class TestKeyLog : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsALine()
    {
        const auto secrets = secretsOf("CLIENT_TRAFFIC_SECRET_0 " + clientRandom + " 0aFf\n");
        QCOMPARE(secrets.size(), size_t(1));
        QCOMPARE(secrets[0].label, "CLIENT_TRAFFIC_SECRET_0");
        QCOMPARE(secrets[0].randomKnown, uint8_t(1));
        QCOMPARE(secrets[0].random[31], uint8_t(0xaa));
        QCOMPARE(secrets[0].length, uint8_t(2));
        QCOMPARE(secrets[0].bytes[0], uint8_t(0x0a));
        QCOMPARE(secrets[0].bytes[1], uint8_t(0xff));
    }

    void readsEveryLineWhateverItsEnd()
    {
        QCOMPARE(labels("A " + clientRandom + " " + secret + "\r\nB " + clientRandom + " " + secret + "\n\n  C\t" + clientRandom + " 00"), "A:48 B:48 C:1 ");
    }

    void passesOverWhatIsNone()
    {
        QCOMPARE(labels(""), "");
        QCOMPARE(labels("# comment " + clientRandom + " 00\n"), "");
        QCOMPARE(labels("A " + clientRandom + "\n"), "");
        QCOMPARE(labels("A " + clientRandom + " 0\n"), "");
        QCOMPARE(labels("A " + clientRandom + " 0g\n"), "");
        QCOMPARE(labels("A " + clientRandom + " 00 more\n"), "");
        QCOMPARE(labels("RSA 0011223344556677 " + secret + "\n"), "");
        QCOMPARE(labels("A " + clientRandom + " " + std::string(130, '0') + "\n"), "");
        QCOMPARE(labels(std::string(41, 'L') + " " + clientRandom + " 00\n"), "");
        QCOMPARE(labels(std::string("\0\xff\n", 3) + "A " + clientRandom + " 00"), "A:1 ");
    }
};

QTEST_GUILESS_MAIN(TestKeyLog)
#include "tst_key_log.moc"
