// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/line_reader.h"

#include <QRegularExpression>
#include <QTest>

#include <string_view>

#include <unistd.h>

using namespace agents;
using State = LineReader::State;

class TestLineReader : public QObject
{
    Q_OBJECT
    int m_ends[2] = {-1, -1};
    void write(std::string_view text) { QCOMPARE(::write(m_ends[1], text.data(), text.size()), ssize_t(text.size())); }
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        QCOMPARE(pipe(m_ends), 0);
    }
    void cleanup()
    {
        close(m_ends[0]);
        if (m_ends[1] >= 0)
            close(m_ends[1]);
    }

    void cutsLinesWhereverTheirPiecesEnd()
    {
        LineReader lines(m_ends[0], 100);
        write("one\r\n\ntw");
        QCOMPARE(lines.next(1000).text, "one");
        QVERIFY(lines.next(0).state == State::Nothing);
        write("o\nthree");
        QCOMPARE(lines.next(1000).text, "two");
        close(m_ends[1]);
        m_ends[1] = -1;
        QCOMPARE(lines.next(1000).text, "three");
        QVERIFY(lines.next(1000).state == State::End);
    }

    void skipsALineThatIsTooLongAndReadsOn()
    {
        LineReader lines(m_ends[0], 10);
        write("12345678901\nshort\n" + std::string(5000, 'x'));
        QVERIFY(lines.next(1000).state == State::TooLong);
        QCOMPARE(lines.next(1000).text, "short");
        QVERIFY(lines.next(0).state == State::Nothing);
        write("y\nlast\n");
        QVERIFY(lines.next(1000).state == State::TooLong);
        QCOMPARE(lines.next(1000).text, "last");
    }
};

QTEST_GUILESS_MAIN(TestLineReader)
#include "tst_line_reader.moc"
