// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/attached_files.h"

#include "privhelper/loader/mapped_files.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace loader;
using namespace std::chrono_literals;

namespace {

// Keeps the file mapped as code until it is ended; its child, if it forks one, does too.
class User {
public:
    explicit User(const std::string &path, bool forks = false)
    {
        int ready[2];
        if (pipe(ready) != 0)
            qFatal("pipe");
        m_pid = fork();
        if (m_pid == 0) {
            const int file = open(path.c_str(), O_RDONLY);
            if (mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, file, 0) == MAP_FAILED)
                _exit(1);
            const pid_t child = forks ? fork() : 1;
            if (child != 0)
                (void)!write(ready[1], &child, sizeof child);
            for (;;)
                pause();
        }
        if (read(ready[0], &m_child, sizeof m_child) != sizeof m_child)
            qFatal("the file could not be mapped");
        close(ready[0]);
        close(ready[1]);
    }
    ~User() { end(); }
    void end()
    {
        if (m_pid > 0) {
            kill(m_pid, SIGKILL);
            waitpid(m_pid, nullptr, 0);
        }
        m_pid = 0;
    }
    uint32_t pid() const { return static_cast<uint32_t>(m_pid); }
    pid_t child() const { return m_child; }

private:
    pid_t m_pid = 0, m_child = 0;
};

} // namespace

class AttachedFilesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QString::fromStdString(m_path));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray(8192, 'x')) == 8192);
        file.close();
        const int fd = open(m_path.c_str(), O_RDONLY | O_CLOEXEC);
        const auto id = identifyFile(fd);
        QVERIFY(id);
        m_id = *id;
        close(fd);
    }
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesAFileBackWhenItsLastProcessIsGone()
    {
        AttachedFiles files;
        User first(m_path), second(m_path);
        files.add(m_id, {}, { first.pid() }, false);
        files.use(m_id, second.pid());
        QVERIFY(files.takeUnused(0s).empty());
        first.end();
        QVERIFY(files.takeUnused(0s).empty());
        second.end();
        const auto unused = files.takeUnused(0s);
        QCOMPARE(unused.size(), 1u);
        QVERIFY(unused[0].id == m_id);
        QVERIFY(!files.contains(m_id));
        QVERIFY(files.takeUnused(0s).empty());
    }

    void findsAForkThatHasItWithoutAWord()
    {
        AttachedFiles files;
        User parent(m_path, true);
        files.add(m_id, {}, { parent.pid() }, false);
        parent.end();
        QVERIFY(files.takeUnused(0s).empty());
        kill(parent.child(), SIGKILL);
        size_t given = 0; // each is delivered once, and QTRY_VERIFY evaluates again after its success
        QTRY_VERIFY((given += files.takeUnused(0s).size()) == 1);
    }

    void waitsForTheNextProcess()
    {
        AttachedFiles files;
        {
            User user(m_path);
            files.add(m_id, {}, { user.pid() }, false);
        }
        QVERIFY(files.takeUnused(1h).empty());
        User next(m_path);
        files.use(m_id, next.pid());
        QVERIFY(files.takeUnused(0s).empty());
    }

    void keepsWhatIsInstalled()
    {
        AttachedFiles files;
        files.add(m_id, {}, {}, true);
        QVERIFY(files.takeUnused(0s).empty());
        QCOMPARE(files.takeAll().size(), 1u);
        QCOMPARE(files.size(), 0u);
    }

private:
    QTemporaryDir m_directory;
    std::string m_path = m_directory.filePath("library").toStdString();
    FileId m_id;
};

QTEST_GUILESS_MAIN(AttachedFilesTest)
#include "tst_attached_files.moc"
