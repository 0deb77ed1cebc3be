// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/format.h"

#include "app/decode/body_charset.h"
#include "app/decode/json_scan.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <utility>

namespace decode {

namespace {

using Row = std::pair<std::string_view, Format>;

constexpr std::array<Row, 72> mediaTypes{{
    {"application/json", Format::Json}, {"text/json", Format::Json}, {"application/x-json", Format::Json},
    {"application/manifest+json", Format::Json}, {"application/csp-report", Format::Json}, {"application/graphql-response+json", Format::Json},
    {"application/x-ndjson", Format::JsonLines}, {"application/ndjson", Format::JsonLines}, {"application/jsonl", Format::JsonLines},
    {"application/json-seq", Format::JsonLines}, {"text/event-stream", Format::EventStream},
    {"application/xml", Format::Xml}, {"text/xml", Format::Xml}, {"application/xhtml+xml", Format::Html}, {"text/html", Format::Html},
    {"text/css", Format::Css}, {"text/javascript", Format::JavaScript}, {"application/javascript", Format::JavaScript},
    {"application/x-javascript", Format::JavaScript}, {"application/ecmascript", Format::JavaScript},
    {"application/x-www-form-urlencoded", Format::Form}, {"image/png", Format::Png}, {"image/jpeg", Format::Jpeg}, {"image/jpg", Format::Jpeg},
    {"image/gif", Format::Gif}, {"image/webp", Format::Webp}, {"image/svg+xml", Format::Svg}, {"image/bmp", Format::Bmp},
    {"image/x-icon", Format::Icon}, {"image/vnd.microsoft.icon", Format::Icon}, {"image/avif", Format::Avif}, {"application/pdf", Format::Pdf},
    {"font/woff", Format::Font}, {"font/woff2", Format::Font}, {"font/ttf", Format::Font}, {"font/otf", Format::Font},
    {"application/font-woff", Format::Font}, {"application/wasm", Format::Wasm}, {"application/zip", Format::Zip},
    {"application/gzip", Format::Gzip}, {"application/x-gzip", Format::Gzip}, {"application/yaml", Format::Text},
    {"application/toml", Format::Text}, {"application/sql", Format::Text}, {"application/graphql", Format::Text},
    {"application/zstd", Format::Zstd}, {"application/jwt", Format::Jwt}, {"application/jose", Format::Jwt},
    {"application/msgpack", Format::MessagePack}, {"application/x-msgpack", Format::MessagePack},
    {"application/vnd.msgpack", Format::MessagePack}, {"application/messagepack", Format::MessagePack},
    {"application/cbor", Format::Cbor}, {"application/cbor-seq", Format::Cbor}, {"application/cose", Format::Cbor},
    {"application/webauthn+cbor", Format::Cbor}, {"application/pkix-cert", Format::Certificate},
    {"application/x-x509-ca-cert", Format::Certificate}, {"application/x-x509-user-cert", Format::Certificate},
    {"application/x-pem-file", Format::Pem}, {"application/pem-certificate-chain", Format::Pem},
    {"application/jsonlines", Format::JsonLines}, {"application/x-jsonlines", Format::JsonLines},
    {"application/stream+json", Format::JsonLines},
    {"application/protobuf", Format::Protobuf}, {"application/x-protobuf", Format::Protobuf},
    {"application/vnd.google.protobuf", Format::Protobuf}, {"application/x-google-protobuf", Format::Protobuf},
    {"application/grpc", Format::Grpc}, {"application/grpc+proto", Format::Grpc},
    {"application/grpc-web", Format::Grpc}, {"application/grpc-web+proto", Format::Grpc},
}};

constexpr std::array<Row, 20> magics{{
    {"\x89PNG\r\n\x1a\n", Format::Png}, {"\xff\xd8\xff", Format::Jpeg}, {"GIF87a", Format::Gif}, {"GIF89a", Format::Gif},
    {"%PDF-", Format::Pdf}, {"wOFF", Format::Font}, {"wOF2", Format::Font}, {"OTTO", Format::Font},
    {std::string_view("\0\1\0\0", 4), Format::Font}, {std::string_view("\0asm", 4), Format::Wasm}, {"PK\3\4", Format::Zip},
    {"\x1f\x8b", Format::Gzip}, {"\x28\xb5\x2f\xfd", Format::Zstd}, {"\xd9\xd9\xf7", Format::Cbor},
    {"-----BEGIN CERTIFICATE-----", Format::Pem}, {std::string_view("\0\0\1\0", 4), Format::Icon}, {"<?xml", Format::Xml}, {"<svg", Format::Svg},
    {"<!doctype html", Format::Html}, {"<html", Format::Html},
}};

std::string_view withoutSpace(std::string_view text)
{
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    const size_t begin = text.find_first_not_of(" \t\r\n");
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin);
}

bool startsWith(std::string_view text, std::string_view start)
{
    return text.size() >= start.size() && std::equal(start.begin(), start.end(), text.begin(), [](char a, char b) {
        return a == b || (a >= 'a' && a <= 'z' && std::tolower(static_cast<unsigned char>(b)) == a);
    });
}

bool looksLikeJson(std::string_view text)
{
    if (text.empty() || (text.front() != '{' && text.front() != '['))
        return false;
    const std::string_view inside = withoutSpace(text.substr(1));
    if (inside.empty())
        return true;
    if (text.front() == '{')
        return inside.front() == '"' || inside.front() == '}';
    return std::string_view("\"{[]-0123456789tfn").find(inside.front()) != std::string_view::npos;
}

// The first object is complete, and another one begins on the next line.
bool looksLikeJsonLines(std::string_view text)
{
    if (!text.starts_with('{'))
        return false;
    const auto first = firstJsonValue(text);
    const std::string_view rest = first ? text.substr(first->value.size()) : std::string_view();
    return (rest.starts_with("\n{") || rest.starts_with("\r\n{")) && first->value.find('\n') == std::string_view::npos;
}

// Two parts and the beginning of a third, the first of which is an object in Base64.
bool looksLikeJwt(std::string_view text)
{
    const size_t end = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");
    const std::string_view token = text.substr(0, end);
    return token.starts_with("eyJ") && token.find('.') != token.rfind('.') && withoutSpace(text.substr(token.size())).empty();
}

// A DER sequence whose first element is a sequence that fits inside it.
bool looksLikeDer(std::string_view bytes)
{
    return bytes.size() > 8 && bytes.starts_with("\x30\x82") && bytes.substr(4).starts_with("\x30\x82");
}

// Rules out control characters that do not occur in text; bytes above ASCII are fine. 0x1e begins each text of a JSON
// sequence (RFC 7464).
bool looksLikeText(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f' && byte != 0x1b
            && byte != 0x1e) || byte == 0x7f;
    });
}

} // namespace

Format declaredFormat(std::string_view media)
{
    for (const auto &[name, format] : mediaTypes) {
        if (media == name)
            return format;
    }
    if (media.starts_with("multipart/"))
        return Format::Multipart;
    if (media.ends_with("+json"))
        return Format::Json;
    if (media.ends_with("+xml"))
        return Format::Xml;
    if (media.ends_with("+cbor"))
        return Format::Cbor;
    if (media.ends_with("+msgpack"))
        return Format::MessagePack;
    if (media.ends_with("+jwt"))
        return Format::Jwt;
    if (media.starts_with("text/"))
        return Format::Text;
    return Format::Binary;
}

Format sniffedFormat(std::span<const std::byte> first)
{
    if (first.empty())
        return Format::Empty;
    const std::string_view bytes(reinterpret_cast<const char *>(first.data()), std::min<size_t>(first.size(), 1024));
    const std::string_view text = withoutSpace(bytes);
    for (const auto &[magic, format] : magics) {
        if (magic.front() == '<' ? startsWith(text, magic) : bytes.starts_with(magic))
            return format;
    }
    if (bytes.starts_with("RIFF") && bytes.substr(std::min<size_t>(8, bytes.size())).starts_with("WEBP"))
        return Format::Webp;
    if (bytes.size() > 12 && bytes.substr(4).starts_with("ftypavif"))
        return Format::Avif;
    if (!looksLikeText(bytes)) {
        return !sniffedCharset(first).empty() ? Format::Text : looksLikeDer(bytes) ? Format::Certificate : Format::Binary;
    }
    if (looksLikeJson(text))
        return looksLikeJsonLines(text) ? Format::JsonLines : Format::Json;
    return looksLikeJwt(text) ? Format::Jwt : Format::Text;
}

Format bodyFormat(std::string_view media, std::span<const std::byte> first)
{
    const Format sniffed = sniffedFormat(first);
    if (sniffed == Format::Empty)
        return sniffed;
    const Format declared = declaredFormat(media);
    if (declared == Format::Binary)
        return sniffed;
    if (declared == Format::MessagePack || declared == Format::Cbor)
        return sniffed == Format::Binary || sniffed == Format::Text || sniffed == Format::Certificate || sniffed == Format::Cbor ? declared : sniffed;
    if (declared == Format::Protobuf || declared == Format::Grpc)
        return sniffed == Format::Json || sniffed == Format::Html ? sniffed : declared;
    // Servers declare plain text if they do not know.
    if (declared == Format::Text)
        return sniffed == Format::Html || sniffed == Format::Xml ? Format::Text : sniffed;
    if (isText(declared) && declared != Format::Multipart && !isText(sniffed))
        return sniffed;
    if (!isText(declared) && isText(sniffed))
        return sniffed;
    if (isImage(declared) && isImage(sniffed))
        return sniffed;
    return declared;
}

bool isText(Format format)
{
    return format <= Format::Text || format == Format::Svg;
}

bool isImage(Format format)
{
    return format >= Format::Png && format <= Format::Avif;
}

std::string_view formatName(Format format)
{
    static constexpr std::array<std::string_view, size_t(Format::Binary) + 1> names{
        "empty", "JSON", "JSON lines", "event stream", "XML", "HTML", "CSS", "JavaScript", "form", "multipart", "JWT", "PEM", "text",
        "PNG image", "JPEG image", "GIF image", "WebP image", "SVG image", "BMP image", "icon", "AVIF image", "PDF",
        "font", "WebAssembly", "zip archive", "gzip data", "zstd data", "MessagePack", "CBOR", "certificate",
        "protobuf", "gRPC messages", "binary"};
    return names[size_t(format)];
}

} // namespace decode
