// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/details/tcp_plot.h"

#include "tests/ui/support.h"
#include "ui/theme/theme.h"

#include <QImage>
#include <QSignalSpy>
#include <QWheelEvent>

#include <cmath>
#include <memory>
#include <stdexcept>

using ui::TcpCurve;

class TcpPlotTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<ui::Theme> m_theme;

    // A sample every 10 ms: the round trip grows, 1,000 bytes are sent each time, and two segments are lost at 50 ms.
    static std::vector<exchange::TcpFigures> series(int samples = 11)
    {
        std::vector<exchange::TcpFigures> all;
        for (int i = 0; i < samples; ++i) {
            exchange::TcpFigures one;
            one.time = support::noon + i * 10 * support::millisecond;
            one.srttUs = uint32_t(1000 + 100 * i);
            one.minRttUs = 900;
            one.cwnd = 10;
            one.bytesSent = uint64_t(1000 * i);
            one.bytesReceived = 0;
            one.retransmits = i >= 5 ? 2 : 0;
            all.push_back(one);
        }
        return all;
    }
    static const TcpCurve &named(const std::vector<TcpCurve> &curves, const char *name)
    {
        for (const TcpCurve &curve : curves)
            if (curve.name == QLatin1String(name))
                return curve;
        throw std::runtime_error(name);
    }
    std::unique_ptr<ui::TcpPlot> plot()
    {
        auto plot = std::make_unique<ui::TcpPlot>(*m_theme);
        plot->resize(424, 240);   // 400 for the plots
        plot->setCurves(ui::tcpCurves(series()), support::noon + 40 * support::millisecond, support::noon + 60 * support::millisecond, false);
        plot->show();
        return plot;
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light); }
    void init() { support::failOnWarnings(); }

    void figuresBecomeCurves()
    {
        const auto curves = ui::tcpCurves(series());
        QStringList names;
        for (const TcpCurve &curve : curves)
            names << curve.name;
        QCOMPARE(names, QStringList({ QStringLiteral("Round trip"), QStringLiteral("shortest"), QStringLiteral("Congestion window"), QStringLiteral("Throughput: sent"),
                                      QStringLiteral("received"), QStringLiteral("Retransmitted") }));
        QCOMPARE(named(curves, "Round trip").points[3].value, 1'300'000.0);
        QCOMPARE(named(curves, "Throughput: sent").points[3].value, 100'000.0);
        QCOMPARE(named(curves, "Retransmitted").points[4].value, 0.0);
        QCOMPARE(named(curves, "Retransmitted").points[5].value, 2.0);
    }

    void whatIsUnknownHasNoCurve()
    {
        auto unknown = series();
        for (auto &sample : unknown) {
            sample.cwnd.reset();
            sample.srttUs.reset();
        }
        QStringList names;
        for (const TcpCurve &curve : ui::tcpCurves(unknown))
            names << curve.name;
        QVERIFY(!names.contains(QStringLiteral("Congestion window")));
        QVERIFY(!names.contains(QStringLiteral("shortest")));
        QVERIFY(ui::tcpCurves(series(1)).empty());
        QVERIFY(ui::tcpCurves({}).empty());
    }

    void aCounterThatBeginsAgainIsNoHugeRate()
    {
        auto again = series();
        again[6].bytesSent = 0;
        const auto curves = ui::tcpCurves(again);
        for (const auto &point : named(curves, "Throughput: sent").points)
            QVERIFY(point.value < 1'000'000);
    }

    void aValueIsThatOfItsStepOrOfTheNearestPoint()
    {
        const auto curves = ui::tcpCurves(series());
        QCOMPARE(ui::valueAt(named(curves, "Retransmitted"), support::noon + 45 * support::millisecond), 2.0);
        QCOMPARE(ui::valueAt(named(curves, "Retransmitted"), support::noon + 55 * support::millisecond), 0.0);
        QCOMPARE(ui::valueAt(named(curves, "Round trip"), support::noon + 42 * support::millisecond), 1'400'000.0);
        QVERIFY(std::isnan(ui::valueAt(named(curves, "Round trip"), support::noon - 1)));
    }

    void thePointerReadsOff()
    {
        const auto shown = plot();
        QTest::mouseMove(shown.get(), { shown->placeOf(support::noon + 50 * support::millisecond), 30 });
        QTRY_VERIFY(shown->readOff().contains(QStringLiteral("Round trip 1.5 ms · shortest 0.9 ms")));
        QVERIFY2(shown->readOff().contains(QStringLiteral("Throughput: sent 100 kB/s")), qPrintable(shown->readOff()));
        QVERIFY(shown->readOff().contains(QStringLiteral("Congestion window 10 segments")));
    }

    void theWheelZoomsAroundThePointerAndADoubleClickShowsAll()
    {
        const auto shown = plot();
        const base::Time at = shown->timeAt(112);
        QWheelEvent turn({ 112, 30 }, shown->mapToGlobal(QPointF(112, 30)), {}, { 0, 120 }, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(shown.get(), &turn);
        QCOMPARE(shown->end() - shown->begin(), base::Duration(80 * support::millisecond));
        QVERIFY(std::abs(shown->placeOf(at) - 112) <= 1);
        QTest::mouseDClick(shown.get(), Qt::LeftButton, Qt::NoModifier, { 100, 30 });
        QCOMPARE(shown->end() - shown->begin(), base::Duration(100 * support::millisecond));
    }

    void aDragZoomsToItsRange()
    {
        const auto shown = plot();
        const base::Time from = shown->timeAt(100), to = shown->timeAt(200);
        QTest::mousePress(shown.get(), Qt::LeftButton, Qt::NoModifier, { 100, 30 });
        QTest::mouseMove(shown.get(), { 150, 30 });
        QTest::mouseRelease(shown.get(), Qt::LeftButton, Qt::NoModifier, { 200, 30 });
        QCOMPARE(shown->begin(), from);
        QVERIFY(std::abs(shown->end() - to) < support::millisecond / 1000);
    }

    void keysReadOffAndZoom()
    {
        const auto shown = plot();
        QTest::keyClick(shown.get(), Qt::Key_Right);
        QVERIFY(shown->readOff().startsWith(QStringLiteral("52 ms after the first figure")));
        QTest::keyClick(shown.get(), Qt::Key_Plus);
        QCOMPARE(shown->end() - shown->begin(), base::Duration(50 * support::millisecond));
        QTest::keyClick(shown.get(), Qt::Key_0);
        QCOMPARE(shown->end() - shown->begin(), base::Duration(100 * support::millisecond));
    }

    void theZoomStaysWhileTheConnectionGrows()
    {
        const auto shown = plot();
        QTest::keyClick(shown.get(), Qt::Key_Plus);
        const base::Time begin = shown->begin();
        shown->setCurves(ui::tcpCurves(series(30)), 0, 0, true);
        QCOMPARE(shown->begin(), begin);
        QTest::keyClick(shown.get(), Qt::Key_0);
        shown->setCurves(ui::tcpCurves(series(40)), 0, 0, true);
        QCOMPARE(shown->end() - shown->begin(), base::Duration(390 * support::millisecond));
    }

    void theExchangeIsMarked()
    {
        const auto shown = plot();
        const QImage picture = shown->grab().toImage();
        const auto ratio = picture.devicePixelRatio();
        const auto at = [&](int milliseconds) {
            return picture.pixelColor(int(shown->placeOf(support::noon + milliseconds * support::millisecond) * ratio), int(48 * ratio));
        };
        QVERIFY(at(50) != at(20));
        QCOMPARE(at(20), at(80));
    }
};

QTEST_MAIN(TcpPlotTest)
#include "tst_tcp_plot.moc"
