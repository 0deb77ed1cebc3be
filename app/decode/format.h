// SPDX-License-Identifier: GPL-3.0-or-later
// What a body is: by what is declared where that fits, else by its first bytes.
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

// From a media type as "application/json" (lower case, no parameters); Binary for what is not known.
Format declaredFormat(std::string_view media);
// From the first bytes (a kilobyte is enough). Never Empty for bytes; Text when nothing else fits
// and nothing speaks against text, else Binary. Formats without a mark of their own (MessagePack,
// most of CBOR) are only known when they are declared.
Format sniffedFormat(std::span<const std::byte> first);
// The declared format unless the bytes contradict it.
Format bodyFormat(std::string_view media, std::span<const std::byte> first);

bool isText(Format);
bool isImage(Format);
// "JSON", "HTML", "PNG image": as shown.
std::string_view formatName(Format);

} // namespace decode
