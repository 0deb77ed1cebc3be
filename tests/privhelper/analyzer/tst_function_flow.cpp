// SPDX-License-Identifier: GPL-3.0-or-later
#include "privhelper/analyzer/function_flow.h"

#include "tests/privhelper/analyzer/compiled.h"

#include <QtTest>

#include <memory>

using namespace analyzer;

class TestFunctionFlow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        m_file = testing::compiled(m_dir, "flow.S", { "-Wl,-Bsymbolic" });
        auto image = ElfImage::open(testing::bytesOf(m_file));
        QVERIFY(image.has_value());
        m_image = std::make_unique<ElfImage>(std::move(*image));
        m_functions = findFunctions(*m_image, { "callee", "straight", "spilled", "overwritten_slot", "after_call", "merged",
                                                "looped", "jump_table", "conditional", "other", "fast_path", "from_caller", "from_caller_by_address", "pushed" });
        QCOMPARE(m_functions.byName.size(), size_t(14));
        m_linkage = std::make_unique<Linkage>(*m_image, m_functions);
    }
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void followsArgumentsToACall()
    {
        QCOMPARE(passed("straight"), "arg1 arg2 int3 stack-16 arg5 arg6");
    }
    void followsArgumentsThroughTheStack()
    {
        QCOMPARE(passed("spilled"), "arg1 arg2 int3 stack-40 arg5 arg6");
    }
    void knowsWhatTheCallerPutOnTheStack()
    {
        // Behind a call that got an address on the function's own stack.
        QCOMPARE(passed("from_caller"), "above16 above8 ? ? ? ?");
    }
    void distrustsItOnceItsAddressIsTaken()
    {
        QCOMPARE(passed("from_caller_by_address"), "? ? ? ? ? ?");
    }
    void knowsAConstantThatIsPushedAndPopped()
    {
        QCOMPARE(passed("pushed"), "const32 arg2 arg3 arg4 arg5 arg6 tail");
    }
    void forgetsASlotThatIsWrittenInPart()
    {
        QCOMPARE(passed("overwritten_slot"), "? arg2 arg3 arg4 arg5 arg6");
    }
    void forgetsWhatACallMayChange()
    {
        QCOMPARE(passed("after_call"), "arg1 ? ? ? ? ?");
    }
    void keepsOnlyWhatAllPathsAgreeOn()
    {
        QCOMPARE(passed("merged"), "? arg2 arg3 arg4 arg5 arg6 tail");
    }
    void settlesInALoop()
    {
        QCOMPARE(passed("looped"), "arg1 ? ? arg4 arg5 arg6 tail");
    }
    void isNotCertainBehindAJumpTable()
    {
        QVERIFY(!flowOf("jump_table").complete());
    }
    void seesTheWayAroundAConditionalTailCall()
    {
        const FunctionFlow flow = flowOf("conditional");
        QVERIFY(flow.complete());
        QCOMPARE(passed("conditional"), "arg1 arg2 arg3 arg4 arg5 arg6 tail");
        QVERIFY(flow.avoiding(m_functions.find("callee")->address).calls.empty());
    }
    void listsCallsThatAvoidTheCallee()
    {
        const FunctionFlow flow = flowOf("after_call");
        const auto avoiding = flow.avoiding(m_functions.find("callee")->address);
        QCOMPARE(avoiding.calls.size(), size_t(1));
        QCOMPARE(avoiding.calls.front()->callee.name, std::string("other"));
        QVERIFY(!avoiding.stores);
    }
    void seesAStoreThatIsNotToTheStack()
    {
        const uint64_t callee = m_functions.find("callee")->address;
        QVERIFY(flowOf("fast_path").avoiding(callee).stores);
        QVERIFY(!flowOf("spilled").avoiding(callee).stores);
        QVERIFY(!flowOf("overwritten_slot").avoiding(callee).stores);
    }
    void entryRunEndsWithTheFirstBranchAndStopsBeforeALoop()
    {
        QCOMPARE(flowOf("merged").entryRun().size(), size_t(2));
        QCOMPARE(flowOf("looped").entryRun().size(), size_t(0));
    }

private:
    FunctionFlow flowOf(std::string_view name) const
    {
        const Function *function = m_functions.find(name);
        return FunctionFlow(*m_image, *m_linkage, function->address, function->size);
    }

    // What the function passes to `callee`.
    QString passed(std::string_view name) const
    {
        QStringList words;
        const FunctionFlow flow = flowOf(name);
        for (const Call &call : flow.calls()) {
            if (call.callee.name != "callee")
                continue;
            for (const Value &value : call.arguments) {
                const QString number = QString::number(value.number);
                switch (value.kind) {
                case Value::Kind::Unknown: words += "?"; break;
                case Value::Kind::Argument: words += "arg" + number; break;
                case Value::Kind::ArgumentInt: words += "int" + number; break;
                case Value::Kind::Constant: words += "const" + number; break;
                case Value::Kind::StackArgument: words += "above" + number; break;
                case Value::Kind::Stack: words += "stack" + number; break;
                }
            }
            if (call.tail)
                words += "tail";
        }
        return words.join(' ');
    }

    QTemporaryDir m_dir;
    QByteArray m_file;
    std::unique_ptr<ElfImage> m_image;
    FoundFunctions m_functions;
    std::unique_ptr<Linkage> m_linkage;
};

QTEST_GUILESS_MAIN(TestFunctionFlow)
#include "tst_function_flow.moc"
