// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/probe_session.h"

#include "tests/privhelper/loader/capture_rig.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace rig;
using namespace std::chrono_literals;

namespace {

// The machine's libssl, as it is.
QString libssl()
{
    for (const char *folder : { "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib" }) {
        const QStringList names = QDir(folder).entryList({ "libssl.so.[0-9]*" });
        if (!names.isEmpty())
            return QDir(folder).filePath(names.first());
    }
    return {};
}

// A process that has the library mapped.
class User {
public:
    explicit User(const QString &library)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("LD_PRELOAD", library);
        m_process.setProcessEnvironment(environment);
        m_process.start("sleep", { "300" });
        m_process.waitForStarted();
    }
    ~User()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

} // namespace

class ProbeSessionDetachTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void detachesALibraryWhenItsLastProcessIsGone()
    {
        const QTemporaryDir folder;
        const QString copy = folder.filePath("libssl.so.3");
        QVERIFY(QFile::copy(libssl(), copy));
        loader::ScopeConfig scope = everything();
        scope.unusedFilesAfter = 0s;
        Capture capture(scope);
        QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
        loader::ProbeSession &session = capture.session();
        const size_t others = session.tableSizes().attachedFiles;
        for (int round = 0; round < 2; round++) {
            {
                const User user(copy);
                std::vector<loader::ExecutableFile> mapped;
                const auto isNoticed = [&] {
                    for (loader::ExecutableFile &file : session.takeNotices().files) {
                        if (file.path == copy.toStdString())
                            mapped.push_back(std::move(file));
                    }
                    return !mapped.empty();
                };
                QTRY_VERIFY(isNoticed());
                const auto attached = session.attachPlan(mapped[0], planOf(mapped[0]));
                QVERIFY(attached && attached->stacks.at(0).sites > 0);
                QThread::sleep(2);
                session.losses();
                QCOMPARE(session.tableSizes().attachedFiles, others + 1);
            }
            QTRY_COMPARE((session.losses(), session.tableSizes().attachedFiles), others);
        }
    }
};

QTEST_GUILESS_MAIN(ProbeSessionDetachTest)
#include "tst_probe_session_detach.moc"
