// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/html_layout.h"

#include "tests/app/decode/layout_test.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace decode;

class TestHtmlLayout : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void laysOut_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("shown");
        const auto row = [](const char *name, const char *sent, const char *shown) { QTest::newRow(name) << QByteArray(sent) << QByteArray(shown); };
        row("a page", "<!DOCTYPE html><html><head><title>A &lt; b</title><meta charset=utf-8></head><body><p>Hello <b>world</b></p></body></html>",
            "<!DOCTYPE html>\n<html>\n  <head>\n    <title>A &lt; b</title>\n    <meta charset=utf-8>\n  </head>\n  <body>\n    <p>Hello <b>world</b></p>\n  </body>\n</html>");
        row("a list without end tags", "<ul><li>a<li>b</ul>",
            "<ul>\n  <li>a\n  <li>b\n</ul>");
        row("a table", "<table><tr><td>1<td>2<tr><td>3</table>",
            "<table>\n  <tr>\n    <td>1\n    <td>2\n  <tr>\n    <td>3\n</table>");
        row("text that keeps its shape", "<div><pre> a\n  b </pre><textarea>\n x</textarea></div>",
            "<div>\n  <pre> a\n  b </pre>\n  <textarea>\n x</textarea>\n</div>");
        row("attributes with brackets", "<div title=\"a > b\"><p>x</div>",
            "<div title=\"a > b\">\n  <p>x\n</div>");
        row("comments", "<div><!-- <p> --><p>x</p></div>",
            "<div><!-- <p> -->\n  <p>x</p>\n</div>");
        row("breaks", "a<br>b<hr>c",
            "a<br>\nb\n<hr>\nc");
        row("no markup", "1 < 2 & 3 > 2",
            "1 < 2 & 3 > 2");
        row("cut in a tag", "<p>a<b class=\"",
            "<p>a<b class=\"");
        row("a short script stays", "<script>var a=1;</script><p>x",
            "<script>var a=1;</script>\n<p>x");
        row("nothing", "",
            "");
    }

    void laysOut()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(prettyHtml(sent.toStdString())), shown);
        QCOMPARE(support::withoutSpace(shown), support::withoutSpace(sent));
        QCOMPARE(QByteArray::fromStdString(prettyHtml(shown.toStdString())), shown); // and once more changes nothing
    }

    void hostileInputTakesNoLonger_data()
    {
        QTest::addColumn<QByteArray>("piece");
        for (const char *piece : {"<", "<a", "<!--", "<p>", "</p>", "<script>", "<div x=\"", "<pre>", "<li><ul>", "</script"})
            QTest::newRow(piece) << QByteArray(piece);
    }

    void hostileInputTakesNoLonger()
    {
        QFETCH(QByteArray, piece);
        const QByteArray text = piece.repeated(500'000 / piece.size());
        QElapsedTimer timer;
        timer.start();
        const std::string out = prettyHtml(text.toStdString());
        QVERIFY(timer.elapsed() < 5'000);
        QVERIFY(out.size() < size_t(text.size()) * 150);
        QCOMPARE(support::withoutSpace(QByteArray::fromStdString(out)), support::withoutSpace(text));
    }
};

QTEST_GUILESS_MAIN(TestHtmlLayout)
#include "tst_html_layout.moc"
