// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masked/secret_tally.h"

#include "app/masking/rule_file.h"
#include "tests/support/canary_places.h"

#include <QRegularExpression>
#include <QTest>

namespace {

struct Played {
    sample::Capture capture;

    void say(const std::string &target, const std::string &fields, const std::string &body)
    {
        capture.add("POST " + target + " HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n" + fields + "\r\n", body, "HTTP/1.1 200 OK\r\nSet-Cookie: sid=s3cr3tsid; Path=/\r\n\r\n", "");
    }
    QStringList tally(const masking::Rules &rules, const masked::SecretTally::Options &options = {}, uint64_t *textBytes = nullptr)
    {
        masked::SecretTally tally(rules, options);
        const exchange::Store store = capture.store();
        for (base::ExchangeId id = 0; id < store.size(); ++id)
            tally.take(exporters::entrySource(store, id), capture.bodies());
        if (textBytes)
            *textBytes = tally.textBytes();
        QStringList lines;
        for (const masked::HiddenKind &kind : tally.kinds()) {
            QString line = QStringLiteral("%1: %2 in %3, %4 bytes").arg(QString::fromStdString(kind.kind)).arg(kind.places).arg(kind.exchanges).arg(kind.bytes);
            for (const masked::HiddenExample &example : kind.examples)
                line += QStringLiteral(" | %1 %2 %3 %4").arg(example.exchange).arg(int(example.part)).arg(QString::fromStdString(example.name), QString::fromStdString(example.hint));
            lines << line;
        }
        return lines;
    }
};

constexpr int requestHead = int(masked::Part::RequestHead), requestBody = int(masked::Part::RequestBody), responseHead = int(masked::Part::ResponseHead);

} // namespace

class TestSecretTally : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void countsByKindWithPlaces()
    {
        Played played;
        played.say("/a", "X-Shop-Customer: customer-4711\r\n", R"({"customer":"ann","note":"see ORD-123456 and ORD-7654321"})");
        played.say("/b", "", R"({"customer":{"name":"bob"},"password":"hunter2"})");
        const auto rules = masking::parseRules("header X-Shop-Customer\nname customer\nform order number = ORD-[0-9]+\n");
        const QStringList lines = played.tally(*rules);
        const auto has = [&](const QString &line) { QVERIFY2(lines.contains(line), qPrintable(line + QStringLiteral("\n\n") + lines.join(QLatin1Char('\n')))); };
        has(QStringLiteral("header xshopcustomer: 1 in 1, 13 bytes | 0 %1 X-Shop-Customer cu***********").arg(requestHead));
        has(QStringLiteral("value customer: 2 in 2, 6 bytes | 0 %1 customer *** | 1 %1 customer ***").arg(requestBody));
        has(QStringLiteral("value ordernumber: 2 in 1, 21 bytes | 0 %1 order number OR******** | 0 %1 order number OR*********").arg(requestBody));
        has(QStringLiteral("value password: 1 in 1, 7 bytes | 1 %1 password h******").arg(requestBody));
        has(QStringLiteral("cookie sid: 2 in 2, 18 bytes | 0 %1 sid s3******* | 1 %1 sid s3*******").arg(responseHead));
        // The process is the same in both.
        QCOMPARE(lines.filter(QStringLiteral("value commandline")).size() + lines.filter(QStringLiteral("header authorization")).size(), 1);
    }

    void givesNothingAwayOnASharedScreen()
    {
        Played played;
        played.say("/a", "", R"({"password":"correct horse battery staple"})");
        const QString line = played.tally({}, {.hints = false}).filter(QStringLiteral("value password")).value(0);
        QVERIFY2(line.endsWith(QStringLiteral("password ************************…")), qPrintable(line));
    }

    void saysHowMuchTextItLookedAt()
    {
        Played played;
        uint64_t before = 0, after = 0;
        played.say("/a", "", R"({"password":"hunter2"})");
        played.tally({}, {}, &before);
        played.say("/a", "", R"({"password":"hunter2","note":")" + std::string(5000, 'x') + R"("})");
        played.tally({}, {}, &after);
        QVERIFY2(before > 100 && after > before + 5000 && after < before + 5400, qPrintable(QString::number(before) + QLatin1Char(' ') + QString::number(after)));
    }

    void looksAtNoMoreOfABodyThanItMay()
    {
        Played played;
        played.say("/a", "", R"({"note":")" + std::string(5000, 'x') + R"(","password":"hunter2"})");
        QCOMPARE(played.tally({}, {.bodyMax = 1000}).filter(QStringLiteral("value password")).size(), 0);
        QCOMPARE(played.tally({}).filter(QStringLiteral("value password")).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSecretTally)
#include "tst_secret_tally.moc"
