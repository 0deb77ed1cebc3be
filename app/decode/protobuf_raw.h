// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a protobuf message without its description: field numbers, and the best reading of each value.
// https://protobuf.dev/programming-guides/encoding/. Never throws; whatever is read has a limit.
//
// What a length-delimited value is taken for:
//   text      well-formed UTF-8 without control characters (tab, line feed and carriage return aside)
//   message   one or more fields up to its very end, every tag in its shortest form, numbers that a field may have
//   both      where both hold: short texts are often messages, too, and the other way round. Both are shown
//   bytes     where neither holds; short ones that are whole packed varints are said to be possible
// Varints are shown as unsigned, or as negative where the highest bit is set, with the zigzag reading and, of 0 and 1, the
// bool beside it; fixed values as floating point where that is of an everyday size and the integer is not, the other beside it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace decode {

struct ProtobufLimits {
    size_t fieldsMax = 200'000;
    unsigned depthMax = 40;         // messages in messages; deeper ones are bytes
    size_t textMax = 16 << 20;      // bytes of text made of it
};

struct RawField {
    enum class Kind : uint8_t { Varint, Fixed64, Fixed32, Bytes, Group };
    uint32_t number = 0;
    Kind kind = Kind::Varint;
    bool text = false;              // Bytes: can be text
    bool message = false;           // Bytes: can be a message. Group: true
    uint32_t inner = 0;             // fields within it, which follow it
    uint64_t value = 0;
    std::span<const std::byte> bytes {};   // of the input: the contents
};

struct RawMessage {
    std::vector<RawField> fields;   // each before those within it
    size_t readTo = 0;              // bytes of the input that are whole fields
    bool limited = false;           // there are more than the limit of fields
};

RawMessage readProtobuf(std::span<const std::byte>, const ProtobufLimits & = {});

struct ProtobufText {
    std::string text;
    bool whole = true;              // all of the bytes are in it
};

// One field a line, readings that are possible too behind "#".
ProtobufText describeProtobuf(std::span<const std::byte>, const ProtobufLimits & = {});
// As members of a JSON object, "#N" each, best reading only (both, where it is text and message). Without braces.
std::string rawProtobufMembers(std::span<const std::byte>, const ProtobufLimits & = {});

} // namespace decode
