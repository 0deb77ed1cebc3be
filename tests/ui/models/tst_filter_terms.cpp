// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/filter_terms.h"

#include "app/filter/filter.h"
#include "tests/support/scripted.h"

#include <QTest>

using exchange::Store;
using ui::Column;

class FilterTermsTest : public QObject
{
    Q_OBJECT

    static bool matches(const Store &store, exchange::ExchangeId id, const QString &term)
    {
        const auto filter = filter::compile(term.toStdString());
        return filter && filter->matches(store, id);
    }

private Q_SLOTS:
    void everyValueThatIsOfferedFindsItsOwnRow()
    {
        Store store;
        support::Script script;
        exchange::Batch batch = script.batch({ QStringLiteral("0 sh GET api.local:8443 /a?x=(1) 404 38ms"), QStringLiteral("1 ssh POST api.local.org /a 200 5ms") });
        batch.exchanges[0].path = "/a\"b\\c (d) *";
        batch.exchanges[0].response.bodyBytes = 4213;
        batch.processes[0].comm = "Web \"Content\"";
        store.apply(std::move(batch));
        int offered = 0;
        for (int column = 0; column < ui::columnCount; ++column) {
            const QString term = ui::cellTerm(store, 0, Column(column));
            offered += !term.isEmpty();
            if (!term.isEmpty())
                QVERIFY2(matches(store, 0, term), qPrintable(term));
        }
        QVERIFY(offered >= 14);
    }

    void wholeValuesFindNoOtherRow()
    {
        Store store;
        support::Script script;
        store.apply(script.batch({ QStringLiteral("0 sh GET api.local /a 404 38ms"), QStringLiteral("1 ssh POST api.local.org /ab 200 5ms") }));
        for (const Column column : { Column::Process, Column::Host, Column::Path, Column::Method, Column::Status, Column::Pid, Column::Duration }) {
            const QString term = ui::cellTerm(store, 0, column);
            QVERIFY2(matches(store, 0, term) && !matches(store, 1, term), qPrintable(term));
        }
        QCOMPARE(ui::cellTerm(store, 0, Column::Process), QStringLiteral("proc=sh"));
        QCOMPARE(ui::cellTerm(store, 0, Column::Duration), QStringLiteral("dur>=38ms"));
        QCOMPARE(ui::cellTerm(store, 0, Column::Type), QStringLiteral("type:json"));
        QCOMPARE(ui::cellTerm(store, 0, Column::Time), QString());
    }

    void quotesWhatWouldEndTheTerm_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("term");
        QTest::newRow("plain") << QStringLiteral("curl") << QStringLiteral("proc:curl");
        QTest::newRow("a blank") << QStringLiteral("Web Content") << QStringLiteral("proc:\"Web Content\"");
        QTest::newRow("a quote") << QStringLiteral("a\"b") << QStringLiteral("proc:\"a\\\"b\"");
        QTest::newRow("a parenthesis") << QStringLiteral("(sd-pam)") << QStringLiteral("proc:\"(sd-pam)\"");
        QTest::newRow("a backslash") << QStringLiteral("a\\b c") << QStringLiteral("proc:\"a\\\\b c\"");
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("too long") << QString(2000, QLatin1Char('x')) << QString();
    }
    void quotesWhatWouldEndTheTerm()
    {
        QFETCH(QString, value);
        QFETCH(QString, term);
        QCOMPARE(ui::filterTerm("proc", value), term);
        if (!term.isEmpty())
            QVERIFY(filter::compile(term.toStdString()));
    }
};

QTEST_MAIN(FilterTermsTest)
#include "tst_filter_terms.moc"
