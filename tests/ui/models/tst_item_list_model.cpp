// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/item_list_model.h"

#include "ui/models/exchange_columns.h"
#include "ui/models/item_cells.h"
#include "tests/support/slowness.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using exchange::Item;
using protocols::Half;
using protocols::ItemCoding;
using protocols::ItemKind;
using ui::ItemColumn;
using ui::ItemListModel;

namespace {

constexpr base::Time begin = 1'795'000'000'000'000'000;

class Bodies final : public base::BodySource
{
public:
    std::vector<base::Slice> add(const std::string &text)
    {
        m_text += text;
        return {{m_text.size() - text.size(), uint32_t(text.size()), 0}};
    }
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice> slices, size_t limit) const override
    {
        std::vector<std::byte> all;
        for (const base::Slice &slice : slices) {
            const auto bytes = std::as_bytes(std::span(m_text)).subspan(slice.position, std::min<size_t>(slice.length, limit - all.size()));
            all.insert(all.end(), bytes.begin(), bytes.end());
        }
        return all;
    }

private:
    std::string m_text;
};

struct List {
    exchange::Store store;
    std::shared_ptr<Bodies> bodies = std::make_shared<Bodies>();
    ItemListModel model;
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};
    base::Time now = begin;

    List()
    {
        exchange::Batch batch;
        exchange::Exchange e;
        e.id = 0;
        e.kind = exchange::Kind::Channel;
        e.protocol = protocols::Protocol::WebSocket;
        e.request.begin = begin;
        batch.exchanges.push_back(e);
        store.apply(std::move(batch));
        model.show(store, bodies, 0);
    }
    void add(std::initializer_list<std::pair<Half, std::string>> messages)
    {
        exchange::Batch batch;
        for (const auto &[half, text] : messages) {
            now += 1'000'000;
            batch.items.emplace_back(0, Item{.half = half, .kind = ItemKind::Text, .begin = now, .end = now, .slices = bodies->add(text), .wireBytes = text.size()});
        }
        store.apply(std::move(batch));
        model.refresh();
    }
    QStringList column(ItemColumn column) const
    {
        QStringList cells;
        for (int row = 0; row < model.rowCount(); ++row)
            cells << model.index(row, int(column)).data().toString();
        return cells;
    }
    void filter(std::optional<Half> half, const QString &text)
    {
        QSignalSpy searched(&model, &ItemListModel::searched);
        model.setFilter({half, text});
        if (searched.isEmpty() && !model.filter().empty())
            searched.wait(5000);
    }
};

constexpr Half sent = Half::Request, received = Half::Response;

} // namespace

class TestItemListModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(QStringLiteral(".*"))); }

    void appendsWhatArrivesAsOneInsertion()
    {
        List list;
        QSignalSpy inserted(&list.model, &QAbstractItemModel::rowsInserted);
        list.add({{sent, "hello"}, {received, "{\"a\":\n1}"}});
        list.add({{received, ""}});
        QCOMPARE(inserted.count(), 2);
        QCOMPARE(list.column(ItemColumn::Preview), QStringList({QStringLiteral("hello"), QStringLiteral("{\"a\": 1}"), QString()}));
        QCOMPARE(list.column(ItemColumn::Direction), QStringList({QStringLiteral("↑"), QStringLiteral("↓"), QStringLiteral("↓")}));
        QCOMPARE(list.column(ItemColumn::Size), QStringList({QStringLiteral("5 B"), QStringLiteral("8 B"), QStringLiteral("0 B")}));
        QCOMPARE(list.column(ItemColumn::Offset).first(), QStringLiteral("+1.0 ms"));
    }

    void filtersByDirectionAndTextAndGoesOnWhenMoreArrive()
    {
        List list;
        list.add({{sent, "alpha"}, {received, "Beta"}, {received, "alphabet"}});
        list.filter(received, {});
        QCOMPARE(list.column(ItemColumn::Preview), QStringList({QStringLiteral("Beta"), QStringLiteral("alphabet")}));
        list.filter({}, QStringLiteral("BET"));
        QCOMPARE(list.column(ItemColumn::Preview), QStringList({QStringLiteral("Beta"), QStringLiteral("alphabet")}));
        list.filter(sent, QStringLiteral("alpha"));
        QCOMPARE(list.column(ItemColumn::Preview), QStringList({QStringLiteral("alpha")}));
        QSignalSpy searched(&list.model, &ItemListModel::searched);
        list.add({{sent, "not this"}, {sent, "ALPHA again"}});
        QVERIFY(searched.wait(5000));
        QCOMPARE(list.column(ItemColumn::Preview), QStringList({QStringLiteral("alpha"), QStringLiteral("ALPHA again")}));
        QCOMPARE(list.model.indexAt(1), std::optional<uint32_t>(4));
        list.filter({}, {});
        QCOMPARE(list.model.rowCount(), 5);
    }

    void dropsWhatAnEarlierFilterFinds()
    {
        List list;
        list.add({{sent, "alpha"}, {received, "beta"}});
        list.model.setFilter({{}, QStringLiteral("alpha")});
        list.filter({}, QStringLiteral("beta"));
        QTest::qWait(50);
        QCOMPARE(list.column(ItemColumn::Preview), QStringList({QStringLiteral("beta")}));
    }

    void staysFastWithAMillion()
    {
        List list;
        const auto slice = list.bodies->add("a message");
        exchange::Batch batch;
        for (int i = 0; i < 1'000'000; ++i)
            batch.items.emplace_back(0, Item{.half = i % 2 ? received : sent, .kind = ItemKind::Text, .begin = begin + i * 1000,
                                             .end = begin + i * 1000, .slices = slice, .wireBytes = 9});
        list.store.apply(std::move(batch));
        ItemListModel model;   // without the tester, which asks for every row
        QElapsedTimer timer;
        timer.start();
        model.show(list.store, list.bodies, 0);
        QCOMPARE(model.rowCount(), 1'000'000);
        for (int screen = 0; screen < 100; ++screen)
            for (int row = 0; row < 40; ++row)
                for (int column = 0; column < int(ItemColumn::Count); ++column)
                    (void)model.index(screen * 9'999 + row, column).data();
        const qint64 painted = timer.restart();
        QSignalSpy searched(&model, &ItemListModel::searched);
        model.setFilter({received, {}});
        QVERIFY(searched.wait(30'000 * support::slowness));
        QCOMPARE(model.rowCount(), 500'000);
        qInfo("100 screens of 40 rows in %lld ms, a filter over 1 000 000 in %lld ms", painted, timer.elapsed());
        QVERIFY(painted < 2000 * support::slowness);
    }

    void saysWhatAnItemIs_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("label");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        QTest::newRow("text") << int(ItemKind::Text) << QString() << 0 << QStringLiteral("text");
        QTest::newRow("close") << int(ItemKind::Close) << QString() << 1001 << QStringLiteral("close 1001");
        QTest::newRow("event") << int(ItemKind::Event) << QStringLiteral("tick\n7") << 0 << QStringLiteral("tick");
        QTest::newRow("event without a type") << int(ItemKind::Event) << QString() << 0 << QStringLiteral("message");
    }
    void saysWhatAnItemIs()
    {
        QFETCH(int, kind);
        QFETCH(QString, label);
        QFETCH(int, code);
        QFETCH(QString, said);
        const Item item{.kind = ItemKind(kind), .code = uint16_t(code), .label = label.toStdString()};
        QCOMPARE(ui::itemKindText(item), said);
    }

    void previewsBytesInHexAndSaysWhatIsMissing()
    {
        const std::string bytes("\x00\x01\xfe", 3);
        QCOMPARE(ui::itemPreview(Item{.kind = ItemKind::Binary}, std::as_bytes(std::span(bytes))), QStringLiteral("00 01 fe"));
        QCOMPARE(ui::itemPreview(Item{.coding = ItemCoding::Unknown}, {}), QStringLiteral("(cannot be decompressed)"));
        const std::string cut = "gr\xc3\xbc\xc3";   // in the middle of a character
        QCOMPARE(ui::itemPreview(Item{.kind = ItemKind::Text}, std::as_bytes(std::span(cut))), QStringLiteral("grü"));
        const QStringList notices = ui::itemNotices(Item{.kind = ItemKind::Text, .lostBytes = 12, .label = "incomplete: the connection ended"});
        QCOMPARE(notices, QStringList({QStringLiteral("Incomplete: the connection ended."), QStringLiteral("12 B not captured.")}));
    }
};

QTEST_GUILESS_MAIN(TestItemListModel)
#include "tst_item_list_model.moc"
