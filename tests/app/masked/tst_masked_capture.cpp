// SPDX-License-Identifier: GPL-3.0-or-later
// A masked capture file opens as any other, and holds none of the secrets that were sent: wherever, in whatever layers.
// CANARY_ROUNDS=N sends all kinds N times, instead of a part of them once.
#include "app/masked/masked_capture.h"
#include "tests/app/masked/opened.h"
#include "tests/support/canary_places.h"

#include <QRegularExpression>
#include <QTest>

#include <cstring>
#include <map>
#include <unordered_map>

using opened::Opened;
using opened::shown;
using opened::textOf;

namespace {

struct File {
    QTemporaryDir folder;
    std::string path = folder.filePath("a.cleartap").toStdString();
    std::expected<masked::CaptureReport, int> report = std::unexpected(0);

    void write(const exchange::Store &store, const base::BodySource &bodies)
    {
        auto out = exporters::OutputFile::create(path);
        exporters::ExportOptions options;
        options.key = {1, 2};
        report = masked::writeCapture(store, bodies, *out, options);
        if (report && !out->commit())
            report = std::unexpected(EIO);
    }
    std::string bytes() const
    {
        QFile in(QString::fromStdString(path));
        return in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : std::string();
    }
};

std::string leak(const std::string &out, const canary::Secret &secret)
{
    std::vector<std::string> texts{out};
    canary::unwrapped(out, texts);
    const std::vector<std::string> spellings = canary::spellings(secret.core);
    for (const std::string &text : texts)
        for (const std::string &spelling : spellings)
            if (text.find(spelling) != std::string::npos)
                return spelling;
    return {};
}

// Any of many texts in one pass: by their first bytes.
class Sought
{
public:
    void add(const std::string &text)
    {
        if (text.size() >= startBytes)
            m_texts[start(text.data())].push_back(text);
    }
    std::string in(const std::string &bytes) const
    {
        for (size_t at = 0; at + startBytes <= bytes.size(); ++at)
            if (const auto found = m_texts.find(start(bytes.data() + at)); found != m_texts.end())
                for (const std::string &text : found->second)
                    if (bytes.compare(at, text.size(), text) == 0)
                        return text;
        return {};
    }

private:
    static constexpr size_t startBytes = 8;
    static uint64_t start(const char *from)
    {
        uint64_t bytes = 0;
        std::memcpy(&bytes, from, startBytes);
        return bytes;
    }
    std::unordered_map<uint64_t, std::vector<std::string>> m_texts;
};

} // namespace

class TestMaskedCapture : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void holdsNoSecretInAnySpelling_data()
    {
        QTest::addColumn<int>("kind");
        const bool all = qEnvironmentVariableIntValue("CANARY_ROUNDS") > 0;
        for (int i = 0; i < int(canary::kinds.size()); i += all ? 1 : 5)
            QTest::newRow(canary::kinds[size_t(i)].name.data()) << i;
    }
    void holdsNoSecretInAnySpelling()
    {
        QFETCH(int, kind);
        canary::Random random(uint64_t(kind) + 1000);
        const int rounds = std::max(1, qEnvironmentVariableIntValue("CANARY_ROUNDS"));
        std::map<std::string, int> leaks;
        size_t checked = 0;
        for (int round = 0; round < rounds; ++round) {
            sample::Capture capture;
            const std::vector<canary::Canary> sent = canary::send(canary::kinds[size_t(kind)], capture, random);
            File file;
            file.write(capture.store(), capture.bodies());
            QVERIFY(file.report);
            const Opened again = opened::open(file.path);
            QVERIFY(!again.error);
            QCOMPARE(again.store.size(), sent.size());
            QVERIFY(again.store.losses().size() <= 1);
            Sought sought;
            for (size_t i = 0; i < sent.size(); ++i) {
                ++checked;
                for (const std::string &spelling : canary::spellings(sent[i].secret.core))
                    sought.add(spelling);
                if (const std::string how = leak(shown(again, base::ExchangeId(i)), sent[i].secret); !how.empty())
                    ++leaks[std::string(sent[i].place->name) + " | " + std::string(sent[i].layer->name) + " | " + sent[i].name + " | " + how.substr(0, 40)];
            }
            if (const std::string found = sought.in(file.bytes()); !found.empty())
                ++leaks["somewhere in the file: " + found];
        }
        std::string table;
        for (const auto &[where, times] : leaks)
            table += std::string(canary::kinds[size_t(kind)].name) + " | " + where + "\n";
        QVERIFY2(leaks.empty(), (std::to_string(leaks.size()) + " places of " + std::to_string(checked) + " canaries leak:\n" + table).c_str());
    }

    void keepsEverythingElse()
    {
        sample::Capture capture;
        exchange::Exchange &json = capture.add("POST /a?page=2&token=Zq7-hunter2xk HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nX-Note: plain\r\n\r\n", "{\"id\":7,\"password\":\"Zq7-hunter2xk\"}",
                                               "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n", canary::deflated("<p>Hello</p>", 31));
        json.contentEncoding = "gzip";
        capture.batch().items.emplace_back(json.id, exchange::Item{.half = protocols::Half::Response, .kind = protocols::ItemKind::Event, .begin = 5, .end = 9, .slices = capture.keep("a word"), .wireBytes = 6, .label = "tick\n7"});
        capture.batch().losses.push_back({"ring buffer full", 3, 400});
        exchange::Coverage &covered = capture.batch().coverage.emplace_back();
        covered.pid = 4711;
        covered.path = "/usr/lib/libssl.so.3";
        exchange::TcpFigures tcp;
        tcp.time = sample::day;
        tcp.srttUs = 17;
        capture.batch().tcp.emplace_back(0, tcp);
        const exchange::Store before = capture.store();
        File file;
        file.write(before, capture.bodies());
        QVERIFY(file.report);
        const Opened after = opened::open(file.path);
        QVERIFY(!after.error);
        QCOMPARE(after.store.size(), 1u);
        const exchange::Exchange e = after.store.exchange(0), old = before.exchange(0);
        QCOMPARE(e.method, old.method);
        QVERIFY(e.path.starts_with("/a?page=2&token=masked-"));
        QCOMPARE(e.request.begin, old.request.begin);
        QCOMPARE(e.response.end, old.response.end);
        QCOMPARE(e.response.bodyBytes, old.response.bodyBytes);
        QCOMPARE(e.status, 200);
        QVERIFY(textOf(*after.bodies, e.request.head).find("X-Note: plain\r\n") != std::string::npos);
        QVERIFY(textOf(*after.bodies, e.request.body).starts_with("{\"id\":7,\"password\":\"masked-"));
        QCOMPARE(textOf(*after.bodies, e.response.body), std::string("<p>Hello</p>"));
        QCOMPARE(e.response.contents, exchange::Contents::Text);
        QCOMPARE(after.store.itemCount(0), 1u);
        const exchange::Item item = after.store.item(0, 0);
        QCOMPARE(item.label, std::string("tick\n7"));
        QCOMPARE(item.end, base::Time(9));
        QCOMPARE(textOf(*after.bodies, item.slices), std::string("a word"));
        const exchange::Connection &c = after.store.connections()[0], &was = before.connections()[0];
        QVERIFY(c.local == was.local && c.remote == was.remote && c.tlsVersion == was.tlsVersion && c.tie == was.tie && c.opened == was.opened);
        QCOMPARE(after.store.processes()[0].comm, std::string("curl"));
        QCOMPARE(after.store.processes()[0].cmdline[0], std::string("curl"));
        QVERIFY(after.store.processes()[0].cmdline[2].starts_with("Authorization: Bearer masked-"));
        QCOMPARE(after.store.losses().size(), size_t(1));
        QCOMPARE(after.store.losses()[0].bytes, uint64_t(400));
        QCOMPARE(after.store.coverage().size(), size_t(1));
        QCOMPARE(after.store.tcp(0, sample::day, sample::day).size(), size_t(1));
    }

    void countsWhatItLeavesOut()
    {
        sample::Capture capture;
        capture.add("POST /a HTTP/1.1\r\nHost: h\r\nContent-Type: application/msgpack\r\n\r\n", "\x81\xa8password\xadZq7-hunter2xk", "HTTP/1.1 200 OK\r\n\r\n", "x");
        exchange::Exchange &bytes = capture.add("", "", "", "");
        bytes.kind = exchange::Kind::Conversation;
        capture.batch().items.emplace_back(bytes.id, exchange::Item{.kind = protocols::ItemKind::Piece, .slices = capture.keep("EHLO\r\nAUTH x"), .wireBytes = 12});
        File file;
        file.write(capture.store(), capture.bodies());
        QVERIFY(file.report);
        QCOMPARE(file.report->leftOut.events, uint64_t(2));
        const Opened after = opened::open(file.path);
        QCOMPARE(after.store.losses().size(), size_t(1));
        QCOMPARE(after.store.losses()[0].bytes, uint64_t(24 + 12));
        QCOMPARE(after.store.exchange(0).request.bodyLost, uint64_t(24));
        QVERIFY(after.store.exchange(0).request.body.empty());
        QCOMPARE(after.store.item(1, 0).lostBytes, uint64_t(12));
    }

    void hidesInEarlierRowsWhatALaterOneGivesAway()
    {
        sample::Capture capture;
        capture.add("GET /u/Zq7-hunter2xk/x HTTP/1.1\r\nHost: h\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "it is \"Zq7-hunter2xk\"");
        capture.add("GET / HTTP/1.1\r\nHost: h\r\nCookie: sid=Zq7-hunter2xk\r\n\r\n", "", "HTTP/1.1 200 OK\r\n\r\n", "x");
        File file;
        file.write(capture.store(), capture.bodies());
        QVERIFY(file.report);
        QVERIFY(file.bytes().find("hunter2") == std::string::npos);
        // And once more, of the file: nothing is left to mask.
        exporters::ExportOptions options;
        options.key = {1, 2};
        const std::string copy = file.folder.filePath("b.cleartap").toStdString();
        const auto again = masked::writeMaskedCopy(file.path, copy, options);
        QVERIFY(again);
        QCOMPARE(again->exchanges, uint64_t(2));
        QCOMPARE(opened::open(copy).store.path(0), opened::open(file.path).store.path(0));
        QCOMPARE(masked::writeMaskedCopy("/nowhere.cleartap", copy, options).error(), ENOENT);
        QCOMPARE(masked::writeMaskedCopy(PROJECT_ROOT "/README.md", copy, options).error(), EILSEQ);
    }

    void ofHarmlessTrafficNothingIsChanged()
    {
        sample::Capture capture;
        for (int i = 0; i < 3000; ++i)
            capture.add("GET /items/" + std::to_string(i) + "?page=2 HTTP/1.1\r\nHost: h\r\nAccept: */*\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n", "{\"id\":" + std::to_string(i) + ",\"author\":\"ann\"}");
        const exchange::Store before = capture.store();
        File file;
        file.write(before, capture.bodies());
        const Opened after = opened::open(file.path);
        QCOMPARE(after.store.size(), before.size());
        for (base::ExchangeId id = 0; id < before.size(); ++id) {
            const exchange::Exchange e = after.store.exchange(id), old = before.exchange(id);
            QCOMPARE(e.path, old.path);
            QCOMPARE(textOf(*after.bodies, e.request.head), textOf(capture.bodies(), old.request.head));
            QCOMPARE(textOf(*after.bodies, e.response.body), textOf(capture.bodies(), old.response.body));
        }
    }
};

QTEST_GUILESS_MAIN(TestMaskedCapture)
#include "tst_masked_capture.moc"
