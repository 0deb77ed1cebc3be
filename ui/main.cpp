// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/source_spec.h"
#include "app/capture/ssh.h"
#include "ui/window/main_window.h"
#include "ui/jq/jq_worker.h"
#include "ui/screenshot.h"
#include "ui/text/language.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QTemporaryDir>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace {

constexpr int noDisplay = 3; // exit status

ui::ThemeChoice themeChoice(const QString &option)
{
    if (option == QLatin1String("light"))
        return ui::ThemeChoice::Light;
    if (option == QLatin1String("dark"))
        return ui::ThemeChoice::Dark;
    const int saved = QSettings().value(QStringLiteral("window/theme")).toInt();
    return saved == 1 ? ui::ThemeChoice::Light : saved == 2 ? ui::ThemeChoice::Dark : ui::ThemeChoice::System;
}

void setUp(QCommandLineParser &parser)
{
    QCoreApplication::setOrganizationName(QStringLiteral("cleartap"));
    QCoreApplication::setApplicationName(QStringLiteral("cleartap"));
    QCoreApplication::setApplicationVersion(QStringLiteral(CLEARTAP_VERSION));
    parser.setApplicationDescription(QStringLiteral("Shows the traffic of the programs on this machine, decrypted."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("file"), QStringLiteral("A saved capture (.cleartap), a HAR file (.har), or packets of another program (pcap, pcapng); or other machines to capture (ssh://user@host …)."), QStringLiteral("[file | ssh://user@host …]"));
    parser.addOption({QStringLiteral("with-this-machine"), QStringLiteral("Capture this machine too, beside those named.")});
    parser.addOption({QStringLiteral("proto"), QStringLiteral("Load a .proto file, a folder of them, or a descriptor set; may be repeated."),
                      QStringLiteral("path")});
    parser.addOption({QStringLiteral("keys"), QStringLiteral("Decrypt packets of another program with the secrets in this key log (SSLKEYLOGFILE)."),
                      QStringLiteral("path")});
    ui::Screenshot::addOptions(parser);
}

struct Wanted {
    QString file;            // empty: none
    QStringList machines;    // as ssh knows them
};

// None: a sentence has said what is wrong.
std::optional<Wanted> wantedBy(const QCommandLineParser &parser)
{
    Wanted wanted;
    const QStringList words = parser.positionalArguments();
    for (const QString &word : words) {
        const auto source = capture::sourceNamed(word.toStdString());
        if (std::holds_alternative<capture::SavedFile>(source))
            wanted.file = word;
        else if (capture::isDestination(word.toStdString()))
            wanted.machines << word;
        else
            return qCritical("cleartap: %s is not the name of a machine; use ssh://user@host or ssh://user@host:port.", qUtf8Printable(word)), std::nullopt;
    }
    wanted.machines.removeDuplicates();
    if (!wanted.file.isEmpty() && words.size() > 1)
        return qCritical("cleartap: a file is opened alone; see --help."), std::nullopt;
    if (parser.isSet(QStringLiteral("with-this-machine")) && wanted.machines.isEmpty())
        return qCritical("cleartap: --with-this-machine goes with other machines: name them as ssh://user@host."), std::nullopt;
    return wanted;
}

// Questions about the program are answered without a display. Other options may be Qt's own, which only an
// application object, and thus a display, can parse.
void answerQuestions(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    setUp(parser);
    parser.parse(QCoreApplication::arguments());
    if (parser.isSet(QStringLiteral("version")))
        parser.showVersion();
    if (parser.isSet(QStringLiteral("help")) || parser.isSet(QStringLiteral("help-all")))
        parser.showHelp();
}

// Qt ends the program if there is no display. Active until the application exists.
void sayThatNoDisplayIsThere(QtMsgType type, const QMessageLogContext &, const QString &)
{
    if (type != QtFatalMsg)
        return;
    std::fputs("cleartap: No display can be used: start it in a desktop session, or run cleartap-cli in this terminal.\n", stderr);
    std::_Exit(noDisplay);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 3 && std::strcmp(argv[1], "--jq") == 0)
        return ui::runJq(argv[2]);   // this program, started by itself
    answerQuestions(argc, argv);
    const QtMessageHandler usual = qInstallMessageHandler(sayThatNoDisplayIsThere);
    QApplication application(argc, argv);
    qInstallMessageHandler(usual);
    QApplication::setApplicationDisplayName(QStringLiteral("Cleartap"));
    QApplication::setDesktopFileName(QStringLiteral("io.github.cleartap"));
    QCommandLineParser parser;
    setUp(parser);
    parser.process(application);
    const std::optional<Wanted> wanted = wantedBy(parser);
    if (!wanted)
        return 2;

    const ui::Screenshot screenshot(parser);
    std::optional<QTemporaryDir> ownSettings; // taking a picture never uses or changes the user's own columns
    if (screenshot.isWanted()) {
        ownSettings.emplace();
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, ownSettings->path());
    }
    ui::useLanguage(ui::chosenLanguage());
    ui::Theme theme(themeChoice(parser.value(QStringLiteral("theme"))));
    ui::MainWindow window(theme);
    if (const QStringList descriptions = parser.values(QStringLiteral("proto")); !descriptions.isEmpty())
        window.workspace().descriptions().add(descriptions);
    window.workspace().capture().setKeyLog(parser.value(QStringLiteral("keys")));
    window.show();
    if (!wanted->machines.isEmpty()) {
        ui::Scope scope;
        scope.kind = ui::Scope::Kind::Machines;
        scope.machines = wanted->machines;
        scope.withThisMachine = parser.isSet(QStringLiteral("with-this-machine"));
        window.workspace().launch().setScope(scope);
        window.workspace().launch().start();
    } else if (!wanted->file.isEmpty()) {
        window.openFile(wanted->file);
    }
    screenshot.run(window);
    return QApplication::exec();
}
