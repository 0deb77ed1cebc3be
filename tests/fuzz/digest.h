// SPDX-License-Identifier: GPL-3.0-or-later
// A parser's events as one number, which does not depend on how a body was cut into pieces; also checks their order.
#pragma once

#include "app/protocols/event.h"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace fuzz {

using protocols::Direction;
using protocols::Fault;
using protocols::Field;
using protocols::Half;

inline void require(bool holds, const char *what)
{
    if (!holds) {
        std::fprintf(stderr, "%s\n", what);
        std::abort();
    }
}

// Coverage is wanted for the parsers, not for this.
#pragma clang attribute push(__attribute__((no_sanitize("coverage"))), apply_to = function)

class Digest final : public protocols::Sink
{
public:
    // `captured`: the input, by file position.
    explicit Digest(std::string_view captured) : m_captured(captured) { }

    void requestHead(uint64_t stream, const protocols::RequestHead &head, base::Time time) override
    {
        event('q', stream, Half::Request, time);
        m_told += head.version == "HTTP/2" ? 0 : head.wireBytes; // the frame's own claim
        add(head.method);
        add(head.target);
        add(head.version);
        add(head.scheme);
        add(head.authority);
        add(head.fields);
        add(head.slices);
        add(uint64_t(head.begin));
    }
    void responseHead(uint64_t stream, const protocols::ResponseHead &head, base::Time time) override
    {
        event('s', stream, Half::Response, time);
        m_told += head.version == "HTTP/2" ? 0 : head.wireBytes; // the frame's own claim
        add(uint64_t(head.status));
        add(head.version);
        add(head.reason);
        add(head.fields);
        add(head.slices);
        add(uint64_t(head.begin));
    }
    void body(uint64_t stream, Half half, base::Bytes bytes, base::Time) override
    {
        require(!bytes.data.empty(), "an empty body piece");
        openHalf(stream, half);
        addEach(stream * 4 + uint64_t(half), bytes);
    }
    void bodyLost(uint64_t stream, Half half, uint64_t bytes, base::Time time) override
    {
        event('l', stream, half, time);
        add(bytes);
    }
    void trailers(uint64_t stream, Half half, std::span<const Field> fields, std::span<const base::Slice> slices,
                  base::Time time) override
    {
        event('t', stream, half, time);
        add(fields);
        add(slices);
    }
    void messageEnd(uint64_t stream, Half half, base::Time time) override
    {
        event('e', stream, half, time);
        endHalf(stream, half);
    }
    void fault(uint64_t stream, Half half, Fault fault, base::Time time) override
    {
        event('f', stream, half, time);
        require(fault != Fault::None, "a fault without a fault");
        add(uint64_t(fault));
        endHalf(stream, half);
    }
    void upgraded(uint64_t stream, std::string_view protocol, base::Time time) override
    {
        add('u' + stream * 256);
        add(protocol);
        add(uint64_t(time));
    }
    void raw(Direction direction, base::Bytes bytes, base::Time) override { addEach(2 + uint64_t(direction), bytes); }
    void rawLost(Direction direction, uint64_t bytes, base::Time time) override
    {
        add('r' + uint64_t(direction) * 256);
        add(bytes);
        add(uint64_t(time));
    }
    base::Slice derive(std::span<const std::byte> bytes) override
    {
        const base::Slice slice { base::Slice::derivedBit | m_derived.size(), uint32_t(bytes.size()), 0 };
        m_derived.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        return slice;
    }
    void reason(uint64_t stream, std::string_view words, Direction by, base::Time time) override
    {
        add('w' + stream * 256 + uint64_t(by) * 128);
        add(words);
        add(uint64_t(time));
    }

    void stalled(uint64_t stream, Half half, base::Duration duration) override
    {
        event('d', stream, half, duration);
        require(duration > 0, "a wait of no time");
    }
    // Contents count, not where they are stored.
    void item(uint64_t stream, const protocols::Item &item) override
    {
        m_pieces = m_pieces || item.kind == protocols::ItemKind::Piece;
        add('i' + stream * 256 + uint64_t(item.half) * 128);
        add(uint64_t(item.kind) << 32 | uint64_t(item.coding) << 16 | item.code);
        add(uint64_t(item.begin));
        add(uint64_t(item.end));
        add(item.wireBytes);
        add(item.lostBytes);
        add(item.label);
        for (const base::Slice &slice : item.slices) {
            const std::string_view file = slice.derived() ? m_derived : m_captured;
            require(slice.fileOffset() <= file.size() && slice.length <= file.size() - slice.fileOffset(), "an item outside of the file");
            for (const char c : file.substr(slice.fileOffset(), slice.length))
                add(uint64_t(uint8_t(c)));
        }
    }
    void query(uint64_t stream, const protocols::Query &query, base::Time time) override
    {
        event('y', stream, Half::Request, time);
        add(query.scheme);
        add(query.verb);
        add(query.text);
        add(query.target);
        add(uint64_t(query.begin));
    }
    void answer(uint64_t stream, const protocols::Answer &answer, base::Time time) override
    {
        event('a', stream, Half::Response, time);
        add(uint64_t(answer.outcome));
        add(answer.words);
        add(answer.rows ? *answer.rows + 1 : 0);
    }
    void operation(uint64_t stream, std::string_view name) override
    {
        add('o' + stream * 256);
        add(name);
    }
    void dialect(uint64_t stream, protocols::Dialect dialect) override
    {
        add('d' + stream * 256);
        add(uint64_t(dialect));
    }
    void tokens(uint64_t stream, const protocols::Tokens &tokens) override
    {
        add('t' + stream * 256);
        add(tokens.input.value_or(0));
        add(tokens.output.value_or(0));
    }

    uint64_t value() const { return m_value; }
    uint64_t toldBytes() const { return m_told; }
    uint64_t derivedBytes() const { return m_derived.size(); }
    bool toldPieces() const { return m_pieces; } // bytes without a message among the items

private:
    void event(char kind, uint64_t stream, Half half, base::Time time)
    {
        openHalf(stream, half);
        add(uint64_t(kind) + stream * 256 + uint64_t(half) * 128);
        add(uint64_t(time));
    }
    uint8_t &ended(uint64_t stream)
    {
        for (size_t i = m_streams.size(); i-- > 0;)
            if (m_streams[i].first == stream)
                return m_streams[i].second;
        return m_streams.emplace_back(stream, uint8_t(0)).second;
    }
    void openHalf(uint64_t stream, Half half)
    {
        require(!(ended(stream) >> unsigned(half) & 1), "an event after the end of its half");
    }
    void endHalf(uint64_t stream, Half half) { ended(stream) |= uint8_t(1 << unsigned(half)); }

    // Murmur's multiplication and shift.
    void add(uint64_t number)
    {
        m_value = (m_value ^ number) * 0xc6a4a7935bd1e995;
        m_value ^= m_value >> 47;
    }
    void add(std::string_view text)
    {
        add(text.size());
        for (const char c : text)
            add(uint64_t(uint8_t(c)));
    }
    void add(std::span<const Field> fields)
    {
        add(fields.size());
        for (const Field &field : fields) {
            add(field.name);
            add(field.value);
            add(uint64_t(field.nameKnown) * 2 + field.valueKnown);
        }
    }
    // Adjacent slices count as one.
    void add(std::span<const base::Slice> slices)
    {
        uint64_t end = 0;
        for (const base::Slice &slice : slices) {
            if (slice.position != end)
                add(slice.position);
            end = slice.position + slice.length;
        }
        add(end);
    }
    void addEach(uint64_t where, base::Bytes bytes)
    {
        m_told += bytes.data.size();
        for (size_t i = 0; i < bytes.data.size(); ++i)
            add(where << 40 ^ (bytes.filePosition + i) << 8 ^ uint64_t(bytes.data[i]));
    }

    std::string_view m_captured;
    std::string m_derived;
    uint64_t m_value = 0, m_told = 0;
    bool m_pieces = false;
    std::vector<std::pair<uint64_t, uint8_t>> m_streams;
};

#pragma clang attribute pop

} // namespace fuzz
