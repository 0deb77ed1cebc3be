// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of the NATS client protocol (https://docs.nats.io/reference/reference-protocols/nats-protocol).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace protocols::nats {

enum class Verb : uint8_t { None, Info, Connect, Pub, HPub, Sub, Unsub, Msg, HMsg, Ping, Pong, Ok, Err };

struct Line {
    Verb verb = Verb::None;
    size_t size = 0;              // including the line end; 0: more bytes are needed
    std::string_view argument;    // the JSON of INFO and CONNECT, the text of -ERR
    std::string_view subject, reply, queue, id;
    uint64_t headers = 0;         // bytes of the headers after the line
    uint64_t payload = 0;         // including the headers
    bool hasPayload = false;
    uint64_t total() const { return size + (hasPayload ? payload + 2 : 0); }
};

// nullopt: no line begins like this.
std::optional<Line> readLine(std::string_view);
bool comesFromClient(Verb);
bool comesFromServer(Verb);

// A member of a JSON object as text; empty if absent.
std::string memberOf(std::string_view json, std::string_view key);
// The object again, each value a string, a number or a word: valid JSON whatever was sent.
std::string plainObject(std::string_view json);

// "503 No Responders" from the first header line; empty if there is no status.
std::string_view statusOf(std::string_view headers);
// "Nats-Msg-Id: 7, Trace: x" from the lines after it.
std::string headerText(std::string_view headers);

} // namespace protocols::nats
