// SPDX-License-Identifier: GPL-3.0-or-later
// With Ctrl+M, no secret is in anything that the window shows or copies, in whatever place of an exchange it was sent:
// each row is chosen, each tab opened, each widget and each model is asked for all that it has.
#include "tests/support/canary_places.h"
#include "tests/support/own_settings.h"
#include "tests/ui/open_window.h"
#include "ui/body/scintilla.h"

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QClipboard>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSettings>
#include <QTabBar>

#include <cstring>
#include <map>
#include <set>
#include <unordered_map>

namespace {

void addValue(const QVariant &value, QString &to)
{
    if (value.canConvert<QString>())
        to += value.toString() + QLatin1Char('\n');
    for (const QVariant &each : value.canConvert<QVariantList>() ? value.toList() : QVariantList())
        to += each.toString() + QLatin1Char('\n');
}

void addModel(const QAbstractItemModel &model, const QModelIndex &parent, QString &to, int depth = 0)
{
    constexpr int rolesMax = Qt::UserRole + 24, rowsMax = 400, depthMax = 12;
    for (int row = 0; row < std::min(model.rowCount(parent), rowsMax); ++row)
        for (int column = 0; column < model.columnCount(parent); ++column) {
            const QModelIndex index = model.index(row, column, parent);
            for (int role = 0; role < rolesMax; ++role)
                if (role < Qt::UserRole ? role <= Qt::WhatsThisRole || role == Qt::AccessibleTextRole || role == Qt::AccessibleDescriptionRole : true)
                    addValue(index.data(role), to);
            if (column == 0 && depth < depthMax)
                addModel(model, index, to, depth + 1);
        }
}

// Everything that the window says anywhere.
QString all(QWidget &window)
{
    QString text = window.windowTitle();
    QList<QWidget *> widgets = window.findChildren<QWidget *>();
    widgets << &window;
    std::set<const QAbstractItemModel *> models;
    for (QWidget *widget : widgets) {
        text += widget->toolTip() + QLatin1Char('\n') + widget->statusTip() + QLatin1Char('\n') + widget->accessibleName() + QLatin1Char('\n') + widget->accessibleDescription() + QLatin1Char('\n') + widget->windowTitle() + QLatin1Char('\n');
        for (const char *property : {"text", "plainText", "placeholderText", "title", "fullText"})
            addValue(widget->property(property), text);
        if (const auto *scintilla = qobject_cast<QsciScintilla *>(widget))
            text += scintilla->text() + QLatin1Char('\n');
        if (const auto *tabs = qobject_cast<QTabBar *>(widget))
            for (int tab = 0; tab < tabs->count(); ++tab)
                text += tabs->tabText(tab) + tabs->tabToolTip(tab) + QLatin1Char('\n');
        if (const auto *view = qobject_cast<QAbstractItemView *>(widget); view && view->model() && models.insert(view->model()).second)
            addModel(*view->model(), {}, text);
    }
    return text;
}

// What of these texts is in another, in one pass.
class Sought
{
public:
    void add(const std::string &text, size_t owner)
    {
        if (text.size() >= startBytes)
            m_texts[start(text.data())].emplace_back(text, owner);
    }
    void find(const std::string &in, std::map<size_t, std::string> &found) const
    {
        for (size_t at = 0; at + startBytes <= in.size(); ++at)
            if (const auto texts = m_texts.find(start(in.data() + at)); texts != m_texts.end())
                for (const auto &[text, owner] : texts->second)
                    if (in.compare(at, text.size(), text) == 0)
                        found.emplace(owner, in.substr(at > 60 ? at - 60 : 0, text.size() + 100));
    }

private:
    static constexpr size_t startBytes = 8;
    static uint64_t start(const char *from)
    {
        uint64_t bytes = 0;
        std::memcpy(&bytes, from, startBytes);
        return bytes;
    }
    std::unordered_map<uint64_t, std::vector<std::pair<std::string, size_t>>> m_texts;
};

struct Sent {
    sample::Capture capture;
    std::vector<canary::Canary> canaries;
    Sought sought;

    enum Nothing : uint8_t { Empty };
    explicit Sent(Nothing) {}
    // Each of its kind, in a place of its own.
    void sendOwn()
    {
        static const canary::Place ownHeader{"own header", 0, [](const canary::Sent &) {}}, ownName{"own name", 0, [](const canary::Sent &) {}}, ownForm{"own form", 0, [](const canary::Sent &) {}};
        uint32_t next = 0;
        const auto add = [&](const canary::Place &place, const std::string &value, const auto &put) {
            canary::Random random(1);
            put(canary::Sent{capture, value, "loyaltyNo", random});
            for (const std::string &spelling : canary::spellings(value))
                sought.add(spelling, canaries.size());
            canaries.push_back({&place, &canary::layers.front(), {value, value}, {}});
            ++next;
        };
        const auto value = [&](const char *before) { return before + std::to_string(10'000'000 + next * 1'234'567 % 90'000'000); };
        add(ownHeader, value("ann-"), [](const canary::Sent &to) { to.field("X-Shop-Customer", to.value); });
        add(ownHeader, value("bob-"), [](const canary::Sent &to) { to.answer("text/plain", "ok", "x-shop-customer: " + to.value + "\r\n"); });
        add(ownName, value("L"), [](const canary::Sent &to) { to.get("/p?a=1&loyalty_no=" + to.value); });
        add(ownName, value("L"), [](const canary::Sent &to) { to.post("application/json", to.json()); });
        add(ownName, value("L"), [](const canary::Sent &to) { to.post("application/x-www-form-urlencoded", "a=1&loyaltyNo=" + to.value); });
        add(ownName, value("L"), [](const canary::Sent &to) { to.answer("application/json", "{\"loyalty_no\":{\"current\":\"" + to.value + "\"}}"); });
        add(ownName, value("L"), [](const canary::Sent &to) { to.socket(protocols::ItemKind::Text, to.json()); });
        add(ownForm, value("ORD-"), [](const canary::Sent &to) { to.get("/orders/" + to.value + "/lines"); });
        add(ownForm, value("ORD-"), [](const canary::Sent &to) { to.field("X-Note", "about " + to.value); });
        add(ownForm, value("ORD-"), [](const canary::Sent &to) { to.post("text/plain", "see " + to.value + ", please"); });
        add(ownForm, value("ORD-"), [](const canary::Sent &to) { to.answer("application/json", "{\"list\":[\"" + to.value + "\"]}"); });
        add(ownForm, value("ORD-"), [](const canary::Sent &to) { to.socket(protocols::ItemKind::Text, "got " + to.value); });
        add(ownForm, value("ORD-"), [](const canary::Sent &to) { to.query(protocols::Protocol::Postgres, "postgresql", "select * from orders where number = '" + to.value + "'"); });
        add(ownForm, value("ORD-"), [](const canary::Sent &to) { to.run({"shop", "show", to.value}); });
    }
    // Once in each place, as it is, of the kind; of another kind from place to place.
    Sent()
    {
        canary::Random random(7);
        const std::array kinds{"password", "GitHub", "JWT", "session", "card"};
        size_t next = 0;
        for (const canary::Place &place : canary::places) {
            const auto kind = std::ranges::find(canary::kinds, std::string_view(kinds[next++ % kinds.size()]), &canary::Kind::name);
            const canary::Secret secret = kind->make(random);
            const std::string name(canary::names[random() % canary::names.size()]);
            const bool carrier = place.needs & canary::Carrier;
            const std::string value = carrier && !kind->formed ? "{\"" + name + "\":\"" + canary::jsonText(secret.text) + "\"}" : secret.text;
            if (!canary::fits(place, value))
                continue;
            place.put({capture, value, name, random});
            for (const std::string &spelling : canary::spellings(secret.core))
                sought.add(spelling, canaries.size());
            canaries.push_back({&place, &canary::layers.front(), secret, name});
        }
    }
    QString list(const std::map<size_t, std::string> &found) const
    {
        QString text = QString::number(found.size()) + QStringLiteral(" found:\n");
        for (const auto &[number, how] : found)
            text += QString::fromUtf8(canaries[number].place->name.data()) + QStringLiteral(": ") + QString::fromStdString(how) + QLatin1Char('\n');
        return text;
    }
};

} // namespace

class TestMaskedScreen : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CONFIG_HOME", m_settings.folder().path().toUtf8());
    }
    void cleanup()
    {
        QSettings().clear();
        QFile::remove(m_settings.folder().filePath(QStringLiteral("cleartap/masking.rules")));
    }
    void init() { support::failOnWarnings(); }

    void showsNoSecretAnywhere()
    {
        ui::Theme theme;
        support::OpenWindow open(theme);
        Sent sent;
        auto bodies = std::make_shared<exporters::MemoryBodies>(sent.capture.bodies());
        exchange::Batch batch = sent.capture.batch();
        ui::Workspace &workspace = open.window.workspace();
        workspace.capture().show(std::move(batch), bodies, QStringLiteral("/tmp/test.har"));
        std::map<size_t, std::string> shown, leaked;
        look(open, sent, shown);
        // The same eyes see nearly all of them while nothing is masked. What is binary is not text anywhere.
        QVERIFY2(shown.size() + 12 >= sent.canaries.size(), qPrintable(QString::number(shown.size())));

        QTest::keyClick(&open.window, Qt::Key_M, Qt::ControlModifier);
        QVERIFY(workspace.isMasked());
        sent.sought.find(all(open.window).toStdString(), leaked);
        QVERIFY2(leaked.empty(), qPrintable("at once: " + sent.list(leaked)));
        QTRY_VERIFY_WITH_TIMEOUT(!workspace.capture().isMasking(), 30'000);
        QCOMPARE(workspace.store().size(), uint32_t(sent.canaries.size()));
        QVERIFY(all(open.window).contains(QStringLiteral("Masked")));
        look(open, sent, leaked);
        QVERIFY2(leaked.empty(), qPrintable(sent.list(leaked)));
        workspace.choose(0);
        for (QAction *action : open.table().actions())
            if (action->text().contains(QStringLiteral("cURL")))
                action->trigger();
        QTRY_VERIFY(all(open.window).contains(QStringLiteral("Copied as cURL, secrets masked")));

        QTest::keyClick(&open.window, Qt::Key_M, Qt::ControlModifier);
        QVERIFY(!workspace.isMasked());
        const exchange::Store before = sent.capture.store();
        for (uint32_t id = 0; id < workspace.store().size(); ++id)
            QCOMPARE(workspace.store().path(id), before.path(id));
    }

    void masksWhatComesWhileItIsOn()
    {
        ui::Theme theme;
        support::OpenWindow open(theme);
        ui::Workspace &workspace = open.window.workspace();
        workspace.setMasked(true);
        open.show(30);
        QTRY_COMPARE(workspace.exchanges().total(), 30u);
        QCOMPARE(open.cell(0, ui::Column::Status), QStringLiteral("200"));
        Sent sent;
        workspace.capture().show(exchange::Batch(sent.capture.batch()), std::make_shared<exporters::MemoryBodies>(sent.capture.bodies()), QStringLiteral("/tmp/test.har"));
        QTRY_VERIFY_WITH_TIMEOUT(!workspace.capture().isMasking(), 30'000);
        QCOMPARE(workspace.store().size(), uint32_t(sent.canaries.size()));
        std::map<size_t, std::string> leaked;
        sent.sought.find(all(open.window).toStdString(), leaked);
        QVERIFY2(leaked.empty(), qPrintable(sent.list(leaked)));
    }

    // In all places, by a header, a name and a form that nobody else knows as secrets.
    void ownRulesHideTheirSecretsToo()
    {
        ui::Theme theme;
        support::OpenWindow open(theme);
        ui::Workspace &workspace = open.window.workspace();
        QVERIFY(workspace.rules().save(masking::RuleText("header X-Shop-Customer\nname loyaltyNo\nform order number = \\bORD-[0-9]{8}\\b\n")).has_value());
        Sent sent(Sent::Empty);
        sent.sendOwn();
        const auto bodies = std::make_shared<exporters::MemoryBodies>(sent.capture.bodies());
        workspace.capture().show(exchange::Batch(sent.capture.batch()), bodies, QStringLiteral("/tmp/test.har"));
        std::map<size_t, std::string> shown, leaked;
        look(open, sent, shown);
        QVERIFY2(shown.size() + 2 >= sent.canaries.size(), qPrintable(QString::number(shown.size())));
        workspace.setMasked(true);
        QTRY_VERIFY_WITH_TIMEOUT(!workspace.capture().isMasking(), 30'000);
        QCOMPARE(workspace.store().size(), uint32_t(sent.canaries.size()));
        look(open, sent, leaked);
        QVERIFY2(leaked.empty(), qPrintable(sent.list(leaked)));
    }

    void keepsWhatIsChosenAndWhereTheListBegins()
    {
        ui::Theme theme;
        support::OpenWindow open(theme);
        ui::Workspace &workspace = open.window.workspace();
        open.show(30);
        workspace.choose(12);
        for (const bool masked : {true, false}) {
            workspace.setMasked(masked);
            QTRY_COMPARE(workspace.current(), 12u);
            QCOMPARE(workspace.exchanges().total(), 30u);
        }
        workspace.clear();
        workspace.setMasked(true);
        QTRY_VERIFY(!workspace.capture().isMasking());
        QCOMPARE(workspace.exchanges().total(), 0u);
        workspace.undoClear();
        QCOMPARE(workspace.exchanges().total(), 30u);
    }

    void staysOnFromOneRunToTheNext()
    {
        ui::Theme theme;
        {
            support::OpenWindow open(theme);
            QVERIFY(QTest::qWaitForWindowActive(&open.window));
            QTest::keyClick(&open.window, Qt::Key_M, Qt::ControlModifier);
            QVERIFY(open.window.workspace().isMasked());
            QVERIFY(open.window.close());
        }
        support::OpenWindow open(theme);
        QVERIFY(open.window.workspace().isMasked());
    }

private:
    support::OwnSettings m_settings;
    // Chooses each row and opens each tab.
    static void look(support::OpenWindow &open, const Sent &sent, std::map<size_t, std::string> &found)
    {
        ui::Workspace &workspace = open.window.workspace();
        sent.sought.find(all(open.window).toStdString(), found);
        for (uint32_t id = 0; id < workspace.store().size(); ++id) {
            workspace.choose(id);
            QTest::qWait(20);
            QString text;
            for (QTabBar *tabs : open.details().findChildren<QTabBar *>())
                for (int tab = 0; tabs->isVisibleTo(&open.window) && tab < tabs->count(); ++tab) {
                    if (!tabs->isTabVisible(tab))
                        continue;
                    tabs->setCurrentIndex(tab);
                    QTest::qWait(1);
                    text += all(open.details());
                }
            sent.sought.find(text.toStdString(), found);
            // What is copied.
            QGuiApplication::clipboard()->clear();
            for (QAction *action : open.table().actions())
                if (action->text().contains(QStringLiteral("Copy"), Qt::CaseInsensitive)) {
                    action->trigger();
                    QTest::qWait(1);
                    sent.sought.find(QGuiApplication::clipboard()->text().toStdString(), found);
                }
        }
        workspace.choose(base::noId);
    }
};

QTEST_MAIN(TestMaskedScreen)
#include "tst_masked_screen.moc"
