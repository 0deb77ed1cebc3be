// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/window/parts.h"
#include "tests/bench/window/shop_traffic.h"

#include <QFile>

#include <string>

namespace bench {

namespace {

class Writing
{
public:
    explicit Writing(const QString &path)
        : m_file(path)
    {
        m_good = m_file.open(QIODevice::WriteOnly);
        const auto head = capture::newFileHead();
        put(std::as_bytes(std::span(head)));
    }
    void put(std::span<const std::byte> bytes)
    {
        m_good = m_good && m_file.write(reinterpret_cast<const char *>(bytes.data()), qint64(bytes.size())) == qint64(bytes.size());
    }
    void put(const wire::Bytes &bytes) { put(std::span(bytes)); }
    bool finish()
    {
        wire::Bytes end;
        encode(wire::Stopped{}, end);
        put(end);
        return m_good && m_file.flush();
    }

private:
    QFile m_file;
    bool m_good = false;
};

bool makeShop(const QString &path, uint32_t exchanges, bool bothEnds)
{
    constexpr uint32_t atOnce = 10'000;
    Writing file(path);
    ShopTraffic shop(bothEnds);
    for (uint32_t n = 0; n < exchanges; ++n) {
        shop.next();
        if (n % atOnce == 0)
            file.put(shop.made.take());
    }
    file.put(shop.made.take());
    return file.finish();
}

// A JSON array of orders of this size.
std::string orders(uint64_t bytes, uint32_t seed)
{
    std::string json = "{\"orders\":[";
    json.reserve(bytes + 200);
    for (uint32_t n = seed; json.size() < bytes; ++n)
        json += (json.back() == '[' ? "{\"id\":" : ",{\"id\":") + std::to_string(n * 2'654'435'761u) + R"(,"customer":{"name":"Ada Example","city":"Köln"},"total":)" + std::to_string(n % 10'000)
            + R"(.5,"lines":[{"sku":"A-)" + std::to_string(n % 977) + R"(","count":2},{"sku":"B-7","count":1}],"paid":true,"note":null})";
    return json + "]}";
}

void exchange(MadeFrames &made, unsigned on, const std::string &path, const std::string &json)
{
    made.request(on, "GET " + path + " HTTP/1.1\r\nHost: api.shop.local\r\n\r\n");
    made.response(on, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(json.size()) + "\r\n\r\n" + json);
}

} // namespace

bool makeRows(const QString &path, uint32_t count) { return makeShop(path, count, false); }
bool makeCalls(const QString &path, uint32_t halves) { return makeShop(path, halves / 2, true); }

bool makeSearched(const QString &path, uint64_t bytes)
{
    constexpr uint64_t each = 16 * 1024;
    Writing file(path);
    MadeFrames made;
    made.process(1000, "search");
    const unsigned on = made.connect(1000, 20'000);
    for (uint64_t n = 0; n < bytes / each; ++n) {
        std::string json = orders(each, uint32_t(n));
        if (n % 1000 == 10)
            json.replace(json.size() - 30, 11, "\"needle\": 1");
        exchange(made, on, "/v1/orders?page=" + std::to_string(n), json);
        file.put(made.take());
    }
    return file.finish();
}

// Rows 0 to 6: 1 MiB each, then one of the largest.
bool makeBodies(const QString &path, uint64_t largest)
{
    Writing file(path);
    MadeFrames made;
    made.process(1000, "reports");
    const unsigned on = made.connect(1000, 20'000);
    for (uint32_t n = 0; n < 7; ++n)
        exchange(made, on, "/v1/report/" + std::to_string(n), orders(1 << 20, n));
    exchange(made, on, "/v1/report/all", orders(largest, 1));
    file.put(made.take());
    return file.finish();
}

bool makeArchive(const QString &path, uint32_t entries)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    bool good = file.write(R"({"log":{"version":"1.2","creator":{"name":"bench","version":"1"},"entries":[)") > 0;
    for (uint32_t n = 0; n < entries; ++n) {
        const std::string number = std::to_string(n * 2'654'435'761u);
        const std::string text = R"({\"id\":)" + number + R"(,\"items\":[1,2,3],\"note\":\")" + std::string(300, 'x') + R"(\"})";
        const std::string entry = std::string(n ? "," : "") + R"({"startedDateTime":"2026-11-30T10:00:00.000Z","time":12.5,"request":{"method":"GET","url":"https://api.shop.local/v1/orders/)" + number
            + R"(?limit=20","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Host","value":"api.shop.local"},{"name":"Accept","value":"*/*"},{"name":"User-Agent","value":"bench/1.0 X11; Linux x86_64"}],"queryString":[{"name":"limit","value":"20"}],"headersSize":120,"bodySize":0},)"
            + R"("response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","cookies":[],"headers":[{"name":"Content-Type","value":"application/json"},{"name":"Server","value":"nginx"}],"content":{"size":)" + std::to_string(text.size() - 12)
            + R"(,"mimeType":"application/json","text":")" + text + R"("},"redirectURL":"","headersSize":90,"bodySize":)" + std::to_string(text.size() - 12)
            + R"(},"cache":{},"timings":{"blocked":-1,"dns":-1,"connect":-1,"send":0.5,"wait":10,"receive":2}})";
        good = file.write(entry.data(), qint64(entry.size())) > 0 && good;
    }
    return file.write("]}}") > 0 && good;
}

} // namespace bench
