// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/instruction.h"

#include <QtTest>

#include <cstring>

using namespace analyzer;

class TestInstruction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void knowsWhatTheKernelEmulates_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<QString>("text");
        QTest::addColumn<Cost>("cost");
        const auto row = [](const char *hex, const char *text, Cost cost) {
            QTest::newRow(text) << QByteArray::fromHex(hex) << QString::fromLatin1(text) << cost;
        };
        row("53", "push rbx", Cost::Emulated);
        row("4155", "push r13", Cost::Emulated);
        row("90", "nop", Cost::Emulated);
        row("e810000000", "call 0x1015", Cost::Emulated);
        row("e910000000", "jmp 0x1015", Cost::Emulated);
        row("eb10", "jmp 0x1012", Cost::Emulated);
        row("7410", "jz 0x1012", Cost::Emulated);
        row("0f8810000000", "js 0x1016", Cost::Emulated);
        row("0f1f440000", "nop dword ptr ds:[rax+rax*1+0x00], eax", Cost::Nop5);
        row("f30f1efa", "endbr64", Cost::Stepped);
        row("c3", "ret", Cost::Stepped);
        row("4883ec18", "sub rsp, 0x18", Cost::Stepped);
        row("4885ff", "test rdi, rdi", Cost::Stepped);
        row("4889e5", "mov rbp, rsp", Cost::Stepped);
        row("6653", "push bx", Cost::Stepped);
        row("4053", "push rbx with an empty prefix", Cost::Stepped);
        row("6a10", "push 0x10", Cost::Stepped);
        row("ff7510", "push qword ptr ss:[rbp+0x10]", Cost::Stepped);
        row("f390", "pause", Cost::Stepped);
        row("4190", "xchg r8, rax", Cost::Stepped);
        row("e310", "jrcxz 0x1012", Cost::Stepped);
        row("ffe0", "jmp rax", Cost::Stepped);
        row("ff5038", "call qword ptr ds:[rax+0x38]", Cost::Stepped);
    }

    void knowsWhatTheKernelEmulates()
    {
        QFETCH(QByteArray, code);
        QFETCH(QString, text);
        QFETCH(Cost, cost);
        const Instruction instruction = decoded(code);
        QCOMPARE(instruction.info.length, code.size());
        QCOMPARE(costOf(instruction), cost);
        const QString first = text.section(' ', 0, 0);
        QVERIFY2(QString::fromStdString(instruction.text()).startsWith(first), instruction.text().c_str());
    }

    void knowsWhereTheKernelTakesNoProbe_data()
    {
        QTest::addColumn<QByteArray>("code");
        QTest::addColumn<bool>("taken");
        const auto row = [](const char *hex, const char *text, bool taken) {
            QTest::newRow(text) << QByteArray::fromHex(hex) << taken;
        };
        row("55", "push rbp", true);
        row("f30f1efa", "endbr64", true);
        row("4883ec18", "sub rsp, 0x18", true);
        row("0f1f440000", "nop5", true);
        row("0f8810000000", "js", true);
        row("660f8810000000", "js with an operand size prefix", false);
        row("66e810000000", "call with an operand size prefix", false);
        row("f00fc107", "lock xadd", false);
        row("cc", "int3", false);
        row("0f0b", "ud2", false);
        row("0f05", "syscall", false);
        row("2e660f1f840000000000", "nop with a segment prefix", false);
        row("f30fb8c1", "popcnt", false);
        row("0f3800c1", "pshufb", false);
        row("c5f877", "vzeroupper", false);
    }
    void knowsWhereTheKernelTakesNoProbe()
    {
        QFETCH(QByteArray, code);
        QFETCH(bool, taken);
        const Instruction instruction = decoded(code);
        QCOMPARE(instruction.info.length, code.size());
        QCOMPARE(kernelTakes(instruction), taken);
    }

private:
    static Instruction decoded(const QByteArray &code)
    {
        Instruction instruction;
        instruction.address = 0x1000;
        ZydisDecoder decoder;
        ZydisDecoderInit(&decoder, ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64);
        if (ZYAN_SUCCESS(ZydisDecoderDecodeFull(&decoder, code.constData(), static_cast<size_t>(code.size()),
                                                &instruction.info, instruction.operands.data())))
            std::memcpy(instruction.bytes.data(), code.constData(), instruction.info.length);
        return instruction;
    }
};

QTEST_GUILESS_MAIN(TestInstruction)
#include "tst_instruction.moc"
