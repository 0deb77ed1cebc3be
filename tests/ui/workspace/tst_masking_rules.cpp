// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/masking_rules.h"

#include "tests/support/own_settings.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <cerrno>

#include <sys/stat.h>

using ui::MaskingRules;

class MaskingRulesTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    QTemporaryDir m_home;

    QString file() const { return m_home.filePath(QStringLiteral("cleartap/masking.rules")); }
    static void write(const QString &path, const char *text)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    static QString problem(const std::expected<masking::Rules, MaskingRules::Problem> &rules)
    {
        if (rules)
            return QStringLiteral("none");
        const auto &error = rules.error();
        const QString name = error.path.section(QLatin1Char('/'), -1);
        return error.errors.empty() ? QStringLiteral("%1 errno %2").arg(name).arg(error.errnoValue) : QStringLiteral("%1 line %2").arg(name).arg(error.errors[0].line);
    }
    static masking::RuleText text(const char *rules) { return masking::RuleText(rules); }

private Q_SLOTS:
    void initTestCase() { qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8()); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(QStringLiteral(".*")));
        QSettings().clear();
        QDir(m_home.filePath(QStringLiteral("cleartap"))).removeRecursively();
    }

    void noFileIsNoRules()
    {
        MaskingRules rules;
        QCOMPARE(rules.path(), file());
        QCOMPARE(problem(rules.current()), QStringLiteral("none"));
        QVERIFY(rules.current()->names.empty());
        QVERIFY(!QFile::exists(file()));
    }

    void whatIsSavedAppliesHereAndElsewhere()
    {
        MaskingRules here, elsewhere;
        QSignalSpy changed(&here, &MaskingRules::changed), changedElsewhere(&elsewhere, &MaskingRules::changed);
        QCOMPARE(problem(elsewhere.current()), QStringLiteral("none"));
        QVERIFY(here.current().has_value());
        QVERIFY(here.save(text("# ours\nname customer\n")).has_value());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(here.current()->names, std::vector<std::string>{"customer"});
        QCOMPARE(elsewhere.current()->names, std::vector<std::string>{"customer"});
        QCOMPARE(changedElsewhere.size(), 1);
        QCOMPARE(here.text().text(), std::string("# ours\nname customer\n"));
        struct stat status {};
        QCOMPARE(stat(QFile::encodeName(file()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0777, mode_t(0600));
        QCOMPARE(stat(QFile::encodeName(QFileInfo(file()).path()).constData(), &status), 0);
        QCOMPARE(status.st_mode & 0077, mode_t(0));
    }

    void aFileThatHasGoneIsNotNoRules()
    {
        MaskingRules rules;
        QVERIFY(rules.save(text("name customer\n")).has_value());
        QVERIFY(QFile::remove(file()));
        QCOMPARE(problem(rules.current()), QStringLiteral("masking.rules errno %1").arg(ENOENT));
        MaskingRules again;
        QCOMPARE(problem(again.current()), QStringLiteral("masking.rules errno %1").arg(ENOENT));
        QVERIFY(rules.save(text("")).has_value());
        QCOMPARE(problem(rules.current()), QStringLiteral("none"));
        QVERIFY(QFile::remove(file()));
        QCOMPARE(problem(rules.current()), QStringLiteral("none"));
    }

    void aFileThatCannotBeUsedIsTold()
    {
        MaskingRules rules;
        QVERIFY(rules.save(text("name customer\n")).has_value());
        write(file(), "name customer\nform x = (\n");
        QCOMPARE(problem(rules.current()), QStringLiteral("masking.rules line 2"));
        QCOMPARE(rules.text().rules().size(), size_t(2));
        QFile::remove(file());
        QVERIFY(QDir().mkdir(file()));
        QCOMPARE(problem(rules.current()), QStringLiteral("masking.rules errno %1").arg(EINVAL));
        QVERIFY(QDir().rmdir(file()));
        QCOMPARE(mkfifo(QFile::encodeName(file()).constData(), 0600), 0);
        QCOMPARE(problem(rules.current()), QStringLiteral("masking.rules errno %1").arg(EINVAL));
        QFile::remove(file());
        write(file(), std::string(masking::ruleFileMax + 1, '#').c_str());
        QCOMPARE(problem(rules.current()), QStringLiteral("masking.rules errno %1").arg(EFBIG));
        write(file(), "name customer\n");
        QCOMPARE(problem(rules.current()), QStringLiteral("none"));
    }

    void takesOverTheFileOfFormerVersions()
    {
        const QString old = m_home.filePath(QStringLiteral("shop.rules"));
        write(old, "# theirs\nname customer\nname order\n");
        MaskingRules first;
        QVERIFY(first.save(text("# ours\nname customer\n")).has_value());
        QSettings().setValue(QStringLiteral("export/maskRules"), old);
        MaskingRules rules;
        QSignalSpy taken(&rules, &MaskingRules::takenOver);
        QCOMPARE(rules.current()->names, (std::vector<std::string>{"customer", "order"}));
        QCOMPARE(taken.size(), 1);
        QVERIFY(rules.oldFile().isEmpty());
        QVERIFY(QFile::exists(old));
        QVERIFY(QFile::remove(old));
        QCOMPARE(rules.current()->names.size(), size_t(2));
    }

    void aFormerFileThatCannotBeTakenOverIsNotForgotten()
    {
        const QString old = m_home.filePath(QStringLiteral("shop.rules"));
        QSettings().setValue(QStringLiteral("export/maskRules"), old);
        MaskingRules rules;
        QSignalSpy changed(&rules, &MaskingRules::changed);
        QCOMPARE(problem(rules.current()), QStringLiteral("shop.rules errno %1").arg(ENOENT));
        write(old, "name\n");
        QCOMPARE(problem(rules.current()), QStringLiteral("shop.rules line 1"));
        QCOMPARE(problem(rules.current()), QStringLiteral("shop.rules line 1"));
        QCOMPARE(changed.size(), 1);
        rules.forgetOldFile();
        QCOMPARE(problem(rules.current()), QStringLiteral("none"));
        QCOMPARE(changed.size(), 2);
    }

    void aFolderThatCannotBeWrittenIsAnError()
    {
        write(m_home.filePath(QStringLiteral("cleartap")), "a file");
        MaskingRules rules;
        QVERIFY(!rules.save(text("name customer\n")).has_value());
        QFile::remove(m_home.filePath(QStringLiteral("cleartap")));
    }
};

QTEST_MAIN(MaskingRulesTest)
#include "tst_masking_rules.moc"
