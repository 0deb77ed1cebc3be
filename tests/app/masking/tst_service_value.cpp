// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/service_value.h"

#include "app/masking/masker.h"

#include <QRegularExpression>
#include <QTest>

using namespace masking;

class TestServiceValue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void needsTheServicesNameAndItsKindOfValue_data()
    {
        QTest::addColumn<std::string>("name");
        QTest::addColumn<std::string>("value");
        QTest::addColumn<bool>("secret");
        const std::string hex32 = "0f9a3c5e7b1d28460f9a3c5e7b1d2846";
        QTest::newRow("a service") << std::string("datadog") << hex32 << true;
        QTest::newRow("a service within a name") << std::string("X-Algolia-Id") << hex32 << true;
        QTest::newRow("another value") << std::string("algolia") << hex32.substr(1) << false;
        QTest::newRow("a link") << std::string("twitter") << std::string("https://example.org/ann1234567") << false;
        QTest::newRow("no service") << std::string("checksum") << hex32 << false;
        QTest::newRow("no disorder") << std::string("datadog") << std::string(32, '0') << false;
        QTest::newRow("nothing") << std::string() << std::string() << false;
    }
    void needsTheServicesNameAndItsKindOfValue()
    {
        QFETCH(std::string, name);
        QFETCH(std::string, value);
        QFETCH(bool, secret);
        QCOMPARE(isServiceValue(RuleSet::builtIn(), name, value), secret);
        const Masker masker(Key{1, 2});
        Report report;
        QCOMPARE(masker.json("{\"" + name + "\":\"" + value + "\"}", report) == "{\"" + name + "\":\"" + masker.tag(value) + "\"}", secret);
        if (name.empty())
            return;
        QCOMPARE(masker.query(name + "=" + value, report) == name + "=" + masker.tag(value), secret);
        QCOMPARE(masker.header(name, value, report) == masker.tag(value), secret);
    }
};

QTEST_GUILESS_MAIN(TestServiceValue)
#include "tst_service_value.moc"
