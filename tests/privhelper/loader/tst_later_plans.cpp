// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/later_plans.h"

#include "privhelper/analyzer/analyzer_main.h"
#include "privhelper/loader/plan_cache.h"

#include <QtTest>

#include <cstring>

#include <fcntl.h>
#include <sys/wait.h>

using loader::PlanCache;
using loader::UniqueFd;

class LaterPlansTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_place = std::make_unique<QTemporaryDir>(); }

    void keepsThePlanOfALibrary()
    {
        loader::planLater(one(library()), folder());
        waitForChild();
        const auto plan = cache().find(library().get());
        QVERIFY(plan);
        QVERIFY(!plan->stacks.empty());
    }

    void returnsAtOnce()
    {
        QElapsedTimer time;
        time.start();
        loader::planLater(one(slowFile()), folder());
        QVERIFY2(time.elapsed() < 500, qPrintable(QString::number(time.elapsed())));
        waitForChild();
    }

    void hasNoOtherDescriptor()
    {
        int ends[2];
        QVERIFY(pipe2(ends, O_CLOEXEC) == 0);
        loader::planLater(one(slowFile()), folder());
        close(ends[1]);
        char byte = 0;
        QCOMPARE(read(ends[0], &byte, 1), ssize_t(0)); // nobody else could write to it any more
        QVERIFY(waitpid(-1, nullptr, WNOHANG) == 0);   // though the child was still at work
        close(ends[0]);
        waitForChild();
    }

    void leavesTheFilesAloneWhileAnotherOneWorks()
    {
        const PlanCache other = cache();
        QVERIFY(other.claim());
        loader::planLater(one(library()), folder());
        waitForChild();
        QVERIFY(!cache().find(library().get()));
    }

    void doesNothingWithoutFiles()
    {
        loader::planLater({}, folder());
        QVERIFY(waitpid(-1, nullptr, WNOHANG) < 0);
    }

private:
    PlanCache cache() const { return PlanCache(folder()); }
    std::string folder() const { return m_place->filePath(QStringLiteral("plans")).toStdString(); }
    static UniqueFd library()
    {
        for (const char *folder : { "/lib/x86_64-linux-gnu/", "/usr/lib/x86_64-linux-gnu/", "/usr/lib64/", "/usr/lib/" }) {
            if (UniqueFd file(open((std::string(folder) + "libssl.so.3").c_str(), O_RDONLY | O_CLOEXEC)); file.isValid())
                return file;
        }
        qFatal("libssl.so.3 is part of what the tests need");
    }
    static std::vector<UniqueFd> one(UniqueFd file)
    {
        std::vector<UniqueFd> all;
        all.push_back(std::move(file));
        return all;
    }
    UniqueFd slowFile() const
    {
        QFile file(m_place->filePath(QStringLiteral("slow")));
        if (file.open(QIODevice::WriteOnly))
            file.write("slow");
        return UniqueFd(open(file.fileName().toLocal8Bit().constData(), O_RDONLY | O_CLOEXEC));
    }
    static void waitForChild()
    {
        int status = 0;
        QVERIFY(waitpid(-1, &status, 0) > 0);
        QCOMPARE(status, 0);
    }

    std::unique_ptr<QTemporaryDir> m_place;
};

// The test program is its own helper, which takes a second for what begins with an s.
int analyzerOfTest()
{
    char first = 0;
    if (pread(analyzer::inheritedElfFd, &first, 1, 0) == 1 && first == 's')
        return usleep(1'000'000);
    return analyzer::analyzerMain(analyzer::inheritedElfFd, analyzer::inheritedReplyFd);
}

int main(int argc, char **argv)
{
    if (argc == 3 && std::strcmp(argv[1], "--role") == 0 && std::strcmp(argv[2], "analyzer") == 0)
        return analyzerOfTest();
    LaterPlansTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_later_plans.moc"
