// SPDX-License-Identifier: GPL-3.0-or-later
// Data-driven tests of parsers: the transcripts in a folder, and first bytes with their verdicts.
#pragma once

#include "tests/app/protocols/transcript_file.h"

#include <QDir>
#include <QTest>

#include <initializer_list>

namespace protocols::test {

struct TranscriptFolder {
    const char *name;       // in tests/app/protocols
    qsizetype atLeast;      // minimum number of files
};

inline void addTranscripts(std::initializer_list<TranscriptFolder> folders)
{
    QTest::addColumn<QString>("path");
    for (const TranscriptFolder &folder : folders) {
        const QDir files(QStringLiteral(PROJECT_ROOT "/tests/app/protocols/") + QLatin1String(folder.name));
        const auto names = files.entryList({QStringLiteral("*.txt")});
        QVERIFY2(names.size() >= folder.atLeast, folder.name);
        const QString prefix = folders.size() > 1 ? QLatin1String(folder.name) + u' ' : QString();
        for (const QString &name : names)
            QTest::newRow(qPrintable(prefix + name.chopped(4).replace(u'_', u' '))) << files.filePath(name);
    }
}

// `play` makes a transcript from the row's file.
template <typename Play>
void compareWithTranscript(Play play)
{
    QFETCH(QString, path);
    const TranscriptFile file = readTranscriptFile(path.toStdString());
    QCOMPARE(QString::fromStdString(play(file)), QString::fromStdString(file.expected));
}

inline void compareWithTranscript(Create create, std::vector<Step> (*parse)(std::string_view) = parseScript)
{
    compareWithTranscript([&](const TranscriptFile &file) { return transcript(file, create, parse); });
}

struct FirstBytes {
    const char *name, *script;
    bool request, fromStart;
    Verdict verdict;
};

inline void addFirstBytes(std::initializer_list<FirstBytes> rows)
{
    QTest::addColumn<FirstBytes>("first");
    for (const FirstBytes &row : rows)
        QTest::newRow(row.name) << row;
}

// The captures of client and server give the same result.
template <typename Recognise, typename ToBytes>
void compareVerdict(Recognise recognise, ToBytes toBytes)
{
    QFETCH(FirstBytes, first);
    const std::string text = toBytes(first.script);
    const auto bytes = std::as_bytes(std::span(text));
    QCOMPARE(int(recognise(bytes, first.request ? Direction::Sent : Direction::Received, base::Side::Client, first.fromStart)), int(first.verdict));
    QCOMPARE(int(recognise(bytes, first.request ? Direction::Received : Direction::Sent, base::Side::Server, first.fromStart)), int(first.verdict));
}

} // namespace protocols::test
