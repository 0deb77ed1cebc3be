// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/seen_secrets.h"

#include "app/masking/json_text.h"
#include "tests/support/slowness.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>
#include <QUrl>

using namespace masking;

namespace {

std::string erased(const SeenSecrets &seen, const QByteArray &text, qsizetype piece)
{
    SecretEraser eraser(seen);
    std::string out;
    for (qsizetype at = 0; at < text.size(); at += piece)
        eraser.feed({text.constData() + at, size_t(std::min(piece, text.size() - at))}, out);
    eraser.finish(out);
    return out;
}

} // namespace

class TestSeenSecrets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsASecretInEverySpelling_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::newRow("letters and digits") << QByteArray("hunter2");
        QTest::newRow("symbols") << QByteArray("p&ss w=rd/\"1\"\\<2>");
        QTest::newRow("beyond ASCII") << QByteArray("pässwört€1😀");
        QTest::newRow("long") << QByteArray("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ.c2lnbmF0dXJl");
        QTest::newRow("digits") << QByteArray("4111111111111111");
    }
    void findsASecretInEverySpelling()
    {
        QFETCH(QByteArray, secret);
        SeenSecrets seen;
        seen.add(secret.toStdString(), "masked-00000001", true);
        const auto json = [](const QByteArray &text) { return QByteArray::fromStdString(jsonEscaped(text.toStdString())); };
        QByteArrayList spellings{json(secret), json(json(secret)), json(json(json(secret))), json(secret.toPercentEncoding()), json(secret.toPercentEncoding("!*'();:@&=+$,/?[]")),
                                 json(secret.toPercentEncoding().replace("%20", "+")), json(QByteArray::fromStdString(asciiEscaped(secret.toStdString()))),
                                 json(QString::fromUtf8(secret).toHtmlEscaped().toUtf8())};
        for (const QByteArray &spelling : spellings) {
            for (const qsizetype piece : {1, 3, 1000}) {
                const QByteArray out = QByteArray::fromStdString(erased(seen, "before " + spelling + " after", piece));
                QVERIFY2(out == "before masked-00000001 after", (spelling + " became " + out).constData());
            }
        }
        if (secret.size() < 9)
            return;
        for (const char *before : {"", "u", "us", "usr:", "user:"}) {
            for (const char *after : {"", "!", "!!"}) {
                const QByteArray coded = (before + secret + after).toBase64();
                const QByteArray out = QByteArray::fromStdString(erased(seen, coded, 7));
                QCOMPARE(out.size(), coded.size());
                // The rest can be decoded, and contains at most the secret's edge.
                QVERIFY(!QByteArray::fromBase64(out).contains(secret.mid(2, secret.size() - 4)));
                const QByteArray url = (before + secret + after).toBase64(QByteArray::Base64UrlEncoding);
                QVERIFY(!QByteArray::fromBase64(QByteArray::fromStdString(erased(seen, url, 7)), QByteArray::Base64UrlEncoding).contains(secret.mid(2, secret.size() - 4)));
            }
        }
    }

    void forgetsWhatWouldBeFoundEverywhere_data()
    {
        QTest::addColumn<QByteArray>("secret");
        QTest::addColumn<bool>("sure");
        QTest::newRow("a digit") << QByteArray("1") << true;
        QTest::newRow("a short number") << QByteArray("123456") << true;
        QTest::newRow("a word") << QByteArray("postgres") << true;
        QTest::newRow("a setting") << QByteArray("en-US") << true;
        QTest::newRow("stars") << QByteArray("**************") << true;
        QTest::newRow("a cookie's zone") << QByteArray("Europe/Berlin") << false;
        QTest::newRow("nothing") << QByteArray() << true;
    }
    void forgetsWhatWouldBeFoundEverywhere()
    {
        QFETCH(QByteArray, secret);
        QFETCH(bool, sure);
        SeenSecrets seen;
        seen.add(secret.toStdString(), "masked-00000001", sure);
        QVERIFY(seen.empty());
    }

    void takesTheLongestOfSeveral()
    {
        SeenSecrets seen;
        seen.add("hunter2", "masked-1", true);
        seen.add("hunter2-and-more", "masked-2", true);
        seen.add("hunter2-or-less", "masked-3", true);
        for (const qsizetype piece : {1, 2, 100})
            QCOMPARE(erased(seen, "hunter2-and-more hunter2-and hunter2-or-less hunter2", piece), std::string("masked-2 masked-1-and masked-3 masked-1"));
    }

    void breaksNoEscape()
    {
        SeenSecrets seen;
        seen.add("nunter2", "masked-1", true);
        seen.add("1babc123", "masked-2", true);
        for (const qsizetype piece : {1, 2, 100})
            QCOMPARE(erased(seen, "a\\nunter2 \\u001babc123 \\\\nunter2 nunter2", piece), std::string("a\\nunter2 \\u001babc123 \\\\masked-1 masked-1"));
    }

    void keepsAtMostTenThousand()
    {
        SeenSecrets seen;
        for (int i = 0; i < 10'005; ++i)
            seen.add("secret-number-" + std::to_string(i), "masked-1", true);
        QCOMPARE(seen.beyond(), uint64_t(5));
        QCOMPARE(erased(seen, "secret-number-9999", 100), std::string("masked-1"));
    }

    void passesTextOnInTime()
    {
        SeenSecrets seen;
        for (int i = 0; i < 1'000; ++i)
            seen.add("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm4ifQ." + std::to_string(i * 7919), "masked-1", true);
        QByteArray text;
        while (text.size() < 20'000'000)
            text += "{\\\"id\\\":123456,\\\"name\\\":\\\"some name of a thing\\\",\\\"price\\\":12.5,\\\"token\\\":\\\"eyJhbGciOiJIUzI1NiJ9.none\\\"},";
        QElapsedTimer timer;
        timer.start();
        const std::string out = erased(seen, text, 64 * 1024);
        qInfo("%.1f ns a byte", double(timer.nsecsElapsed()) / double(text.size()));
        QVERIFY(out == text.toStdString());
        QVERIFY(timer.elapsed() < 10'000 * support::slowness);
    }
};

QTEST_GUILESS_MAIN(TestSeenSecrets)
#include "tst_seen_secrets.moc"
