// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace ui;

namespace {

// WCAG 2.1, relative luminance and contrast ratio.
double luminance(const QColor &c)
{
    const auto part = [](double v) { return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * part(c.redF()) + 0.7152 * part(c.greenF()) + 0.0722 * part(c.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

QColor middle(const QIcon &icon)
{
    return icon.pixmap(QSize(32, 32)).toImage().pixelColor(16, 16);
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { support::failOnWarnings(); }

    void everyTextStandsOutFromItsGround_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void everyTextStandsOutFromItsGround()
    {
        QFETCH(bool, dark);
        const Tokens t = dark ? darkTokens() : lightTokens();
        const std::pair<const char *, QColor> texts[] = {
            {"text", t.text}, {"dim", t.dim}, {"accent", t.accent}, {"good", t.good}, {"notice", t.notice}, {"bad", t.bad},
            {"info", t.info}, {"violet", t.violet}, {"codeKey", t.codeKey}, {"codeNumber", t.codeNumber}, {"codeString", t.codeString},
            {"codeComment", t.codeComment}, {"codeTag", t.codeTag}, {"codeKeyword", t.codeKeyword}};
        for (const auto &[name, colour] : texts) {
            QVERIFY2(contrast(colour, t.panel) >= 4.5, name);
            QVERIFY2(contrast(colour, t.ground) >= 4.5, name);
        }
        QVERIFY(contrast(t.text, t.selection) >= 4.5);
        QVERIFY(contrast(t.text, t.textSelection) >= 4.5);
        QVERIFY(contrast(t.text, t.found) >= 4.5);
        QVERIFY(contrast(t.accent, t.accentGround) >= 4.5);
        QVERIFY(contrast(t.onAccent, t.accent) >= 4.5);
        QVERIFY(contrast(t.onBad, t.bad) >= 4.5);
    }

    void everyNameInTheStyleSheetIsAColour()
    {
        QVERIFY(!styleSheet(lightTokens()).contains(QLatin1Char('@')));
        QVERIFY(styleSheet(lightTokens()) != styleSheet(darkTokens()));
    }

    void changesTheWholeApplicationWhileItRuns()
    {
        Theme theme(ThemeChoice::Light);
        QSignalSpy changed(&theme, &Theme::changed);
        QCOMPARE(QApplication::palette().color(QPalette::Base), lightTokens().panel);
        theme.toggle();
        QCOMPARE(changed.size(), 1);
        QVERIFY(theme.isDark());
        QCOMPARE(QApplication::palette().color(QPalette::Base), darkTokens().panel);
        theme.set(ThemeChoice::Dark);
        QCOMPARE(changed.size(), 1);
    }

    void iconsHandedOutBeforeFollowTheTheme()
    {
        Theme theme(ThemeChoice::Light);
        const QIcon stop = theme.icon(QStringLiteral("stop"));
        QCOMPARE(middle(stop), lightTokens().text);
        theme.set(ThemeChoice::Dark);
        QCOMPARE(middle(stop), darkTokens().text);
        QCOMPARE(middle(theme.icon(QStringLiteral("stop"), &Tokens::bad)), darkTokens().bad);
    }

    void everyIconDraws()
    {
        const Theme theme(ThemeChoice::Light);
        QVERIFY(Theme::iconNames().size() > 25);
        for (const QString &name : Theme::iconNames()) {
            const QImage image = theme.icon(name).pixmap(QSize(16, 16)).toImage();
            bool drawn = false;
            for (int i = 0; i < 256 && !drawn; ++i)
                drawn = image.pixelColor(i % 16, i / 16).alpha() > 128;
            QVERIFY2(drawn, qPrintable(name));
        }
        QVERIFY(theme.icon(QStringLiteral("no-such-icon")).isNull());
    }

    void iconsAreSharpOnAScreenOfTwicePixels()
    {
        const Theme theme(ThemeChoice::Light);
        const QPixmap pixmap = theme.icon(QStringLiteral("stop")).pixmap(QSize(16, 16), 2.0);
        QCOMPARE(pixmap.size(), QSize(32, 32));
    }

    void coloursMethodsAndStatusAlike()
    {
        const Theme theme(ThemeChoice::Light);
        QCOMPARE(theme.methodColour(u"GET"), lightTokens().info);
        QCOMPARE(theme.methodColour(u"DELETE"), lightTokens().bad);
        QCOMPARE(theme.statusColour(204), lightTokens().good);
        QCOMPARE(theme.statusColour(304), lightTokens().info);
        QCOMPARE(theme.statusColour(503), lightTokens().bad);
        QCOMPARE(theme.statusColour(0), lightTokens().dim);
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
