// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts of packet protocols, with lengths filled in. In addition to the steps of transcript.h:
//
//   > pg Q z:SELECT\s1 ; pg S       messages of PostgreSQL: type, length, fields; several on a line form one piece
//   > pg0 4:196608 z:user z:me      without a type
//   < my 1 1:0 t:text               a MySQL packet with its number
//   < tcp 2:4660 ...                preceded by a length of two bytes, as in DNS over TCP
//   > mq 30 s2:a/b t:hi             an MQTT packet: its first byte in hex, a length of as many bytes as needed
//   > am 1.7 2:60 2:80 8:5 1:0      an AMQP frame: its type and channel, and its end
//   > t:text 2:7                    fields alone
//
// Fields: z: text with a NUL, t: text, n: text preceded by a length of one byte, 1: 2: 4: 8: numbers in network order,
// l2: l3: l4: l8: in little endian, s2: s4: text preceded by a length of that many bytes, n4: a length of -1.
#pragma once

#include "tests/app/protocols/transcript.h"

#include <charconv>

namespace protocols::test {

inline std::string packetField(std::string_view field)
{
    const size_t colon = field.find(':');
    const std::string_view kind = field.substr(0, colon);
    const std::string text = colon == std::string_view::npos ? std::string() : unescaped(field.substr(colon + 1));
    const auto number = [](uint64_t value, size_t bytes, bool little) {
        std::string out;
        for (size_t i = 0; i < bytes; ++i)
            out += char(value >> 8 * (little ? i : bytes - 1 - i));
        return out;
    };
    if (kind == "z")
        return text + '\0';
    if (kind == "t")
        return text;
    if (kind == "n")
        return char(text.size()) + text;
    if (kind == "s2" || kind == "s4")
        return number(text.size(), size_t(kind[1] - '0'), false) + text;
    if (kind == "n4")
        return number(~uint64_t(0), 4, false);
    const bool little = kind.starts_with('l');
    return number(std::stoull(text), size_t(std::stoi(std::string(kind.substr(little)))), little);
}

inline std::string packetBytes(std::string_view line)
{
    std::istringstream words { std::string(line) };
    std::string all, head, body, word;
    const auto finish = [&] {
        const auto big = [](size_t value, size_t bytes) {
            std::string out;
            for (size_t i = bytes; i-- > 0;)
                out += char(value >> 8 * i);
            return out;
        };
        if (head == "pg0")
            all += big(body.size() + 4, 4);
        else if (head.starts_with("pg"))
            all += head.substr(2) + big(body.size() + 4, 4);
        else if (head.starts_with("my"))
            all += std::string { char(body.size()), char(body.size() >> 8), char(body.size() >> 16), char(std::stoi(head.substr(2))) };
        else if (head == "tcp")
            all += big(body.size(), 2);
        else if (head.starts_with("mq")) {
            all += char(std::stoi(head.substr(2), nullptr, 16));
            size_t left = body.size();
            for (; left > 127; left >>= 7)
                all += char(left % 128 | 128);
            all += char(left);
        }
        if (head.starts_with("am")) {
            const std::string type = head.substr(2);
            all += char(std::stoi(type));
            all += big(size_t(std::stoi(type.substr(type.find('.') + 1))), 2) + big(body.size(), 4);
            body += char(0xce);
        }
        all += body;
        head.clear();
        body.clear();
    };
    while (words >> word) {
        if (word == ";") {
            finish();
        } else if (word == "pg0" || word == "tcp") {
            head = word;
        } else if (word == "pg" || word == "my" || word == "mq" || word == "am") {
            std::string next;
            words >> next;
            head = word + next;
        } else {
            body += packetField(word);
        }
    }
    finish();
    return all;
}

inline std::vector<Step> parsePacketScript(std::string_view script)
{
    std::vector<Step> steps;
    std::istringstream lines { std::string(script) };
    for (std::string text; std::getline(lines, text);) {
        if (text.starts_with("> ") || text.starts_with("< "))
            steps.push_back({ Step::Kind::Bytes, text[0] == '>' ? Direction::Sent : Direction::Received, packetBytes(text.substr(2)) });
        else
            for (Step &step : parseScript(text))
                steps.push_back(std::move(step));
    }
    return steps;
}

} // namespace protocols::test
