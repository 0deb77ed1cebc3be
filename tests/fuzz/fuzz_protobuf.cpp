// SPDX-License-Identifier: GPL-3.0-or-later
// Protobuf messages without and with a definition. The first byte selects the type; the output is always UTF-8 and within
// its limit, and is JSON if reported as such.
#include "app/decode/charset.h"
#include "app/decode/protobuf_types.h"

#include <simdjson.h>

#include <array>
#include <cstdlib>

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void requireJson(const std::string &text)
{
    static simdjson::dom::parser parser;
    require(decode::isUtf8(text) && parser.parse(text).error() == simdjson::SUCCESS);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const decode::ProtobufTypes types;
    static constexpr std::array<std::string_view, 6> names { "google.rpc.Status", "google.protobuf.Struct", "google.protobuf.Timestamp",
        "google.rpc.BadRequest", "google.protobuf.FileDescriptorProto", "google.protobuf.Any" };
    if (size == 0)
        return 0;
    const auto bytes = std::as_bytes(std::span(data + 1, size - 1));
    const decode::ProtobufLimits limits { .fieldsMax = 2000, .depthMax = 30, .textMax = 1 << 16 };
    const decode::ProtobufText text = decode::describeProtobuf(bytes, limits);
    require(decode::isUtf8(text.text) && text.text.size() < limits.textMax + 8 * size + 4096);
    const decode::RawMessage message = decode::readProtobuf(bytes, limits);
    require(message.readTo <= bytes.size() && message.fields.size() <= limits.fieldsMax);
    requireJson("{" + decode::rawProtobufMembers(bytes, limits) + "}");
    const std::string_view type = names[data[0] % names.size()];
    if (const auto json = types.json(type, bytes, limits); json && json->fits)
        requireJson(json->text);
    (void)decode::readMessage(&types, type, bytes, limits);
    return 0;
}
