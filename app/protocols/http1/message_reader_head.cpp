// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the reader that finds where heads begin and end.
#include "app/protocols/http1/message_reader.h"

#include "app/protocols/http1/text.h"

#include <algorithm>
#include <cstring>

namespace protocols::http1 {

// RFC 9112 section 2.2: empty lines before a message are ignored.
size_t MessageReader::start(std::span<const std::byte> data)
{
    size_t at = 0;
    while (at < data.size() && (char(data[at]) == '\r' || char(data[at]) == '\n'))
        ++at;
    if (at < data.size()) {
        m_begin = m_now;
        m_headEnd = HeadEnd();
        m_stage = Stage::Prefix;
        enter(State::Head);
    }
    return at;
}

// False: more bytes are needed, or this is not a head and the state has changed.
bool MessageReader::headIsOne(std::string_view text)
{
    if (m_stage == Stage::Prefix) {
        const Plausible plausible = m_half == Half::Request ? looksLikeRequest(text) : looksLikeResponse(text);
        if (plausible == Plausible::NeedMore)
            return false;
        if (plausible == Plausible::No) {
            lose(Fault::None, true);
            return false;
        }
        m_stage = Stage::Line;
    }
    if (m_stage == Stage::Line) {
        const auto *end = static_cast<const char *>(
            std::memchr(text.data() + m_scanned, '\n', text.size() - m_scanned));
        if (!end) {
            m_scanned = text.size();
            return text.size() >= m_limits.headMax;
        }
        if (m_half == Half::Request) {
            const auto line = parseRequestLine(text.substr(0, size_t(end - text.data())));
            if (!line || (line->version.empty() && !isKnownMethod(line->method))) {
                lose(Fault::None, true);
                return false;
            }
        }
        m_stage = Stage::Rest;
        m_scanned = 0;
    }
    return true;
}

size_t MessageReader::head(const View &view)
{
    const size_t window = std::min(view.data().size(), m_limits.headMax);
    if (!headIsOne(textOf(view.data().first(window))))
        return 0;
    if (m_stage == Stage::Rest) {
        const size_t from = std::min(m_scanned, window);
        if (const auto found = m_headEnd.feed(view.data().subspan(from, window - from))) {
            completeHead(view, from + *found);
            return from + *found;
        }
        m_scanned = window;
    }
    if (window < m_limits.headMax)
        return 0;
    cutHead(view, window, Fault::HeadTooLong);
    return window;
}

std::optional<Framing> MessageReader::emitHead(const View &view, size_t length)
{
    std::string_view rest = textOf(view.data().first(length));
    const auto line = takeLine(rest);
    if (!line)
        return std::nullopt;
    m_slices.clear();
    view.forEach(length, [this](base::Bytes run) { m_slices.push_back(run.slice()); });
    m_oddity = Fault::None;
    Framing framing;
    if (m_half == Half::Request) {
        const auto parsed = parseRequestLine(*line).value_or(RequestLine { {}, trimmed(*line), {} });
        m_oddity = parsed.version.empty() ? Fault::MalformedStartLine : Fault::None;
        const Fault fault = m_section.read(rest);
        if (m_oddity == Fault::None)
            m_oddity = fault;
        framing = m_owner.requestHead({ parsed.method, parsed.target, parsed.version, {}, {}, m_section.fields(),
                                        m_slices, uint32_t(length), m_begin },
                                      m_now);
    } else {
        const auto parsed = parseStatusLine(*line).value_or(StatusLine { {}, trimmed(*line), 0 });
        m_oddity = m_section.read(rest);
        framing = m_owner.responseHead({ parsed.status, parsed.version, parsed.reason, m_section.fields(), m_slices,
                                         uint32_t(length), m_begin },
                                       m_now);
        if (parsed.status < 100)
            framing.fault = Fault::MalformedStartLine;
    }
    if (m_oddity == Fault::None)
        m_oddity = framing.fault;
    return framing;
}

void MessageReader::completeHead(const View &view, size_t length)
{
    const auto framing = emitHead(view, length);
    if (m_half == Half::Response && framing && framing->fault == Fault::MalformedStartLine)
        lose(Fault::MalformedStartLine); // without a status the length of the body is unknown
    else if (framing)
        follow(*framing);
}

// Reports the complete lines of an unfinished head; the rest is raw.
void MessageReader::cutHead(const View &view, size_t length, Fault fault)
{
    size_t lines = m_stage == Stage::Rest ? textOf(view.data().first(length)).rfind('\n') + 1 : 0;
    const bool shown = lines > 0 && emitHead(view, lines);
    if (!shown)
        lines = 0;
    if (fault != Fault::CutByClose)
        lose(shown ? fault : Fault::None);
    else if (shown)
        finish(fault);
    View rest = view;
    rest.advance(lines);
    rawAll(rest, length - lines);
}

} // namespace protocols::http1
