// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/script_layout.h"

#include "tests/app/decode/layout_test.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace decode;

class TestScriptLayout : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void laysOut_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("shown");
        const auto row = [](const char *name, const char *sent, const char *shown) { QTest::newRow(name) << QByteArray(sent) << QByteArray(shown); };
        row("statements", "var a=1,b=2;f();",
            "var a=1,\nb=2;\nf();");
        row("a function", "function f(a,b){return a+b}g()",
            "function f(a,b) {\n  return a+b\n}\ng()");
        row("an object", "x={a:1,b:[1,2],c:{}};",
            "x={\n  a:1,\n  b:[1,2],\n  c:{}\n};");
        row("a loop", "for(var i=0;i<3;i++){f(i)}",
            "for(var i=0;i<3;i++) {\n  f(i)\n}");
        row("else", "if(a){b()}else{c()}",
            "if(a) {\n  b()\n} else{\n  c()\n}");
        row("a call back", "f(function(){a();b()},1);c",
            "f(function() {\n  a();\n  b()\n},1);\nc");
        row("a string", "a=\"{;}\";b='it\\'s;'",
            "a=\"{;}\";\nb='it\\'s;'");
        row("a template", "a=`x;${b({c:`;{`})};`;d",
            "a=`x;${b({c:`;{`})};`;\nd");
        row("an expression", "a=/[/;]{\"/g;b=c/d;e=f(g)/h;return /;/",
            "a=/[/;]{\"/g;\nb=c/d;\ne=f(g)/h;\nreturn /;/");
        row("a comment to the end of the line", "a;// {;\nb",
            "a;\n// {;\nb");
        row("a comment in an empty block", "if(a){// no\n}b",
            "if(a) {\n  // no\n}\nb");
        row("line breaks that end statements", "a=b\nc()",
            "a=b\nc()");
        row("an arrow", "a.map(b=>{c}).d()",
            "a.map(b=>{\n  c\n}).d()");
        row("cut in a string", "a=\"b",
            "a=\"b");
        row("cut in a template", "a=`b{",
            "a=`b{");
        row("closed too often", "}}a",
            "}\n}\na");
        row("nothing", "",
            "");
    }

    void laysOut()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(prettyScript(sent.toStdString())), shown);
        QCOMPARE(support::withoutSpace(shown), support::withoutSpace(sent));
        QCOMPARE(QByteArray::fromStdString(prettyScript(shown.toStdString())), shown); // and once more changes nothing
    }

    void hostileInputTakesNoLonger_data()
    {
        QTest::addColumn<QByteArray>("piece");
        for (const char *piece : {"{", "}", "/[", "`${", "\"", "a,b;", "/", "(", "/*", "'\\"})
            QTest::newRow(piece) << QByteArray(piece);
    }

    void hostileInputTakesNoLonger()
    {
        QFETCH(QByteArray, piece);
        const QByteArray text = piece.repeated(500'000 / piece.size());
        QElapsedTimer timer;
        timer.start();
        const std::string out = prettyScript(text.toStdString());
        QVERIFY(timer.elapsed() < 5'000);
        QVERIFY(out.size() < size_t(text.size()) * 150);
        QCOMPARE(support::withoutSpace(QByteArray::fromStdString(out)), support::withoutSpace(text));
    }
};

QTEST_GUILESS_MAIN(TestScriptLayout)
#include "tst_script_layout.moc"
