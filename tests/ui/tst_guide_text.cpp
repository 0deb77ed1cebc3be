// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/filter/filter.h"
#include "ui/text/guide_text.h"

#include <QRegularExpression>
#include <QTest>
#include <QUrl>

class TestGuideText : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void itsFiltersAreFilters()
    {
        static const QRegularExpression link(QStringLiteral("href=\"([^\"]*)\""));
        int filters = 0;
        for (const ui::GuidePage &page : ui::guidePages())
            for (auto found = link.globalMatch(page.html); found.hasNext();) {
                const QUrl url(found.next().captured(1));
                QCOMPARE(url.scheme(), QStringLiteral("filter"));
                const std::string text = url.path(QUrl::FullyDecoded).toStdString();
                const auto compiled = filter::compile(text);
                QVERIFY2(compiled, text.c_str());
                QVERIFY(!filter::describe(*compiled).empty());
                ++filters;
            }
        QVERIFY(filters > 10);
    }
};

QTEST_GUILESS_MAIN(TestGuideText)
#include "tst_guide_text.moc"
