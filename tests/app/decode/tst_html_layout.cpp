// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/html_layout.h"

#include "tests/app/decode/layout_test.h"

#include <QtTest>

using namespace decode;

namespace {

std::string laidOut(const std::string &text) { return prettyHtml(text); }

} // namespace

class TestHtmlLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void laysOut_data()
    {
        support::addLayouts({
            {"a page", "<!DOCTYPE html><html><head><title>A &lt; b</title><meta charset=utf-8></head><body><p>Hello <b>world</b></p></body></html>",
             "<!DOCTYPE html>\n<html>\n  <head>\n    <title>A &lt; b</title>\n    <meta charset=utf-8>\n  </head>\n  <body>\n    <p>Hello <b>world</b></p>\n  </body>\n</html>"},
            {"a list without end tags", "<ul><li>a<li>b</ul>",
             "<ul>\n  <li>a\n  <li>b\n</ul>"},
            {"a table", "<table><tr><td>1<td>2<tr><td>3</table>",
             "<table>\n  <tr>\n    <td>1\n    <td>2\n  <tr>\n    <td>3\n</table>"},
            {"text that keeps its shape", "<div><pre> a\n  b </pre><textarea>\n x</textarea></div>",
             "<div>\n  <pre> a\n  b </pre>\n  <textarea>\n x</textarea>\n</div>"},
            {"attributes with brackets", "<div title=\"a > b\"><p>x</div>",
             "<div title=\"a > b\">\n  <p>x\n</div>"},
            {"comments", "<div><!-- <p> --><p>x</p></div>",
             "<div><!-- <p> -->\n  <p>x</p>\n</div>"},
            {"breaks", "a<br>b<hr>c",
             "a<br>\nb\n<hr>\nc"},
            {"no markup", "1 < 2 & 3 > 2",
             "1 < 2 & 3 > 2"},
            {"cut in a tag", "<p>a<b class=\"",
             "<p>a<b class=\""},
            {"a short script stays", "<script>var a=1;</script><p>x",
             "<script>var a=1;</script>\n<p>x"},
            {"nothing", "",
             ""},
        });
    }

    void laysOut() { support::compareLayout(laidOut); }

    void hostileInputTakesNoLonger_data() { support::addPieces({"<", "<a", "<!--", "<p>", "</p>", "<script>", "<div x=\"", "<pre>", "<li><ul>", "</script"}); }
    void hostileInputTakesNoLonger() { support::layOutPieces(laidOut); }
};

QTEST_GUILESS_MAIN(TestHtmlLayout)
#include "tst_html_layout.moc"
