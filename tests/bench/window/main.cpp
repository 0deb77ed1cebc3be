// SPDX-License-Identifier: GPL-3.0-or-later
// The window with a long list, much traffic, large bodies: bench_window [--rows N] [--slack FACTOR] [PART…]. Ends with 1 if
// a figure is worse than it must be, FACTOR times.
#include "tests/bench/window/figures.h"
#include "tests/bench/window/parts.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>
#include <vector>

using bench::Amount;

namespace {

using Part = bool (*)(bench::WatchedApplication &, const QString &, Amount);

constexpr std::array<std::pair<const char *, Part>, 8> parts{{
    {"rows", bench::rowsPart}, {"joins", bench::joinsPart}, {"search", bench::searchPart}, {"bodies", bench::bodiesPart}, {"import", bench::importPart},
    {"live", bench::livePart}, {"start", bench::startPart}, {"usable", bench::usablePart},   // the last for "start" alone
}};

bool make(const QString &part, const QString &folder, Amount amount)
{
    const auto at = [&](const char *name) { return folder + QLatin1String(name); };
    const auto share = [&](double whole) { return uint64_t(whole * amount.share()); };
    if (part == QLatin1String("rows"))
        return bench::makeRows(at("/rows.cleartap"), amount.rows);
    if (part == QLatin1String("joins"))
        return bench::makeCalls(at("/calls.cleartap"), amount.rows);
    if (part == QLatin1String("search"))
        return bench::makeSearched(at("/searched.cleartap"), share(double(1 << 30)));
    if (part == QLatin1String("bodies"))
        return bench::makeBodies(at("/bodies.cleartap"), std::max<uint64_t>(share(50 << 20), 5 << 20));
    if (part == QLatin1String("import"))
        return bench::makeArchive(at("/archive.har"), amount.rows / 20);
    return true;
}

// In a process of its own; its figures.
std::vector<bench::Figure> run(const QStringList &arguments, bool &works)
{
    QProcess child;
    child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    child.start(QCoreApplication::applicationFilePath(), arguments);
    child.waitForFinished(-1);
    works = child.exitStatus() == QProcess::NormalExit && child.exitCode() == 0;
    std::vector<bench::Figure> figures;
    for (const QString &line : QString::fromUtf8(child.readAllStandardOutput()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const QStringList cells = line.split(QLatin1Char('\t'));
        if (cells.size() != 8 || cells[0] != QLatin1String(bench::figureMark)) {
            std::printf("%s\n", qPrintable(line));
            continue;
        }
        figures.push_back({cells[1], cells[3], cells[7], cells[2].toDouble(), {cells[4].toDouble(), cells[5].toDouble(), cells[6].toInt() != 0}});
    }
    return figures;
}

bool print(const bench::Figure &figure, double slack)
{
    const auto number = [](double value) { return QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0); };
    const char *const sign = figure.goal.atLeast ? ">=" : "<=";
    const QString goal = figure.goal.must == 0 ? QString() : QStringLiteral("%1 %2 (%3)").arg(QLatin1String(sign), number(figure.goal.must), number(figure.goal.aim));
    const bool met = figure.isMet(slack);
    std::printf("%-50s %8s %-5s %-20s %-6s %s\n", qPrintable(figure.what), qPrintable(number(figure.value)), qPrintable(figure.unit), qPrintable(goal),
                figure.goal.must == 0 ? "" : !met ? "MISSED" : !figure.isMet(1) ? "slack" : figure.isAsAimed() ? "best" : "good", qPrintable(figure.note));
    std::fflush(stdout);
    return met;
}

int runAll(const QStringList &wanted, Amount amount, double slack)
{
    const QTemporaryDir folder;
    bool good = true;
    for (const auto &[name, part] : parts) {
        const QString named = QLatin1String(name);
        if (named == QLatin1String("usable") || (!wanted.isEmpty() && !wanted.contains(named)))
            continue;
        const QStringList common{QStringLiteral("--folder"), folder.path(), QStringLiteral("--rows"), QString::number(amount.rows)};
        bool works = false;
        run(QStringList{QStringLiteral("--make"), named} + common, works);
        if (works)
            for (const bench::Figure &figure : run(QStringList{QStringLiteral("--part"), named} + common, works))
                good = print(figure, slack) && good;
        if (!works)
            std::printf("%s: did not work\n", name);
        good = good && works;
        for (const QString &file : QDir(folder.path()).entryList(QDir::Files))
            QFile::remove(folder.filePath(file));
    }
    return good ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("CLEARTAP_SOCKET", "/nowhere");   // no helper is started for the page of a first run
    bench::WatchedApplication app(argc, argv);
    QCommandLineParser parser;
    const QCommandLineOption rows(QStringLiteral("rows"), QStringLiteral("How long the list is."), QStringLiteral("count"), QStringLiteral("1000000"));
    const QCommandLineOption slack(QStringLiteral("slack"), QStringLiteral("How many times worse than demanded is accepted."), QStringLiteral("factor"), QStringLiteral("1"));
    const QCommandLineOption folder(QStringLiteral("folder"), QString(), QStringLiteral("path")), part(QStringLiteral("part"), QString(), QStringLiteral("name")),
        making(QStringLiteral("make"), QString(), QStringLiteral("name"));
    parser.addOptions({rows, slack, folder, part, making});
    parser.addPositionalArgument(QStringLiteral("part"), QStringLiteral("rows, joins, search, bodies, import, live, start"), QStringLiteral("[part…]"));
    parser.addHelpOption();
    parser.process(app);
    const Amount amount{parser.value(rows).toUInt()};
    if (parser.isSet(making))
        return make(parser.value(making), parser.value(folder), amount) ? 0 : 1;
    if (!parser.isSet(part))
        return runAll(parser.positionalArguments(), amount, parser.value(slack).toDouble());
    const QTemporaryDir settings;
    QCoreApplication::setOrganizationName(QStringLiteral("cleartap-bench"));
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    for (const auto &[name, function] : parts)
        if (parser.value(part) == QLatin1String(name))
            return function(app, parser.value(folder), amount) ? 0 : 1;
    std::fprintf(stderr, "bench_window: there is no part \"%s\"\n", qPrintable(parser.value(part)));
    return 2;
}
