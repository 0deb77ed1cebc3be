// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/css_layout.h"

#include "tests/app/decode/layout_test.h"

#include <QtTest>

using namespace decode;

namespace {

std::string laidOut(const std::string &text) { return prettyCss(text); }

} // namespace

class TestCssLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void laysOut_data()
    {
        support::addLayouts({
            {"rules", "a{color:red;margin:0 auto}b,i{}",
             "a {\n  color:red;\n  margin:0 auto\n}\nb,i {}"},
            {"media", "@media (max-width:10em){a{b:c}}",
             "@media (max-width:10em) {\n  a {\n    b:c\n  }\n}"},
            {"strings keep their braces", "a::after{content:\"{;}\\\"\"}",
             "a::after {\n  content:\"{;}\\\"\"\n}"},
            {"data URLs keep their semicolons", "a{b:url(data:image/png;base64,AA==);c:d}",
             "a {\n  b:url(data:image/png;base64,AA==);\n  c:d\n}"},
            {"comments stay", "/*! x; { */a{/* y */}",
             "/*! x; { */a {\n  /* y */\n}"},
            {"descendants keep their space", "a  b>c{}",
             "a b>c {}"},
            {"cut", "a{b:c",
             "a {\n  b:c"},
            {"closed too often", "a}}b{}",
             "a\n}\n}\nb {}"},
            {"nothing", "",
             ""},
        });
    }

    void laysOut() { support::compareLayout(laidOut); }

    void hostileInputTakesNoLonger_data() { support::addPieces({"a{", "}", "url(", "/*", "\"", "a{b:c}", "([", "\\"}); }
    void hostileInputTakesNoLonger() { support::layOutPieces(laidOut); }
};

QTEST_GUILESS_MAIN(TestCssLayout)
#include "tst_css_layout.moc"
