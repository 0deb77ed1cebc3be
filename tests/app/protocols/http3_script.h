// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts of HTTP/3: what QUIC carries by name instead of bytes, otherwise as in transcript.h. Offsets within a stream are counted.
//
//   > PREFACE h3
//   > CONTROL 220               a control stream whose SETTINGS allow a table of 220 bytes      > GOAWAY 4
//   > ENCODER cap=220 +a=b dup=0    instructions on the encoder's stream: capacity, an insertion, a duplicate
//   > HEADERS 0 #17 #1=/x a=b       a section on stream 0 of fields: #n static, #n=c literal with a static name, a=b literal,
//                                   %n relative to the base, after ric=n (the encoded insert count; the base is the same)
//   > PROMISE 0 5 #17 ...           push 5, promised on stream 0       < PUSH 15 5      stream 15 carries it
//   > DATA 0 text                   > FRAME 0 33 text       of another type
//   > RAW 0 bytes                   > SKIP 0 10             bytes of the stream that are missing
//   > END 0     > RESET 0 268     > STOP 0 268     > CLOSE 256 reason     > DATAGRAM text
#pragma once

#include "app/protocols/quic/carriage.h"
#include "tests/app/protocols/http2_script.h"

#include <map>

namespace protocols::test {

inline std::string qpackString(const std::string &text, unsigned prefixBits = 7, uint8_t top = 0) { return hpackNumber(text.size(), prefixBits, top) + text; }

inline std::string qpackField(const std::string &word)
{
    const size_t sign = word.find('=', 1);
    const std::string value = sign == std::string::npos ? "" : unescaped(word.substr(sign + 1));
    if (word.starts_with('#')) {
        const uint64_t index = std::stoull(word.substr(1));
        return sign == std::string::npos ? hpackNumber(index, 6, 0xc0) : hpackNumber(index, 4, 0x50) + qpackString(value);
    }
    if (word.starts_with('%'))
        return hpackNumber(std::stoull(word.substr(1)), 6, 0x80);
    return qpackString(word.substr(0, sign), 3, 0x20) + qpackString(value);
}

inline std::string qpackSection(std::istringstream &words)
{
    std::string prefix("\0\0", 2), fields;
    for (std::string word; words >> word;) {
        if (word.starts_with("ric="))
            prefix = hpackNumber(std::stoull(word.substr(4)), 8, 0) + std::string(1, '\0');
        else
            fields += qpackField(word);
    }
    return prefix + fields;
}

inline std::string qpackInstruction(const std::string &word)
{
    if (word.starts_with("cap="))
        return hpackNumber(std::stoull(word.substr(4)), 5, 0x20);
    if (word.starts_with("dup="))
        return hpackNumber(std::stoull(word.substr(4)), 5, 0);
    const size_t sign = word.find('=', 1);
    return qpackString(word.substr(1, sign - 1), 5, 0x40) + qpackString(unescaped(word.substr(sign + 1)));
}

class Http3Script
{
public:
    std::string line(bool sent, const std::string &text)
    {
        std::istringstream words(text);
        std::string name, word;
        words >> name;
        uint64_t number = 0, code = 0;
        std::vector<std::byte> out;
        quic::CarriageWriter writer(out);
        if (name == "PREFACE") {
            words >> word;
            writer.preface(word);
        } else if (name == "CONTROL") {
            words >> number;
            const std::string settings = varint(1) + varint(number);
            append(writer, sent, sent ? 2 : 3, varint(0) + frame(4, settings));
        } else if (name == "GOAWAY") {
            words >> number;
            append(writer, sent, sent ? 2 : 3, frame(7, varint(number)));
        } else if (name == "ENCODER") {
            std::string instructions;
            while (words >> word)
                instructions += qpackInstruction(word);
            const uint64_t id = sent ? 6 : 7;
            append(writer, sent, id, (m_offsets.contains({sent, id}) ? "" : varint(2)) + instructions);
        } else if (name == "HEADERS") {
            words >> number;
            append(writer, sent, number, frame(1, qpackSection(words)));
        } else if (name == "PROMISE") {
            words >> number >> code;
            append(writer, sent, number, frame(5, varint(code) + qpackSection(words)));
        } else if (name == "PUSH") {
            words >> number >> code;
            append(writer, sent, number, varint(1) + varint(code));
        } else if (name == "DATA" || name == "RAW" || name == "FRAME") {
            words >> number;
            if (name == "FRAME")
                words >> code;
            std::getline(words >> std::ws, word);
            append(writer, sent, number, name == "RAW" ? unescaped(word) : frame(code, unescaped(word)));
        } else if (name == "SKIP") {
            words >> number >> code;
            m_offsets[{sent, number}] += code;
        } else if (name == "END") {
            words >> number;
            writer.stream(number, m_offsets[{sent, number}], {}, true);
        } else if (name == "RESET" || name == "STOP") {
            words >> number >> code;
            name == "RESET" ? writer.resetStream(number, code) : writer.stopSending(number, code);
        } else if (name == "CLOSE") {
            words >> code;
            std::getline(words >> std::ws, word);
            writer.close(true, code, word);
        } else if (name == "DATAGRAM") {
            std::getline(words >> std::ws, word);
            writer.datagram(std::as_bytes(std::span(word)));
        }
        return {reinterpret_cast<const char *>(out.data()), out.size()};
    }

private:
    static std::string varint(uint64_t value)
    {
        std::vector<std::byte> bytes;
        base::writeVarint(value, bytes);
        return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
    }
    static std::string frame(uint64_t type, const std::string &payload) { return varint(type) + varint(payload.size()) + payload; }
    void append(quic::CarriageWriter &writer, bool sent, uint64_t id, const std::string &bytes)
    {
        uint64_t &offset = m_offsets[{sent, id}];
        writer.stream(id, offset, std::as_bytes(std::span(bytes)), false);
        offset += bytes.size();
    }
    std::map<std::pair<bool, uint64_t>, uint64_t> m_offsets;
};

inline std::vector<Step> parseHttp3Script(std::string_view script)
{
    std::vector<Step> steps;
    Http3Script state;
    std::istringstream lines{std::string(script)};
    for (std::string text; std::getline(lines, text);) {
        text.erase(0, text.find_first_not_of(' '));
        if (text.size() < 3 || (text[0] != '>' && text[0] != '<')) {
            for (auto &step : parseScript(text))
                steps.push_back(step);
            continue;
        }
        const std::string bytes = state.line(text[0] == '>', text.substr(2));
        if (!bytes.empty())
            steps.push_back({Step::Kind::Bytes, text[0] == '>' ? Direction::Sent : Direction::Received, bytes});
    }
    return steps;
}

} // namespace protocols::test
