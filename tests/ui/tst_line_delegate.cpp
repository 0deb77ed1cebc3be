// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tree/line_delegate.h"

#include "tests/ui/support.h"
#include "ui/models/coverage_model.h"

#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QTest>

using namespace ui;

class TestLineDelegate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void theLinkToTheReasonNeverReachesTheCount_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("short") << QStringLiteral("JSSE · java");
        QTest::newRow("two lines") << QStringLiteral("OpenSSL 3.0.19 · nginx, python3, curl");
        QTest::newRow("many programs") << QStringLiteral("OpenSSL 3.0.19 · nginx, python3, curl, cmake, postgres, systemd-resolved");
        QTest::newRow("no blanks") << QString(80, QLatin1Char('x'));
    }
    void theLinkToTheReasonNeverReachesTheCount()
    {
        QFETCH(QString, name);
        Theme theme(ThemeChoice::Light);
        LibraryDelegate delegate(theme);
        QStandardItemModel model(1, 1);
        const QModelIndex index = model.index(0, 0);
        model.setData(index, name, Qt::DisplayRole);
        model.setData(index, QStringLiteral("no probe for this runtime"), CoverageModel::ReasonRole);
        model.setData(index, 1234, CoverageModel::CountRole);
        for (int width = 160; width < 420; width += 7) {
            QImage line(width, 92, QImage::Format_RGB32);
            line.fill(theme.current().panel);
            QStyleOptionViewItem option;
            option.rect = line.rect();
            QPainter painter(&line);
            delegate.paint(&painter, option, index);
            painter.end();
            int link = 0;
            for (int x = 0; x < width; ++x)
                for (int y = 0; y < line.height(); ++y)
                    if (line.pixelColor(x, y) == theme.current().accent) // the underline
                        link = std::max(link, x);
            QVERIFY2(link > 0, qPrintable(QString::number(width)));
            const int count = width - measure::margin - QFontMetrics(theme.small()).horizontalAdvance(QStringLiteral("1 234"));
            QVERIFY2(link < count, qPrintable(QStringLiteral("at %1: link to %2, count from %3").arg(width).arg(link).arg(count)));
        }
    }
};

QTEST_MAIN(TestLineDelegate)
#include "tst_line_delegate.moc"
