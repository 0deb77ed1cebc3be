// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/otlp_sender.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <httplib.h>

#include <atomic>
#include <functional>

using namespace cli;
using namespace std::chrono_literals;

namespace {

// On loopback, with a port of its own.
class Collector
{
public:
    using Answer = std::function<void(const httplib::Request &, httplib::Response &)>;
    explicit Collector(Answer answer)
    {
        m_server.Post("/v1/traces", [this, answer = std::move(answer)](const httplib::Request &request, httplib::Response &response) {
            ++m_requests;
            answer(request, response);
        });
        m_port = m_server.bind_to_any_port("127.0.0.1");
        m_thread = std::thread([this] { m_server.listen_after_bind(); });
        while (!m_server.is_running())
            std::this_thread::sleep_for(1ms);
    }
    ~Collector()
    {
        m_server.stop();
        m_thread.join();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port); }
    int requests() const { return m_requests; }

private:
    httplib::Server m_server;
    int m_port = 0;
    std::atomic<int> m_requests = 0;
    std::thread m_thread;
};

const exporters::Span span{R"({"attributes":[]})", R"({"name":"x"})"};

} // namespace

class TestOtlpSender : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void sendsBatchesWithTheFieldsOfTheEnvironment()
    {
        qputenv("OTEL_EXPORTER_OTLP_HEADERS", "x-key=secret,other=1");
        std::string body, key, type;
        Collector collector([&](const httplib::Request &request, httplib::Response &) {
            body = request.body;
            key = request.get_header_value("x-key");
            type = request.get_header_value("content-type");
        });
        auto sender = OtlpSender::create(collector.url());
        QVERIFY(sender.has_value());
        (*sender)->add(span);
        (*sender)->add(span);
        const auto figures = (*sender)->finish(5s);
        qunsetenv("OTEL_EXPORTER_OTLP_HEADERS");
        QCOMPARE(figures.sent, 2u);
        QCOMPARE(figures.problem, "");
        QCOMPARE(key, "secret");
        QCOMPARE(type, "application/json");
        QCOMPARE(body, exporters::traceRequest(std::array{span, span}));
    }

    void triesAgainWhileACollectorIsOverloaded()
    {
        int asked = 0;
        Collector collector([&](const httplib::Request &, httplib::Response &response) { response.status = ++asked < 3 ? 503 : 200; });
        auto sender = OtlpSender::create(collector.url());
        (*sender)->add(span);
        const auto figures = (*sender)->finish(20s);
        QCOMPARE(figures.sent, 1u);
        QCOMPARE(collector.requests(), 3);
    }

    void countsWhatACollectorRefuses()
    {
        Collector denies([](const httplib::Request &, httplib::Response &response) { response.status = 400; });
        auto sender = OtlpSender::create(denies.url());
        (*sender)->add(span);
        auto figures = (*sender)->finish(20s);
        QCOMPARE(figures.refused, 1u);
        QCOMPARE(figures.problem, "the collector answered 400");
        QCOMPARE(denies.requests(), 1);
        Collector partly([](const httplib::Request &, httplib::Response &response) { response.set_content(R"({"partialSuccess":{"rejectedSpans":"1"}})", "application/json"); });
        auto other = OtlpSender::create(partly.url() + "/");
        (*other)->add(span);
        (*other)->add(span);
        figures = (*other)->finish(20s);
        QCOMPARE(figures.sent, 1u);
        QCOMPARE(figures.refused, 1u);
    }

    void neverWaitsForACollectorThatIsGoneOrHangs()
    {
        auto gone = OtlpSender::create("http://127.0.0.1:1");
        for (size_t i = 0; i < OtlpSender::waitingMost + 2000; ++i)
            (*gone)->add(span);
        const auto began = std::chrono::steady_clock::now();
        const auto figures = (*gone)->finish(300ms);
        QVERIFY(std::chrono::steady_clock::now() - began < 20s);
        QCOMPARE(figures.sent, 0u);
        QVERIFY(figures.dropped >= 1000);
        QCOMPARE(figures.dropped + figures.refused, OtlpSender::waitingMost + 2000);
        QVERIFY(!figures.problem.empty());
    }

    void writesAFileOfRequests()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("spans.jsonl");
        auto sender = OtlpSender::create(path.toStdString());
        (*sender)->add(span);
        QCOMPARE((*sender)->finish(5s).sent, 1u);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().toStdString(), exporters::traceRequest({&span, 1}) + "\n");
        QVERIFY(!OtlpSender::create("/nowhere/spans").has_value());
    }
};

QTEST_GUILESS_MAIN(TestOtlpSender)
#include "tst_otlp_sender.moc"
