// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/go_plan.h"

#include "privhelper/analyzer/analyse.h"

#include "tests/privhelper/analyzer/compiled.h"

#include <QtTest>

#include <algorithm>

using namespace analyzer;

class TestGoPlan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void plansAStrippedProgram()
    {
        const Stack stack = planOf(caddy);
        QCOMPARE(stack.library, Library::Go);
        QCOMPARE(stack.problem, std::string());
        QCOMPARE(stack.foundBy, std::string("table of functions"));
        QVERIFY2(QRegularExpression("^go1\\.\\d+").match(QString::fromStdString(stack.version)).hasMatch(), stack.version.c_str());
        // crypto/tls, and the fork of it that quic-go has brought along.
        QCOMPARE(std::ranges::count_if(stack.sites, movesData), 4);
        for (const char *function : { "crypto/tls.(*Conn).writeRecordLocked", "crypto/tls.(*Conn).Read" })
            QVERIFY2(siteOf(stack, function) != nullptr, function);
        QVERIFY(std::ranges::any_of(stack.sites, [](const Site &site) { return site.function.find("/qtls") != std::string::npos; }));
    }

    // As a disassembler shows the program that a debugger would see.
    void choosesWhatTheDisassemblerShows()
    {
        const Stack stack = planOf(caddy);
        const Site *write = siteOf(stack, "crypto/tls.(*Conn).writeRecordLocked"), *read = siteOf(stack, "crypto/tls.(*Conn).Read");
        QVERIFY(write != nullptr && read != nullptr);
        const QByteArray check = around(write->fileOffset, 0).value(0);
        // Go 1.19 has no push there, so hits count only when the check passes.
        const bool behind = check.startsWith("push ");
        QCOMPARE(write->only[1] == Condition {}, behind);
        QVERIFY2(behind || check.startsWith("jbe "), check);
        QCOMPARE(write->only[0], (Condition { { Base::Rbx, 1 }, 0xff, 23 }));
        const QByteArray call = around(read->fileOffset, 0).value(0);
        QVERIFY2(call.startsWith("call "), call);
        QCOMPARE(read->object.base, Base::Rsp);
        // The prologue stores the connection, which is the first argument, there.
        QVERIFY(contains(read->fileOffset, QByteArray("%rax,0x") + QByteArray::number(read->object.offsets[0], 16) + "(%rsp)"));
    }

    void findsWhereSecretsPass()
    {
        const Stack stack = planOf(caddy);
        const Site *log = siteOf(stack, "crypto/tls.(*Config).writeKeyLog");
        QVERIFY(log != nullptr);
        QCOMPARE(log->role, Role::Secret);
        QCOMPARE(log->object, Operand { Base::Rdi });
        QCOMPARE(log->buffer, Operand { Base::R9 });
        QCOMPARE(log->length, Operand { Base::R10 });
        QCOMPARE(log->label, Operand { Base::Rbx });
        QCOMPARE(log->labelLength, Operand { Base::Rcx });
        QCOMPARE(log->random, (Operand { Base::Object, 8, 1, {} }));
        const QByteArray check = around(log->fileOffset, 0).value(0);
        QVERIFY2(check.startsWith("push ") || check.startsWith("jbe "), check);
        QCOMPARE(stack.noSecrets, std::string());
    }

    // Older versions of quic-go have a fork of crypto/tls with a key log of its own.
    void findsWhereSecretsOfAForkPass()
    {
        const Stack stack = planOf(caddy);
        const bool found = std::ranges::any_of(stack.sites, [](const Site &site) { return site.role == Role::Secret && site.function.ends_with(".(*config).writeKeyLog"); });
        QCOMPARE(found, testing::contents(caddy).contains(".(*config).writeKeyLog"));
    }

    void awaitsNoReturnAnywhere()
    {
        for (const Site &site : planOf(caddy).sites) {
            QVERIFY(!site.wantsReturn);
            QCOMPARE(site.result, Result::AtOnce);
            QCOMPARE(site.cost, Cost::Emulated);
            if (!movesData(site))
                continue;
            QCOMPARE(site.descriptor, (Operand { Base::Object, 8, 3, { 8, 0, 16 } }));
        }
    }

    void findsTheTableWhateverItsSectionsAreCalled()
    {
        const QString renamed = m_dir.filePath("renamed");
        testing::output("objcopy", { "--rename-section", ".gopclntab=.rodata.other", "--rename-section", ".go.buildinfo=.other",
                                     "--strip-all", caddy, renamed });
        const Stack stack = planOf(renamed);
        QCOMPARE(stack.library, Library::Go);
        QCOMPARE(stack.version, std::string());
        QCOMPARE(std::ranges::count_if(stack.sites, movesData), 4);
    }

    void saysWhyWithoutTheAddresses()
    {
        // The words of moduledata are found by a pointer to the table; here no data may be written, so there is none.
        const QString readOnly = m_dir.filePath("readonly");
        testing::output("objcopy", { "--set-section-flags", ".data=alloc,readonly,contents", "--set-section-flags",
                                     ".noptrdata=alloc,readonly,contents", caddy, readOnly });
        const Stack stack = planOf(readOnly);
        QCOMPARE(stack.library, Library::Go);
        QCOMPARE(stack.sites.size(), size_t(0));
        QCOMPARE(stack.problem, std::string("The addresses of its functions are not known."));
    }

    void takesNoOtherProgramForOne()
    {
        const Plan plan = analyse(testing::bytesOf(testing::contents("/bin/true")));
        QVERIFY(plan.stacks.empty());
        QVERIFY(std::ranges::any_of(plan.absent, [](const Absent &absent) {
            return absent.library == Library::Go && absent.reason == "There is no table of Go functions.";
        }));
    }

    // Damage must not lead outside the file; the program is too large to damage each byte.
    void survivesDamageToTheTable()
    {
        QByteArray bytes = testing::contents(caddy);
        const auto table = bytes.indexOf(QByteArray::fromHex("f0ffffff00000108"));
        const auto newer = bytes.indexOf(QByteArray::fromHex("f1ffffff00000108"));
        const auto start = table >= 0 ? table : newer;
        QVERIFY(start > 0);
        for (qsizetype i = 8; i < 72; i += 8) {
            for (const char value : { '\0', '\x7f', '\xff' }) {
                const char saved = bytes[start + i + 3];
                bytes[start + i + 3] = value;
                for (const Stack &stack : analyse(testing::bytesOf(bytes)).stacks) {
                    for (const Site &site : stack.sites)
                        QVERIFY(site.fileOffset < static_cast<uint64_t>(bytes.size()));
                }
                bytes[start + i + 3] = saved;
            }
        }
    }

private:
    static constexpr const char *caddy = "/usr/bin/caddy";

    static bool movesData(const Site &site) { return site.role != Role::Secret; }
    static Stack planOf(const QString &path) { return testing::stackOf(analyse(testing::bytesOf(testing::contents(path)))); }
    static const Site *siteOf(const Stack &stack, std::string_view function)
    {
        const auto found = std::ranges::find(stack.sites, function, &Site::function);
        return found == stack.sites.end() ? nullptr : &*found;
    }
    // The instructions from some way before a file offset to a few behind it. caddy is mapped at its file offset + 4 MiB.
    static QByteArrayList around(uint64_t offset, uint64_t before)
    {
        QByteArrayList lines;
        const uint64_t address = offset + 0x400000;
        const QByteArray text = testing::output("objdump", { "-dw", "--no-show-raw-insn", "--start-address=" + QString::number(address - before),
                                                             "--stop-address=" + QString::number(address + 16), caddy });
        for (const QByteArray &line : text.split('\n')) {
            if (line.contains(":\t"))
                lines += line.mid(line.indexOf(":\t") + 2);
        }
        return lines;
    }
    static bool contains(uint64_t offset, const QByteArray &operands)
    {
        return std::ranges::any_of(around(offset, 1024), [&](const QByteArray &line) { return line.contains(operands); });
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TestGoPlan)
#include "tst_go_plan.moc"
