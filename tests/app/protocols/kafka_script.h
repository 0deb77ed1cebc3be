// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts of Kafka's messages. In addition to the steps of transcript.h and the fields of packet_script.h:
//
//   > req 18 0 7 ada FIELDS     request of API 18 version 0 with number 7, by the client "ada"
//   < res 7 FIELDS              the response to it
//   s2: a string with a length of two bytes, c: a compact one, v: an unsigned varint
//   b4:0|k=v|k=v                records from offset 0 in a batch of version 2, after its length in four bytes; bc: compact
#pragma once

#include "tests/app/protocols/packet_script.h"

namespace protocols::test {

inline std::string bigEndian(uint64_t value, size_t bytes)
{
    std::string out;
    for (size_t i = bytes; i-- > 0;)
        out += char(value >> 8 * i);
    return out;
}

inline std::string varint(uint64_t value)
{
    std::string out;
    for (; value >= 0x80; value >>= 7)
        out += char(value | 0x80);
    return out + char(value);
}

inline std::string recordBatch(const std::string &text)
{
    std::istringstream parts(text);
    std::string part, records;
    std::getline(parts, part, '|');
    const uint64_t offset = std::stoull(part);
    uint64_t count = 0;
    for (; std::getline(parts, part, '|'); ++count) {
        const std::string key = part.substr(0, part.find('=')), value = part.substr(part.find('=') + 1);
        const auto field = [](const std::string &bytes) { return varint(bytes.size() * 2) + bytes; };
        const std::string record = '\0' + varint(0) + varint(count * 2) + (key.empty() ? varint(1) : field(key)) + field(value) + varint(0);
        records += field(record);
    }
    const std::string rest = bigEndian(0, 4) + '\2' + bigEndian(0, 4) + bigEndian(0, 2) + bigEndian(count - 1, 4) + bigEndian(1700000000000, 8)
        + bigEndian(1700000000000, 8) + bigEndian(uint64_t(-1), 8) + bigEndian(uint64_t(-1), 2) + bigEndian(uint64_t(-1), 4) + bigEndian(count, 4) + records;
    return bigEndian(offset, 8) + bigEndian(rest.size(), 4) + rest;
}

inline std::string kafkaField(const std::string &field)
{
    const size_t colon = field.find(':');
    const std::string kind = field.substr(0, colon), text = colon == std::string::npos ? std::string() : unescaped(field.substr(colon + 1));
    if (kind == "s2")
        return bigEndian(text.size(), 2) + text;
    if (kind == "c")
        return varint(text.size() + 1) + text;
    if (kind == "v")
        return varint(std::stoull(text));
    if (kind == "b4" || kind == "bc") {
        const std::string batch = recordBatch(text);
        return (kind == "b4" ? bigEndian(batch.size(), 4) : varint(batch.size() + 1)) + batch;
    }
    return packetField(field);
}

inline std::string kafkaBytes(std::string_view line)
{
    std::istringstream words{std::string(line)};
    std::string kind, word, body;
    words >> kind;
    int api = 0, version = 0;
    uint64_t number = 0;
    if (kind == "req") {
        words >> api >> version >> number >> word;
        body = bigEndian(uint64_t(api), 2) + bigEndian(uint64_t(version), 2) + bigEndian(number, 4) + kafkaField("s2:" + word);
    } else {
        words >> number;
        body = bigEndian(number, 4);
    }
    while (words >> word)
        body += kafkaField(word);
    return bigEndian(body.size(), 4) + body;
}

inline std::vector<Step> parseKafkaScript(std::string_view script)
{
    std::vector<Step> steps;
    std::istringstream lines{std::string(script)};
    for (std::string text; std::getline(lines, text);) {
        const std::string_view rest = std::string_view(text).substr(std::min<size_t>(2, text.size()));
        if (rest.starts_with("req ") || rest.starts_with("res "))
            steps.push_back({Step::Kind::Bytes, text[0] == '>' ? Direction::Sent : Direction::Received, kafkaBytes(rest)});
        else
            for (Step &step : parsePacketScript(text))
                steps.push_back(std::move(step));
    }
    return steps;
}

} // namespace protocols::test
