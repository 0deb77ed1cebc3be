// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/plan_request.h"

#include "privhelper/analyzer/analyse.h"
#include "privhelper/analyzer/analyzer_main.h"
#include "privhelper/analyzer/confine.h"
#include "privhelper/analyzer/plan_writer.h"

#include <QtTest>

#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>

using loader::PlanError;
using loader::PlanRequest;

namespace {

// The test program is its own helper; the first byte of the "file" selects its behaviour, a real file makes it the analyzer.
int helperMain()
{
    char behaviour = 0;
    if (pread(3, &behaviour, 1, 0) != 1)
        return 99;
    const auto escape = [](auto forbidden) {
        if (!analyzer::confine(3, 4))
            return 3;
        forbidden();
        return 42; // it was allowed
    };
    switch (behaviour) {
    case 'S': return 7;
    case 'K': return raise(SIGSEGV);
    case 'H': return pause();
    case 'C': close(4); return pause();
    case 'G': return write(4, "rubbish", 7) == 7 ? 0 : 1;
    case 'L': // never ends
        for (char block[4096] = {};;)
            if (write(4, block, sizeof block) < 0)
                return 0;
    case 'O': return escape([] { open("/etc/passwd", O_RDONLY); });
    case 'N': return escape([] { socket(AF_UNIX, SOCK_STREAM, 0); });
    case 'F': return escape([] { fork(); });
    case 'E': return escape([] { execl("/bin/true", "true", nullptr); });
    case 'R': return escape([] { char c; syscall(SYS_read, 0, &c, 1); });
    case 'X': return escape([] { mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); });
    case 'W': return escape([] { syscall(SYS_write, 1, "x", 1); });
    case 'P': return escape([] { syscall(SYS_bpf, 0, nullptr, 0); });
    case 'Y': { // uses up its processor time
        if (!analyzer::confine(3, 4))
            return 3;
        for (volatile bool on = true; on;) { }
        return 0;
    }
    default:
        return analyzer::analyzerMain(analyzer::inheritedElfFd, analyzer::inheritedReplyFd);
    }
}

int memoryFile(const char *content)
{
    const int fd = memfd_create("file", MFD_CLOEXEC);
    if (write(fd, content, std::strlen(content)) < 0)
        return -1;
    return fd;
}

QString outcome(int fd)
{
    const loader::UniqueFd owner(fd);
    const auto result = loader::requestPlan(fd);
    return QString::fromStdString(result ? "plan: " + result->problem : result.error().text());
}

loader::PlanResult finish(PlanRequest &request)
{
    for (;;) {
        if (auto result = request.advance())
            return *std::move(result);
        pollfd waited { request.pollFd(), POLLIN, 0 };
        poll(&waited, 1, 100);
    }
}

QByteArray openSslLibrary()
{
    void *handle = dlopen("libssl.so.3", RTLD_LAZY | RTLD_LOCAL);
    link_map *map = nullptr;
    return handle != nullptr && dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 ? QByteArray(map->l_name) : QByteArray();
}

// A uprobe for all processes that only counts.
int probed(const QByteArray &path, uint64_t offset)
{
    QFile type("/sys/bus/event_source/devices/uprobe/type");
    if (!type.open(QIODevice::ReadOnly))
        return -1;
    perf_event_attr attributes {};
    attributes.type = type.readAll().trimmed().toUInt();
    attributes.size = sizeof attributes;
    attributes.uprobe_path = reinterpret_cast<uint64_t>(path.constData());
    attributes.probe_offset = offset;
    return static_cast<int>(syscall(SYS_perf_event_open, &attributes, -1, 0, -1, PERF_FLAG_FD_CLOEXEC));
}

} // namespace

class TestPlanRequest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void givesWhatTheAnalyzerWouldSayItself()
    {
        const loader::UniqueFd file(open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
        const auto result = loader::requestPlan(file.get());
        QVERIFY2(result.has_value(), result ? "" : result.error().text().c_str());
        QCOMPARE(analyzer::writePlan(*result), analyzer::writePlan(analyzer::analyse(file.get())));
        QVERIFY(!result->buildId.empty());
    }

    // The kernel writes probes' breakpoints into private mappings of the file, even into read-only ones.
    void isNotMisledByProbesOfAnotherSession()
    {
        const QByteArray path = openSslLibrary();
        const loader::UniqueFd file(open(path.constData(), O_RDONLY | O_CLOEXEC));
        const auto before = loader::requestPlan(file.get());
        QVERIFY(before.has_value() && !before->stacks.empty() && !before->stacks[0].sites.empty());
        std::vector<loader::UniqueFd> probes;
        for (const analyzer::Site &site : before->stacks[0].sites) {
            probes.emplace_back(probed(path, site.fileOffset));
            QVERIFY2(probes.back().isValid(), std::strerror(errno));
        }
        const auto during = loader::requestPlan(file.get());
        probes.clear();
        QVERIFY(during.has_value());
        QCOMPARE(analyzer::writePlan(*during), analyzer::writePlan(*before));
    }

    void tellsOfTextThatItIsNoProgram() { QCOMPARE(outcome(memoryFile("text")), "plan: The file is not an ELF program or library."); }

    void refusesWhatIsNoFile()
    {
        int ends[2];
        QVERIFY(pipe2(ends, O_CLOEXEC) == 0);
        const loader::UniqueFd writing(ends[1]);
        QCOMPARE(outcome(ends[0]), "The analyzer could not be started: Invalid argument.");
    }

    void tellsDeathByName_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("text");
        QTest::newRow("exit") << "S" << "The analyzer ended with status 7.";
        QTest::newRow("crash") << "K" << "The analyzer was killed by signal 11 (Segmentation fault).";
        QTest::newRow("rubbish") << "G" << "The analyzer's answer is not a plan.";
        QTest::newRow("endless answer") << "L" << "The analyzer's answer is not a plan.";
        QTest::newRow("closed, but alive") << "C" << "The analyzer took too long and was killed.";
    }
    void tellsDeathByName()
    {
        QFETCH(QString, file);
        QFETCH(QString, text);
        QCOMPARE(outcome(memoryFile(qPrintable(file))), text);
    }

    void confinedItCannot_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("open a file") << "O";
        QTest::newRow("make a socket") << "N";
        QTest::newRow("fork") << "F";
        QTest::newRow("execute") << "E";
        QTest::newRow("read from a descriptor") << "R";
        QTest::newRow("make code") << "X";
        QTest::newRow("write elsewhere") << "W";
        QTest::newRow("call bpf") << "P";
    }
    void confinedItCannot()
    {
        QFETCH(QString, file);
        QCOMPARE(outcome(memoryFile(qPrintable(file))), "The analyzer was killed by signal 31 (Bad system call).");
    }

    void isEndedWhenItsTimeIsOver()
    {
        const loader::UniqueFd file(memoryFile("H"));
        auto request = PlanRequest::start(file.get(), "/proc/self/exe", std::chrono::milliseconds(200));
        QVERIFY(request.has_value());
        QVERIFY(!request->advance().has_value());
        pollfd waited { request->pollFd(), POLLIN, 0 };
        QCOMPARE(poll(&waited, 1, 250), 0);
        const auto result = request->advance();
        QVERIFY(result.has_value() && !result->has_value());
        QCOMPARE(result->error().kind, PlanError::Kind::TimedOut);
    }

    void hasFiveSecondsOfProcessorTime()
    {
        const loader::UniqueFd file(memoryFile("Y"));
        auto request = PlanRequest::start(file.get(), "/proc/self/exe", std::chrono::seconds(90));
        QVERIFY(request.has_value());
        const auto result = finish(*request);
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().text(), std::string("The analyzer was killed by signal 24 (CPU time limit exceeded)."));
    }

    void leavesNoProcessBehind()
    {
        const loader::UniqueFd file(memoryFile("H"));
        {
            auto request = PlanRequest::start(file.get());
            QVERIFY(request.has_value());
        }
        QCOMPARE(waitpid(-1, nullptr, WNOHANG), -1);
        QCOMPARE(errno, ECHILD);
    }

    void survivesAFileThatIsCutShort()
    {
        // The header claims more than there is when it is read: the failure is reported, and stays in another process.
        const loader::UniqueFd exe(open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
        const loader::UniqueFd file(memoryFile(""));
        char block[1 << 16];
        for (ssize_t count; (count = read(exe.get(), block, sizeof block)) > 0;)
            QCOMPARE(write(file.get(), block, static_cast<size_t>(count)), count);
        auto request = PlanRequest::start(file.get());
        QVERIFY(request.has_value());
        QCOMPARE(ftruncate(file.get(), 4096), 0);
        const auto result = finish(*request);
        QVERIFY(result ? !result->problem.empty() : !result.error().text().empty());
    }

    // Its holes may be of any length; the loader only reads the start of a file.
    void plansASparseFileAsQuicklyAsADenseOne_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("40 GiB") << (qint64(40) << 30);
        QTest::newRow("2 TiB") << (qint64(2) << 40);
        QTest::newRow("an odd byte more than is mapped") << (qint64(2) << 30) + 1;
    }
    void plansASparseFileAsQuicklyAsADenseOne()
    {
        QFETCH(qint64, size);
        const loader::UniqueFd file(memoryFile(""));
        QFile library(openSslLibrary());
        QVERIFY(library.open(QIODevice::ReadOnly));
        const QByteArray bytes = library.readAll();
        QCOMPARE(write(file.get(), bytes.constData(), size_t(bytes.size())), bytes.size());
        const auto dense = loader::requestPlan(file.get());
        QVERIFY(dense.has_value() && !dense->stacks.empty() && !dense->stacks.front().sites.empty());
        QCOMPARE(ftruncate(file.get(), size), 0);
        const auto sparse = loader::requestPlan(file.get());
        QVERIFY2(sparse.has_value(), sparse ? "" : sparse.error().text().c_str());
        QCOMPARE(analyzer::writePlan(*sparse), analyzer::writePlan(*dense));
    }

    void looksThroughNoMoreOfAHoleThanItsTimeAllows()
    {
        // One section of read-only data that is as large as the file: nothing but zeros after the header.
        const loader::UniqueFd file(memoryFile(""));
        Elf64_Ehdr header {};
        std::memcpy(header.e_ident, ELFMAG, SELFMAG);
        header.e_ident[EI_CLASS] = ELFCLASS64;
        header.e_ident[EI_DATA] = ELFDATA2LSB;
        header.e_ident[EI_VERSION] = EV_CURRENT;
        header.e_type = ET_EXEC;
        header.e_machine = EM_X86_64;
        header.e_version = EV_CURRENT;
        header.e_ehsize = sizeof header;
        header.e_phoff = sizeof header;
        header.e_phentsize = sizeof(Elf64_Phdr);
        header.e_phnum = 1;
        header.e_shoff = sizeof header + sizeof(Elf64_Phdr);
        header.e_shentsize = sizeof(Elf64_Shdr);
        header.e_shnum = 2;
        Elf64_Phdr code {};
        code.p_type = PT_LOAD;
        code.p_flags = PF_R | PF_X;
        code.p_filesz = code.p_memsz = uint64_t(1) << 30;
        std::array<Elf64_Shdr, 2> sections {};
        sections[1].sh_type = SHT_PROGBITS;
        sections[1].sh_flags = SHF_ALLOC;
        sections[1].sh_size = uint64_t(1) << 30;
        QCOMPARE(write(file.get(), &header, sizeof header), ssize_t(sizeof header));
        QCOMPARE(write(file.get(), &code, sizeof code), ssize_t(sizeof code));
        QCOMPARE(write(file.get(), sections.data(), sizeof sections), ssize_t(sizeof sections));
        QCOMPARE(ftruncate(file.get(), qint64(2) << 40), 0);
        const auto result = loader::requestPlan(file.get());
        // On a busy machine the wall-clock limit may end it first.
        QVERIFY2(result || result.error().kind == PlanError::Kind::Signal || result.error().kind == PlanError::Kind::TimedOut,
                 result ? "" : result.error().text().c_str());
        QVERIFY(!result || (result->stacks.empty() && !result->problem.empty()));
    }

    void holdsNothingWhileItReads()
    {
        QCOMPARE(geteuid(), 0u); // the tests of the helper run as root
        const pid_t child = fork();
        if (child == 0) {
            if (!analyzer::confine(3, 4))
                _exit(3);
            for (volatile bool on = true; on;) { }
        }
        QByteArray status;
        for (int tries = 0; tries < 1000 && !status.contains("Seccomp:\t2"); ++tries) {
            QFile file(QStringLiteral("/proc/%1/status").arg(child));
            QVERIFY(file.open(QIODevice::ReadOnly));
            status = file.readAll();
            QTest::qSleep(2);
        }
        kill(child, SIGKILL);
        QCOMPARE(waitpid(child, nullptr, 0), child);
        const auto field = [&status](const QByteArray &name) {
            const qsizetype at = status.indexOf('\n' + name + ":\t") + name.size() + 3;
            return status.mid(at, status.indexOf('\n', at) - at).simplified();
        };
        QCOMPARE(field("Seccomp"), QByteArray("2"));
        QCOMPARE(field("NoNewPrivs"), QByteArray("1"));
        for (const char *set : { "CapInh", "CapPrm", "CapEff", "CapAmb" })
            QCOMPARE(field(set), QByteArray("0000000000000000"));
        QVERIFY2(!field("Uid").split(' ').contains("0"), field("Uid").constData());
        QVERIFY2(!field("Gid").split(' ').contains("0"), field("Gid").constData());
        QCOMPARE(field("Groups"), QByteArray());
    }
};

int main(int argc, char **argv)
{
    if (argc == 3 && std::strcmp(argv[1], "--role") == 0 && std::strcmp(argv[2], "analyzer") == 0)
        return helperMain();
    TestPlanRequest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_plan_request.moc"
