// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/record.h"

#include <algorithm>
#include <array>

namespace exchange {

namespace {

uint64_t zigzag(int64_t value)
{
    return uint64_t(value) << 1 ^ uint64_t(value >> 63);
}

int64_t unzigzag(uint64_t value)
{
    return int64_t(value >> 1) ^ -int64_t(value & 1);
}

class Writer
{
public:
    Writer(std::vector<uint8_t> &out, base::Time begin)
        : m_out(out)
        , m_time(begin)
    {
    }
    void number(uint64_t value)
    {
        for (; value >= 0x80; value >>= 7)
            m_out.push_back(uint8_t(value | 0x80));
        m_out.push_back(uint8_t(value));
    }
    void difference(uint64_t value, uint64_t expected) { number(zigzag(int64_t(value - expected))); }
    void text(std::string_view text)
    {
        number(text.size());
        m_out.insert(m_out.end(), text.begin(), text.end());
    }
    // Times follow each other closely: each is the step from the one before, 0 for unknown.
    void time(base::Time value)
    {
        if (value == 0)
            return number(0);
        number(zigzag(int64_t(uint64_t(value) - uint64_t(m_time))) + 1);
        m_time = value;
    }
    void slices(const std::vector<base::Slice> &slices)
    {
        number(slices.size());
        for (const base::Slice &slice : slices) {
            uint64_t &expected = m_position[slice.derived()];
            number(uint64_t(slice.length) << 1 | slice.derived());
            difference(slice.fileOffset(), expected);
            expected = slice.fileOffset() + slice.length;
        }
    }

private:
    std::vector<uint8_t> &m_out;
    base::Time m_time;
    std::array<uint64_t, 2> m_position{}; // capture file, derived file
};

class Reader
{
public:
    explicit Reader(std::span<const uint8_t> bytes, base::Time begin = 0)
        : m_bytes(bytes)
        , m_time(begin)
    {
    }
    uint64_t number()
    {
        uint64_t value = 0;
        for (unsigned shift = 0; m_at < m_bytes.size() && shift < 64; shift += 7) {
            const uint8_t byte = m_bytes[m_at++];
            value |= uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                break;
        }
        return value;
    }
    uint64_t difference(uint64_t expected) { return expected + uint64_t(unzigzag(number())); }
    std::string_view text()
    {
        const size_t length = std::min<size_t>(number(), m_bytes.size() - m_at);
        const auto *begin = reinterpret_cast<const char *>(m_bytes.data() + m_at);
        m_at += length;
        return {begin, length};
    }
    base::Time time()
    {
        const uint64_t step = number();
        return step == 0 ? 0 : m_time = int64_t(uint64_t(m_time) + uint64_t(unzigzag(step - 1)));
    }
    std::vector<base::Slice> slices()
    {
        std::vector<base::Slice> slices(number());
        for (base::Slice &slice : slices) {
            const uint64_t lengthAndFile = number();
            const bool derived = lengthAndFile & 1;
            slice.length = uint32_t(lengthAndFile >> 1);
            const uint64_t offset = difference(m_position[derived]);
            m_position[derived] = offset + slice.length;
            slice.position = offset | (derived ? base::Slice::derivedBit : 0);
        }
        return slices;
    }

private:
    std::span<const uint8_t> m_bytes;
    base::Time m_time;
    size_t m_at = 0;
    std::array<uint64_t, 2> m_position{};
};

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
    writer.number(uint64_t(message.fault) << 1 | message.complete);
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
    message.fault = protocols::Fault(marks >> 1);
    message.head = reader.slices();
    message.body = reader.slices();
    message.trailers = reader.slices();
    message.headBytes = reader.difference(total(message.head));
    message.bodyBytes = reader.difference(total(message.body));
    message.bodyLost = reader.number();
}

template <typename Visit>
void visitFigures(TcpFigures &tcp, Visit visit)
{
    visit(tcp.srttUs), visit(tcp.rttvarUs), visit(tcp.minRttUs), visit(tcp.cwnd), visit(tcp.ssthresh);
    visit(tcp.retransmits), visit(tcp.lost), visit(tcp.reordering), visit(tcp.segmentsOut), visit(tcp.segmentsIn);
    visit(tcp.receiveWindow), visit(tcp.sendWindow), visit(tcp.deliveryRate), visit(tcp.bytesSent), visit(tcp.bytesReceived);
}

// Mask of those present plus one, then the values; 0 for none at all.
void packFigures(const std::optional<TcpFigures> &figures, Writer &writer)
{
    if (!figures)
        return writer.number(0);
    TcpFigures tcp = *figures;
    uint64_t mask = 0;
    uint64_t bit = 1;
    visitFigures(tcp, [&](const auto &figure) { mask |= figure ? bit : 0, bit <<= 1; });
    writer.number(mask + 1);
    visitFigures(tcp, [&](const auto &figure) {
        if (figure)
            writer.number(*figure);
    });
}

std::optional<TcpFigures> unpackFigures(Reader &reader)
{
    const uint64_t marker = reader.number();
    if (marker == 0)
        return std::nullopt;
    TcpFigures tcp;
    uint64_t mask = marker - 1;
    visitFigures(tcp, [&](auto &figure) {
        using Value = typename std::remove_reference_t<decltype(figure)>::value_type;
        if (mask & 1)
            figure = Value(reader.number());
        mask >>= 1;
    });
    return tcp;
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
    packFigures(exchange.tcp, writer);
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
    exchange.tcp = unpackFigures(reader);
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
