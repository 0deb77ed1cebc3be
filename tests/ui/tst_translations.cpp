// SPDX-License-Identifier: GPL-3.0-or-later
// Each translation: complete, true to what the sources say, and fitting into the smallest window.
#include "tests/support/own_settings.h"
#include "tests/ui/open_window.h"
#include "tests/ui/shown_texts.h"
#include "ui/details/message_pane.h"
#include "ui/dialogs/guide.h"
#include "ui/dialogs/shortcut_sheet.h"
#include "ui/models/exchange_cells.h"
#include "ui/text/language.h"

#include <QFile>
#include <QMenu>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QXmlStreamReader>

#include <memory>

class TranslationsTest : public QObject
{
    Q_OBJECT

    support::OwnSettings m_settings;
    std::unique_ptr<ui::Theme> m_theme;

    struct Sentence {
        QString context, source;
        QStringList translations;   // one, or one for each form of a number
        bool isFinished = true;
    };
    static QString pathOf(const QString &code) { return QStringLiteral(PROJECT_ROOT "/resources/translations/cleartap_%1.ts").arg(code); }
    static QList<Sentence> sentencesOf(const QString &path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QList<Sentence> all;
        QString context;
        QXmlStreamReader xml(&file);
        while (!xml.atEnd()) {
            if (xml.readNext() != QXmlStreamReader::StartElement)
                continue;
            if (xml.name() == QLatin1String("name"))
                context = xml.readElementText();
            else if (xml.name() == QLatin1String("source"))
                all.append({context, xml.readElementText(), {}, true});
            else if (xml.name() == QLatin1String("translation")) {
                all.last().isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
                QString text;
                while (xml.readNext() != QXmlStreamReader::EndElement || xml.name() != QLatin1String("translation")) {
                    if (xml.isStartElement())
                        all.last().translations << xml.readElementText();
                    else if (xml.isCharacters())
                        text += xml.text();
                }
                if (all.last().translations.isEmpty())
                    all.last().translations << text;
            }
        }
        return all;
    }
    // Its placeholders, its markup, and what is typed literally, each in the order of its text.
    static QStringList fixedParts(const QString &sentence)
    {
        static const QRegularExpression parts(QStringLiteral("%[1-9n]|</?[a-z]+>|\\*\\.[a-z]+|[a-z]+(?:>=|:)[a-z*4][\\w*]*"));
        QStringList found;
        for (auto match = parts.globalMatch(sentence); match.hasNext();)
            found << match.next().captured();
        found.sort();
        return found;
    }
    static void languages()
    {
        QTest::addColumn<QString>("code");
        for (const ui::Language &language : ui::languages())
            if (language.code != QLatin1String("en"))
                QTest::newRow(qPrintable(language.code)) << language.code;
    }
    static void checkMenu(const QMenu &menu, QStringList &doubles)
    {
        QStringList keys, letters;
        for (const QAction *action : menu.actions()) {
            if (action->menu())
                checkMenu(*action->menu(), doubles);
            for (const QKeySequence &key : action->shortcuts())
                keys << key.toString();
            if (const QKeySequence letter = QKeySequence::mnemonic(action->text()); !letter.isEmpty())
                letters << letter.toString();
        }
        for (QStringList *all : {&keys, &letters}) {
            all->sort();
            for (qsizetype i = 1; i < all->size(); ++i)
                if (all->at(i) == all->at(i - 1))
                    doubles << menu.title() + QLatin1Char(' ') + all->at(i);
        }
    }

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<ui::Theme>(ui::ThemeChoice::Light); }
    void init()
    {
        support::failOnWarnings();
        QSettings().clear();
    }
    void cleanup() { ui::useLanguage(QStringLiteral("en")); }

    void lacksNoSentenceOfTheSources_data() { languages(); }
    void lacksNoSentenceOfTheSources()
    {
        QFETCH(QString, code);
        const QTemporaryDir folder;
        const QString copy = folder.filePath(QStringLiteral("now.ts"));
        QVERIFY(QFile::copy(pathOf(code), copy));
        QProcess lupdate;
        lupdate.setWorkingDirectory(QStringLiteral(PROJECT_ROOT));
        lupdate.start(QStringLiteral(LUPDATE), {QStringLiteral("-silent"), QStringLiteral("-I"), QStringLiteral("."), QStringLiteral("ui"), QStringLiteral("-extensions"), QStringLiteral("cpp,h"),
                                               QStringLiteral("-no-obsolete"), QStringLiteral("-locations"), QStringLiteral("none"), QStringLiteral("-ts"), copy});
        QVERIFY(lupdate.waitForFinished(90'000));
        QCOMPARE(lupdate.exitCode(), 0);
        const QList<Sentence> now = sentencesOf(copy);
        QVERIFY(now.size() > 900);
        QStringList missing;
        for (const Sentence &sentence : now)
            if (!sentence.isFinished || sentence.translations.contains(QString()))
                missing << sentence.source;
        QVERIFY2(missing.isEmpty(), qPrintable(QStringLiteral("run ./dev translations and translate: ") + missing.join(QStringLiteral(" | "))));
        // And no others.
        QCOMPARE(sentencesOf(pathOf(code)).size(), now.size());
    }

    void losesNoPlaceholderAndNoMarkup_data() { languages(); }
    void losesNoPlaceholderAndNoMarkup()
    {
        QFETCH(QString, code);
        for (const Sentence &sentence : sentencesOf(pathOf(code))) {
            const QString last = sentence.translations.last();   // a form for one thing may go without its number
            QCOMPARE(fixedParts(last).join(QLatin1Char(' ')), fixedParts(sentence.source).join(QLatin1Char(' ')));
            QCOMPARE(last.count(QLatin1Char('\n')), sentence.source.count(QLatin1Char('\n')));
            QVERIFY2(last.trimmed() == last || sentence.source.trimmed() != sentence.source, qPrintable(last));
        }
    }

    void fitsIntoTheSmallestWindow_data() { languages(); }
    void fitsIntoTheSmallestWindow()
    {
        QFETCH(QString, code);
        ui::useLanguage(code);
        support::OpenWindow w(*m_theme);
        w.window.resize(1024, 700);
        const auto look = [](QWidget &window) {
            QCoreApplication::processEvents();
            QCOMPARE(support::cut(window).join(QStringLiteral(" | ")), QString());
        };
        look(w.window);
        w.show(30);
        look(w.window);
        QVERIFY(w.cell(0, ui::Column::Path) == QStringLiteral("/item/0"));
        QVERIFY(ui::columnTitle(ui::Column::Duration) != QStringLiteral("Duration"));
        w.table().setCurrentIndex(w.table().model()->index(3, 0));
        QTRY_VERIFY(w.details().response()->settled());
        look(w.window);
        QCOMPARE(w.window.size(), QSize(1024, 700));
        QStringList doubles;
        for (const QMenu *menu : w.window.findChildren<QMenu *>())
            checkMenu(*menu, doubles);
        QCOMPARE(doubles.join(QStringLiteral(", ")), QString());
        ui::ShortcutSheet keys(*m_theme, &w.window);
        auto *guide = new ui::Guide(*m_theme, &w.window);
        for (QDialog *dialog : {static_cast<QDialog *>(guide), static_cast<QDialog *>(&keys)}) {
            dialog->show();
            look(*dialog);
            dialog->close();
        }
    }

    void followsTheUsersChoiceBeforeTheSystem()
    {
        ui::chooseLanguage(QStringLiteral("de"));
        QCOMPARE(ui::chosenLanguage(), QStringLiteral("de"));
        ui::useLanguage(ui::chosenLanguage());
        QCOMPARE(ui::columnTitle(ui::Column::Duration), QStringLiteral("Dauer"));
        ui::useLanguage(QStringLiteral("zh_CN"));
        QCOMPARE(ui::columnTitle(ui::Column::Duration), QStringLiteral("耗时"));
        ui::chooseLanguage(QString());
        QVERIFY(ui::chosenLanguage().isEmpty());
        // One that there is not is none.
        QSettings().setValue(QStringLiteral("window/language"), QStringLiteral("tlh"));
        QVERIFY(ui::chosenLanguage().isEmpty());
    }

    // Needs a new process: Qt asks for the system's language once.
    void followsTheSystem_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::addColumn<QString>("title");
        QTest::newRow("Austria") << "de_AT.UTF-8" << "Dauer";
        QTest::newRow("China") << "zh_CN.UTF-8" << "耗时";
        QTest::newRow("Taiwan, other characters") << "zh_TW.UTF-8" << "Duration";
        QTest::newRow("France, without a translation") << "fr_FR.UTF-8" << "Duration";
        QTest::newRow("none") << "C" << "Duration";
    }
    void followsTheSystem()
    {
        QFETCH(QString, locale);
        QFETCH(QString, title);
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LC_ALL"), locale);
        environment.insert(QStringLiteral("LANGUAGE"), QString());
        environment.insert(QStringLiteral("TITLE_ONLY"), QStringLiteral("1"));
        child.setProcessEnvironment(environment);
        child.start(QCoreApplication::applicationFilePath(), QStringList());
        QVERIFY(child.waitForFinished(30'000));
        QCOMPARE(QString::fromUtf8(child.readAllStandardOutput()), title);
    }
};

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsSet("TITLE_ONLY")) {
        const QGuiApplication application(argc, argv);
        ui::useLanguage(QString());
        std::fputs(qPrintable(ui::columnTitle(ui::Column::Duration)), stdout);
        return 0;
    }
    QApplication application(argc, argv);
    TranslationsTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_translations.moc"
