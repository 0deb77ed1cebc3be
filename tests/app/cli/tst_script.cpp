// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/script.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

class ScriptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(QDir(m_dir->path()).mkpath(QStringLiteral("app/bin")));
        program("app/tool");
        program("app/bin/beside");
        QVERIFY(QDir(m_dir->path()).mkpath(QStringLiteral("lib/wrapper")));
        program("lib/wrapper/wrapper");
    }

    void findsTheProgramsThatTheTextNames_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("programs");
        const auto at = [](const char *path) { return QStringLiteral("@/") + QLatin1String(path); };
        QTest::newRow("by its path") << "exec @/app/tool \"$@\"" << QStringList{at("app/tool")};
        QTest::newRow("in quotes") << "TOOL='@/app/tool'" << QStringList{at("app/tool")};
        QTest::newRow("by its own name in a directory") << "LIBDIR=@/lib/wrapper\nexec $LIBDIR/$NAME" << QStringList{at("lib/wrapper/wrapper")};
        QTest::newRow("by variables") << "APP=@/app\nexport NAME=\"tool\"\nexec ${APP}/$NAME" << QStringList{at("app/tool")};
        QTest::newRow("by variables of variables") << "A=@\n  B='${A}/app'\n$B/tool" << QStringList{at("app/tool")};
        QTest::newRow("by a variable with a default") << "exec ${APP:-@/app/tool}" << QStringList{at("app/tool")};
        QTest::newRow("below a variable, one level up") << "exec \"$HERE/tool\" \"$@\"" << QStringList{at("app/tool")};
        QTest::newRow("below a variable, beside the script") << "\"${HERE}/beside\"" << QStringList{at("app/bin/beside")};
        const QString sh = QStringLiteral("/usr/bin/sh"), curl = QStringLiteral("/usr/bin/curl");
        QTest::newRow("looked up") << "  exec sh -c 1" << QStringList{sh};
        QTest::newRow("in a condition") << "if ! curl -s x; then A=b sh x; fi" << QStringList{curl, sh};
        QTest::newRow("in a pipe") << "curl x|sh" << QStringList{curl, sh};
        QTest::newRow("in another command") << "A=$(curl x) && B=`sh x`" << QStringList{curl, sh};
        QTest::newRow("as an argument") << "gone curl sh" << QStringList{};
        QTest::newRow("once") << "@/app/tool || @/app/tool" << QStringList{at("app/tool")};
        QTest::newRow("in a comment") << "  # as @/app/tool does" << QStringList{};
        QTest::newRow("in a URL") << "gone https://localhost@/app/tool" << QStringList{};
        QTest::newRow("gone") << "exec @/app/gone" << QStringList{};
        QTest::newRow("a directory") << "cd @/app" << QStringList{};
        QTest::newRow("a lone slash") << "/ $/ ${}/ $" << QStringList{};
    }
    void findsTheProgramsThatTheTextNames()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, programs);
        qputenv("PATH", "/usr/bin:/bin");
        QCOMPARE(in(text), programs);
    }

    void readsTheTextOfACommand()
    {
        qputenv("PATH", "/usr/bin:/bin");
        QCOMPARE(cli::programsInText("cd / && curl -s https://localhost/ | sh"), (std::vector<std::string>{"/usr/bin/curl", "/usr/bin/sh"}));
    }

    void isBounded()
    {
        QString text;
        for (int i = 0; i < 80; i++) {
            program(QStringLiteral("app/tool%1").arg(i));
            text += QStringLiteral("@/app/tool%1\n").arg(i);
        }
        QCOMPARE(in(text).size(), 64);
        QCOMPARE(in(QString(70'000, '\n') + QStringLiteral("@/app/tool")), QStringList{});
    }

    void readsAnyBytes()
    {
        QString text;
        for (int i = 0; i < 3000; i++)
            text += QChar(char16_t((i * 7919) % 256));
        QCOMPARE(in(text), QStringList{});
        QCOMPARE(cli::programsIn("/nowhere"), std::vector<std::string>{});
    }

private:
    void program(const QString &name)
    {
        QFile file(m_dir->filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    }

    // In what the script names and what is found, @ is the directory of the test.
    QStringList in(QString text)
    {
        const QString path = m_dir->filePath(QStringLiteral("app/bin/wrapper"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly))
            return {};
        file.write("#!/bin/sh\n" + text.replace('@', m_dir->path()).toUtf8());
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        file.close();
        QStringList found;
        for (const std::string &program : cli::programsIn(path.toStdString()))
            found << QString::fromStdString(program).replace(m_dir->path(), QStringLiteral("@"));
        return found;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(ScriptTest)
#include "tst_script.moc"
