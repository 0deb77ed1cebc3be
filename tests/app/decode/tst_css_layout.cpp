// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/css_layout.h"

#include "tests/app/decode/layout_test.h"

#include <QElapsedTimer>
#include <QtTest>

using namespace decode;

class TestCssLayout : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void laysOut_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("shown");
        const auto row = [](const char *name, const char *sent, const char *shown) { QTest::newRow(name) << QByteArray(sent) << QByteArray(shown); };
        row("rules", "a{color:red;margin:0 auto}b,i{}",
            "a {\n  color:red;\n  margin:0 auto\n}\nb,i {}");
        row("media", "@media (max-width:10em){a{b:c}}",
            "@media (max-width:10em) {\n  a {\n    b:c\n  }\n}");
        row("strings keep their braces", "a::after{content:\"{;}\\\"\"}",
            "a::after {\n  content:\"{;}\\\"\"\n}");
        row("data URLs keep their semicolons", "a{b:url(data:image/png;base64,AA==);c:d}",
            "a {\n  b:url(data:image/png;base64,AA==);\n  c:d\n}");
        row("comments stay", "/*! x; { */a{/* y */}",
            "/*! x; { */a {\n  /* y */\n}");
        row("descendants keep their space", "a  b>c{}",
            "a b>c {}");
        row("cut", "a{b:c",
            "a {\n  b:c");
        row("closed too often", "a}}b{}",
            "a\n}\n}\nb {}");
        row("nothing", "",
            "");
    }

    void laysOut()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(prettyCss(sent.toStdString())), shown);
        QCOMPARE(support::withoutSpace(shown), support::withoutSpace(sent));
        QCOMPARE(QByteArray::fromStdString(prettyCss(shown.toStdString())), shown); // and once more changes nothing
    }

    void hostileInputTakesNoLonger_data()
    {
        QTest::addColumn<QByteArray>("piece");
        for (const char *piece : {"a{", "}", "url(", "/*", "\"", "a{b:c}", "([", "\\"})
            QTest::newRow(piece) << QByteArray(piece);
    }

    void hostileInputTakesNoLonger()
    {
        QFETCH(QByteArray, piece);
        const QByteArray text = piece.repeated(500'000 / piece.size());
        QElapsedTimer timer;
        timer.start();
        const std::string out = prettyCss(text.toStdString());
        QVERIFY(timer.elapsed() < 5'000);
        QVERIFY(out.size() < size_t(text.size()) * 150);
        QCOMPARE(support::withoutSpace(QByteArray::fromStdString(out)), support::withoutSpace(text));
    }
};

QTEST_GUILESS_MAIN(TestCssLayout)
#include "tst_css_layout.moc"
