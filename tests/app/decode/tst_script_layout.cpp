// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/script_layout.h"

#include "tests/app/decode/layout_test.h"

#include <QtTest>

using namespace decode;

namespace {

std::string laidOut(const std::string &text) { return prettyScript(text); }

} // namespace

class TestScriptLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void laysOut_data()
    {
        support::addLayouts({
            {"statements", "var a=1,b=2;f();",
             "var a=1,\nb=2;\nf();"},
            {"a function", "function f(a,b){return a+b}g()",
             "function f(a,b) {\n  return a+b\n}\ng()"},
            {"an object", "x={a:1,b:[1,2],c:{}};",
             "x={\n  a:1,\n  b:[1,2],\n  c:{}\n};"},
            {"a loop", "for(var i=0;i<3;i++){f(i)}",
             "for(var i=0;i<3;i++) {\n  f(i)\n}"},
            {"else", "if(a){b()}else{c()}",
             "if(a) {\n  b()\n} else{\n  c()\n}"},
            {"a call back", "f(function(){a();b()},1);c",
             "f(function() {\n  a();\n  b()\n},1);\nc"},
            {"a string", "a=\"{;}\";b='it\\'s;'",
             "a=\"{;}\";\nb='it\\'s;'"},
            {"a template", "a=`x;${b({c:`;{`})};`;d",
             "a=`x;${b({c:`;{`})};`;\nd"},
            {"an expression", "a=/[/;]{\"/g;b=c/d;e=f(g)/h;return /;/",
             "a=/[/;]{\"/g;\nb=c/d;\ne=f(g)/h;\nreturn /;/"},
            {"a comment to the end of the line", "a;// {;\nb",
             "a;\n// {;\nb"},
            {"a comment in an empty block", "if(a){// no\n}b",
             "if(a) {\n  // no\n}\nb"},
            {"line breaks that end statements", "a=b\nc()",
             "a=b\nc()"},
            {"an arrow", "a.map(b=>{c}).d()",
             "a.map(b=>{\n  c\n}).d()"},
            {"cut in a string", "a=\"b",
             "a=\"b"},
            {"cut in a template", "a=`b{",
             "a=`b{"},
            {"closed too often", "}}a",
             "}\n}\na"},
            {"nothing", "",
             ""},
        });
    }

    void laysOut() { support::compareLayout(laidOut); }

    void hostileInputTakesNoLonger_data() { support::addPieces({"{", "}", "/[", "`${", "\"", "a,b;", "/", "(", "/*", "'\\"}); }
    void hostileInputTakesNoLonger() { support::layOutPieces(laidOut); }
};

QTEST_GUILESS_MAIN(TestScriptLayout)
#include "tst_script_layout.moc"
