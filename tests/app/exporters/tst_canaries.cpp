// SPDX-License-Identifier: GPL-3.0-or-later
// Secrets of many kinds, in many places, wrapped in many layers: none of them leaves masked, whichever way out is taken.
// Each secret is sent once, so that none is hidden just because another place gave it away.
// CANARY_ROUNDS=N repeats it with other secrets and names; CANARY_TABLE=FILE lists where they leak.
#include "app/exporters/curl.h"
#include "app/exporters/fetch.h"
#include "tests/support/canary_places.h"

#include <QRegularExpression>
#include <QTest>

#include <cctype>
#include <map>

namespace {

std::string written(const exchange::Store &store, const sample::Capture &capture, bool har)
{
    const QTemporaryDir folder;
    const std::string path = folder.filePath("out").toStdString();
    auto file = exporters::OutputFile::create(path);
    std::vector<base::ExchangeId> ids;
    for (base::ExchangeId id = 0; id < store.size(); ++id)
        ids.push_back(id);
    exporters::ExportOptions options;
    options.key = {1, 2};
    const auto report = har ? exporters::writeHar(store, ids, capture.bodies(), *file, options) : exporters::writeJsonLines(store, ids, capture.bodies(), *file, options);
    if (!report || !file->commit())
        return {};
    QFile in(QString::fromStdString(path));
    return in.open(QIODevice::ReadOnly) ? in.readAll().toStdString() : std::string();
}

// What a HAR file says of each exchange: one line each, those that are not HTTP behind the others.
std::vector<std::string> entriesById(const std::string &har, const exchange::Store &store)
{
    std::vector<std::string> lines(store.size());
    std::vector<base::ExchangeId> order;
    for (const bool query : {false, true})
        for (base::ExchangeId id = 0; id < store.size(); ++id)
            if ((store.exchange(id).kind == exchange::Kind::Query) == query)
                order.push_back(id);
    size_t next = 0;
    for (size_t at = 0; at < har.size();) {
        const size_t end = std::min(har.find('\n', at), har.size());
        if (har.compare(at, 3, "{\"s") == 0 && next < order.size())
            lines[order[next++]] = har.substr(at, end - at);
        at = end + 1;
    }
    return next == order.size() ? lines : std::vector<std::string>();
}

std::vector<std::string> linesOf(const std::string &text)
{
    std::vector<std::string> lines;
    for (size_t at = 0; at < text.size();) {
        const size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

// Empty: it does not. Otherwise, how.
std::string leak(const std::string &out, const canary::Secret &secret)
{
    std::vector<std::string> texts{out};
    canary::unwrapped(out, texts);
    const std::vector<std::string> spellings = canary::spellings(secret.core);
    for (const std::string &text : texts)
        for (const std::string &spelling : spellings)
            if (text.find(spelling) != std::string::npos)
                return &text == &texts.front() ? spelling : "wrapped " + spelling;
    return {};
}

} // namespace

class TestCanaries : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void noneLeavesMasked_data()
    {
        QTest::addColumn<int>("kind");
        for (int i = 0; i < int(canary::kinds.size()); ++i)
            QTest::newRow(canary::kinds[size_t(i)].name.data()) << i;
    }
    void noneLeavesMasked()
    {
        QFETCH(int, kind);
        canary::Random random(uint64_t(kind) + 1);
        const int rounds = std::max(1, qEnvironmentVariableIntValue("CANARY_ROUNDS"));
        std::map<std::string, int> leaks;
        size_t checked = 0;
        for (int round = 0; round < rounds; ++round) {
            sample::Capture capture;
            const std::vector<canary::Canary> sent = canary::send(canary::kinds[size_t(kind)], capture, random);
            const exchange::Store store = capture.store();
            QCOMPARE(store.size(), sent.size());
            const std::vector<std::string> lines = linesOf(written(store, capture, false));
            const std::vector<std::string> entries = entriesById(written(store, capture, true), store);
            QCOMPARE(lines.size(), sent.size());
            QCOMPARE(entries.size(), sent.size());
            const masking::Masker masker(masking::Key{1, 2});
            for (size_t i = 0; i < sent.size(); ++i) {
                const auto check = [&](const char *way, const std::string &out) {
                    ++checked;
                    const std::string how = leak(out, sent[i].secret);
                    if (how.empty())
                        return;
                    ++leaks[std::string(sent[i].place->name) + " | " + std::string(sent[i].layer->name) + " | " + way + " | " + sent[i].name + " | " + how.substr(0, 40)];
                };
                check("HAR", entries[i]);
                check("JSON lines", lines[i]);
                const exporters::EntrySource entry = exporters::entrySource(store, base::ExchangeId(i));
                if (entry.exchange.kind != exchange::Kind::Http)
                    continue;
                const exporters::SentRequest request = exporters::sentRequest(entry, capture.bodies(), &masker);
                check("cURL", exporters::curlCommand(request));
                check("fetch", exporters::fetchCall(request));
            }
        }
        size_t count = 0;
        std::string table;
        for (const auto &[where, times] : leaks) {
            count += size_t(times);
            table += std::string(canary::kinds[size_t(kind)].name) + " | " + where + "\n";
        }
        if (QFile list(qEnvironmentVariable("CANARY_TABLE")); !list.fileName().isEmpty() && list.open(QIODevice::Append))
            list.write(table.data(), qint64(table.size()));
        QVERIFY2(count == 0, (std::to_string(count) + " of " + std::to_string(checked) + " leak:\n" + table).c_str());
    }
};

QTEST_GUILESS_MAIN(TestCanaries)
#include "tst_canaries.moc"
