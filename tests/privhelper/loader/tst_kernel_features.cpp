// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/kernel_features.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/wait.h>
#include <unistd.h>

class KernelFeaturesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void findsWhatACaptureNeedsHere()
    {
        const loader::KernelFeatures features = loader::examineKernel();
        QVERIFY(features.btf);
        QVERIFY(features.mayLoad);
        QVERIFY(features.ringBuffer);
        QVERIFY(features.btfTracepoints || features.rawTracepoints);
        QVERIFY(features.uprobeMulti || features.perfUprobe);
        QVERIFY(!features.release.empty());
        QVERIFY(features.capabilities != 0);
    }

    void findsNothingWithoutPrivilege()
    {
        const pid_t child = fork();
        if (child == 0) {
            if (setresgid(65534, 65534, 65534) != 0 || setresuid(65534, 65534, 65534) != 0)
                _exit(2);
            const loader::KernelFeatures features = loader::examineKernel();
            _exit(features.mayLoad || features.uprobeMulti || features.perfUprobe || features.capabilities ? 1 : 0);
        }
        int status = 0;
        waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }
};

QTEST_GUILESS_MAIN(KernelFeaturesTest)
#include "tst_kernel_features.moc"
