// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts of HTTP/2: frames by name instead of bytes, otherwise as in transcript.h.
//
//   > PREFACE
//   > SETTINGS          > PING          > WINDOW_UPDATE 0 100       > RST_STREAM 1 8      > GOAWAY 5 0 (last stream, code)
//   > HEADERS 1 es :method=GET #4 +x-a=b #62 #62=c size=0     with flags before fields:
//        es END_STREAM, part (no END_HEADERS), pad (4 bytes), prio
//        a=b literal, +a=b literal that is inserted, #n indexed, #n=c literal with an indexed name, size=n
//   > CONTINUATION 1 ...      < PUSH_PROMISE 1 2 ... (on stream 1, promising 2)
//   > DATA 1 es text          > RAW bytes
//   > [0:12] DATA ...         only these bytes of the frame
#pragma once

#include "tests/app/protocols/transcript.h"

#include <sstream>
#include <string>
#include <vector>

namespace protocols::test {

inline std::string hpackNumber(uint64_t value, unsigned prefixBits, uint8_t top)
{
    const uint64_t mask = (uint64_t(1) << prefixBits) - 1;
    if (value < mask)
        return { char(top | value) };
    std::string out { char(top | mask) };
    for (value -= mask; value >= 128; value >>= 7)
        out += char(0x80 | (value & 0x7f));
    return out + char(value);
}

inline std::string hpackField(const std::string &word)
{
    const auto string = [](const std::string &text) { return hpackNumber(text.size(), 7, 0) + text; };
    const size_t sign = word.find('=', 1);
    const std::string value = sign == std::string::npos ? "" : unescaped(word.substr(sign + 1));
    if (word.starts_with("size="))
        return hpackNumber(std::stoull(value), 5, 0x20);
    if (word.starts_with('#')) {
        const uint64_t index = std::stoull(word.substr(1));
        return sign == std::string::npos ? hpackNumber(index, 7, 0x80) : hpackNumber(index, 4, 0) + string(value);
    }
    if (word.starts_with('+'))
        return hpackNumber(0, 6, 0x40) + string(word.substr(1, sign - 1)) + string(value);
    return hpackNumber(0, 4, 0) + string(word.substr(0, sign)) + string(value);
}

inline std::string number32(uint64_t value)
{
    return { char(value >> 24), char(value >> 16), char(value >> 8), char(value) };
}

inline std::string http2Frame(const std::string &line)
{
    std::istringstream words(line);
    std::string name, word, payload;
    words >> name;
    if (name == "PREFACE")
        return "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    if (name == "RAW")
        return unescaped(line.substr(4));
    const std::vector<std::string> types = { "DATA", "HEADERS", "PRIORITY", "RST_STREAM", "SETTINGS", "PUSH_PROMISE", "PING",
                                             "GOAWAY", "WINDOW_UPDATE", "CONTINUATION" };
    size_t type = 0;
    while (type + 1 < types.size() && types[type] != name)
        ++type;
    const bool block = type == 1 || type == 5 || type == 9;
    uint64_t stream = 0, number = 0;
    uint8_t flags = block ? 4 : 0;
    bool padded = false, priority = false;
    if (type != 4 && type != 6 && type != 7)
        words >> stream;
    if (type == 3 || type == 8 || type == 5 || type == 7) {
        words >> number;
        payload = number32(number);
    }
    if (type == 7) {
        words >> number;
        payload += number32(number);
    }
    if (type == 6)
        payload = "12345678";
    if (type == 4)
        payload = std::string("\0\3\0\0\0\144", 6);
    while (words >> word) {
        if (word == "es")
            flags |= 1;
        else if (word == "part")
            flags &= uint8_t(~4);
        else if (word == "pad")
            padded = true;
        else if (word == "prio")
            priority = true;
        else
            payload += block ? hpackField(word) : unescaped(word);
    }
    if (priority)
        payload.insert(0, "\x80\x00\x00\x03\x10", 5);
    if (padded)
        payload = "\4" + payload + std::string(4, '\0');
    flags = uint8_t(flags | (padded ? 8 : 0) | (priority ? 0x20 : 0));
    return number32(payload.size()).substr(1) + char(type) + char(flags) + number32(stream) + payload;
}

inline std::vector<Step> parseHttp2Script(std::string_view script)
{
    std::vector<Step> steps;
    std::istringstream lines { std::string(script) };
    for (std::string text; std::getline(lines, text);) {
        text.erase(0, text.find_first_not_of(' '));
        if (text.size() < 3 || (text[0] != '>' && text[0] != '<')) {
            for (auto &step : parseScript(text))
                steps.push_back(step);
            continue;
        }
        size_t from = 0, to = std::string::npos, at = 2;
        if (text[at] == '[') {
            from = std::stoull(text.substr(at + 1));
            to = std::stoull(text.substr(text.find(':') + 1));
            at = text.find(']') + 2;
        }
        const std::string frame = http2Frame(text.substr(at));
        steps.push_back({ Step::Kind::Bytes, text[0] == '>' ? Direction::Sent : Direction::Received,
                          frame.substr(from, to == std::string::npos ? to : to - from) });
    }
    return steps;
}

} // namespace protocols::test
