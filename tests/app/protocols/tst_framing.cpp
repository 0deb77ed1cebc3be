// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/http1/framing.h"

#include <QRegularExpression>
#include <QTest>

#include <sstream>

using namespace protocols;
using namespace protocols::http1;

namespace {

// "length 5", "chunked", ...; with the fault, if there is one.
std::string named(const Framing &framing)
{
    static constexpr const char *kinds[] = { "none", "length", "chunked", "until close", "interim", "tunnel", "await tunnel" };
    std::string text = kinds[size_t(framing.kind)];
    if (framing.kind == Framing::Kind::Length)
        text += " " + std::to_string(framing.length);
    if (framing.fault == Fault::ConflictingLength)
        text += ", conflicting";
    if (framing.fault == Fault::MalformedField)
        text += ", malformed";
    return text;
}

// Fields as "name:value;name:value".
template <typename Call>
std::string with(const std::string &text, Call call)
{
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ';');)
        parts.push_back(part);
    std::vector<Field> fields;
    for (const std::string &part : parts) {
        const size_t colon = part.find(':');
        fields.push_back({ std::string_view(part).substr(0, colon), std::string_view(part).substr(colon + 1) });
    }
    return named(call(std::span<const Field>(fields)));
}

std::string request(const std::string &fields, Asked asked = Asked::Other)
{
    return with(fields, [asked](auto f) { return requestFraming(asked, f); });
}

std::string response(int status, const std::string &fields, Asked asked = Asked::Other)
{
    return with(fields, [&](auto f) { return responseFraming(asked, status, f); });
}

} // namespace

class TestFraming : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(".*")); }

    void framesRequests()
    {
        QCOMPARE(request(""), "none");
        QCOMPARE(request("Content-Length:7"), "length 7");
        QCOMPARE(request("content-length:0"), "none");
        QCOMPARE(request("Transfer-Encoding:chunked"), "chunked");
        QCOMPARE(request("TRANSFER-ENCODING:gzip, Chunked"), "chunked");
        QCOMPARE(request("Transfer-Encoding:gzip;Transfer-Encoding:chunked"), "chunked");
        QCOMPARE(request("Transfer-Encoding:identity;Content-Length:3"), "length 3");
        QCOMPARE(request("Transfer-Encoding:chunked, gzip"), "none, conflicting");
        QCOMPARE(request("Content-Length:7", Asked::Connect), "await tunnel");
    }

    void framesResponses()
    {
        QCOMPARE(response(200, ""), "until close");
        QCOMPARE(response(200, "Content-Length:7"), "length 7");
        QCOMPARE(response(200, "Content-Length:0"), "none");
        QCOMPARE(response(200, "Transfer-Encoding:chunked"), "chunked");
        QCOMPARE(response(200, "Transfer-Encoding:gzip"), "until close");
        QCOMPARE(response(200, "Content-Length:7", Asked::Head), "none");
        QCOMPARE(response(204, "Content-Length:7"), "none");
        QCOMPARE(response(304, "Transfer-Encoding:chunked"), "none");
        QCOMPARE(response(100, ""), "interim");
        QCOMPARE(response(101, ""), "tunnel");
        QCOMPARE(response(200, "Content-Length:7", Asked::Connect), "tunnel");
        QCOMPARE(response(407, "Content-Length:7", Asked::Connect), "length 7");
    }

    void namesWhatConflicts()
    {
        QCOMPARE(request("Content-Length:7;Content-Length:7"), "length 7");
        QCOMPARE(request("Content-Length:7, 7"), "length 7");
        QCOMPARE(request("Content-Length:7;Content-Length:8"), "length 7, conflicting");
        QCOMPARE(request("Content-Length:7;Transfer-Encoding:chunked"), "chunked, conflicting");
        QCOMPARE(request("Content-Length:-7"), "none, malformed");
        QCOMPARE(request("Content-Length:0x7"), "none, malformed");
        QCOMPARE(request("Content-Length:99999999999999999999"), "none, malformed");
        QCOMPARE(response(200, "Content-Length:"), "until close, malformed");
    }

    void readsChunkSizes()
    {
        QCOMPARE(chunkSize("0"), std::optional<uint64_t>(0));
        QCOMPARE(chunkSize("1aF\r"), std::optional<uint64_t>(0x1af));
        QCOMPARE(chunkSize("00000000000000000000000a"), std::optional<uint64_t>(10));
        QCOMPARE(chunkSize("5;name=value"), std::optional<uint64_t>(5));
        QCOMPARE(chunkSize(" 5  ; name"), std::optional<uint64_t>(5));
        QCOMPARE(chunkSize(""), std::nullopt);
        QCOMPARE(chunkSize("x"), std::nullopt);
        QCOMPARE(chunkSize("5x"), std::nullopt);
        QCOMPARE(chunkSize("-5"), std::nullopt);
        QCOMPARE(chunkSize("ffffffffffffffff"), std::nullopt);
    }
};

QTEST_GUILESS_MAIN(TestFraming)
#include "tst_framing.moc"
