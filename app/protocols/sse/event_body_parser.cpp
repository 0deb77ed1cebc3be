// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/sse/event_body_parser.h"

#include "app/protocols/body_codings.h"
#include "app/protocols/line_cutter.h"
#include "app/protocols/stream_decoder.h"

#include <array>
#include <string>

namespace protocols::sse {

namespace {

constexpr size_t nameMax = 256;   // of a type or an id, as shown

class EventBodyParser final : public BodyParser
{
public:
    EventBodyParser(std::string_view contentEncoding, uint64_t stream, Sink &sink)
        : m_stream(stream), m_sink(sink), m_decoder(contentEncoding), m_lines(LineCutter::Ends::Any)
    {
    }

    void bytes(Half half, base::Bytes bytes, base::Time time) override
    {
        if (half != Half::Response || m_ended)
            return;
        m_decoder.feed(bytes, m_sink, [&](base::Bytes plain) { text(plain, time); });
        if (m_decoder.failed())
            stop("the rest cannot be decoded", time);
    }
    void lost(Half half, uint64_t bytes, base::Time time) override
    {
        if (half != Half::Response || m_ended)
            return;
        m_decoder.lose();
        // What came of the line belongs to the event, and so does the hole.
        m_lines.end([&](const Carry &line, bool) { takeLine(line, false, time); });
        m_lostBytes += bytes;
        give("incomplete: part of it was not captured", time);
        m_resume = true;
        if (m_decoder.failed())
            stop("what follows a gap cannot be decoded", time);
    }
    void end(Half half, base::Time time) override
    {
        if (half != Half::Response || m_ended)
            return;
        m_lines.end([&](const Carry &line, bool cut) { takeLine(line, cut, time); });
        // Browsers drop it; here it is shown as incomplete.
        if (m_any)
            give("incomplete: no blank line follows", time);
        m_ended = true;
    }

private:
    void text(base::Bytes plain, base::Time time)
    {
        // UTF-8's byte order mark, only at the beginning.
        static constexpr std::array mark{std::byte(0xef), std::byte(0xbb), std::byte(0xbf)};
        while (m_markAt < mark.size() && !plain.data.empty()) {
            if (plain.data[0] != mark[m_markAt]) {
                m_markAt = mark.size();
                break;
            }
            ++m_markAt;
            plain = plain.sub(1);
        }
        m_lines.bytes(plain, time, [&](const Carry &line, bool cut) { takeLine(line, cut, time); });
    }

    void takeLine(const Carry &line, bool cut, base::Time time)
    {
        if (line.empty()) {
            if (m_resume)
                m_resume = false;   // a blank line certainly ends an event
            else
                give({}, time);
            m_any = false;
            return;
        }
        if (m_resume)
            return;   // of an event whose beginning is missing: it remains in the body
        if (!m_any) {
            m_any = true;
            m_begin = m_lines.begin();
        }
        m_wireBytes += line.size();
        const std::string_view text(reinterpret_cast<const char *>(line.data().data()), line.size());
        const size_t colon = text.find(':');
        const std::string_view name = text.substr(0, colon);
        size_t from = colon == text.npos ? text.size() : colon + 1;
        if (from < text.size() && text[from] == ' ')
            ++from;
        if (name == "data") {
            static constexpr std::array feed{std::byte('\n')};
            if (m_hasData)
                m_data.add(derived(feed, m_sink), m_sink);
            line.forEach(from, line.size() - from, [&](base::Bytes run) { m_data.add(run, m_sink); });
            m_hasData = true;
            m_cut |= cut;
        } else if (name == "event") {
            m_type = text.substr(from, nameMax);
        } else if (name == "id" && text.find('\0') == text.npos) {
            m_id = text.substr(from, nameMax);
        }
    }

    void give(std::string_view incomplete, base::Time time)
    {
        if (m_hasData || m_lostBytes) {
            std::string label = m_type;
            if (!m_id.empty())
                label += '\n' + m_id;
            if (m_cut || m_data.cut())
                incomplete = "cut at 64 MiB";
            if (!incomplete.empty())
                label = incomplete;
            m_sink.item(m_stream, {.half = Half::Response, .kind = incomplete.empty() ? ItemKind::Event : ItemKind::Piece,
                                   .begin = m_any ? m_begin : time, .end = time, .slices = m_data.slices(),
                                   .wireBytes = m_wireBytes + m_lostBytes, .lostBytes = m_lostBytes, .label = label});
        }
        m_data.clear();
        m_type.clear();
        m_id.clear();
        m_hasData = m_any = m_cut = false;
        m_wireBytes = m_lostBytes = 0;
    }

    void stop(std::string_view why, base::Time time)
    {
        give("incomplete: the rest of it cannot be decoded", time);
        m_sink.item(m_stream, {.half = Half::Response, .coding = ItemCoding::Unknown, .begin = time, .end = time, .label = why});
        m_ended = true;
    }

    uint64_t m_stream;
    Sink &m_sink;
    StreamDecoder m_decoder;
    LineCutter m_lines;
    size_t m_markAt = 0;
    bool m_ended = false, m_resume = false;
    // The current event.
    ItemContents m_data;
    std::string m_type, m_id;
    bool m_any = false, m_hasData = false, m_cut = false;
    base::Time m_begin = 0;
    uint64_t m_wireBytes = 0, m_lostBytes = 0;
};

} // namespace

std::unique_ptr<BodyParser> onResponse(const ResponseHead &head, uint64_t stream, Sink &sink)
{
    if (!isMediaType(fieldValue(head.fields, "content-type"), "text/event-stream"))
        return nullptr;
    return std::make_unique<EventBodyParser>(bodyCodings(head.fields), stream, sink);
}

} // namespace protocols::sse
