// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/unplanned_tls.h"

#include "privhelper/analyzer/analyse.h"

#include "tests/privhelper/analyzer/compiled.h"

#include <QtTest>

using namespace analyzer;

class TestUnplannedTls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void knowsRustlsByItsTableOfLabelsAndItsSource()
    {
        const Stack plan = compiled("like_rustls.c", { "-DTABLE", "-DPLACES" });
        QCOMPARE(plan.library, Library::Rustls);
        QCOMPARE(plan.version, std::string("rustls 0.23.11"));
        QCOMPARE(plan.problem, std::string("It contains rustls. The table of the key log's labels is used in no place."));
    }

    void knowsLibrariesOfCByWhatTheirCodeUses_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("library");
        QTest::addColumn<QString>("version");
        const QString boring = "-DSOURCE=\"../../third_party/boringssl/src/ssl/ssl_lib.cc\"";
        const QString open = "-DSOURCE=\"ssl/ssl_lib.c\"", number = "-DVERSION=\"OpenSSL 3.2.1 30 Jan 2024\"";
        QTest::newRow("BoringSSL") << QStringList { boring } << int(Library::BoringSsl) << "";
        QTest::newRow("OpenSSL") << QStringList { open, number } << int(Library::OpenSsl) << "OpenSSL 3.2.1";
        QTest::newRow("OpenSSL, not optimised") << QStringList { open, number, "-O0" } << int(Library::OpenSsl) << "OpenSSL 3.2.1";
    }
    void knowsLibrariesOfCByWhatTheirCodeUses()
    {
        QFETCH(QStringList, options);
        const Stack plan = compiled("like_keylog.c", options);
        QTEST(int(plan.library), "library");
        QTEST(QString::fromStdString(plan.version), "version");
    }

    void isNotMisledByWords_data()
    {
        QTest::addColumn<QString>("source");
        QTest::addColumn<QStringList>("options");
        const QString number = "-DVERSION=\"OpenSSL 3.2.1 30 Jan 2024\"", open = "-DSOURCE=\"ssl/ssl_lib.c\"";
        QTest::newRow("labels and words") << "like_keylog.c" << QStringList {};
        QTest::newRow("labels and a version") << "like_keylog.c" << QStringList { number };
        QTest::newRow("labels, a source, no version") << "like_keylog.c" << QStringList { open };
        QTest::newRow("another library's") << "like_keylog.c" << QStringList { number, open, "-DIMPORT" };
        QTest::newRow("texts of rustls without its table") << "like_rustls.c" << QStringList { "-DPLACES" };
        QTest::newRow("a table without the crate") << "like_rustls.c" << QStringList { "-DTABLE" };
    }
    void isNotMisledByWords()
    {
        QFETCH(QString, source);
        QFETCH(QStringList, options);
        const Stack plan = compiled(source, options);
        QCOMPARE(int(plan.library), int(Library::None));
        QVERIFY(!plan.problem.empty());
    }

    // Each contains some of the words, the first two all of them.
    void listsNoProgramThatOnlyKnowsOfTls_data()
    {
        QTest::addColumn<QString>("path");
        for (const char *path : { BINARY_DIR "/cleartap-helper", "/proc/self/exe", "/bin/sh", "/bin/bash", "/usr/bin/python3", "/usr/bin/strings" })
            QTest::newRow(path) << path;
    }
    void listsNoProgramThatOnlyKnowsOfTls()
    {
        QFETCH(QString, path);
        const Stack plan = planOf(path);
        QCOMPARE(int(plan.library), int(Library::None));
        QVERIFY(plan.sites.empty());
    }

private:
    static Stack planOf(const QString &path) { return testing::stackOf(analyse(testing::bytesOf(testing::contents(path)))); }
    Stack compiled(const char *source, const QStringList &options) { return compiled(QString::fromLatin1(source), options); }
    Stack compiled(const QString &source, const QStringList &options)
    {
        return testing::stackOf(analyse(testing::bytesOf(testing::compiled(m_dir, source, QStringList { "-O2" } + options))));
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TestUnplannedTls)
#include "tst_unplanned_tls.moc"
