// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the layout tests.
#pragma once

#include "tests/support/slowness.h"

#include <QByteArray>
#include <QElapsedTimer>
#include <QTest>

#include <initializer_list>
#include <string>

namespace support {

inline QByteArray withoutSpace(const QByteArray &text)
{
    QByteArray dense;
    for (const char c : text) {
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != '\f')
            dense += c;
    }
    return dense;
}

struct LayoutRow {
    const char *name, *sent, *shown;
};

inline void addLayouts(std::initializer_list<LayoutRow> rows)
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("shown");
    for (const LayoutRow &row : rows)
        QTest::newRow(row.name) << QByteArray(row.sent) << QByteArray(row.shown);
}

template <typename Pretty>
void compareLayout(Pretty pretty)
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, shown);
    QCOMPARE(QByteArray::fromStdString(pretty(sent.toStdString())), shown);
    QCOMPARE(withoutSpace(shown), withoutSpace(sent));
    QCOMPARE(QByteArray::fromStdString(pretty(shown.toStdString())), shown);   // a second pass changes nothing
}

inline void addPieces(std::initializer_list<const char *> pieces)
{
    QTest::addColumn<QByteArray>("piece");
    for (const char *piece : pieces)
        QTest::newRow(piece) << QByteArray(piece);
}

// One piece repeated to 2,000,000 bytes.
template <typename Pretty>
void layOutPieces(Pretty pretty)
{
    QFETCH(QByteArray, piece);
    const QByteArray text = piece.repeated(2'000'000 / piece.size());
    QElapsedTimer timer;
    timer.start();
    const std::string out = pretty(text.toStdString());
    QVERIFY(timer.elapsed() < 5'000 * support::slowness);
    QVERIFY(out.size() < size_t(text.size()) * 150);
    QCOMPARE(withoutSpace(QByteArray::fromStdString(out)), withoutSpace(text));
}

} // namespace support
