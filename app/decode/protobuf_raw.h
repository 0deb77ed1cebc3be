// SPDX-License-Identifier: GPL-3.0-or-later
// Parses a protobuf message without its descriptor: field numbers, and the best reading of each value.
// https://protobuf.dev/programming-guides/encoding/. Never throws; everything it parses is bounded.
//
// A length-delimited value is read as:
//   text      well-formed UTF-8 without control characters (except tab, line feed and carriage return)
//   message   one or more fields up to its very end, every tag in its shortest form, valid field numbers
//   both      if both fit: short texts are often valid messages, and vice versa. Both are shown
//   bytes     if neither fits; if short ones are complete packed varints, that is noted as possible
// Varints are shown as unsigned, or as negative if the highest bit is set, with the zigzag reading and, for 0 and 1, the
// bool beside it; fixed values as floating point if that has an ordinary magnitude and the integer does not, the other beside it.
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
    std::span<const std::byte> bytes {};   // the contents, within the input
};

struct RawMessage {
    std::vector<RawField> fields;   // each before its inner fields
    size_t readTo = 0;              // input bytes that are complete fields
    bool limited = false;           // there are more fields than the limit
};

RawMessage readProtobuf(std::span<const std::byte>, const ProtobufLimits & = {});

struct ProtobufText {
    std::string text;
    bool whole = true;              // all of the bytes are in the text
};

// One field per line, other possible readings after "#".
ProtobufText describeProtobuf(std::span<const std::byte>, const ProtobufLimits & = {});
// As members of a JSON object, "#N" each, best reading only (both, if text and message fit). Without braces.
std::string rawProtobufMembers(std::span<const std::byte>, const ProtobufLimits & = {});

} // namespace decode
