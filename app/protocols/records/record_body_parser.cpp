// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/records/record_body_parser.h"

#include "app/protocols/body_codings.h"
#include "app/protocols/line_cutter.h"
#include "app/protocols/stream_decoder.h"

#include <algorithm>
#include <optional>

namespace protocols::records {

namespace {

using Ends = LineCutter::Ends;

class RecordBodyParser final : public BodyParser
{
public:
    RecordBodyParser(Half half, Ends ends, std::string_view contentEncoding, uint64_t stream, Sink &sink)
        : m_half(half), m_stream(stream), m_sink(sink), m_decoder(contentEncoding), m_lines(ends)
    {
    }

    void bytes(Half half, base::Bytes bytes, base::Time time) override
    {
        if (half != m_half || m_ended)
            return;
        m_decoder.feed(bytes, m_sink, [&](base::Bytes plain) {
            m_lines.bytes(plain, time, [&](const Carry &line, bool cut) { record(line, cut, time); });
        });
        if (m_decoder.failed())
            stop("the rest cannot be decoded", time);
    }
    void lost(Half half, uint64_t bytes, base::Time time) override
    {
        if (half != m_half || m_ended)
            return;
        m_decoder.lose();
        m_lostBytes += bytes;
        m_lines.end([&](const Carry &line, bool cut) { record(line, cut, time); });
        if (m_lostBytes)
            give({}, 0, "not captured", time, time);
        m_lostBytes = 0;
        m_beginLost = true;
        if (m_decoder.failed())
            stop("what follows a gap cannot be decoded", time);
    }
    void end(Half half, base::Time time) override
    {
        if (half != m_half || m_ended)
            return;
        m_lines.end([&](const Carry &line, bool cut) { record(line, cut, time); });
        m_ended = true;
    }

private:
    void record(const Carry &line, bool cut, base::Time time)
    {
        const auto blank = [](std::byte b) { return b == std::byte(' ') || (b >= std::byte('\t') && b <= std::byte('\r')); };
        const auto text = line.data();
        const auto first = std::ranges::find_if_not(text, blank);
        auto last = text.end();
        while (last != first && blank(*(last - 1)))
            --last;
        if (first == last && !m_lostBytes)
            return;
        ItemContents contents;
        line.forEach(size_t(first - text.begin()), size_t(last - first), [&](base::Bytes run) { contents.add(run, m_sink); });
        const std::string_view label = m_lostBytes     ? "incomplete: part of it was not captured"
            : m_beginLost                              ? "its beginning was not captured"
            : cut || contents.cut()                    ? "cut at 64 MiB"
                                                       : "";
        give(contents.slices(), contents.size(), label, m_lines.begin(), time);
        m_beginLost = false;
        m_lostBytes = 0;
    }
    void give(std::span<const base::Slice> slices, uint64_t size, std::string_view label, base::Time begin, base::Time end)
    {
        m_sink.item(m_stream, {.half = m_half, .kind = label.empty() ? ItemKind::Record : ItemKind::Piece, .begin = begin,
                               .end = end, .slices = slices, .wireBytes = size + m_lostBytes, .lostBytes = m_lostBytes, .label = label});
    }
    void stop(std::string_view why, base::Time time)
    {
        m_sink.item(m_stream, {.half = m_half, .coding = ItemCoding::Unknown, .begin = time, .end = time, .label = why});
        m_ended = true;
    }

    Half m_half;
    uint64_t m_stream;
    Sink &m_sink;
    StreamDecoder m_decoder;
    LineCutter m_lines;
    bool m_ended = false, m_beginLost = false;
    uint64_t m_lostBytes = 0;
};

std::unique_ptr<BodyParser> follow(Half half, std::span<const Field> fields, uint64_t stream, Sink &sink)
{
    const std::string_view type = fieldValue(fields, "content-type");
    const auto is = [type](std::string_view name) { return isMediaType(type, name); };
    std::optional<Ends> ends;
    if (is("application/x-ndjson") || is("application/ndjson") || is("application/jsonl") || is("application/x-jsonlines")
        || is("application/jsonlines") || is("application/stream+json"))
        ends = Ends::LineFeed;
    else if (is("application/json-seq"))
        ends = Ends::RecordSeparator;
    if (!ends)
        return nullptr;
    return std::make_unique<RecordBodyParser>(half, *ends, bodyCodings(fields), stream, sink);
}

} // namespace

std::unique_ptr<BodyParser> onRequest(const RequestHead &head, uint64_t stream, Sink &sink)
{
    return follow(Half::Request, head.fields, stream, sink);
}

std::unique_ptr<BodyParser> onResponse(const ResponseHead &head, uint64_t stream, Sink &sink)
{
    return follow(Half::Response, head.fields, stream, sink);
}

} // namespace protocols::records
