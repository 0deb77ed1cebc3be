// SPDX-License-Identifier: GPL-3.0-or-later
// node's llhttp is the oracle: our parser reads every message that llhttp accepts in the same way. Messages are generated, then
// damaged at random. For what llhttp refuses, any result is allowed.
#include "app/protocols/http1/http1_parser.h"
#include "tests/app/protocols/transcript.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <map>
#include <random>

using namespace protocols;

namespace {

struct Told {
    std::string start, body;
    std::vector<std::string> fields, trailers;
    bool ended = false;
};

// The messages of one direction, in order.
class Messages final : public Sink
{
public:
    explicit Messages(Half half) : m_half(half) { }
    std::map<uint64_t, Told> all;

    void requestHead(uint64_t stream, const RequestHead &head, base::Time) override
    {
        if (m_half == Half::Request)
            begin(stream, std::string(head.method) + " " + hex(head.target) + " " + version(head.version), head.fields);
    }
    void responseHead(uint64_t stream, const ResponseHead &head, base::Time) override
    {
        if (m_half == Half::Response)
            begin(stream, std::to_string(head.status) + " " + hex(head.reason) + " " + version(head.version), head.fields);
    }
    void body(uint64_t stream, Half half, base::Bytes bytes, base::Time) override
    {
        if (half == m_half)
            all[stream].body.append(reinterpret_cast<const char *>(bytes.data.data()), bytes.data.size());
    }
    void trailers(uint64_t stream, Half half, std::span<const Field> fields, std::span<const base::Slice>, base::Time) override
    {
        if (half == m_half)
            all[stream].trailers = texts(fields);
    }
    void messageEnd(uint64_t stream, Half half, base::Time) override
    {
        if (half == m_half)
            all[stream].ended = true;
    }
    void fault(uint64_t stream, Half half, Fault fault, base::Time time) override
    {
        // llhttp may also accept what is merely odd.
        if (fault != Fault::CutByClose)
            messageEnd(stream, half, time);
    }
    void bodyLost(uint64_t, Half, uint64_t, base::Time) override { }
    void upgraded(uint64_t, std::string_view, base::Time) override { }
    void raw(Direction, base::Bytes, base::Time) override { }
    void rawLost(Direction, uint64_t, base::Time) override { }
    base::Slice derive(std::span<const std::byte>) override { return {}; }
    void item(uint64_t, const Item &) override { }
    void query(uint64_t, const Query &, base::Time) override { }
    void answer(uint64_t, const Answer &, base::Time) override { }
    void operation(uint64_t, std::string_view) override { }

    static std::string hex(std::string_view text) { return QByteArray(text.data(), int(text.size())).toHex().toStdString(); }

private:
    static std::string version(std::string_view text)
    {
        return text.size() < 5 ? "0.9" : std::string(text.substr(5));
    }
    static std::string_view trimmed(std::string_view text)
    {
        while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
            text.remove_suffix(1);
        return text;
    }
    static std::vector<std::string> texts(std::span<const Field> fields)
    {
        std::vector<std::string> out;
        for (const Field &field : fields) {
            out.push_back(hex(field.name));
            out.push_back(hex(trimmed(field.value)));
        }
        return out;
    }
    void begin(uint64_t stream, std::string start, std::span<const Field> fields)
    {
        Told &told = all[stream];
        told = {};
        told.start = std::move(start);
        told.fields = texts(fields);
    }

    Half m_half;
};

struct Case {
    Half half;
    std::string bytes;
};

std::vector<Case> makeCases(size_t count)
{
    std::mt19937 random(9112);
    const auto below = [&random](size_t bound) { return size_t(random() % bound); };
    const auto pick = [&](std::initializer_list<const char *> from) { return std::string(from.begin()[below(from.size())]); };
    std::vector<Case> cases;
    while (cases.size() < count) {
        const Half half = below(2) ? Half::Request : Half::Response;
        std::string bytes;
        for (size_t messages = 1 + below(3); messages > 0; --messages) {
            // One draw per statement: the compiler chooses the order within one.
            if (half == Half::Request) {
                bytes += pick({ "GET ", "POST ", "PUT ", "DELETE ", "OPTIONS ", "PATCH " });
                bytes += pick({ "/", "/a/b?c=d", "*", "http://h:1/x", "/%20%C3%A4" });
                bytes += pick({ " HTTP/1.1\r\n", " HTTP/1.0\r\n" });
            } else {
                bytes += pick({ "HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "HTTP/1.1 500 ", "HTTP/1.0 201 Made", "HTTP/1.1 204 No Content",
                                "HTTP/1.1 304 Not Modified", "HTTP/1.1 299 a  b", "HTTP/1.1 200 \tc " }) + "\r\n";
            }
            for (size_t fields = below(40) ? below(6) : 60; fields > 0; --fields) {
                bytes += pick({ "Host", "x-a", "Accept", "COOKIE", "X_b", "Set-Cookie" });
                bytes += pick({ ": ", ":", ":\t ", ":   " });
                bytes += pick({ "", "a", "a, b", "x=\"y z\"", "\xc3\xa4", "v ", "a:b" }) + "\r\n";
            }
            std::string body(below(30), 'b');
            switch (below(4)) {
            case 0: bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body; break;
            case 1:
                bytes += pick({ "Transfer-Encoding: chunked", "transfer-encoding:chunked", "Transfer-Encoding: Chunked" }) + "\r\n\r\n";
                while (!body.empty()) {
                    const size_t piece = 1 + below(body.size());
                    char size[20];
                    std::snprintf(size, sizeof size, below(2) ? "%zx" : "0%zX", piece);
                    bytes += size + pick({ "", ";a=b", ";x=\"1\"" }) + "\r\n" + body.substr(0, piece) + "\r\n";
                    body.erase(0, piece);
                }
                bytes += "0\r\n" + pick({ "", "X-T: end\r\n", "A: 1\r\nB: 2\r\n" }) + "\r\n";
                break;
            default: bytes += "\r\n";
            }
        }
        if (below(3) == 0)
            bytes[below(bytes.size())] = char(below(2) ? below(256) : size_t("\r\n :;,0"[below(7)]));
        if (below(10) == 0)
            bytes.resize(below(bytes.size()));
        // llhttp sometimes takes a lone CR as a line end; RFC 9112 section 2.2 does not.
        bool bareReturn = false;
        for (size_t at = bytes.find('\r'); at != std::string::npos; at = bytes.find('\r', at + 1))
            bareReturn = bareReturn || bytes.substr(at + 1, 1) != "\n";
        if (!bareReturn)
            cases.push_back({ half, bytes });
    }
    return cases;
}

QList<QByteArray> askNode(const std::vector<Case> &cases)
{
    QProcess node;
    node.start("node", { "--no-deprecation", PROJECT_ROOT "/tests/app/protocols/node_http_parser.js" });
    for (const Case &each : cases)
        node.write((each.half == Half::Request ? "request " : "response ") + QByteArray::fromStdString(Messages::hex(each.bytes)) + "\n");
    node.closeWriteChannel();
    node.waitForFinished(60'000);
    return node.readAllStandardOutput().trimmed().split('\n');
}

std::vector<std::string> strings(const QJsonValue &array)
{
    std::vector<std::string> out;
    for (const QJsonValue &each : array.toArray())
        out.push_back(each.toString().toStdString());
    return out;
}

std::map<uint64_t, Told> ours(const Case &each, size_t requests)
{
    Messages messages(each.half);
    const auto parser = http1::create(Direction::Sent, true, {}, messages);
    std::string asked;
    for (size_t i = 0; i < requests; ++i)
        asked += "GET / HTTP/1.1\r\n\r\n";
    if (each.half == Half::Response)
        parser->bytes(Direction::Sent, { std::as_bytes(std::span(asked)), 0 }, 1);
    parser->bytes(each.half == Half::Request ? Direction::Sent : Direction::Received, { std::as_bytes(std::span(each.bytes)), 1000 }, 2);
    parser->end(Direction::Received, 3);
    parser->end(Direction::Sent, 3);
    return messages.all;
}

} // namespace

class TestHttp1Oracle : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void readsWhatLlhttpTakes()
    {
        const std::vector<Case> cases = makeCases(4'000);
        const QList<QByteArray> answers = askNode(cases);
        QCOMPARE(size_t(answers.size()), cases.size());
        int compared = 0, refused = 0;
        std::string wrong;
        for (size_t i = 0; i < cases.size(); ++i) {
            const QJsonArray theirs = QJsonDocument::fromJson(answers[qsizetype(i)]).array();
            const auto told = ours(cases[i], size_t(theirs.size()) + 1);
            auto mine = told.begin();
            for (const QJsonValue &value : theirs) {
                if (value.isNull()) {
                    ++refused;
                    break;
                }
                const std::string text = test::escaped(cases[i].bytes);
                QVERIFY2(mine != told.end(), text.c_str());
                const QJsonObject message = value.toObject();
                if (message["upgrade"].toBool())
                    break; // another protocol follows
                const Told &one = mine->second;
                if (one.start.starts_with("0") || one.start.find(' ') < 3)
                    break; // not a status of RFC 9110 section 15
                if (one.start != message["start"].toString().toStdString() || one.fields != strings(message["fields"])
                    || Messages::hex(one.body) != message["body"].toString().toStdString()
                    || one.trailers != strings(message["trailers"]) || !one.ended) {
                    wrong += text + "\n  " + one.start + " " + one.body + "\n  " + answers[qsizetype(i)].toStdString() + "\n";
                    break;
                }
                ++compared;
                ++mine;
            }
        }
        QVERIFY2(wrong.empty(), wrong.c_str());
        QVERIFY(compared > 3'000);
        QVERIFY(refused > 300);
    }
};

QTEST_APPLESS_MAIN(TestHttp1Oracle)
#include "tst_http1_oracle.moc"
