// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/table_text.h"

#include <QtTest>

using namespace exporters;

class TestTableText : public QObject
{
    Q_OBJECT

    // As a spreadsheet reads it.
    static QString throughPython(const std::string &csv)
    {
        QProcess python;
        python.start("/usr/bin/python3", {"-c", "import csv, io, json, sys; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode(), newline='')))))"});
        python.write(csv.data(), qint64(csv.size()));
        python.closeWriteChannel();
        python.waitForFinished();
        return QString::fromUtf8(python.readAllStandardOutput()).trimmed();
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void csvIsReadBackAsItWas()
    {
        QCOMPARE(throughPython(csvText({{"a", "b"}, {"x,y", "say \"hi\""}, {"two\nlines", ""}, {"ü", " s "}})),
                 QString("[[\"a\", \"b\"], [\"x,y\", \"say \\\"hi\\\"\"], [\"two\\nlines\", \"\"], [\"\\u00fc\", \" s \"]]"));
    }

    void aCellIsNeverAFormula()
    {
        for (const std::string cell : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"})
            QVERIFY2(throughPython(csvText({{cell}})).startsWith("[[\"'"), cell.c_str());
        QCOMPARE(throughPython(csvText({{"a=1", "/x?a=-1"}})), QString("[[\"a=1\", \"/x?a=-1\"]]"));
    }

    void markdownInterpretsNothing()
    {
        QCOMPARE(QByteArray::fromStdString(markdownTable({{"Path", "Status"}, {"/a|b_c*`<b>", "200"}, {"two\nlines", "[x](y)"}})),
                 QByteArray("| Path | Status |\n| --- | --- |\n| /a\\|b\\_c\\*\\`\\<b\\> | 200 |\n| two lines | \\[x\\](y) |\n"));
        QCOMPARE(markdownTable({}), std::string());
    }
};

QTEST_GUILESS_MAIN(TestTableText)
#include "tst_table_text.moc"
