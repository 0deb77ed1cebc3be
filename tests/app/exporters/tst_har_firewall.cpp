// SPDX-License-Identifier: GPL-3.0-or-later
// What firewalls did, written and read again.
#include "tests/app/exporters/sample.h"

#include "app/exporters/har_firewall.h"

#include <QRegularExpression>
#include <QTest>

#include <limits>
#include <string>

using namespace exporters;

namespace {

exchange::Connection translatedAndDropped()
{
    exchange::Connection connection;
    exchange::Drops &drops = connection.drops.emplace_back();
    drops.first = sample::day, drops.last = sample::day + sample::millisecond;
    drops.count = 3;
    drops.sent = drops.byFirewall = true;
    drops.reason = "NETFILTER_DROP", drops.firewall = "nftables", drops.hook = "forward", drops.family = "inet", drops.table = "fw", drops.chain = "passing";
    drops.candidates = 2;
    drops.netns = 4026531840;
    connection.drops.emplace_back().reason = "NO_SOCKET";
    connection.translations.push_back({77, {base::Family::V4, 40'000, {10, 0, 0, 1}}, {base::Family::V4, 80, {10, 0, 0, 2}}, {base::Family::V4, 8080, {10, 0, 1, 2}},
                                       {base::Family::V4, 40'000, {10, 0, 0, 1}}});
    return connection;
}

nlohmann::ordered_json written(const exchange::Connection &connection)
{
    std::string text;
    decode::JsonWriter out(text);
    out.beginObject();
    writeFirewall(out, connection);
    out.endObject();
    return nlohmann::ordered_json::parse(text);
}

} // namespace

class TestHarFirewall : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void writesNothingOfAConnectionThatPassed() { QCOMPARE(written({}).dump(), "{}"); }

    void namesTheAddressesOfBothWays()
    {
        const auto entry = written(translatedAndDropped());
        QCOMPARE(entry["_nat"][0].dump(), R"({"netns":77,"original":{"from":"10.0.0.1:40000","to":"10.0.0.2:80"},"reply":{"from":"10.0.1.2:8080","to":"10.0.0.1:40000"}})");
    }

    void comesBackAsItWas()
    {
        const auto entry = written(translatedAndDropped());
        exchange::Connection again;
        readFirewall(entry, again);
        QCOMPARE(again.drops.size(), size_t(2));
        QCOMPARE(again.drops[0].candidates, 2u);
        QVERIFY(again.translations == translatedAndDropped().translations);
        QCOMPARE(written(again).dump(), entry.dump());
    }

    void leavesOutWhatIsUnknown()
    {
        const auto drop = written(translatedAndDropped())["_drops"][1];
        for (const char *name : {"firewall", "hook", "family", "table", "chain", "candidates", "netns"})
            QVERIFY2(!drop.contains(name), name);
    }

    void readsNothingOfAnotherForm()
    {
        exchange::Connection connection;
        readFirewall(nlohmann::ordered_json::parse(R"({"_nat":[7,{"original":3}],"_drops":{"reason":"x"}})"), connection);
        QCOMPARE(connection.translations.size(), size_t(1));
        QVERIFY(connection.drops.empty());
    }
};

QTEST_GUILESS_MAIN(TestHarFirewall)
#include "tst_har_firewall.moc"
