// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/open_mapping.h"

#include "privhelper/loader/file_system.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <cap-ng.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <sstream>

using loader::OpenProblem;

namespace {

constexpr char content[] = "the file that is mapped";

void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

// A process that has a file mapped as executable, by a path that only it may know.
class Holder {
public:
    // prepare: in the process, before it opens the path.
    explicit Holder(const QString &path, const std::function<bool()> &prepare = [] { return true; })
        : Holder([&] { return prepare() ? open(qPrintable(path), O_RDONLY) : -1; })
    {
    }
    explicit Holder(const std::function<int()> &opened)
    {
        int ready[2];
        if (pipe(ready) != 0)
            return;
        m_pid = fork();
        if (m_pid == 0) {
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            const int fd = opened();
            void *mapped = mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, fd, 0);
            const uint64_t address = mapped == MAP_FAILED ? 0 : reinterpret_cast<uint64_t>(mapped);
            close(fd);
            if (write(ready[1], &address, sizeof address) != sizeof address)
                _exit(1);
            for (;;)
                pause();
        }
        close(ready[1]);
        if (read(ready[0], &m_address, sizeof m_address) != sizeof m_address)
            m_address = 0;
        close(ready[0]);
    }
    ~Holder()
    {
        kill(m_pid, SIGKILL);
        waitpid(m_pid, nullptr, 0);
    }

    uint32_t pid() const { return static_cast<uint32_t>(m_pid); }
    std::optional<loader::MappedFile> mapping() const { return loader::mappingAt(pid(), m_address); }

private:
    pid_t m_pid = -1;
    uint64_t m_address = 0;
};

QByteArray readAll(int fd)
{
    QByteArray bytes(4096, '\0');
    bytes.resize(std::max<ssize_t>(pread(fd, bytes.data(), static_cast<size_t>(bytes.size()), 0), 0));
    return bytes;
}

// What is read from the mapping, otherwise the problem's sentence.
QByteArray seen(const Holder &holder)
{
    const auto mapping = holder.mapping();
    if (!mapping)
        return "not mapped";
    const auto fd = loader::openMapping(holder.pid(), *mapping);
    return fd ? readAll(fd->get()) : QByteArray::fromStdString(loader::sentenceOf(fd.error()));
}

// The same by names alone, in a process without the capabilities for map_files.
QByteArray seenByName(const Holder &holder)
{
    int result[2];
    if (pipe(result) != 0)
        return {};
    const pid_t child = fork();
    if (child == 0) {
        capng_get_caps_process();
        capng_updatev(CAPNG_DROP, capng_type_t(CAPNG_EFFECTIVE | CAPNG_PERMITTED), CAP_SYS_ADMIN, CAP_CHECKPOINT_RESTORE, -1);
        const QByteArray text = capng_apply(CAPNG_SELECT_CAPS) == 0 ? seen(holder) : QByteArray("capabilities were kept");
        _exit(write(result[1], text.constData(), static_cast<size_t>(text.size())) == text.size() ? 0 : 1);
    }
    close(result[1]);
    QByteArray text(4096, '\0');
    text.resize(std::max<ssize_t>(read(result[0], text.data(), static_cast<size_t>(text.size())), 0));
    close(result[0]);
    waitpid(child, nullptr, 0);
    return text;
}

// A FUSE file system whose one file is its root, and whose server never answers.
class SilentFuse {
public:
    explicit SilentFuse(const QString &place)
        : m_place(place.toLocal8Bit())
        , m_device(open("/dev/fuse", O_RDWR | O_CLOEXEC))
    {
        put(place, content);
        const QByteArray options = "fd=" + QByteArray::number(m_device.get()) + ",rootmode=100644,user_id=0,group_id=0";
        m_mounted = mount("fuse", m_place.constData(), "fuse", MS_NOSUID | MS_NODEV, options.constData()) == 0;
    }
    ~SilentFuse()
    {
        m_device.reset(); // ends everything that waits for it
        umount2(m_place.constData(), MNT_DETACH);
    }
    bool isMounted() const { return m_mounted; }

private:
    QByteArray m_place;
    loader::UniqueFd m_device;
    bool m_mounted = false;
};

} // namespace

class OpenMappingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(".*"));
        QVERIFY(m_dir.isValid());
        put(m_file, content);
    }

    void opensWhatHasItsName()
    {
        const Holder holder(m_file);
        QCOMPARE(seen(holder), QByteArray(content));
        QCOMPARE(seenByName(holder), QByteArray(content));
    }

    void opensWhatWasDeleted()
    {
        const Holder holder(m_file);
        QVERIFY(QFile::remove(m_file));
        QCOMPARE(seen(holder), QByteArray(content));
        QCOMPARE(seenByName(holder), QByteArray("The kernel denies the helper access to its file."));
    }

    void opensWhatWasReplacedAsAPackageManagerDoes()
    {
        const Holder holder(m_file);
        put(m_dir.filePath("new"), "another content");
        QCOMPARE(rename(qPrintable(m_dir.filePath("new")), qPrintable(m_file)), 0);
        QCOMPARE(seen(holder), QByteArray(content));
        QVERIFY(seenByName(holder) != "another content");
    }

    void opensNamesThatLookDeletedOrAreOdd_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("ends as a deleted one") << "libssl.so.3 (deleted)";
        QTest::newRow("holds a line break") << "lib\nssl.so";
        QTest::newRow("holds what an escape looks like") << "lib\\012ssl.so";
        QTest::newRow("only spaces") << "   ";
    }
    void opensNamesThatLookDeletedOrAreOdd()
    {
        QFETCH(QString, name);
        put(m_dir.filePath(name), "of the odd name");
        const Holder holder(m_dir.filePath(name));
        QCOMPARE(seen(holder), QByteArray("of the odd name"));
        if (!name.contains('\n'))
            QCOMPARE(seenByName(holder), QByteArray("of the odd name"));
    }

    void opensWhatNeverHadAName()
    {
        const Holder holder([] {
            const int fd = memfd_create("libssl.so.3", MFD_CLOEXEC);
            return write(fd, "of memory", 9) == 9 ? fd : -1;
        });
        QCOMPARE(seen(holder), QByteArray("of memory"));
    }

    void opensWhatIsMappedInAChroot()
    {
        const Holder holder("/file", [this] { return chroot(qPrintable(m_dir.path())) == 0; });
        QCOMPARE(seen(holder), QByteArray(content));
        QCOMPARE(seenByName(holder), QByteArray(content));
    }

    void opensWhatIsMountedForTheProcessAlone()
    {
        const Holder holder([this] {
            const QByteArray root = m_dir.path().toLocal8Bit();
            if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
                || mount("none", root.constData(), "tmpfs", 0, nullptr) != 0)
                return -1;
            put(m_file, "of the mount");
            return open(qPrintable(m_file), O_RDONLY);
        });
        QCOMPARE(seen(holder), QByteArray("of the mount"));
        QCOMPARE(seenByName(holder), QByteArray("of the mount"));
    }

    void opensWhatIsBoundToAnotherName()
    {
        const QString place = m_dir.filePath("place");
        put(place, "what is below");
        const Holder holder(place, [&] {
            return unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
                && mount(qPrintable(m_file), qPrintable(place), nullptr, MS_BIND, nullptr) == 0;
        });
        QCOMPARE(seen(holder), QByteArray(content));
        QCOMPARE(seenByName(holder), QByteArray(content));
    }

    void opensWhatLiesInAnOverlay()
    {
        for (const char *name : { "lower", "upper", "work", "merged" })
            QVERIFY(QDir(m_dir.path()).mkpath(name));
        put(m_dir.filePath("lower/file"), "of the lower layer");
        const QByteArray root = m_dir.path().toLocal8Bit();
        const QByteArray options = "lowerdir=" + root + "/lower,upperdir=" + root + "/upper,workdir=" + root + "/work";
        const Holder holder(m_dir.filePath("merged/file"), [&] {
            return unshare(CLONE_NEWNS) == 0 && mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0
                && mount("overlay", (root + "/merged").constData(), "overlay", 0, options.constData()) == 0;
        });
        QCOMPARE(seen(holder), QByteArray("of the lower layer"));
        QCOMPARE(seenByName(holder), QByteArray("of the lower layer"));
        const auto fd = loader::openMapping(holder.pid(), *holder.mapping());
        QVERIFY(fd && loader::isOverlay(fd->get()));
    }

    // In place of a mapped file: none of these may be opened or block the helper.
    void isNotLedAstrayByWhatLiesInTheFilesPlace_data()
    {
        QTest::addColumn<int>("kind");
        for (const char *kind : { "a link", "a pipe", "a device", "a directory", "another file", "a link out of the root" })
            QTest::newRow(kind) << m_kinds++;
    }
    void isNotLedAstrayByWhatLiesInTheFilesPlace()
    {
        QFETCH(int, kind);
        const Holder holder(m_file);
        QVERIFY(QFile::remove(m_file));
        const QByteArray place = m_file.toLocal8Bit();
        switch (kind) {
        case 0: QCOMPARE(symlink("/etc/passwd", place.constData()), 0); break;
        case 1: QCOMPARE(mkfifo(place.constData(), 0644), 0); break;
        case 2: QCOMPARE(mknod(place.constData(), S_IFCHR | 0666, makedev(1, 5)), 0); break; // /dev/zero
        case 3: QCOMPARE(mkdir(place.constData(), 0755), 0); break;
        case 4: put(m_file, "another content"); break;
        default: QCOMPARE(symlink("../../../../../../etc/shadow", place.constData()), 0); break;
        }
        QElapsedTimer timer;
        timer.start();
        const QByteArray text = seenByName(holder);
        QVERIFY2(text.endsWith('.') && !text.contains("root:"), text.constData());
        QCOMPARE(seen(holder), QByteArray(content));
        QVERIFY2(timer.elapsed() < 2000, "it waited");
        if (kind == 3)
            QVERIFY(rmdir(place.constData()) == 0);
        else
            QVERIFY(unlink(place.constData()) == 0);
    }

    void absoluteLinksStayBelowTheRootOfTheProcess()
    {
        // "/inner" is a link that leads to the file inside the chroot, and to nothing outside.
        QCOMPARE(symlink("/file", qPrintable(m_dir.filePath("inner"))), 0);
        const Holder holder("/file", [this] { return chroot(qPrintable(m_dir.path())) == 0; });
        auto mapping = holder.mapping();
        QVERIFY(mapping);
        mapping->path = "/inner";
        mapping->start = mapping->end = 0;
        const auto fd = loader::openMapping(holder.pid(), *mapping);
        QVERIFY(fd.has_value());
        QCOMPARE(readAll(fd->get()), QByteArray(content));
    }

    void refusesAFileSystemWhoseServerMayNeverAnswer()
    {
        const QString slow = m_dir.filePath("slow");
        const SilentFuse fuse(slow);
        QVERIFY2(fuse.isMounted(), "the test needs /dev/fuse");
        QElapsedTimer timer;
        timer.start();
        const loader::UniqueFd place(open(qPrintable(slow), O_PATH | O_CLOEXEC));
        const auto fd = loader::openForReading(place.get(), static_cast<uint32_t>(getpid()));
        QVERIFY(!fd);
        QCOMPARE(fd.error(), OpenProblem::ServedByProgram);
        QVERIFY2(timer.elapsed() < 1000, "it waited for the server");
    }

    void doesNotWaitForALease()
    {
        const loader::UniqueFd holder(open(qPrintable(m_file), O_RDWR | O_CLOEXEC));
        signal(SIGIO, SIG_IGN);
        QCOMPARE(fcntl(holder.get(), F_SETLEASE, F_WRLCK), 0);
        const loader::UniqueFd place(open(qPrintable(m_file), O_PATH | O_CLOEXEC));
        const auto fd = loader::openForReading(place.get(), static_cast<uint32_t>(getpid()));
        QVERIFY(!fd);
        QCOMPARE(fd.error(), OpenProblem::Leased);
    }

    void findsTheTypeOfADevice()
    {
        std::istringstream mounts("22 1 0:20 / /proc rw - proc proc rw\n"
                                  "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:2 - ext3 /dev/root rw\n"
                                  "40 35 0:99 / /mnt/a\\040b rw - fuse.sshfs host:/ rw,user_id=1000\n");
        QCOMPARE(QByteArray::fromStdString(loader::typeOfDevice(mounts, 99)), QByteArray("fuse.sshfs"));
        mounts.clear();
        mounts.seekg(0);
        QCOMPARE(QByteArray::fromStdString(loader::typeOfDevice(mounts, 98u << 20)), QByteArray("ext3"));
        mounts.clear();
        mounts.seekg(0);
        QCOMPARE(QByteArray::fromStdString(loader::typeOfDevice(mounts, 7)), QByteArray());
    }

private:
    QTemporaryDir m_dir;
    const QString m_file = m_dir.filePath("file");
    int m_kinds = 0;
};

QTEST_GUILESS_MAIN(OpenMappingTest)
#include "tst_open_mapping.moc"
