// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/hex/hex_view.h"

#include "tests/ui/support.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>

using namespace ui;

class TestHexView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        support::failOnWarnings();
        m_theme = std::make_unique<Theme>(ThemeChoice::Light);
        m_view = std::make_unique<HexView>(*m_theme);
        m_view->resize(640, 400);
        m_view->show();
    }
    void cleanup()
    {
        m_view.reset();
        m_theme.reset();
    }

    void showsOffsetBytesAndText()
    {
        m_view->setData(std::make_shared<MemoryHexData>(QByteArray("HTTP/1.1 200 OK\r\nServer")));
        QCOMPARE(m_view->lineText(0), QStringLiteral("00000000  48 54 54 50 2f 31 2e 31  20 32 30 30 20 4f 4b 0d  HTTP/1.1 200 OK."));
        QCOMPARE(m_view->lineText(1), QStringLiteral("00000010  0a 53 65 72 76 65 72                              .Server"));
    }

    void readsAcrossSlices()
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        bodies->add("xx");
        const base::Slice first = bodies->add("abc");
        bodies->add("yyy");
        const base::Slice second = bodies->add("defgh");
        const SliceHexData data(bodies, {first, second});
        QCOMPARE(data.size(), uint64_t(8));
        QCOMPARE(data.read(0, 100), QByteArray("abcdefgh"));
        QCOMPARE(data.read(2, 3), QByteArray("cde"));
        QCOMPARE(data.read(8, 1), QByteArray());
    }

    void bytesThatCannotBeReadAreNotInvented()
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        const auto data = std::make_shared<SliceHexData>(bodies, std::vector<base::Slice>{{5, 32, 0}});
        QCOMPARE(data->read(0, 16), QByteArray());
        m_view->setData(data);
        QVERIFY(m_view->grab().width() > 0);
    }

    void copiesTheSelectionAsTextAndAsHex()
    {
        m_view->setData(std::make_shared<MemoryHexData>(QByteArray("GET \x01/ HTTP")));
        m_view->select(0, 6);
        m_view->copyHex();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("47 45 54 20 01 2f"));
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("GET ./"));
    }

    void theKeyboardMovesAndSelects()
    {
        m_view->setData(std::make_shared<MemoryHexData>(QByteArray(4096, 'a')));
        QTest::keyClick(m_view.get(), Qt::Key_Down);
        QTest::keyClick(m_view.get(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(m_view->selection(), std::make_pair(uint64_t(16), uint64_t(2)));
        QTest::keyClick(m_view.get(), Qt::Key_End, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(m_view->selection(), std::make_pair(uint64_t(16), uint64_t(4080)));
        QVERIFY(m_view->verticalScrollBar()->value() > 0);
        QTest::keyClick(m_view.get(), Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(m_view->selection().second, uint64_t(0));
        QTest::keyClick(m_view.get(), Qt::Key_PageUp);
        QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    }

    void aHundredMegabytesScrollWithoutBeingLoaded()
    {
        auto bodies = std::make_shared<support::MemoryBodies>();
        const base::Slice piece = bodies->add(std::string(1024 * 1024, 'x'));
        m_view->setData(std::make_shared<SliceHexData>(bodies, std::vector<base::Slice>(100, piece)));
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i <= 100; ++i) {
            m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 100 * i);
            m_view->grab();
        }
        qInfo("100 jumps through 100 MB: %lld ms, %d reads", timer.elapsed(), bodies->reads.load());
        QVERIFY(bodies->reads <= 220);
        QVERIFY(timer.elapsed() < 5000);
    }

private:
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<HexView> m_view;
};

QTEST_MAIN(TestHexView)
#include "tst_hex_view.moc"
