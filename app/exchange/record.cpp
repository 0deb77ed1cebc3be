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

// Few exchanges have any: one number for none.
void packCounts(const Exchange &exchange, Writer &writer)
{
    const std::optional<uint64_t> counts[] = {exchange.rows, exchange.tokens.input, exchange.tokens.output};
    uint64_t present = 0;
    for (size_t i = 0; i < std::size(counts); ++i)
        present |= uint64_t(counts[i].has_value()) << i;
    writer.number(present);
    for (const auto &count : counts)
        if (count)
            writer.number(*count);
}

void unpackCounts(Exchange &exchange, Reader &reader)
{
    std::optional<uint64_t> *const counts[] = {&exchange.rows, &exchange.tokens.input, &exchange.tokens.output};
    const uint64_t present = reader.number();
    for (size_t i = 0; i < std::size(counts); ++i)
        if (present >> i & 1)
            *counts[i] = reader.number();
}

// Most exchanges have none: one byte.
void packTrace(const Trace &trace, Writer &writer)
{
    writer.number(trace != Trace{});
    if (trace == Trace{})
        return;
    for (const std::string *text : {&trace.trace, &trace.span, &trace.parent, &trace.request})
        writer.text(*text);
}

Trace unpackTrace(Reader &reader)
{
    Trace trace;
    if (reader.number())
        for (std::string *text : {&trace.trace, &trace.span, &trace.parent, &trace.request})
            *text = reader.text();
    return trace;
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
    writer.difference(exchange.answerTid, exchange.tid);
    packTrace(exchange.trace, writer);
    writer.number(encoding);
    packMessage(exchange.request, writer);
    packMessage(exchange.response, writer);
    writer.number(exchange.lostEvents);
    packReadings(exchange.tcpStart, exchange.tcp, writer);
    writer.text(exchange.result);
    packCounts(exchange, writer);
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
    exchange.answerTid = uint32_t(reader.difference(exchange.tid));
    exchange.trace = unpackTrace(reader);
    const auto encoding = uint32_t(reader.number());
    unpackMessage(exchange.request, reader);
    unpackMessage(exchange.response, reader);
    exchange.lostEvents = uint32_t(reader.number());
    unpackReadings(exchange.tcpStart, exchange.tcp, reader);
    exchange.result = reader.text();
    unpackCounts(exchange, reader);
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

Moments recordMoments(std::span<const uint8_t> bytes, base::Time begin)
{
    Reader reader(bytes, begin);
    reader.text();
    Exchange exchange;
    unpackTimes(exchange.request, reader);
    unpackTimes(exchange.response, reader);
    return momentsOf(exchange);
}

uint64_t recordStream(std::span<const uint8_t> bytes, base::Time begin)
{
    Reader reader(bytes, begin);
    reader.text();
    for (int i = 0; i < 6; ++i)
        reader.time();
    reader.number();   // the thread
    return reader.number();
}

Trail recordTrail(std::span<const uint8_t> bytes, base::Time begin)
{
    Reader reader(bytes, begin);
    reader.text();
    Exchange exchange;
    unpackTimes(exchange.request, reader);
    unpackTimes(exchange.response, reader);
    Trail trail;
    trail.moments = momentsOf(exchange);
    trail.tid = uint32_t(reader.number());
    reader.number();   // the stream
    trail.answerTid = uint32_t(reader.difference(trail.tid));
    trail.trace = unpackTrace(reader);
    return trail;
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
