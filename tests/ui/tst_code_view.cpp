// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/code_view.h"

#include "tests/ui/support.h"
#include "ui/body/find_bar.h"
#include "ui/body/scintilla.h"
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QLineEdit>
#include <QTest>

using namespace ui;

class TestCodeView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        support::failOnWarnings();
        m_theme = std::make_unique<Theme>(ThemeChoice::Light);
        m_view = std::make_unique<CodeView>(*m_theme);
        m_view->resize(500, 300);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_theme.reset();
    }

    void theEditorHoldsTheTextAndCannotBeWrittenTo()
    {
        m_view->setText("{\n  \"a\": \"\xc3\xa9\"\n}\n", Syntax::Json);
        QCOMPARE(m_view->editor()->text(), QStringLiteral("{\n  \"a\": \"é\"\n}\n"));
        QTest::keyClicks(m_view->editor(), QStringLiteral("x"));
        QTest::keyClick(m_view->editor(), Qt::Key_Delete);
        QCOMPARE(m_view->editor()->text(), m_view->text());
    }

    void coloursKeysNumbersAndStringsFromTheTokens()
    {
        for (const Syntax syntax : {Syntax::Json, Syntax::Xml, Syntax::Html, Syntax::Css, Syntax::JavaScript, Syntax::None})
            m_view->setText("{ \"a\": 1 }", syntax);
        m_view->setText("{ \"a\": 1 }", Syntax::Json);
        QCOMPARE(m_view->editor()->lexer()->color(QsciLexerJSON::Property), lightTokens().codeKey);
        m_theme->set(ThemeChoice::Dark);
        QCOMPARE(m_view->editor()->lexer()->color(QsciLexerJSON::Number), darkTokens().codeNumber);
        QCOMPARE(m_view->editor()->lexer()->paper(QsciLexerJSON::Number), darkTokens().panel);
    }

    void textsOfEveryLanguageSurviveTheOther()
    {
        for (int round = 0; round < 3; ++round) {
            m_view->setText("<a>1</a>", Syntax::Xml);
            m_view->setText("plain", Syntax::None);
            m_view->setText("[1]", Syntax::Json);
        }
        QCOMPARE(m_view->text(), QStringLiteral("[1]"));
    }

    void findsEveryHitAndStepsThroughThem()
    {
        m_view->setText("one Token\ntwo token\nthree TOKEN\n", Syntax::None);
        QTest::keyClick(m_view->editor(), Qt::Key_F, Qt::ControlModifier);
        auto *bar = m_view->findChild<FindBar *>();
        QVERIFY(bar->isVisible());
        auto *edit = bar->findChild<QLineEdit *>();
        QTest::keyClicks(edit, QStringLiteral("token"));
        QTRY_COMPARE(bar->countText(), QStringLiteral("1 of 3"));
        QCOMPARE(m_view->editor()->selectedText(), QStringLiteral("Token"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(bar->countText(), QStringLiteral("2 of 3"));
        QTest::keyClick(edit, Qt::Key_F3);
        QCOMPARE(m_view->editor()->selectedText(), QStringLiteral("TOKEN"));
        QTest::keyClick(edit, Qt::Key_Return);
        QCOMPARE(bar->countText(), QStringLiteral("1 of 3"));
        QTest::keyClick(edit, Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(bar->countText(), QStringLiteral("3 of 3"));
        QTest::keyClick(edit, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
    }

    void saysWhenThereIsNoHit()
    {
        m_view->setText("one", Syntax::None);
        m_view->openFind();
        auto *bar = m_view->findChild<FindBar *>();
        QTest::keyClicks(bar->findChild<QLineEdit *>(), QStringLiteral("zwei"));
        QTRY_COMPARE(bar->countText(), QStringLiteral("not found"));
    }

    void aSearchCountsNoMoreThanItsLimit()
    {
        const Hits hits = findAll(QByteArray(100, 'a'), "AA", 10);
        QCOMPARE(hits.offsets.size(), size_t(10));
        QVERIFY(hits.more);
        QCOMPARE(hits.offsets[1], qsizetype(2));
        QVERIFY(!findAll("aaa", "aa", 1).more);
    }

    void bytesThatAreNoTextStayAsTheyAre()
    {
        m_view->setText(QByteArray("a\x00\xff\x1b[0m", 7), Syntax::None);
        QCOMPARE(m_view->editor()->SendScintilla(QsciScintillaBase::SCI_GETLENGTH), 7L);
        QCOMPARE(m_view->editor()->SendScintilla(QsciScintillaBase::SCI_GETCHARAT, 2UL) & 0xff, 0xffL);
    }

    void keepsItsPlaceWhenTheSameTextGrows()
    {
        QByteArray text;
        for (int i = 0; i < 500; ++i)
            text += "line " + QByteArray::number(i) + '\n';
        m_view->setText(text, Syntax::None);
        m_view->editor()->setFirstVisibleLine(100);
        m_view->setText(text + "more\n", Syntax::None, true);
        QCOMPARE(m_view->editor()->firstVisibleLine(), 100);
        m_view->setText(text, Syntax::None);
        QCOMPARE(m_view->editor()->firstVisibleLine(), 0);
    }

    void fiftyMegabytesOfJsonAppearWithoutALongFreeze()
    {
        QByteArray text("[\n");
        while (text.size() < 50'000'000)
            text += "  {\n    \"id\": 12345,\n    \"name\": \"a string of some length\"\n  },\n";
        QElapsedTimer timer;
        timer.start();
        m_view->setText(text, Syntax::Json);
        const qint64 set = timer.restart();
        m_view->grab();
        const qint64 drawn = timer.restart();
        m_view->setText({}, Syntax::None);
        qInfo("50 MB into the editor: %lld ms, drawn: %lld ms, taken out: %lld ms", set, drawn, timer.elapsed());
        QVERIFY(set + drawn < 4000);
    }

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<CodeView> m_view;
};

QTEST_MAIN(TestCodeView)
#include "tst_code_view.moc"
