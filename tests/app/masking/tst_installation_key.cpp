// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/installation_key.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>

using namespace masking;

class TestInstallationKey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        m_folder = std::make_unique<QTemporaryDir>();
    }

    void makesOneAndKeepsIt()
    {
        const std::string path = file("config/cleartap/masking.key");
        const auto made = installationKey(path), again = installationKey(path);
        QVERIFY(made && again);
        QVERIFY(made->first == again->first && made->second == again->second && made->first != made->second);
        const QFileInfo info(QString::fromStdString(path));
        QCOMPARE(int(info.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)), 0);
        QCOMPARE(int(QFileInfo(info.path()).permissions() & (QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther)), 0);
        QCOMPARE(QDir(info.path()).entryList(QDir::Files), QStringList{"masking.key"});
    }

    void refusesAFileThatOthersCanRead()
    {
        const std::string path = file("masking.key");
        QVERIFY(installationKey(path));
        QVERIFY(QFile::setPermissions(QString::fromStdString(path), QFile::ReadOwner | QFile::ReadGroup));
        QCOMPARE(installationKey(path).error(), EPERM);
    }

    void refusesWhatIsNoKey()
    {
        QFile other(QString::fromStdString(file("masking.key")));
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write("short") == 5 && other.setPermissions(QFile::ReadOwner));
        other.close();
        QCOMPARE(installationKey(file("masking.key")).error(), EINVAL);
        QVERIFY(QFile::link(other.fileName(), QString::fromStdString(file("link.key"))));
        QCOMPARE(installationKey(file("link.key")).error(), ELOOP);
    }

    void standsInTheUsersConfiguration()
    {
        qputenv("XDG_CONFIG_HOME", "/somewhere/config");
        QCOMPARE(installationKeyPath(), std::string("/somewhere/config/cleartap/masking.key"));
        qunsetenv("XDG_CONFIG_HOME");
        qputenv("HOME", "/somewhere/else");
        QCOMPARE(installationKeyPath(), std::string("/somewhere/else/.config/cleartap/masking.key"));
        qputenv("HOME", "");
        QVERIFY(installationKeyPath().empty());
    }

private:
    std::string file(const char *name) const { return m_folder->filePath(name).toStdString(); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestInstallationKey)
#include "tst_installation_key.moc"
