// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/masking_trial.h"

#include "app/masking/rule_file.h"
#include "tests/support/own_settings.h"
#include "tests/support/memory_bodies.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <numeric>

class MaskingTrialTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;

    // `count` requests whose paths hold an order number each.
    static void show(ui::CaptureController &capture, uint32_t count)
    {
        exchange::Batch batch;
        for (uint32_t id = 0; id < count; ++id) {
            exchange::Exchange one;
            one.id = id;
            one.state = exchange::State::Complete;
            one.method = "GET";
            one.host = "shop.local";
            one.path = "/order?number=ORD-" + std::to_string(100'000 + id);
            batch.exchanges.push_back(one);
        }
        capture.show(std::move(batch), std::make_shared<support::MemoryBodies>(), QStringLiteral("/tmp/test.har"));
        QTRY_VERIFY_WITH_TIMEOUT(!capture.isBusy(), 30'000); // they come some at a time, and nothing is cleared meanwhile
        QCOMPARE(capture.captured().size(), size_t(count));
    }
    static std::vector<uint32_t> ids(uint32_t count)
    {
        std::vector<uint32_t> ids(count);
        std::iota(ids.begin(), ids.end(), 0);
        return ids;
    }
    static uint64_t orders(const ui::TrialCounts &counts)
    {
        for (const masked::HiddenKind &kind : counts.kinds)
            if (kind.kind == "value ordernumber")
                return kind.places;
        return 0;
    }
    const masking::Rules m_rules = masking::parseRules("form order number = ORD-[0-9]+\n").value();

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_CONFIG_HOME", m_settings.folder().path().toUtf8()); }
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void countsAllInSteps()
    {
        ui::CaptureController capture;
        show(capture, 3000);
        ui::MaskingTrial trial(capture);
        trial.start(ids(3000), m_rules);
        QCOMPARE(trial.counts().total, size_t(3000));
        QTRY_VERIFY_WITH_TIMEOUT(trial.counts().isComplete(), 30'000);
        QCOMPARE(orders(trial.counts()), uint64_t(3000));
        QVERIFY(trial.counts().textBytes > 3000);
    }

    void theNextOneSupersedesIt()
    {
        ui::CaptureController capture;
        show(capture, 20'000);
        ui::MaskingTrial trial(capture);
        for (int i = 0; i < 20; ++i) {
            trial.start(ids(20'000), m_rules);
            QTest::qWait(3);
        }
        trial.start(ids(100), {});
        QTRY_VERIFY_WITH_TIMEOUT(trial.counts().isComplete(), 30'000);
        QCOMPARE(trial.counts().total, size_t(100));
        QCOMPARE(orders(trial.counts()), uint64_t(0));
    }

    void nothingToCountIsComplete()
    {
        ui::CaptureController capture;
        ui::MaskingTrial trial(capture);
        QSignalSpy changed(&trial, &ui::MaskingTrial::changed);
        trial.start({}, m_rules);
        QVERIFY(changed.wait());
        QVERIFY(trial.counts().isComplete());
    }

    void endsWithItsOwnerOrTheCapture()
    {
        ui::CaptureController capture;
        show(capture, 20'000);
        {
            ui::MaskingTrial gone(capture);
            gone.start(ids(20'000), m_rules);
        }
        ui::MaskingTrial trial(capture);
        trial.start(ids(20'000), m_rules);
        capture.clear();
        QCOMPARE(capture.captured().size(), size_t(0));
        QSignalSpy changed(&trial, &ui::MaskingTrial::changed);
        QVERIFY(!changed.wait(300));
    }
};

QTEST_MAIN(MaskingTrialTest)
#include "tst_masking_trial.moc"
