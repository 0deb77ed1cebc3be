// SPDX-License-Identifier: GPL-3.0-or-later
// Scripts of MongoDB's messages, with documents as JSON. In addition to the steps of transcript.h:
//
//   > msg 7 {"ping": 1, "$db": "admin"}                     OP_MSG number 7
//   > msg 7 flags 2 {"insert": "a"} documents [{"_id": 1}]  with flags, and a sequence of documents
//   < msg 8:7 {"ok": 1.0}                                   number 8, answering 7
//   > query 3 admin.$cmd {"ismaster": 1}                    OP_QUERY;   < reply 4:3 {"ok": 1.0}   OP_REPLY
//   > zlib msg 7 {"ping": 1}                                the same within OP_COMPRESSED; snappy likewise
#pragma once

#include "tests/app/protocols/transcript.h"

#include <nlohmann/json.hpp>
#include <zlib.h>

namespace protocols::test {

inline std::string littleEndian(uint64_t value, size_t bytes = 4)
{
    std::string out;
    for (size_t i = 0; i < bytes; ++i)
        out += char(value >> 8 * i);
    return out;
}

inline std::string bsonOf(const nlohmann::ordered_json &json)
{
    const std::vector<uint8_t> bytes = nlohmann::ordered_json::to_bson(json);
    return {bytes.begin(), bytes.end()};
}

// Removes and returns the JSON value at the start of `text`.
inline nlohmann::ordered_json takeJson(std::string &text)
{
    std::istringstream in(text);
    nlohmann::ordered_json value;
    in >> value;
    text = in.tellg() < 0 ? std::string() : text.substr(size_t(in.tellg()));
    text.erase(0, text.find_first_not_of(' '));
    return value;
}

inline std::string mongoBytes(std::string line)
{
    const auto word = [&line] {
        const std::string first = line.substr(0, line.find(' '));
        line.erase(0, first.size());
        line.erase(0, line.find_first_not_of(' '));
        return first;
    };
    std::string kind = word();
    const std::string compressor = kind == "zlib" || kind == "snappy" ? kind : std::string();
    if (!compressor.empty())
        kind = word();
    const std::string numbers = word();
    const size_t colon = numbers.find(':');
    const uint64_t answers = colon == std::string::npos ? 0 : std::stoull(numbers.substr(colon + 1));
    uint32_t opcode = 2013;
    std::string payload;
    if (kind == "query") {
        opcode = 2004;
        payload = littleEndian(0) + word() + '\0' + littleEndian(0) + littleEndian(uint64_t(-1));
        payload += bsonOf(takeJson(line));
    } else if (kind == "reply") {
        opcode = 1;
        payload = littleEndian(8) + littleEndian(0, 8) + littleEndian(0) + littleEndian(1) + bsonOf(takeJson(line));
    } else {
        uint64_t flags = 0;
        if (line.starts_with("flags ")) {
            word();
            flags = std::stoull(word());
        }
        payload = littleEndian(flags) + '\0' + bsonOf(takeJson(line));
        while (!line.empty()) {
            std::string section = word() + '\0';
            for (const auto &document : takeJson(line))
                section += bsonOf(document);
            payload += '\1' + littleEndian(section.size() + 4) + section;
        }
    }
    if (compressor == "snappy") {
        // A single literal.
        std::string length(1, char((payload.size() & 127) | 128));
        length += char(payload.size() >> 7);
        payload = littleEndian(opcode) + littleEndian(payload.size()) + '\1' + length + '\xf4' + littleEndian(payload.size() - 1, 2) + payload;
        opcode = 2012;
    }
    if (compressor == "zlib") {
        uLongf size = compressBound(payload.size());
        std::string packed(size, '\0');
        compress(reinterpret_cast<Bytef *>(packed.data()), &size, reinterpret_cast<const Bytef *>(payload.data()), payload.size());
        packed.resize(size);
        payload = littleEndian(opcode) + littleEndian(payload.size()) + '\2' + packed;
        opcode = 2012;
    }
    return littleEndian(payload.size() + 16) + littleEndian(std::stoull(numbers)) + littleEndian(answers) + littleEndian(opcode) + payload;
}

inline std::vector<Step> parseMongoScript(std::string_view script)
{
    std::vector<Step> steps;
    std::istringstream lines{std::string(script)};
    for (std::string text; std::getline(lines, text);) {
        const std::string_view rest = std::string_view(text).substr(std::min<size_t>(2, text.size()));
        const bool message = rest.starts_with("msg ") || rest.starts_with("query ") || rest.starts_with("reply ") || rest.starts_with("zlib ") || rest.starts_with("snappy ");
        if (message)
            steps.push_back({Step::Kind::Bytes, text[0] == '>' ? Direction::Sent : Direction::Received, mongoBytes(std::string(rest))});
        else
            for (Step &step : parseScript(text))
                steps.push_back(std::move(step));
    }
    return steps;
}

} // namespace protocols::test
