// SPDX-License-Identifier: GPL-3.0-or-later
// The format of a body: the declared one if it fits, else by its first bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace decode {

enum class Format : uint8_t {
    Empty, Json, JsonLines, EventStream, Xml, Html, Css, JavaScript, Form, Multipart, Jwt, Pem, Text,
    Png, Jpeg, Gif, Webp, Svg, Bmp, Icon, Avif, Pdf, Font, Wasm, Zip, Gzip, Zstd, MessagePack, Cbor, Certificate,
    Protobuf, Grpc, Binary,
};

// From a media type such as "application/json" (lower case, no parameters); Binary if unknown.
Format declaredFormat(std::string_view media);
// From the first bytes (a kilobyte is enough). Never Empty if there are bytes; Text if nothing else fits and nothing
// rules text out, else Binary. Formats without a signature (MessagePack, most of CBOR) are only recognised if
// declared.
Format sniffedFormat(std::span<const std::byte> first);
// The declared format unless the bytes contradict it.
Format bodyFormat(std::string_view media, std::span<const std::byte> first);

bool isText(Format);
bool isImage(Format);
// Display name: "JSON", "HTML", "PNG image".
std::string_view formatName(Format);

} // namespace decode
