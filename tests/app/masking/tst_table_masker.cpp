// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/table_masker.h"

#include <QRegularExpression>
#include <QTest>

using namespace masking;

namespace {

const Masker masker(Key{1, 2});

std::string masked(std::string_view table, size_t piece)
{
    Report report;
    TableMasker rewriter(masker, report);
    std::string out;
    for (size_t at = 0; at < table.size(); at += piece)
        rewriter.feed(table.substr(at, piece), out);
    rewriter.finish(out);
    return out;
}

} // namespace

class TestTableMasker : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void masksColumnsByName_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *table, const char *expected) { QTest::newRow(table) << QByteArray(table) << QByteArray(expected); };
        row("id,password,note\n1,x1,a\n2,x2,b\n", "id,password,note\n1,<x1>,a\n2,<x2>,b\n");
        row("id;api_key\r\n1;x1\r\n", "id;api_key\r\n1;<x1>\r\n");
        row("a\tpassword\n1\tx1", "a\tpassword\n1\t<x1>");
        row("\"user, name\",\"full name\",token\n\"a,b\",c,\"x1\"\n", "\"user, name\",\"full name\",token\n\"a,b\",c,\"<x1>\"\n");
        row("token,a\n\"x\"\"1\",b\n", "token,a\n\"<x\"1>\",b\n");
        row("a,password\n1,\n2\n", "a,password\n1,\n2\n");
        row("a,b\n1,user=ann password=x1\n", "a,b\n1,user=ann password=<x1>\n");
        row("", "");
    }
    void masksColumnsByName()
    {
        QFETCH(QByteArray, table);
        QFETCH(QByteArray, expected);
        for (const char *secret : {"x1", "x2", "x\"1"})
            expected.replace("<" + QByteArray(secret) + ">", QByteArray::fromStdString(masker.tag(secret)));
        for (const size_t piece : {size_t(1), size_t(2), size_t(5), size_t(table.size() + 1)})
            QCOMPARE(QByteArray::fromStdString(masked(table.toStdString(), piece)), expected);
    }

    void readsCellsWithoutEndInTime()
    {
        const std::string table = "a,b\n\"" + std::string(10'000'000, 'x');
        QCOMPARE(masked(table, 65'536), table);
        QVERIFY(masked(std::string(1'000'000, ','), 1'000) == std::string(1'000'000, ','));
    }
};

QTEST_GUILESS_MAIN(TestTableMasker)
#include "tst_table_masker.moc"
