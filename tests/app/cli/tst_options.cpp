// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include <QRegularExpression>
#include <QTest>

using namespace cli;

namespace {
std::expected<Options, Stop> parsed(std::vector<std::string> words)
{
    words.insert(words.begin(), "cleartap-cli");
    std::vector<char *> argv;
    for (std::string &word : words)
        argv.push_back(word.data());
    return parse(int(argv.size()), argv.data());
}
int statusOf(const std::vector<std::string> &words)
{
    const auto options = parsed(words);
    return options ? -1 : options.error().status;
}
}

class TestOptions : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void takesACommandAsItIs()
    {
        const auto options = parsed({"record", "--har", "out.har", "--", "curl", "--help", "--all"});
        QVERIFY(options.has_value());
        QCOMPARE(options->command, (std::vector<std::string>{"curl", "--help", "--all"}));
        QVERIFY(!options->scope.all);
        const wire::Start start = startOf(options->scope, 4711);
        QCOMPARE(start.scope, wire::ScopeKind::Pid);
        QCOMPARE(start.id, 4711u);
        QVERIFY(start.followChildren);
    }

    void letsANamedScopeWinOverTheCommand()
    {
        const auto options = parsed({"record", "--all", "--har", "out.har", "--", "true"});
        QVERIFY(options.has_value());
        QCOMPARE(startOf(options->scope, 4711).scope, wire::ScopeKind::All);
    }

    void capturesThisMachineBesideOthersIfAsked()
    {
        const auto kinds = [](std::initializer_list<std::string> words) {
            std::string text;
            for (const capture::SourceSpec &machine : liveOptionsOf(parsed(words).value()).machines)
                text += std::holds_alternative<capture::ThisMachine>(machine) ? "this " : std::get<capture::FarMachine>(machine).destination + ' ';
            return text;
        };
        QCOMPARE(kinds({"watch"}), "this ");
        QCOMPARE(kinds({"watch", "--on", "a", "--on", "root@b"}), "a root@b ");
        QCOMPARE(kinds({"watch", "--on", "a", "--with-this-machine"}), "this a ");
        QCOMPARE(statusOf({"watch", "--with-this-machine"}), int(Usage));
        // A program's path means the file of each machine.
        const auto live = liveOptionsOf(parsed({"watch", "--on", "a", "--with-this-machine", "--exe", "/proc/self/exe"}).value());
        QVERIFY(live.start.path != "/proc/self/exe");
        QCOMPARE(std::get<capture::FarMachine>(live.machines[1]).start->path, "/proc/self/exe");
    }

    void takesCoverageOfASavedFileOrOfWhatRuns()
    {
        QCOMPARE(parsed({"coverage", "old.cleartap", "--json"})->in, "old.cleartap");
        QCOMPARE(parsed({"coverage", "--all", "--duration", "2"})->duration, 2.0);
        QCOMPARE(statusOf({"coverage", "old.cleartap", "--all"}), int(Usage));
        QCOMPARE(statusOf({"coverage", "old.cleartap", "--duration", "2"}), int(Usage));
    }

    void watchesAFileOrWhatRuns()
    {
        QCOMPARE(parsed({"watch", "packets.pcapng", "--keys", "/proc/self/exe"})->in, "packets.pcapng");
        QCOMPARE(parsed({"watch", "packets.pcapng", "--keys", "/proc/self/exe"})->keyLog, "/proc/self/exe");
        QCOMPARE(parsed({"convert", "packets.pcapng", "out.har", "--keys", "/proc/self/exe"})->keyLog, "/proc/self/exe");
        QCOMPARE(statusOf({"watch", "packets.pcapng", "--all"}), int(Usage));
        QCOMPARE(statusOf({"watch", "packets.pcapng", "--duration", "2"}), int(Usage));
        QCOMPARE(statusOf({"watch", "--keys", "/proc/self/exe"}), int(Usage));
        QCOMPARE(statusOf({"watch", "packets.pcapng", "--keys", "/nowhere/keys.log"}), int(Usage));
    }

    void capturesTheUsersOwnProcessesWithoutAScope()
    {
        const auto options = parsed({"watch"});
        QVERIFY(options.has_value());
        QCOMPARE(startOf(options->scope, 0).scope, wire::ScopeKind::OwnUid);
    }

    void knowsWhatIsStandardOutput()
    {
        for (const char *name : {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"})
            for (const char *output : {"--har", "--jsonl", "--save"}) {
                const auto options = parsed({"record", output, name, "--", "true"});
                QVERIFY(options && options->writesToStandardOutput());
            }
        const auto file = parsed({"record", "--har", "./-", "--jsonl", "/dev/stderr", "--", "true"});
        QVERIFY(file && !file->writesToStandardOutput());
    }

    void writesOneThingToOneDescriptor()
    {
        QCOMPARE(statusOf({"record", "--har", "-", "--jsonl", "-", "--", "true"}), int(Usage));
        QCOMPARE(statusOf({"record", "--save", "-", "--jsonl", "/dev/stdout", "--", "true"}), int(Usage));
        QCOMPARE(statusOf({"record", "--har", "/dev/fd/5", "--save", "/proc/self/fd/5"}), int(Usage));
        QCOMPARE(statusOf({"record", "--har", "-", "--jsonl", "/dev/stderr", "--", "true"}), -1);
    }

    void readsTheLimitOfABodyAsASize()
    {
        const auto limit = [](const std::string &words) {
            const auto options = parsed({"record", "--har", "x.har", "--max-body", words});
            return options ? options->bodyMax : 1;
        };
        QCOMPARE(parsed({"watch"})->bodyMax, uint64_t(1) << 30);
        QCOMPARE(limit("10M"), uint64_t(10) << 20);
        QCOMPARE(limit("2g"), uint64_t(2) << 30);
        QCOMPARE(limit("4096"), uint64_t(4096));
        QCOMPARE(limit("0"), UINT64_MAX);
        QCOMPARE(limit("none"), UINT64_MAX);
        for (const char *bad : {"much", "-5", "10Q", "1.5M", "99999999999T", ""}) {
            const auto options = parsed({"record", "--har", "x.har", "--max-body", bad});
            QVERIFY2(!options.has_value(), bad);
            QCOMPARE(options.error().status, int(Usage));
            QVERIFY2(options.error().text.find("--max-body") != std::string::npos, options.error().text.c_str());
        }
        for (const char *bad : {"much", "-5", "10Q", "1.5M"}) {
            const std::string text = parsed({"watch", "--max-body", bad}).error().text;
            QVERIFY2(text.find('"' + std::string(bad) + "\" is not a size; use 4096, 10M, 1G, or none") != std::string::npos, text.c_str());
        }
    }

    void checksWithoutWritingAnything()
    {
        const auto recorded = parsed({"record", "--until", "path:/ready", "--fail-on", "is:error", "--expect", "e", "--report", "r.xml", "--", "true"});
        QVERIFY(recorded && recorded->hasChecks());
        QCOMPARE(recorded->until, "path:/ready");
        QCOMPARE(recorded->report, "r.xml");
        QCOMPARE(parsed({"convert", "a.har", "--fail-on", "is:error"})->out, "");
        QCOMPARE(parsed({"watch", "--until", "x"})->until, "x");
        QCOMPARE(statusOf({"record", "--", "true"}), int(Usage));
        QCOMPARE(statusOf({"record", "--har", "x.har", "--report", "r.xml", "--", "true"}), int(Usage));
        QCOMPARE(statusOf({"convert", "a.har"}), int(Usage));
        QCOMPARE(statusOf({"convert", "a.har", "--until", "x"}), int(Usage));
        QCOMPARE(statusOf({"record", "--golden", "-", "--jsonl", "-", "--", "true"}), int(Usage));
    }

    void refusesMaskingRulesThatWouldNotApply()
    {
        QCOMPARE(parsed({"record", "--har", "a.har", "--mask-rules", "r", "--", "true"})->maskRules, "r");
        QCOMPARE(parsed({"record", "--save", "a.cleartap", "--mask-at-capture", "--mask-rules", "r", "--", "true"})->maskRules, "r");
        QCOMPARE(parsed({"convert", "a.cleartap", "b.cleartap", "--masked", "--mask-rules", "r"})->maskRules, "r");
        QCOMPARE(parsed({"convert", "a.cleartap", "-", "--mask-rules", "r"})->maskRules, "r");
        QCOMPARE(parsed({"watch", "a.cleartap", "--fail-on", "is:error", "--mask-rules", "r"})->maskRules, "r");
        QCOMPARE(parsed({"mcp", "--mask-rules", "r"})->maskRules, "r");
        QCOMPARE(statusOf({"record", "--save", "a.cleartap", "--mask-rules", "r", "--", "true"}), int(Usage));
        QCOMPARE(statusOf({"convert", "a.cleartap", "b.cleartap", "--mask-rules", "r"}), int(Usage));
        QCOMPARE(statusOf({"convert", "a.cleartap", "b.pcapng", "--mask-rules", "r"}), int(Usage));
        QCOMPARE(statusOf({"convert", "a.cleartap", "b.har", "--unmasked", "--mask-rules", "r"}), int(Usage));
        QCOMPARE(statusOf({"watch", "--mask-rules", "r"}), int(Usage));
    }

    void servesAgentsMaskedAndWithoutCommandsUnlessTold()
    {
        const auto careful = parsed({"mcp"});
        QVERIFY(careful && careful->verb == Verb::Mcp && !careful->unmasked && !careful->allowCommands);
        const auto trusting = parsed({"mcp", "--unmasked", "--allow-commands", "--mask-mode", "full"});
        QVERIFY(trusting && trusting->unmasked && trusting->allowCommands && trusting->maskMode == masking::Mode::Full);
        QCOMPARE(statusOf({"mcp", "/nowhere.har"}), int(Usage));
        QCOMPARE(statusOf({"mcp", "--", "true"}), int(Usage));
    }

    void namesAWordThatIsNoCommand()
    {
        const auto options = parsed({"recrod", "--all"});
        QVERIFY(!options.has_value());
        QCOMPARE(options.error().text, std::string("Unknown command recrod; available commands: record, watch, coverage, doctor, convert, mcp."));
    }

    void namesAnOptionThatIsNoneBeforeACommand()
    {
        for (const std::vector<std::string> &words : {std::vector<std::string>{"--frobnicate"}, {"--frobnicate=5"}, {"--frobnicate", "watch", "--all"}}) {
            const auto options = parsed(words);
            QVERIFY(!options.has_value());
            QCOMPARE(options.error().status, int(Usage));
            QCOMPARE(options.error().text, std::string("Unknown option --frobnicate before the command; available commands: record, watch, coverage, doctor, convert, mcp."));
        }
        QVERIFY(parsed({"-x"}).error().text.starts_with("Unknown option -x before"));
        QVERIFY(parsed({"watch", "--frobnicate"}).error().text.find("--frobnicate") != std::string::npos);
    }

    void namesTheCommandsWhereNoneIsGiven()
    {
        const auto options = parsed({});
        QVERIFY(!options.has_value());
        QCOMPARE(options.error().status, int(Usage));
        QCOMPARE(options.error().text, std::string("A command is missing; available commands: record, watch, coverage, doctor, convert, mcp."));
    }

    void leavesWithTwoWhenTheWordsAreWrong_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("nothing") << QStringList{};
        QTest::newRow("unknown verb") << QStringList{"rekord"};
        QTest::newRow("unknown option") << QStringList{"watch", "--frobnicate"};
        QTest::newRow("two scopes") << QStringList{"watch", "--all", "--uid", "5"};
        QTest::newRow("bad number") << QStringList{"watch", "--pid", "abc"};
        QTest::newRow("pid zero") << QStringList{"watch", "--pid", "0"};
        QTest::newRow("bad duration") << QStringList{"record", "--har", "x.har", "--duration", "-1"};
        QTest::newRow("nothing to write") << QStringList{"record", "--", "true"};
        QTest::newRow("no command") << QStringList{"record", "--har", "x.har", "--"};
        QTest::newRow("command for watch") << QStringList{"watch", "--", "true"};
        QTest::newRow("convert without output") << QStringList{"convert", "a.har"};
    }
    void leavesWithTwoWhenTheWordsAreWrong()
    {
        QFETCH(QStringList, words);
        std::vector<std::string> list;
        for (const QString &word : words)
            list.push_back(word.toStdString());
        QCOMPARE(statusOf(list), 2);
        QVERIFY(!parsed(list).error().text.empty());
    }

    void helpsWithStatusZero()
    {
        QCOMPARE(statusOf({"--help"}), 0);
        QCOMPARE(statusOf({"record", "--help"}), 0);
        QCOMPARE(statusOf({"--version"}), 0);
    }
};

QTEST_GUILESS_MAIN(TestOptions)
#include "tst_options.moc"
