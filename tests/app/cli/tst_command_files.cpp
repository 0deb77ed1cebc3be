// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command_files.h"

#include "app/cli/loaded_libraries.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>

#include <unistd.h>

namespace {

QStringList filesOf(const QStringList &command)
{
    std::vector<std::string> words;
    for (const QString &word : command)
        words.push_back(word.toStdString());
    QStringList files;
    for (const std::string &file : cli::commandFiles(words))
        files << QString::fromStdString(file);
    return files;
}

QString real(const QString &path)
{
    return QString::fromStdString(std::filesystem::canonical(path.toStdString()));
}

bool hasLibrary(const QStringList &files, const QString &name)
{
    return std::ranges::any_of(files, [&](const QString &file) { return file.section('/', -1).startsWith(name); });
}

} // namespace

class CommandFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void findsAProgramOnThePathAndItsLibraries()
    {
        const QStringList files = filesOf({"curl", "https://localhost/"});
        QCOMPARE(files.value(0), real("/usr/bin/curl"));
        QVERIFY2(hasLibrary(files, "libssl.so"), qPrintable(files.join(' ')));
        QVERIFY(!hasLibrary(files, "libc.so"));
    }

    void followsAScriptToItsInterpreter_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("program");
        QTest::newRow("by its path") << "#!/usr/bin/python3 -B" << "/usr/bin/python3";
        QTest::newRow("with a space") << "#! /bin/sh" << "/bin/sh";
        QTest::newRow("by env") << "#!/usr/bin/env curl" << "/usr/bin/curl";
        QTest::newRow("by env with options and a variable") << "#!/usr/bin/env -S A=b curl -s" << "/usr/bin/curl";
    }
    void followsAScriptToItsInterpreter()
    {
        QFETCH(QString, first);
        QFETCH(QString, program);
        QCOMPARE(filesOf({script(first + "\nexit\n")}).value(0), real(program));
    }

    void followsAScriptThatAScriptInterprets()
    {
        const QString inner = script("#!/bin/sh\n");
        QCOMPARE(filesOf({script("#!" + inner + "\n")}).value(0), real("/bin/sh"));
    }

    void comesToAnEndWithScriptsThatInterpretEachOther()
    {
        const QString path = m_dir.filePath("loop");
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(("#!" + path + "\n").toUtf8());
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        file.close();
        QCOMPARE(filesOf({path}), QStringList());
    }

    void looksAtTheProgramThatAnotherOneStarts()
    {
        const QStringList files = filesOf({"env", "A=b", "timeout", "5", "curl"});
        QVERIFY(files.contains(real("/usr/bin/curl")));
        QVERIFY(hasLibrary(files, "libssl.so"));
    }

    void looksIntoWhatAShellIsTold_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("sh -c") << QStringList{"sh", "-c", "true && curl -s x"};
        QTest::newRow("several options") << QStringList{"env", "bash", "-euc", "curl x | cat"};
        QTest::newRow("a script") << QStringList{script("#!/bin/sh\ncd /\ncurl -s x\n")};
    }
    void looksIntoWhatAShellIsTold()
    {
        QFETCH(QStringList, command);
        const QStringList files = filesOf(command);
        QVERIFY2(files.contains(real("/usr/bin/curl")), qPrintable(files.join(' ')));
        QVERIFY(hasLibrary(files, "libssl.so"));
    }

    void takesTheLibrariesThatTheEnvironmentPutsFirst()
    {
        const QString own = m_dir.filePath("libssl.so.3");
        const QStringList before = filesOf({"curl"});
        const auto system = std::ranges::find_if(before, [](const QString &file) { return file.contains("libssl.so"); });
        QVERIFY(system != before.end());
        QVERIFY(QFile::copy(*system, own));
        qputenv("LD_LIBRARY_PATH", m_dir.path().toLocal8Bit());
        const QStringList files = filesOf({"curl"});
        const QStringList loadedLater = filesOf({"/bin/true"});
        qunsetenv("LD_LIBRARY_PATH");
        QVERIFY2(files.contains(real(own)), qPrintable(files.join(' ')));
        QVERIFY(!files.contains(*system));
        QVERIFY(loadedLater.contains(real(own)));
    }

    void readsWhatTheLoaderPrints()
    {
        const auto paths = cli::pathsInList("\tlinux-vdso.so.1 (0x00007ffc)\n\tlibssl.so.3 => /opt/a b/libssl.so.3 (0x00007f0d)\n"
                                            "\tlibgone.so => not found\n\t/lib64/ld-linux-x86-64.so.2 (0x00007f0e)\n\tstatically linked\n");
        QCOMPARE(paths, (std::vector<std::string>{"/opt/a b/libssl.so.3", "/lib64/ld-linux-x86-64.so.2"}));
    }

    void asksNoLoaderOfWhatHasNone_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello");
        QTest::newRow("a header alone") << QByteArray("\x7f" "ELF\2\1\1").leftJustified(64, '\0');
        QTest::newRow("segments far away") << QByteArray("\x7f" "ELF\2\1\1").leftJustified(32, '\0') + QByteArray(32, '\xff');
    }
    void asksNoLoaderOfWhatHasNone()
    {
        QFETCH(QByteArray, bytes);
        QCOMPARE(QByteArray::fromStdString(cli::loaderOf(script(bytes).toStdString())), QByteArray());
        QVERIFY(cli::loadedLibraries(script(bytes).toStdString()).empty());
    }

    void givesNothingForACommandThatIsNotThere()
    {
        QCOMPARE(filesOf({"no-such-program-at-all"}), QStringList());
        QCOMPARE(filesOf({""}), QStringList());
        QCOMPARE(filesOf({m_dir.path()}), QStringList());
    }

private:
    QString script(const QString &text) { return script(text.toUtf8()); }
    QString script(const char *text) { return script(QByteArray(text)); }
    QString script(const QByteArray &bytes)
    {
        const QString path = m_dir.filePath(QStringLiteral("script%1").arg(++m_scripts));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()
            || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
            qWarning("no script");
        return path;
    }

    QTemporaryDir m_dir;
    int m_scripts = 0;
};

QTEST_GUILESS_MAIN(CommandFilesTest)
#include "tst_command_files.moc"
