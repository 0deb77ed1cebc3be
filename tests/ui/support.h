// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of the panes share: bodies in memory, exchanges made of text.
#pragma once

#include "app/base/body_source.h"
#include "app/exchange/store.h"
#include "tests/support/deflated.h"

#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <cerrno>
#include <string>
#include <string_view>
#include <thread>

namespace support {

// Every warning fails the test, but for one that the offscreen platform gives for each window.
inline void failOnWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
}

class MemoryBodies : public base::BodySource
{
public:
    base::Slice add(std::string_view text)
    {
        const base::Slice slice{m_bytes.size(), uint32_t(text.size()), 0};
        const auto *data = reinterpret_cast<const std::byte *>(text.data());
        m_bytes.insert(m_bytes.end(), data, data + text.size());
        return slice;
    }
    std::expected<std::vector<std::byte>, int> read(std::span<const base::Slice> slices, size_t limit) const override
    {
        ++reads;
        std::this_thread::sleep_for(std::chrono::milliseconds(delayMs.load()));
        std::vector<std::byte> joined;
        for (const base::Slice &slice : slices) {
            if (slice.position + slice.length > m_bytes.size())
                return std::unexpected(EIO);
            const auto begin = m_bytes.begin() + ptrdiff_t(slice.position);
            joined.insert(joined.end(), begin, begin + ptrdiff_t(std::min<size_t>(slice.length, limit - joined.size())));
        }
        return joined;
    }
    mutable std::atomic<int> reads{0};
    std::atomic<int> delayMs{0};

private:
    std::vector<std::byte> m_bytes;
};

inline constexpr base::Time noon = 1'790'000'000'000'000'000;
inline constexpr base::Duration millisecond = 1'000'000;

// A complete HTTP/1.1 exchange of a client on connection 0 and process 0.
inline exchange::Exchange makeExchange(MemoryBodies &bodies, std::string_view requestHead, std::string_view requestBody,
                                       std::string_view responseHead, std::string_view responseBody)
{
    exchange::Exchange e;
    e.id = 0;
    e.connection = 0;
    e.process = 0;
    e.state = exchange::State::Complete;
    e.side = base::Side::Client;
    e.protocol = protocols::Protocol::Http11;
    e.method = "GET";
    e.scheme = "https";
    e.host = "api.local:8443";
    e.path = "/";
    if (const size_t blank = requestHead.find(' '); blank != std::string_view::npos)
        e.path = requestHead.substr(blank + 1, requestHead.find(' ', blank + 1) - blank - 1);
    e.status = 200;
    const auto fill = [&](exchange::Message &m, std::string_view head, std::string_view body) {
        if (!head.empty())
            m.head = {bodies.add(head)};
        if (!body.empty())
            m.body = {bodies.add(body)};
        m.headBytes = head.size();
        m.bodyBytes = body.size();
        m.complete = true;
    };
    fill(e.request, requestHead, requestBody);
    fill(e.response, responseHead, responseBody);
    constexpr std::string_view coding = "Content-Encoding: ";
    if (const size_t at = responseHead.find(coding); at != std::string_view::npos)
        e.contentEncoding = responseHead.substr(at + coding.size(), responseHead.find('\r', at) - at - coding.size());
    e.request.begin = noon + 10 * millisecond;
    e.request.headEnd = e.request.end = noon + 11 * millisecond;
    e.response.begin = noon + 40 * millisecond;
    e.response.headEnd = noon + 41 * millisecond;
    e.response.end = noon + 42 * millisecond;
    return e;
}

inline exchange::Process makeProcess()
{
    exchange::Process p;
    p.id = 0;
    p.pid = 4123;
    p.comm = "curl";
    p.exe = "/usr/bin/curl";
    p.cmdline = {"curl", "-d", "it's"};
    return p;
}

inline exchange::Connection makeConnection()
{
    exchange::Connection c;
    c.id = 0;
    c.process = 0;
    c.side = base::Side::Client;
    c.protocol = 6;
    c.local = {base::Family::V4, 40000, {127, 0, 0, 1}};
    c.remote = {base::Family::V4, 8443, {127, 0, 0, 1}};
    c.opened = noon;
    c.established = noon + 2 * millisecond;
    c.tlsBegin = c.established;
    c.tlsEnd = noon + 9 * millisecond;
    c.fromStart = true;
    c.state = exchange::ConnectionState::Open;
    c.tls = c.plaintext = true;
    c.tie = "nested call";
    c.tlsLibrary = "OpenSSL";
    c.tlsVersion = "3.0.11";
    c.tlsProtocol = "TLS 1.3";
    return c;
}

} // namespace support
