// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/code_scan.h"

#include "privhelper/analyzer/code_clues.h"
#include "privhelper/analyzer/text_places.h"

#include "tests/privhelper/analyzer/compiled.h"

#include <QtTest>

#include <algorithm>

using namespace analyzer;

class TestCodeScan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsWhoRefersToATextAndWhereThatFunctionBegins_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("library") << QStringList { "-O2", "-shared", "-fPIC" };
        QTest::newRow("library, small") << QStringList { "-Os", "-shared", "-fPIC" };
        QTest::newRow("position-independent program") << QStringList { "-O2", "-pie", "-fPIE" };
        QTest::newRow("program at a fixed address") << QStringList { "-O2", "-no-pie", "-fno-pie" };
        QTest::newRow("not optimised") << QStringList { "-O0", "-no-pie", "-fno-pie" };
    }
    void findsWhoRefersToATextAndWhereThatFunctionBegins()
    {
        QFETCH(QStringList, options);
        const QString path = built(options);
        const auto symbols = symbolsOf(path);
        const QByteArray file = stripped(path);
        const auto image = ElfImage::open(testing::bytesOf(file));
        QVERIFY(image.has_value());
        std::vector<uint64_t> wanted;
        for (const char *text : { "the first text", "the second text", "nobody's text" }) {
            const auto places = placesOf(*image, text);
            QCOMPARE(places.size(), size_t(1));
            QVERIFY(places[0].isWhole());
            wanted.push_back(places[0].address);
        }
        const CodeScan scan(*image, wanted);
        const auto startsOf = [&scan](uint64_t target) {
            QList<quint64> starts;
            for (const Reference &reference : scan.referencesTo(std::array { target })) {
                const auto function = scan.functionAt(reference.at);
                starts.append(function ? function->start : 0);
            }
            std::ranges::sort(starts);
            return starts;
        };
        QList<quint64> second { symbols.value("uses_second"), symbols.value("in_table") };
        std::ranges::sort(second);
        QCOMPARE(startsOf(wanted[0]), QList<quint64> { symbols.value("uses_first") });
        QCOMPARE(startsOf(wanted[1]), second);
        QVERIFY(startsOf(wanted[2]).isEmpty());
        QVERIFY(scan.beginsFunction(symbols.value("uses_first")));
        QVERIFY(!scan.beginsFunction(symbols.value("uses_first") + 1));
        // The function ends where the next one begins.
        const auto first = scan.functionAt(symbols.value("uses_first"));
        QVERIFY(first && first->contains(symbols.value("uses_first")) && !first->contains(symbols.value("uses_second")));
    }

    void knowsAllStartsOfALibraryThatAreExportedOrCalled()
    {
        // libssl's own symbols are the truth; without them, and with its exports hidden, calls and tables remain.
        const QByteArray file = testing::contents(QStringLiteral("/usr/lib/x86_64-linux-gnu/libssl.so.3"));
        QVERIFY2(!file.isEmpty(), "libssl.so.3 is part of what the tests need");
        const auto image = ElfImage::open(testing::bytesOf(file));
        QVERIFY(image.has_value());
        const CodeScan scan(*image, {});
        int exported = 0, known = 0;
        const auto symbols = testing::output(QStringLiteral("nm"), { "-D", "--defined-only", "/usr/lib/x86_64-linux-gnu/libssl.so.3" });
        for (const QByteArray &line : symbols.split('\n')) {
            const auto words = line.simplified().split(' ');
            if (words.size() != 3 || words[1] != "T")
                continue;
            ++exported;
            known += scan.beginsFunction(words[0].toULongLong(nullptr, 16)) ? 1 : 0;
        }
        QVERIFY(exported > 400);
        QCOMPARE(known, exported);
    }

    void findsNothingOutsideTheCode()
    {
        const QByteArray file = stripped(built({ "-O2", "-shared", "-fPIC" }));
        const auto image = ElfImage::open(testing::bytesOf(file));
        QVERIFY(image.has_value());
        const CodeScan scan(*image, { 1, ~uint64_t(0) });
        QVERIFY(scan.references().empty());
        for (const uint64_t address : { uint64_t(0), ~uint64_t(0), uint64_t(1) << 40 }) {
            QVERIFY(!scan.functionAt(address));
            QVERIFY(!scan.beginsFunction(address));
        }
    }

    void looksAtTheCodeOnlyIfALeadingTextIsThere()
    {
        const QByteArray file = testing::contents(QStringLiteral("/usr/bin/python3"));
        const auto image = ElfImage::open(testing::bytesOf(file));
        QVERIFY(image.has_value());
        QVERIFY(CodeClues(*image).scan() == nullptr);
    }

private:
    QString built(const QStringList &options)
    {
        const QString path = m_dir.filePath("scanned");
        testing::output(QStringLiteral("cc"), options + QStringList { "-fno-stack-protector", "-o", path, QStringLiteral(TEST_DATA "/elf/texts.c") });
        return path;
    }
    QByteArray stripped(const QString &path)
    {
        const QString copy = path + ".stripped";
        testing::output(QStringLiteral("strip"), { "-o", copy, path });
        return testing::contents(copy);
    }
    static QHash<QString, quint64> symbolsOf(const QString &path)
    {
        QHash<QString, quint64> symbols;
        for (const QByteArray &line : testing::output(QStringLiteral("nm"), { path }).split('\n')) {
            const auto words = line.simplified().split(' ');
            if (words.size() == 3)
                symbols.insert(QString::fromLatin1(words[2]), words[0].toULongLong(nullptr, 16));
        }
        return symbols;
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TestCodeScan)
#include "tst_code_scan.moc"
