// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/metrics.h"

#include "tests/app/exporters/sample.h"

#include <QRegularExpression>
#include <QTest>

using namespace exporters;

namespace {

QStringList linesOf(const Metrics &metrics, const char *name)
{
    QStringList lines;
    for (const QString &line : QString::fromStdString(metrics.text()).split(QLatin1Char('\n')))
        if (line.startsWith(QLatin1String(name)))
            lines << line;
    return lines;
}

Metrics counted(sample::Capture &capture)
{
    const exchange::Store store = capture.store();
    Metrics metrics;
    for (exchange::ExchangeId id = 0; id < store.size(); ++id)
        metrics.add(store, id);
    metrics.take(store);
    return metrics;
}

} // namespace

class TestMetrics : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void countsByProcessProtocolAndStatus()
    {
        sample::Capture capture;
        for (const char *status : {"200 OK", "200 OK", "404 Not Found"})
            capture.add("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "", std::string("HTTP/1.1 ") + status + "\r\nContent-Length: 2\r\n\r\n", "ok");
        const Metrics metrics = counted(capture);
        QCOMPARE(linesOf(metrics, "cleartap_exchanges_total").join(QLatin1Char('\n')),
                 QStringLiteral("cleartap_exchanges_total{process=\"curl\",protocol=\"HTTP/1.1\",side=\"client\",outcome=\"error\",status=\"404\"} 1\n"
                                "cleartap_exchanges_total{process=\"curl\",protocol=\"HTTP/1.1\",side=\"client\",outcome=\"ok\",status=\"200\"} 2"));
        QCOMPARE(linesOf(metrics, "cleartap_response_body_bytes_total{"), QStringList{QStringLiteral("cleartap_response_body_bytes_total{process=\"curl\",protocol=\"HTTP/1.1\",side=\"client\"} 6")});
    }

    void classesOfDurationsGrow()
    {
        sample::Capture capture;
        for (int i = 0; i < 4; ++i)
            capture.add("GET / HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 204 No Content\r\n\r\n", "");
        const QStringList buckets = linesOf(counted(capture), "cleartap_exchange_duration_seconds_bucket");
        QCOMPARE(buckets.size(), qsizetype(Metrics::limits.size() + 1));
        qint64 before = 0;
        for (const QString &line : buckets) {
            const qint64 count = line.section(QLatin1Char(' '), -1).toLongLong();
            QVERIFY(count >= before);
            before = count;
        }
        QCOMPARE(before, 4);
        QVERIFY(buckets.last().contains(QStringLiteral("le=\"+Inf\"")));
    }

    void namesOfManyProcessesAreOther()
    {
        exchange::Batch batch;
        for (uint32_t id = 0; id < 2 * Metrics::processesMost; ++id) {
            exchange::Process process;
            process.id = id;
            process.comm = "worker\"\n" + std::to_string(id);
            batch.processes.push_back(process);
            exchange::Exchange one;
            one.id = one.process = id;
            batch.exchanges.push_back(one);
        }
        exchange::Store store;
        store.apply(std::move(batch));
        Metrics metrics;
        for (exchange::ExchangeId id = 0; id < store.size(); ++id)
            metrics.add(store, id);
        const QStringList lines = linesOf(metrics, "cleartap_exchanges_total");
        QCOMPARE(lines.size(), qsizetype(Metrics::processesMost + 1));
        QVERIFY(lines.filter(QStringLiteral("process=\"other\"")).constFirst().endsWith(QLatin1String(" 200")));
        QVERIFY(lines.filter(QStringLiteral("process=\"worker\\\"\\n7\"")).size() == 1);
    }
};

QTEST_GUILESS_MAIN(TestMetrics)
#include "tst_metrics.moc"
