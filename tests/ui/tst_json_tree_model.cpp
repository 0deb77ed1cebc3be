// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/json_tree_model.h"

#include "tests/ui/support.h"
#include "ui/body/json_tree_view.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTest>

using namespace ui;

class TestJsonTreeModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void opensLevelByLevel()
    {
        JsonTreeModel model(m_theme);
        model.setJson(R"({"name":"Ann \u00e4","n":12345678901234567890,"list":[true,{"x y":null}],"e":{},"long":")" + QByteArray(1000, 'l') + R"("})");
        // It fetches while it checks, so it must come after the reset.
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(line(model, model.index(0, 0)), QStringLiteral("name = \"Ann ä\""));
        QCOMPARE(line(model, model.index(1, 0)), QStringLiteral("n = 12345678901234567890"));
        QCOMPARE(line(model, model.index(3, 0)), QStringLiteral("e = {}"));
        QVERIFY(!model.hasChildren(model.index(3, 0)));
        QVERIFY(line(model, model.index(4, 0)).size() < 320);
        const QModelIndex list = model.index(2, 0);
        model.fetchMore(list);
        QCOMPARE(model.rowCount(list), 2);
        QCOMPARE(line(model, list), QStringLiteral("list = […]  2 elements"));
        const QModelIndex second = model.index(1, 0, list);
        model.fetchMore(second);
        const QModelIndex leaf = model.index(0, 0, second);
        QCOMPARE(line(model, leaf), QStringLiteral("x y = null"));
        QCOMPARE(model.path(leaf), QStringLiteral("$.list[1][\"x y\"]"));
        QCOMPARE(model.json(second), QStringLiteral("{\"x y\":null}"));
        QCOMPARE(model.plainText(model.index(0, 1)), QStringLiteral("Ann ä"));
    }

    void linesAndSingleValuesHaveATreeToo()
    {
        JsonTreeModel model(m_theme);
        model.setJson("{\"a\":1}\n{\"a\":2}\n");
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.path(model.index(1, 0)), QStringLiteral("$[1]"));
        model.setJson("\"alone\"");
        QCOMPARE(line(model, model.index(0, 0)), QStringLiteral(" = \"alone\""));
        model.setJson("");
        QCOMPARE(model.rowCount(), 0);
        model.setJson("{\"a\":[1,");
        QCOMPARE(model.rowCount(), 1);
    }

    void aLongLevelComesInPieces()
    {
        QByteArray json = "[";
        for (int i = 0; i < 4500; ++i)
            json += QByteArray::number(i) + ',';
        json.back() = ']';
        JsonTreeView view(m_theme);
        view.setJson(json);
        const QAbstractItemModelTester tester(view.tree(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(view.tree()->rowCount(), 2001);
        const QModelIndex more = view.tree()->index(2000, 0);
        QVERIFY(view.tree()->isMore(more));
        Q_EMIT view.clicked(more);
        QCOMPARE(line(*view.tree(), view.currentIndex()), QStringLiteral("2000 = 2000"));
        QCOMPARE(view.tree()->rowCount(), 4001);
        view.setCurrentIndex(view.tree()->index(4000, 0));
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(view.tree()->rowCount(), 4500);
    }

    void opensWhatIsSmallAndCopiesValues()
    {
        JsonTreeView view(m_theme);
        view.setJson(R"({"user":{"name":"Ann"},"tags":["a"]})");
        QVERIFY(view.isExpanded(view.tree()->index(0, 0)));
        view.setCurrentIndex(view.tree()->index(0, 0, view.tree()->index(0, 0)));
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Ann"));
        view.collapseAll();
        view.expandBelow(view.tree()->index(1, 0));
        QVERIFY(view.isExpanded(view.tree()->index(1, 0)));
    }

    void fiftyMegabytesOpenAtOnce()
    {
        QByteArray json = "{\"items\":[";
        while (json.size() < 50'000'000)
            json += "{\"id\":123456,\"name\":\"some name of a thing\",\"tags\":[\"a\",\"b\"]},";
        json += "1],\"end\":true}";
        JsonTreeView view(m_theme);
        QElapsedTimer timer;
        timer.start();
        view.setJson(json);
        const qint64 shown = timer.restart();
        view.tree()->fetchMore(view.tree()->index(0, 0));
        qInfo("50 MB: shown in %lld ms, its list opened in %lld ms", shown, timer.elapsed());
        QCOMPARE(view.tree()->rowCount(view.tree()->index(0, 0)), 2001);
        QVERIFY(shown < 10'000 && timer.elapsed() < 10'000);
    }

private:
    static QString line(const JsonTreeModel &model, const QModelIndex &index)
    {
        return index.siblingAtColumn(0).data().toString() + QStringLiteral(" = ") + model.data(index.siblingAtColumn(1)).toString();
    }

    Theme m_theme{ThemeChoice::Light};
};

QTEST_MAIN(TestJsonTreeModel)
#include "tst_json_tree_model.moc"
