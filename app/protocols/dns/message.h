// SPDX-License-Identifier: GPL-3.0-or-later
// A DNS message (RFC 1035, section 4), parsed leniently: whatever is there, as far as it goes.
#pragma once

#include "app/base/address.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace protocols::dns {

enum class Section : uint8_t { Answer, Authority, Additional };

struct Question {
    std::string name;        // "example.org", "." for the root; escaped as in zone files
    uint16_t type = 0, kind = 0;
    bool operator==(const Question &) const = default;
};

struct Record {
    Section section = Section::Answer;
    std::string name;
    uint16_t type = 0;
    uint32_t ttl = 0;
    std::string data;        // in zone file format
    std::optional<base::Endpoint> address;   // of A and AAAA; its port is 0
    size_t size = 0;         // wire size in bytes
};

struct Message {
    uint16_t id = 0;
    bool response = false, truncated = false;
    uint8_t operation = 0;   // 0 QUERY, 4 NOTIFY, 5 UPDATE
    uint16_t code = 0;       // response code, with the EDNS bits (RFC 6891)
    std::vector<Question> questions;
    std::vector<Record> records;   // without OPT
    bool whole = false;      // every record its header counts was there, and nothing after them
};

// nullopt if not even the header is complete.
std::optional<Message> readMessage(std::span<const std::byte>);

std::string typeName(uint16_t);        // "AAAA", "TYPE65280"
std::string codeName(uint16_t);        // "NXDOMAIN"
std::string operationName(uint8_t);    // "UPDATE"

} // namespace protocols::dns
