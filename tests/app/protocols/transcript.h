// SPDX-License-Identifier: GPL-3.0-or-later
// Plays a readable script to a parser and records what the parser reports. Script, one step per line:
//
//   > GET / HTTP/1.1\r\n\r\n     bytes of the program (Sent), with \r \n \t \s \\ and \xNN
//   < HTTP/1.1 200 OK\r\n         bytes of its peer (Received)
//   gap > 100      end <
//
// The time of a step is its number. Pieces lie in the file one after the other, ten bytes apart.
#pragma once

#include "app/protocols/parser.h"

#include <cstdint>
#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace protocols::test {

inline std::string escaped(std::string_view text)
{
    std::string out;
    for (char c : text) {
        constexpr const char *hex = "0123456789abcdef";
        if (c == '\r')
            out += "\\r";
        else if (c == '\n')
            out += "\\n";
        else if (uint8_t(c) < 0x20 || uint8_t(c) >= 0x7f)
            out += std::string("\\x") + hex[uint8_t(c) >> 4] + hex[uint8_t(c) & 15];
        else
            out += c;
    }
    return out;
}

inline std::string unescaped(std::string_view text)
{
    std::string out;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        switch (text[++i]) {
        case 'r': out += '\r'; break;
        case 'n': out += '\n'; break;
        case 't': out += '\t'; break;
        case 's': out += ' '; break;
        case 'x':
            out += char(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
            i += 2;
            break;
        default: out += text[i];
        }
    }
    return out;
}

// One event per line; consecutive body pieces and raw bytes are joined, however they were cut.
class Recorder final : public Sink
{
public:
    bool showSlices = false;
    bool showTimes = false;
    std::string derived;
    std::vector<std::string> named;   // addresses with their names from answers
    std::string captured;   // the input by file position, for tests that read items from it
    std::vector<std::span<const std::byte>> bodyPieces; // only to compare addresses
    std::vector<std::pair<uint64_t, char>> bodyPositions; // first bytes of pieces

    void requestHead(uint64_t stream, const RequestHead &head, base::Time time) override
    {
        line(stream, "request " + escaped(head.method) + " " + escaped(head.target) + " " + escaped(head.version)
                 + (head.scheme.empty() && head.authority.empty()
                        ? ""
                        : " (" + std::string(head.scheme) + " " + std::string(head.authority) + ")")
                 + fields(head.fields) + slices(head.slices) + times(head.begin, time));
    }
    void responseHead(uint64_t stream, const ResponseHead &head, base::Time time) override
    {
        line(stream, "response " + std::to_string(head.status) + " " + escaped(head.reason) + " " + escaped(head.version)
                 + fields(head.fields) + slices(head.slices) + times(head.begin, time));
    }
    void body(uint64_t stream, Half half, base::Bytes bytes, base::Time) override
    {
        bodyPieces.push_back(bytes.data);
        bodyPositions.emplace_back(bytes.filePosition, char(bytes.data[0]));
        joined(std::to_string(stream) + " " + name(half) + " body ", bytes);
    }
    void bodyLost(uint64_t stream, Half half, uint64_t bytes, base::Time) override
    {
        line(stream, name(half) + (bytes ? " lost " + std::to_string(bytes) : " perhaps lost"));
    }
    void trailers(uint64_t stream, Half half, std::span<const Field> f, std::span<const base::Slice> s, base::Time) override
    {
        line(stream, name(half) + " trailers" + fields(f) + slices(s));
    }
    void messageEnd(uint64_t stream, Half half, base::Time time) override
    {
        line(stream, name(half) + " end" + times(time, time));
    }
    void fault(uint64_t stream, Half half, Fault fault, base::Time) override
    {
        static constexpr const char *names[] = { "None", "MalformedStartLine", "MalformedField", "MalformedChunk",
                                                 "HeadTooLong", "TooManyFields", "ConflictingLength", "Gap", "CutByClose",
                                                 "UnexpectedResponse", "MalformedFrame", "StreamReset",
                                                 "CompressionUnknown", "ConnectionError", "BeganBefore", "CaptureEnded", "BeyondLimit" };
        line(stream, name(half) + " fault " + names[size_t(fault)]);
    }
    void upgraded(uint64_t stream, std::string_view protocol, base::Time) override
    {
        line(stream, "upgraded to " + escaped(protocol));
    }
    void raw(Direction direction, base::Bytes bytes, base::Time) override
    {
        joined(std::string("raw ") + (direction == Direction::Sent ? "> " : "< "), bytes);
    }
    void rawLost(Direction direction, uint64_t bytes, base::Time) override
    {
        flush();
        m_text += std::string("raw ") + (direction == Direction::Sent ? "> " : "< ") + "lost " + std::to_string(bytes) + "\n";
    }
    void reason(uint64_t stream, std::string_view words, Direction by, base::Time) override
    {
        line(stream, std::string("reason ") + (by == Direction::Sent ? "> " : "< ") + escaped(words));
    }
    void stalled(uint64_t stream, Half half, base::Duration duration) override
    {
        line(stream, name(half) + " stalled " + std::to_string(duration));
    }
    void item(uint64_t stream, const Item &item) override
    {
        static constexpr const char *kinds[] = { "piece", "text", "binary", "ping", "pong", "close", "event", "record",
                                                 "grpc", "row", "notice", "message" };
        static constexpr const char *codings[] = { "", " gzip", " deflate", " brotli", " zstd", " snappy", " unknown coding" };
        uint64_t size = 0;
        std::string contents;
        for (const base::Slice &slice : item.slices) {
            size += slice.length;
            const std::string &file = slice.derived() ? derived : captured;
            contents += file.size() < slice.fileOffset() ? "" : file.substr(slice.fileOffset(), slice.length);
        }
        line(stream, name(item.half) + " " + kinds[size_t(item.kind)] + codings[size_t(item.coding)]
                 + (item.code ? " " + std::to_string(item.code) : "") + (item.label.empty() ? "" : " (" + escaped(item.label) + ")")
                 + " " + std::to_string(size) + "/" + std::to_string(item.wireBytes)
                 + (item.lostBytes ? " lost " + std::to_string(item.lostBytes) : "")
                 + (contents.empty() || contents.size() > 200 ? "" : " " + escaped(contents)) + times(item.begin, item.end));
    }
    void query(uint64_t stream, const Query &query, base::Time time) override
    {
        line(stream, (query.channel ? "channel " : "query ") + escaped(query.scheme) + " " + escaped(query.verb) + " " + escaped(query.text)
                 + (query.target.empty() ? "" : " (" + escaped(query.target) + ")") + times(query.begin, time));
    }
    void answer(uint64_t stream, const Answer &answer, base::Time) override
    {
        static constexpr const char *outcomes[] = { "unknown", "ok", "error" };
        line(stream, std::string("answer ") + outcomes[size_t(answer.outcome)] + " " + escaped(answer.words)
                 + (answer.rows ? " rows " + std::to_string(*answer.rows) : ""));
    }
    void addressNamed(const base::Endpoint &address, std::string_view name, base::Time) override
    {
        named.push_back(base::addressText(address) + ' ' + std::string(name));
    }
    void operation(uint64_t stream, std::string_view name) override { line(stream, "operation " + escaped(name)); }
    void dialect(uint64_t stream, Dialect dialect) override
    {
        if (isModelCall(dialect))
            line(stream, "dialect " + std::string(dialectId(dialect)));
    }
    void tokens(uint64_t stream, const Tokens &tokens) override
    {
        const auto text = [](std::optional<uint64_t> count) { return count ? std::to_string(*count) : std::string("?"); };
        line(stream, "tokens " + text(tokens.input) + " in " + text(tokens.output) + " out");
    }
    void carried(uint64_t stream, Half half, base::Bytes bytes, base::Time) override
    {
        joined(std::to_string(stream) + " " + name(half) + " carried ", bytes);
    }
    void carriedLost(uint64_t stream, Half half, uint64_t bytes, base::Time) override
    {
        line(stream, name(half) + " carried " + (bytes ? "lost " + std::to_string(bytes) : "perhaps lost"));
    }
    base::Slice derive(std::span<const std::byte> bytes) override
    {
        const base::Slice slice { base::Slice::derivedBit | derived.size(), uint32_t(bytes.size()), 0 };
        derived.append(reinterpret_cast<const char *>(bytes.data()), bytes.size());
        return slice;
    }

    std::string text()
    {
        flush();
        std::string out;
        std::istringstream in(m_text);
        for (std::string line; std::getline(in, line);)
            out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
        return out;
    }

private:
    static std::string name(Half half) { return half == Half::Request ? "request" : "response"; }
    static std::string fields(std::span<const Field> fields)
    {
        std::string out;
        for (const Field &field : fields)
            out += " | " + (field.nameKnown ? escaped(field.name) : "?") + ": " + (field.valueKnown ? escaped(field.value) : "?");
        return out;
    }
    std::string slices(std::span<const base::Slice> slices) const
    {
        std::string out;
        for (const base::Slice &slice : slices)
            out += (slice.derived() ? " d" : " @") + std::to_string(slice.fileOffset()) + "+" + std::to_string(slice.length);
        return showSlices ? out : "";
    }
    std::string times(base::Time begin, base::Time end) const
    {
        return showTimes ? " t" + std::to_string(begin) + (begin == end ? "" : "-" + std::to_string(end)) : "";
    }
    void line(uint64_t stream, const std::string &text)
    {
        flush();
        m_text += std::to_string(stream) + " " + text + "\n";
    }
    void joined(const std::string &start, base::Bytes bytes)
    {
        if (start != m_open)
            flush();
        m_open = start;
        m_pending.append(reinterpret_cast<const char *>(bytes.data.data()), bytes.data.size());
    }
    void flush()
    {
        if (!m_open.empty())
            m_text += m_open + "\"" + escaped(m_pending) + "\"\n";
        m_open.clear();
        m_pending.clear();
    }

    std::string m_text, m_open, m_pending;
};

// The expected transcript; indentation and trailing blanks are ignored.
inline std::string lines(std::string_view text)
{
    std::string out;
    std::istringstream in { std::string(text) };
    for (std::string line; std::getline(in, line);) {
        line.erase(0, line.find_first_not_of(' '));
        if (!line.empty())
            out += line + "\n";
    }
    return out;
}

struct Step {
    enum class Kind { Bytes, Gap, End } kind;
    Direction direction;
    std::string bytes;
    uint64_t length = 0;
};

inline std::vector<Step> parseScript(std::string_view script)
{
    std::vector<Step> steps;
    std::istringstream lines { std::string(script) };
    for (std::string text; std::getline(lines, text);) {
        text.erase(0, text.find_first_not_of(' '));
        const auto direction = [](char c) { return c == '>' ? Direction::Sent : Direction::Received; };
        if (text.starts_with("gap "))
            steps.push_back({ Step::Kind::Gap, direction(text[4]), {}, std::stoull(text.substr(6)) });
        else if (text.starts_with("end "))
            steps.push_back({ Step::Kind::End, direction(text[4]), {} });
        else if (text.size() > 1)
            steps.push_back({ Step::Kind::Bytes, direction(text[0]), unescaped(std::string_view(text).substr(2)) });
    }
    return steps;
}

// Bytes are fed in pieces of at most `pieceMax`.
inline void play(const std::vector<Step> &steps, Parser &parser, size_t pieceMax)
{
    base::Time time = 0;
    uint64_t position = 0;
    for (const Step &step : steps) {
        ++time;
        if (step.kind == Step::Kind::Gap)
            parser.gap(step.direction, step.length, time);
        if (step.kind == Step::Kind::End)
            parser.end(step.direction, time);
        for (size_t at = 0; at < step.bytes.size(); at += pieceMax) {
            const size_t count = std::min(pieceMax, step.bytes.size() - at);
            // A copy, so that sanitizers detect reads beyond the piece.
            const std::vector<char> piece(step.bytes.data() + at, step.bytes.data() + at + count);
            parser.bytes(step.direction, { std::as_bytes(std::span(piece)), position + at }, time);
        }
        position += step.bytes.size() + (step.bytes.empty() ? 0 : 10);
    }
}

} // namespace protocols::test
