// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/page_reading.h"

#include <QObject>
#include <QTest>

#include <atomic>

using ui::PageReading;

class TestPageReading : public QObject
{
    Q_OBJECT

    int m_shown = 0;

    void read(PageReading &reading, int value, std::atomic<bool> *gate = nullptr)
    {
        reading.start(
            [value, gate](const ui::Background::Superseded &) {
                while (gate && !*gate)
                    QThread::msleep(1);
                return value;
            },
            [this](int result) { m_shown = result; });
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        m_shown = 0;
    }

    void isReadOncePerState()
    {
        PageReading reading(this);
        QVERIFY(!reading.isDue());
        reading.change(false);
        QVERIFY(reading.isDue());
        read(reading, 1);
        QVERIFY(!reading.isDue() && reading.isReading() && !reading.keeps());
        QTRY_COMPARE(m_shown, 1);
        QVERIFY(!reading.isDue() && !reading.isReading() && reading.keeps());
        reading.change(true);
        QVERIFY(reading.isDue() && reading.keeps());
    }

    void anotherMessageDropsWhatIsUnderWay()
    {
        std::atomic<bool> gate = false;
        PageReading reading(this);
        reading.change(false);
        read(reading, 1, &gate);
        reading.change(false);
        QVERIFY(reading.isDue() && !reading.isReading() && !reading.keeps());
        read(reading, 2);
        gate = true;
        QTRY_COMPARE(m_shown, 2);
        QVERIFY(!reading.isReading());
    }

    void aStateThatChangesWhileItIsReadIsDueAgain()
    {
        std::atomic<bool> gate = false;
        PageReading reading(this);
        reading.change(false);
        read(reading, 1, &gate);
        reading.change(true);
        QVERIFY(reading.isDue() && reading.isReading());
        gate = true;
        QTRY_COMPARE(m_shown, 1);
        QVERIFY(reading.isDue() && reading.keeps());
    }

    void whatNeedsNoReadingIsCurrent()
    {
        PageReading reading(this);
        reading.change(false);
        reading.skip(true);
        QVERIFY(!reading.isDue() && !reading.isReading() && reading.keeps());
    }
};

QTEST_GUILESS_MAIN(TestPageReading)
#include "tst_page_reading.moc"
