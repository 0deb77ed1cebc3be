// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/loader/site_description.h"

#include "privhelper/analyzer/elf_image.h"
#include "tests/privhelper/loader/capture_rig.h"

#include <QRegularExpression>
#include <QTest>

using namespace analyzer;
using namespace rig;

// Functions in a program of our own, whose operands are anywhere but in arguments 1 to 3.
class SiteOperandsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }
    void initTestCase()
    {
        QVERIFY2(geteuid() == 0, "this test needs root and a kernel with BPF");
        m_program = m_folder.filePath("operands");
        QCOMPARE(run("cc", { "-O2", "-o", m_program, QStringLiteral(TEST_DATA "/elf/operands.c") }).exitCode, 0);
        for (const QByteArray &line : run("nm", { m_program }).output.split('\n')) {
            const QByteArrayList words = line.split(' ');
            if (words.size() == 3)
                m_symbols[words[2]] = words[0].toULongLong(nullptr, 16);
        }
    }

    void readsEachOperandWhereThePlanSays_data()
    {
        QTest::addColumn<QString>("hooks");
        for (const char *hooks : { "", "no_cookies", "no_loop,no_cookies" })
            QTest::newRow(*hooks ? hooks : "the best") << hooks;
    }
    void readsEachOperandWhereThePlanSays()
    {
        QFETCH(QString, hooks);
        QProcess process;
        process.start(m_program, {});
        QVERIFY(process.waitForStarted());
        const qint64 pid = process.processId();
        loader::ScopeConfig scope = everything();
        scope.forcedHooks = *loader::forcedHooksOf(hooks.toStdString());
        Capture capture(scope, false);
        QVERIFY2(capture.isOpen(), qPrintable(capture.error()));
        bool attached = false;
        for (const loader::ExecutableFile &file : capture.session().libraries()) {
            if (file.path == m_program.toStdString()) {
                const auto done = capture.session().attachPlan(file, plan());
                attached = done && done->stacks.at(0).sites == 3;
            }
        }
        QVERIFY(attached);
        process.write("x");
        QVERIFY(process.waitForReadyRead());
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
        const Log &log = capture.drain();
        QCOMPARE(sent(log, pid), QByteArrayList { "cutwhole" });
        QCOMPARE(received(log, pid), (QByteArrayList { "onetwothree", "flags" }));
        // The single byte and the flagged read came twice, and moved nothing on.
        QCOMPARE(records(log, pid, 0), (QStringList { "0+1", "0+3", "3+3", "6+5", "0+5 peek", "0+5" }));
    }

    void describesTheUsualSiteWithoutItsOperands()
    {
        const Site usual { Role::Read, Result::ReturnValue, Cost::Emulated, true, 1, {}, {} };
        QVERIFY(loader::describe(usual, {}, 0)->ordinary);
        Site other = usual;
        other.peek.what.base = Base::Rcx;
        QVERIFY(!loader::describe(other, {}, 0)->ordinary);
        Site lost = usual;
        lost.wantsReturn = false;
        QVERIFY(!loader::describe(lost, {}, 0));
        lost.result = Result::AtOnce;
        QVERIFY(loader::describe(lost, {}, 0));
    }

private:
    Plan plan() const
    {
        QFile file(m_program);
        [[maybe_unused]] const bool opened = file.open(QIODevice::ReadOnly);
        const QByteArray bytes = file.readAll();
        const auto image = ElfImage::open(std::as_bytes(std::span(bytes.constData(), size_t(bytes.size()))));
        const auto offset = [&](const char *symbol) { return image->codeOffset(m_symbols.value(symbol)).value_or(0); };
        Site write { Role::Write, Result::AtOnce, Cost::Emulated, false, offset("held_site"), "held_write", {} };
        write.object = { Base::Rax };
        write.buffer = { Base::Rsp, 8, 1, { 0 } };
        write.length = { Base::Rsp, 8, 1, { 8 } };
        write.bound = { Base::R10 };
        write.only[0] = { { Base::R8, 1 }, 0xff, 23 };
        write.only[1] = { { Base::Flags, 4 }, 0x41, 0 };
        Site read { Role::Read, Result::ReturnValue, Cost::Emulated, true, offset("peeking_read"), "peeking_read", {} };
        read.source = { Base::Object, 8, 1, { 0 } };
        Site flagged { Role::Read, Result::ReturnValue, Cost::Emulated, true, offset("flagged_read"), "flagged_read", {} };
        flagged.peek = { { Base::Rcx, 4 }, 2, 2 };
        Stack stack;
        stack.library = Library::Other;
        stack.sites = { write, read, flagged };
        Plan plan;
        plan.stacks = { stack };
        return plan;
    }

    static QByteArrayList streams(const Log &log, qint64 pid, int direction)
    {
        QByteArrayList found;
        for (const Stream *stream : tlsStreams(log, pid, direction))
            found += stream->bytes;
        return found;
    }
    static QByteArrayList sent(const Log &log, qint64 pid) { return streams(log, pid, 1); }
    static QByteArrayList received(const Log &log, qint64 pid) { return streams(log, pid, 0); }
    static QStringList records(const Log &log, qint64 pid, int direction)
    {
        QStringList found;
        for (const Stream *stream : tlsStreams(log, pid, direction)) {
            for (const flow_data &record : stream->records)
                found += QString("%1+%2").arg(record.offset).arg(record.moved) + (record.flags & FLOW_DATA_PEEK ? " peek" : "");
        }
        return found;
    }

    QTemporaryDir m_folder;
    QString m_program;
    QMap<QByteArray, uint64_t> m_symbols;
};

QTEST_GUILESS_MAIN(SiteOperandsTest)
#include "tst_site_operands.moc"
