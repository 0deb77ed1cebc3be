// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/record.h"

#include "app/exchange/packing.h"
#include "app/exchange/tcp_packing.h"

#include <algorithm>

namespace exchange {

namespace {

using packing::Reader;
using packing::Writer;

uint64_t total(const std::vector<base::Slice> &slices)
{
    uint64_t sum = 0;
    for (const base::Slice &slice : slices)
        sum += slice.length;
    return sum;
}

void packTimes(const Message &message, Writer &writer)
{
    writer.time(message.begin);
    writer.time(message.headEnd);
    writer.time(message.end);
}

void packMessage(const Message &message, Writer &writer)
{
    writer.number(uint64_t(message.fault) << 4 | uint64_t(message.contents) << 2 | (message.stalled > 0 ? 2 : 0) | message.complete);
    if (message.stalled > 0)
        writer.number(uint64_t(message.stalled));
    writer.slices(message.head);
    writer.slices(message.body);
    writer.slices(message.trailers);
    writer.difference(message.headBytes, total(message.head));
    writer.difference(message.bodyBytes, total(message.body));
    writer.number(message.bodyLost);
}

void unpackTimes(Message &message, Reader &reader)
{
    message.begin = reader.time();
    message.headEnd = reader.time();
    message.end = reader.time();
}

void unpackMessage(Message &message, Reader &reader)
{
    const uint64_t marks = reader.number();
    message.complete = marks & 1;
    message.contents = Contents(marks >> 2 & 3);
    message.fault = protocols::Fault(marks >> 4);
    message.stalled = marks & 2 ? base::Duration(reader.number()) : 0;
    message.head = reader.slices();
    message.body = reader.slices();
    message.trailers = reader.slices();
    message.headBytes = reader.difference(total(message.head));
    message.bodyBytes = reader.difference(total(message.body));
    message.bodyLost = reader.number();
}

} // namespace

void packRecord(const Exchange &exchange, base::Time begin, uint32_t encoding, std::vector<uint8_t> &out)
{
    Writer writer(out, begin);
    writer.text(exchange.path);
    packTimes(exchange.request, writer);
    packTimes(exchange.response, writer);
    writer.number(exchange.tid);
    writer.number(exchange.stream);
    writer.number(encoding);
    packMessage(exchange.request, writer);
    packMessage(exchange.response, writer);
    writer.number(exchange.lostEvents);
    packReadings(exchange.tcpStart, exchange.tcp, writer);
    writer.text(exchange.result);
    writer.number(exchange.rows ? *exchange.rows + 1 : 0);
    writer.slices(exchange.interim);
    writer.slices(exchange.original);
}

std::string_view recordPath(std::span<const uint8_t> bytes)
{
    return Reader(bytes).text();
}

uint32_t unpackRecord(std::span<const uint8_t> bytes, base::Time begin, Exchange &exchange)
{
    Reader reader(bytes, begin);
    exchange.path = reader.text();
    unpackTimes(exchange.request, reader);
    unpackTimes(exchange.response, reader);
    exchange.tid = uint32_t(reader.number());
    exchange.stream = reader.number();
    const auto encoding = uint32_t(reader.number());
    unpackMessage(exchange.request, reader);
    unpackMessage(exchange.response, reader);
    exchange.lostEvents = uint32_t(reader.number());
    unpackReadings(exchange.tcpStart, exchange.tcp, reader);
    exchange.result = reader.text();
    if (const uint64_t rows = reader.number())
        exchange.rows = rows - 1;
    exchange.interim = reader.slices();
    exchange.original = reader.slices();
    return encoding;
}

base::Duration waitOf(const Exchange &exchange)
{
    if (exchange.request.end == 0 || exchange.response.begin == 0)
        return base::unknownDuration;
    return std::max<base::Duration>(0, exchange.response.begin - exchange.request.end);
}

base::Duration recordWait(std::span<const uint8_t> bytes, base::Time begin)
{
    Reader reader(bytes, begin);
    reader.text();
    Exchange exchange;
    unpackTimes(exchange.request, reader);
    unpackTimes(exchange.response, reader);
    return waitOf(exchange);
}

} // namespace exchange
