// SPDX-License-Identifier: GPL-3.0-or-later
// What one user's files may take of a session's probes. Needs root.
#include "tests/privhelper/loader/capture_rig.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

#include <fcntl.h>

using namespace loader;

class TestProbeSessionBudget : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_made = 0;

    // As long as the library, and empty: probes need no more.
    ExecutableFile fake(qint64 size, uint32_t owner)
    {
        const QByteArray path = m_folder.filePath(QStringLiteral("libssl-%1.so.3").arg(++m_made)).toLocal8Bit();
        ExecutableFile file;
        file.fd.reset(open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0755));
        if (!file.fd.isValid() || ftruncate(file.fd.get(), size) != 0)
            qFatal("no file");
        file.id = *identifyFile(file.fd.get());
        file.path = path.toStdString();
        file.pids = {uint32_t(getpid())};
        file.owner = owner;
        return file;
    }

    static int descriptors() { return int(QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::System | QDir::Files).size()); }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }
    void initTestCase() { QVERIFY2(geteuid() == 0, "needs root"); }

    void leavesProbesForOthersFiles()
    {
        const QStringList names = QDir(QStringLiteral("/usr/lib/x86_64-linux-gnu")).entryList({QStringLiteral("libssl.so.3")});
        QVERIFY(!names.isEmpty());
        QFile library(QStringLiteral("/usr/lib/x86_64-linux-gnu/libssl.so.3"));
        QVERIFY(library.open(QIODevice::ReadOnly));
        const analyzer::Plan plan = analyzer::analyse(library.handle());
        QVERIFY(!plan.stacks.empty() && !plan.stacks.front().sites.empty());
        rig::Capture capture(rig::everything(), false);
        QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
        ProbeSession &session = capture.session();
        const auto isProbed = [&](uint32_t owner) {
            const auto attached = session.attachPlan(fake(library.size(), owner), plan);
            return attached && attached->stacks.front().refusal.empty() && attached->stacks.front().sites > 0;
        };
        const int before = descriptors();
        size_t probed = 0;
        for (int i = 0; i < 1500; ++i)
            probed += isProbed(1000);
        qInfo("%zu of 1500 libraries of one user are probed, with %d descriptors", probed, descriptors() - before);
        QVERIFY(probed > 20 && probed < 1000);
        QVERIFY(descriptors() - before <= 2 * int(probed)); // its links, and none for those that were refused
        QCOMPARE(session.tableSizes().attachedFiles, probed);
        QVERIFY(isProbed(1001) && isProbed(0));
        // Others together leave the system's a quarter.
        for (uint32_t owner = 2000; owner < 2010; ++owner) {
            for (int i = 0; i < 200 && isProbed(owner);)
                ++i;
        }
        QVERIFY(!isProbed(3000));
        QVERIFY(isProbed(0));
    }
};

QTEST_GUILESS_MAIN(TestProbeSessionBudget)
#include "tst_probe_session_budget.moc"
