// SPDX-License-Identifier: GPL-3.0-or-later
// Shared by the tests of the panes: bodies in memory, exchanges made from text.
#pragma once

#include "app/exchange/store.h"
#include "tests/support/deflated.h"
#include "tests/support/memory_bodies.h"

#include <QRegularExpression>
#include <QTest>

#include <string>
#include <string_view>

namespace support {

// Every warning fails the test, except one that the offscreen platform emits for each window.
inline void failOnWarnings()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
}

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
