// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of methods: strings, tables, and message properties (AMQP 0-9-1, sections 4.2.5 and 4.2.6.1).
#pragma once

#include "app/protocols/byte_reader.h"
#include "app/protocols/event.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace protocols::amqp {

// With a length prefix of one byte, and of four.
std::string_view readShort(ByteReader &);
std::string_view readLong(ByteReader &);

// Calls with name and value of each field of a table, nested ones as "outer.inner", until it returns false or data is
// malformed.
void forEachField(std::string_view table, const std::function<bool(const std::string &name, const std::string &value)> &);
// The value of one field; empty if absent.
std::string fieldOf(std::string_view table, std::string_view name);
// "name: value, outer.inner: value", truncated.
std::string tableText(std::string_view table);

// The content header, which precedes the bodies of a message.
struct ContentHeader {
    std::optional<uint64_t> bodySize;   // nullopt if it is missing
    ItemCoding coding = ItemCoding::Identity;
    std::string properties;             // "persistent, text/plain, reply to x, headers"
};
ContentHeader readContentHeader(ByteReader &);

} // namespace protocols::amqp
