// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/protocol_info.h"

#include <QRegularExpression>
#include <QTest>

#include <set>

using namespace protocols;

class TestProtocolInfo : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void everyRowIsFoundByItsNumberAndNames()
    {
        std::set<Protocol> seen;
        for (const ProtocolInfo &row : protocolInfos()) {
            QVERIFY2(seen.insert(row.id).second, "two rows of one number");
            QCOMPARE(protocolInfo(row.id).name, row.name);
            if (!row.named())
                continue;
            QCOMPARE(protocolCalled(row.name)->id, row.id);
            QCOMPARE(protocolOfFilter(row.filterName())->id, row.id);
            QVERIFY2(!row.request.empty() && !row.item.empty() && !row.items.empty(), row.name.data());
        }
    }

    void noTwoRowsShareAFilterName()
    {
        std::set<std::string> names;
        for (const ProtocolInfo &row : protocolInfos()) {
            for (const QString &name : QString::fromLatin1(row.filterNames.data(), qsizetype(row.filterNames.size())).split(' ', Qt::SkipEmptyParts)) {
                QVERIFY2(names.insert(name.toStdString()).second, qPrintable(name));
                QCOMPARE(name, name.toLower());
            }
        }
        QVERIFY(names.contains("postgres"));
    }

    void queriesAndChannelsAreFoundByTheirScheme()
    {
        for (const ProtocolInfo &row : protocolInfos()) {
            if (row.shape != Shape::Query && row.shape != Shape::Channel)
                continue;
            QCOMPARE(protocolOfScheme(row.scheme)->id, row.id);
            if (row.shape == Shape::Channel)
                QCOMPARE(protocolOfScheme(std::string(row.scheme) + "s")->id, row.id);
        }
        QVERIFY(!protocolOfScheme(""));
        QVERIFY(!protocolOfScheme("gopher"));
    }

    void theLastRowTakesAnythingAndHasNoName()
    {
        const ProtocolInfo &last = protocolInfos().back();
        QVERIFY(!last.named());
        QCOMPARE(int(last.openings[0].recognise({}, Direction::Sent, base::Side::Unknown, true)), int(Verdict::Yes));
    }

    void whatIsNoProtocolHasARowThatSaysNothing()
    {
        for (const int number : {int(Protocol::Unknown), 200, 255}) {
            QVERIFY(!protocolInfo(Protocol(number)).named());
            QVERIFY(protocolInfo(Protocol(number)).harMessages.empty());
        }
        QVERIFY(!protocolOfFilter("sql"));
        QVERIFY(!protocolCalled(""));
    }

    void whatTravelsInsideWebSocketIsFoundByItsSubprotocol()
    {
        for (const char *name : {"mqtt", "mqttv3.1", "MQTT"})
            QCOMPARE(protocolOfSubprotocol(name)->id, Protocol::Mqtt);
        for (const char *name : {"", "mqttv", "mqtt mqttv3.1", "chat"})
            QVERIFY(!protocolOfSubprotocol(name));
    }

    void aVerbThatOnlyReadsIsAWholeWord()
    {
        QVERIFY(protocolInfo(Protocol::Redis).onlyReads("GET"));
        QVERIFY(!protocolInfo(Protocol::Redis).onlyReads("GETDEL"));
        QVERIFY(!protocolInfo(Protocol::Redis).onlyReads(""));
    }
};

QTEST_GUILESS_MAIN(TestProtocolInfo)
#include "tst_protocol_info.moc"
