// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/list_filter.h"

#include <QSignalSpy>
#include <QTest>

using ui::ListFilter;

class ListFilterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void addsTermsThatMustAllMatch()
    {
        ListFilter filter;
        filter.addTerm(QStringLiteral("host:api"));
        filter.addTerm(QStringLiteral("status:404"));
        filter.addTerm(QStringLiteral("host:api"));
        QCOMPARE(filter.text(), QStringLiteral("host:api status:404"));
    }

    void aTermTakesThePlaceOfItsOpposite()
    {
        ListFilter filter;
        filter.setText(QStringLiteral("a host:\"web content\" b"));
        filter.addTerm(QStringLiteral("-host:\"web content\""));
        QCOMPARE(filter.text(), QStringLiteral("a b -host:\"web content\""));
        filter.addTerm(QStringLiteral("host:\"web content\""));
        QCOMPARE(filter.text(), QStringLiteral("a b host:\"web content\""));
    }

    void whatStandsInQuotesIsNoTerm()
    {
        ListFilter filter;
        filter.setText(QStringLiteral("body:\"x pid:1 y\""));
        filter.addTerm(QStringLiteral("-pid:1"));
        QCOMPARE(filter.text(), QStringLiteral("body:\"x pid:1 y\" -pid:1"));
    }

    void aChoiceIsKeptTogether()
    {
        ListFilter filter;
        filter.setText(QStringLiteral("host:a or host:b"));
        filter.addTerm(QStringLiteral("status:404"));
        QCOMPARE(filter.text(), QStringLiteral("(host:a or host:b) status:404"));
    }

    void anInvalidTextChangesNothing()
    {
        ListFilter filter;
        filter.setText(QStringLiteral("status>=400"));
        QSignalSpy changed(&filter, &ListFilter::changed);
        filter.setText(QStringLiteral("status>="));
        QCOMPARE(filter.text(), QStringLiteral("status>=400"));
        QCOMPARE(changed.size(), 0);
        QCOMPARE(filter.terms().size(), size_t(1));
    }

    void clearShowsEverything()
    {
        ListFilter filter;
        filter.setText(QStringLiteral("a"));
        filter.setPreset(filter::compile("is:http").value());
        filter.setScope(ui::TreeScope { "curl", std::nullopt });
        QCOMPARE(filter.terms().size(), size_t(2));
        filter.clear();
        QVERIFY(filter.terms().empty() && !filter.scope() && filter.text().isEmpty());
    }
};

QTEST_MAIN(ListFilterTest)
#include "tst_list_filter.moc"
