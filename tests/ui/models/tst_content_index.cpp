// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/content_index.h"

#include "tests/support/memory_bodies.h"
#include "ui/models/exchange_table_model.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using ui::ContentIndex;

class TestContentIndex : public QObject
{
    Q_OBJECT

    struct Capture {
        exchange::Store store;
        std::shared_ptr<support::MemoryBodies> bodies = std::make_shared<support::MemoryBodies>();
        ContentIndex contents{store};
        ui::ExchangeTableModel table{store};
        QAbstractItemModelTester tester{&table, QAbstractItemModelTester::FailureReportingMode::QtTest};

        Capture()
        {
            contents.setBodies(bodies);
            connect(&contents, &ContentIndex::found, &table, [this](const std::vector<exchange::ExchangeId> &ids) { table.filterAgain(ids); });
        }
        exchange::Exchange make(uint32_t id, std::string_view body, exchange::State state = exchange::State::Complete)
        {
            exchange::Exchange e;
            e.id = id;
            e.state = state;
            e.path = "/" + std::to_string(id);
            e.response.body = {bodies->add(body)};
            e.response.bodyBytes = body.size();
            return e;
        }
        void add(exchange::Exchange e)
        {
            exchange::Batch batch;
            batch.exchanges.push_back(std::move(e));
            table.apply(store.apply(std::move(batch)));
        }
        void filter(const char *text)
        {
            const std::vector<filter::Filter> terms{*filter::compile(text)};
            contents.setFilters(terms);
            table.setFilter(ui::RowFilter(terms, std::nullopt, &contents));
        }
        QByteArray shown() const
        {
            QByteArray ids;
            for (const uint32_t id : table.shownIds())
                ids += QByteArray::number(id) + ' ';
            return ids.trimmed();
        }
        bool settle()
        {
            QTest::qWait(5);
            return QTest::qWaitFor([this] { return contents.waiting() == 0; }) && (QTest::qWait(150), true);
        }
    };

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void showsRowsAsTheyAreFound()
    {
        Capture c;
        for (uint32_t id = 0; id < 300; ++id)
            c.add(c.make(id, id % 100 == 42 ? "a needle here" : "hay"));
        QSignalSpy found(&c.contents, &ContentIndex::found);
        c.filter("body:needle");
        QCOMPARE(c.shown(), QByteArray());
        QCOMPARE(c.contents.waiting(), size_t(300));
        QVERIFY(c.settle());
        QCOMPARE(c.shown(), QByteArray("42 142 242"));
        QVERIFY(found.count() >= 1);
    }

    void takesRowsAwayThatMustNotHoldTheText()
    {
        Capture c;
        for (uint32_t id = 0; id < 4; ++id)
            c.add(c.make(id, id == 2 ? "needle" : "hay"));
        c.filter("-body:needle");
        QVERIFY(c.settle());
        QCOMPARE(c.shown(), QByteArray("0 1 3"));
    }

    void looksIntoWhatComesLaterAndAgainIntoWhatHasGrown()
    {
        Capture c;
        c.filter("body:needle");
        c.add(c.make(0, "need", exchange::State::InProgress));
        c.add(c.make(1, "needle"));
        QVERIFY(c.settle());
        QCOMPARE(c.shown(), QByteArray("1"));
        exchange::Exchange grown = c.make(0, "needle", exchange::State::InProgress);
        c.add(grown);
        QTRY_COMPARE(c.shown(), QByteArray("0 1"));
        const int reads = c.bodies->reads;
        grown.state = exchange::State::Complete;
        c.add(grown);
        QVERIFY(c.settle());
        QCOMPARE(c.bodies->reads.load(), reads); // results are kept
        QCOMPARE(c.shown(), QByteArray("0 1"));
    }

    void looksOnceWhileTheTextStaysTheSame()
    {
        Capture c;
        for (uint32_t id = 0; id < 10; ++id)
            c.add(c.make(id, "hay"));
        c.filter("body:needle");
        QVERIFY(c.settle());
        const int reads = c.bodies->reads;
        c.filter("body:needle path:/3");
        QVERIFY(c.settle());
        QCOMPARE(c.bodies->reads.load(), reads);
        c.filter("body:hay");
        QVERIFY(c.settle());
        QCOMPARE(c.shown(), QByteArray("0 1 2 3 4 5 6 7 8 9"));
    }

    void givesUpWhatNobodyAsksForAnyMore()
    {
        Capture c;
        for (uint32_t id = 0; id < 500; ++id)
            c.add(c.make(id, "hay"));
        c.bodies->delayMs = 20;
        c.filter("body:needle");
        QTest::qWait(60);
        c.filter("path:/7");
        QCOMPARE(c.contents.waiting(), size_t(0));
        c.bodies->delayMs = 0;
        QTest::qWait(200);
        QVERIFY(c.bodies->reads < 100);
        c.filter("body:hay");
        QVERIFY(c.settle());
        QCOMPARE(c.table.shown(), 500u);
    }

    void waitsForTheBodiesOfACaptureThatBegins()
    {
        Capture c;
        c.contents.setBodies(nullptr);
        c.filter("body:needle");
        c.add(c.make(0, "needle"));
        QTest::qWait(20);
        QCOMPARE(c.contents.waiting(), size_t(1));
        c.contents.setBodies(c.bodies);
        QVERIFY(c.settle());
        QCOMPARE(c.shown(), QByteArray("0"));
    }

    void forgetsWithTheCapture()
    {
        Capture c;
        c.add(c.make(0, "needle"));
        c.filter("body:needle");
        QVERIFY(c.settle());
        c.store.clear();
        c.contents.forget();
        c.table.reload();
        c.add(c.make(0, "hay"));
        QVERIFY(c.settle());
        QCOMPARE(c.shown(), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestContentIndex)
#include "tst_content_index.moc"
