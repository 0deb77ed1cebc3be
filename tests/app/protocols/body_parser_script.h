// SPDX-License-Identifier: GPL-3.0-or-later
// Plays one HTTP exchange to the body parsers that its heads call for, and records what they report. Script, one step per line:
//
//   request POST /path | content-type: application/grpc | name: value      heads create body parsers as in an exchange
//   response 200 | content-type: text/event-stream
//   > bytes   < bytes      of the client and of the server, with \r \n \t \s \\ and \xNN
//   gap < 100              0: perhaps
//   trailers < | grpc-status: 0
//   end <
#pragma once

#include "app/protocols/body_parser.h"
#include "tests/app/protocols/transcript_file.h"

#include <array>

namespace protocols::test {

class FollowedExchange
{
public:
    explicit FollowedExchange(Sink &sink) : m_sink(sink) { }

    void head(std::string_view line, base::Time time)
    {
        const auto fields = readFields(line);
        std::istringstream words { std::string(line.substr(0, line.find('|'))) };
        std::string kind, first, target;
        words >> kind >> first >> target;
        if (kind == "request") {
            RequestHead head;
            head.method = first, head.target = target, head.fields = fields, head.begin = time;
            request(head);
        } else {
            ResponseHead head;
            head.status = std::stoi(first), head.fields = fields, head.begin = time;
            response(head);
        }
    }

    void request(const RequestHead &head)
    {
        for (const BodyParserEntry &entry : bodyParsers())
            if (!m_bodyParsers[0] && entry.onRequest)
                m_bodyParsers[0] = entry.onRequest(head, 0, m_sink);
    }

    void response(const ResponseHead &head)
    {
        if (m_bodyParsers[0])
            m_bodyParsers[0]->responseHead(head);
        for (const BodyParserEntry &entry : bodyParsers())
            if (!m_bodyParsers[1] && entry.onResponse)
                m_bodyParsers[1] = entry.onResponse(head, 0, m_sink);
    }

    template <typename Tell>
    void tell(Tell tell)
    {
        for (const auto &bodyParser : m_bodyParsers)
            if (bodyParser)
                tell(*bodyParser);
    }

    void trailers(Half half, std::span<const Field> fields, base::Time time)
    {
        tell([&](BodyParser &bodyParser) { bodyParser.trailers(half, fields); });
        for (const BodyParserEntry &entry : bodyParsers())
            if (half == Half::Response && !m_bodyParsers[1] && entry.onTrailers)
                entry.onTrailers(fields, 0, time, m_sink);
    }

    // The fields live as long as the line.
    static std::vector<Field> readFields(std::string_view line)
    {
        std::vector<Field> fields;
        for (size_t at = line.find('|'); at != std::string_view::npos;) {
            const size_t next = line.find('|', at + 1);
            const auto bare = [](std::string_view s) {
                s.remove_prefix(std::min(s.find_first_not_of(' '), s.size()));
                return s.substr(0, s.find_last_not_of(' ') + 1);
            };
            const std::string_view text = bare(line.substr(at + 1, next == std::string_view::npos ? next : next - at - 1));
            const size_t colon = text.find(':', 1); // the first may belong to a pseudo field
            const std::string_view name = bare(text.substr(0, colon)), value = bare(text.substr(colon + 1));
            fields.push_back({ name == "?" ? "" : name, value == "?" ? "" : value, name != "?", value != "?" });
            at = next;
        }
        return fields;
    }

private:
    Sink &m_sink;
    std::array<std::unique_ptr<BodyParser>, 2> m_bodyParsers;
};

inline std::string playBodyParsers(const TranscriptFile &file, size_t pieceMax)
{
    Recorder recorder;
    recorder.showSlices = file.showSlices;
    recorder.showTimes = file.showTimes;
    FollowedExchange exchange(recorder);
    std::istringstream lines { file.script };
    base::Time time = 0;
    for (std::string line; std::getline(lines, line);) {
        ++time;
        const size_t mark = line.find_first_of("<>");
        const Half half = mark != std::string::npos && line[mark] == '<' ? Half::Response : Half::Request;
        if (line.starts_with("request ") || line.starts_with("response "))
            exchange.head(line, time);
        else if (line.starts_with("gap "))
            exchange.tell([&](BodyParser &bodyParser) { bodyParser.lost(half, std::stoull(line.substr(mark + 2)), time); });
        else if (line.starts_with("trailers "))
            exchange.trailers(half, FollowedExchange::readFields(line), time);
        else if (line.starts_with("end "))
            exchange.tell([&](BodyParser &bodyParser) { bodyParser.end(half, time); });
        else if (line.size() > 1) {
            const std::string bytes = unescaped(std::string_view(line).substr(2));
            const uint64_t position = recorder.captured.size();
            recorder.captured += bytes + "----------"; // pieces are not adjacent in the file
            for (size_t at = 0; at < bytes.size(); at += pieceMax) {
                const std::vector<char> piece(bytes.data() + at, bytes.data() + std::min(bytes.size(), at + pieceMax));
                exchange.tell([&](BodyParser &bodyParser) {
                    bodyParser.bytes(half, { std::as_bytes(std::span(piece)), position + at }, time);
                });
            }
        }
    }
    return recorder.text();
}

// The transcript, which must not depend on how the bytes are cut; unless the option "whole" states that the ends of
// pieces matter.
inline std::string bodyParserTranscript(const TranscriptFile &file)
{
    const std::string whole = playBodyParsers(file, 1 << 20);
    for (size_t pieceMax : { 1, 2, 3, 7, 20 }) {
        const std::string cut = file.whole ? whole : playBodyParsers(file, pieceMax);
        if (cut != whole)
            return "in pieces of " + std::to_string(pieceMax) + ":\n" + cut + "but whole:\n" + whole;
    }
    return whole;
}

} // namespace protocols::test
