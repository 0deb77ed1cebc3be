// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/body_writer.h"

#include "app/decode/base64.h"
#include "app/decode/body_charset.h"
#include "app/decode/charset.h"
#include "app/exporters/hidden_secrets.h"

#include <algorithm>

namespace exporters {

namespace {

constexpr uint32_t windowBytes = 1 << 20;  // read at once
constexpr size_t feedBytes = 16 * 1024;    // decoded at once: limits the growth of one step
constexpr size_t keptMax = 1 << 20;
constexpr size_t sniffBytes = 1024;

std::string_view view(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char *>(bytes.data()), bytes.size()};
}

masking::BodyKind maskedAs(decode::Format format)
{
    switch (format) {
    case decode::Format::Json:
    case decode::Format::JsonLines:
    case decode::Format::EventStream:
        return masking::BodyKind::Json;
    case decode::Format::Form:
        return masking::BodyKind::Form;
    case decode::Format::Multipart:
        return masking::BodyKind::Multipart;
    case decode::Format::Html:
    case decode::Format::Css:
    case decode::Format::JavaScript:
        return masking::BodyKind::Code;
    case decode::Format::Text:
    case decode::Format::Xml:
    case decode::Format::Svg:
    case decode::Format::Jwt:
    case decode::Format::Pem:
        return masking::BodyKind::Text;
    default:
        return masking::BodyKind::Other;
    }
}

bool isStructured(masking::BodyKind kind)
{
    return kind == masking::BodyKind::Json || kind == masking::BodyKind::Form || kind == masking::BodyKind::Multipart || kind == masking::BodyKind::Table;
}

// cb({"a": 1}), JSON with padding.
bool isJsonp(std::string_view script)
{
    const size_t open = script.substr(0, 200).find('(');
    const std::string_view inside = open == std::string_view::npos ? std::string_view() : script.substr(open + 1);
    const size_t begin = inside.find_first_not_of(" \t\r\n");
    return begin != std::string_view::npos && (inside[begin] == '{' || inside[begin] == '[') && script.substr(0, open).find_first_of(" =;\"'") == std::string_view::npos;
}

// No more than one byte in sixteen is a control character.
bool isNearlyText(std::string_view text)
{
    const auto controls = std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f || c >= 0xf8; });
    return !text.empty() && size_t(controls) * 16 <= text.size();
}

// "--boundary", followed by a part header.
std::string_view multipartBoundary(std::string_view text)
{
    const std::string_view line = text.substr(0, std::min(text.find_first_of("\r\n"), text.size()));
    const bool parts = line.size() > 2 && line.starts_with("--") && text.substr(line.size(), 30).find("Content-Disposition:") != std::string_view::npos;
    return parts ? line.substr(2) : std::string_view();
}

// Groups of slices totalling at most one window.
template <typename Visit>
void forEachWindow(std::span<const base::Slice> slices, Visit visit)
{
    std::vector<base::Slice> window;
    uint32_t filled = 0;
    for (base::Slice slice : slices) {
        while (slice.length > 0) {
            const uint32_t part = std::min(slice.length, windowBytes - filled);
            window.push_back({slice.position, part, 0});
            slice.position += part;
            slice.length -= part;
            filled += part;
            if (filled == windowBytes) {
                if (!visit(window))
                    return;
                window.clear();
                filled = 0;
            }
        }
    }
    if (!window.empty())
        visit(window);
}

} // namespace

BodyWriter::BodyWriter(const BodyInput &input, const base::BodySource &source, const masking::Masker *masker, masking::Report &report)
    : m_input(input)
    , m_source(source)
    , m_masker(masker)
    , m_report(report)
    , m_boundary(input.boundary)
{
    if (const auto codings = decode::parseCodings(input.contentEncoding))
        m_codings = *codings;
    else
        m_codingError = codings.error();
    const bool unknown = m_codingError.has_value();
    inspect();
    // The header names a coding that the bytes do not have, which happens with servers and imported files.
    if (m_codingError == decode::CodingError::Malformed && m_size == 0) {
        m_codings.clear();
        m_codingError.reset();
        inspect();
    }
    if (m_readFailed)
        m_comment = "Part of it could not be read from the capture file.";
    else if (unknown)
        m_comment = "Unknown content coding: the bytes are as sent.";
    else if (m_input.beyondLimit)
        m_comment = "Cut at the capture's body limit, --max-body.";
    else if (m_codingError)
        m_comment = "Its content coding is damaged or cut: this is what could be decoded.";
    else if (m_limited)
        m_comment = "Cut at the export's limit.";
    if (m_masker && unknown && m_size > 0) {
        m_showable = false;
        m_comment = "Omitted: its content coding is unknown, so it could not be searched for secrets.";
    } else if (m_masker && m_input.gaps && isStructured(m_kind)) {
        m_showable = false;
        m_comment = "Omitted: bytes are missing in it, so it could not be searched for secrets.";
    } else if (m_masker && (m_kind == masking::BodyKind::Other || m_format == decode::Format::Text || m_format == decode::Format::Binary) && m_size > 0) {
        search();
    }
}

void BodyWriter::search()
{
    const bool whole = m_isKept && !m_input.gaps && !m_limited && !m_codingError && !m_readFailed;
    std::string found = hiddenSecrets(m_kept, whole, m_format, *m_masker, m_report);
    if (found.empty())
        return;
    m_showable = false;
    m_comment = std::move(found);
}

// False if the rest is not needed.
bool BodyWriter::feed(decode::CodingDecoder &decoder, std::span<const std::byte> bytes, uint64_t &room, const Take &take)
{
    std::vector<std::byte> decoded;
    while (!bytes.empty()) {
        const size_t count = std::min(bytes.size(), feedBytes);
        decoded.clear();
        const auto fed = decoder.feed(bytes.first(count), decoded);
        bytes = bytes.subspan(count);
        const size_t wanted = size_t(std::min<uint64_t>(room, decoded.size()));
        m_limited = m_limited || wanted < decoded.size();
        room -= wanted;
        take(std::span(decoded).first(wanted));
        if (!fed)
            m_codingError = fed.error();
        if (!fed || m_limited)
            return false;
    }
    return true;
}

void BodyWriter::forEach(const Take &take)
{
    if (m_isKept)
        return take(m_kept);
    decode::CodingDecoder decoder(m_codings);
    uint64_t room = m_input.max;
    bool whole = true;
    forEachWindow(m_input.slices, [&](const std::vector<base::Slice> &window) {
        const auto bytes = m_source.read(window, windowBytes);
        if (!bytes)
            m_readFailed = true;
        whole = bytes && feed(decoder, *bytes, room, take);
        return whole;
    });
    if (whole && !m_codings.empty()) {
        if (const auto finished = decoder.finish(); !finished)
            m_codingError = finished.error();
    }
}

void BodyWriter::judge(std::span<const std::byte> first)
{
    first = first.first(std::min(first.size(), sniffBytes));
    m_format = decode::bodyFormat(m_input.media, first);
    if (m_input.mayHaveCharset && m_input.contents != exchange::Contents::Text && (decode::isText(m_format) || !m_input.charset.empty()))
        m_charset = decode::bodyCharset(first, m_input.charset, m_format);
    m_kind = maskedAs(m_format);
    // A declared form is treated as one unless it is JSON, as sent by `curl -d`: its fields may hold secrets.
    const masking::BodyKind declared = maskedAs(decode::declaredFormat(m_input.media));
    const masking::BodyKind sniffed = maskedAs(decode::sniffedFormat(first.first(std::min(first.size(), sniffBytes))));
    if (isStructured(declared) && !isStructured(m_kind))
        m_kind = declared;
    if (m_kind == masking::BodyKind::Form && sniffed == masking::BodyKind::Json)
        m_kind = sniffed;
    const std::string_view text = view(first);
    // A form sent as JSON, or a page with an error.
    if (m_kind == masking::BodyKind::Json && text.find_first_of("{[\"") == std::string_view::npos)
        m_kind = masking::BodyKind::Text;
    // Compressed without saying so, or text with a NUL, as at the end of a frame of STOMP.
    const decode::Format found = decode::sniffedFormat(first);
    const bool bytes = !decode::isText(found) && found != decode::Format::Empty && (m_charset.empty() || m_charset == "utf-8");
    if (bytes && m_kind != masking::BodyKind::Multipart) {
        m_format = decode::isText(m_format) ? found : m_format;
        m_kind = m_format == decode::Format::Binary && isNearlyText(text) ? masking::BodyKind::Text : masking::BodyKind::Other;
    }
    if (m_kind == masking::BodyKind::Code && isJsonp(text))
        m_kind = masking::BodyKind::Json;
    if (m_kind != masking::BodyKind::Text)
        return;
    if (m_input.media.starts_with("text/x-"))
        m_kind = masking::BodyKind::Code;
    else if (m_input.media == "text/csv" || m_input.media == "text/tab-separated-values")
        m_kind = masking::BodyKind::Table;
    // Without a type, or with an uninformative one.
    else if (const std::string_view boundary = multipartBoundary(text); !boundary.empty()) {
        m_kind = masking::BodyKind::Multipart;
        m_boundary = boundary;
    } else if (masking::isForm(text)) {
        m_kind = masking::BodyKind::Form;
    } else if (isJsonp(text)) {
        m_kind = masking::BodyKind::Json;
    }
}

void BodyWriter::inspect()
{
    m_size = 0;
    m_kept.clear();
    m_isKept = false;
    m_limited = false;
    std::optional<decode::CharsetDecoder> converter;
    decode::Utf8Check check;
    std::string converted;
    bool zero = false;
    forEach([&](std::span<const std::byte> bytes) {
        if (bytes.empty())
            return;
        if (m_size == 0) {
            judge(bytes);
            if (!m_charset.empty() && m_charset != "utf-8")
                converter.emplace(m_charset);
        }
        m_size += bytes.size();
        if (m_size <= keptMax)
            m_kept.insert(m_kept.end(), bytes.begin(), bytes.end());
        if (converter) {
            converted.clear();
            converter->feed(bytes, converted);
            zero = zero || converted.find('\0') != std::string::npos;
        } else {
            check.feed(bytes);
            zero = zero || view(bytes).find('\0') != std::string_view::npos;
        }
    });
    if (converter)
        converter->finish(converted);
    m_text = m_input.contents == exchange::Contents::Text || (!zero && (converter ? converter->known() && !converter->replaced() : check.finish()));
    // The charset does not fit: the bytes may still be UTF-8, otherwise they stay unchanged.
    if (!m_text || !converter)
        m_charset.clear();
    m_isKept = m_size <= keptMax;
}

void BodyWriter::produce(const std::function<void(std::string_view)> &take)
{
    decode::CharsetDecoder converter(m_charset);
    const masking::Masker none{masking::Key{}};
    masking::BodyMasker rewriter(m_masker ? *m_masker : none, m_masker ? m_kind : masking::BodyKind::Other, m_boundary, m_report);
    std::string converted, masked;
    const auto pass = [&](std::string_view bytes) {
        masked.clear();
        rewriter.feed(bytes, masked);
        take(masked);
    };
    forEach([&](std::span<const std::byte> bytes) {
        if (m_charset.empty())
            return pass(view(bytes));
        converted.clear();
        converter.feed(bytes, converted);
        pass(converted);
    });
    masked.clear();
    rewriter.finish(masked);
    take(masked);
}

void BodyWriter::write(decode::JsonWriter &out)
{
    if (!m_text)
        return writeBase64(out);
    out.beginText();
    produce([&](std::string_view piece) { out.textPiece(piece); });
    out.endText();
}

void BodyWriter::writeBase64(decode::JsonWriter &out)
{
    out.beginText();
    decode::Base64 encoder;
    std::string encoded;
    produce([&](std::string_view piece) {
        encoded.clear();
        encoder.feed(piece, encoded);
        out.textPiece(encoded);
    });
    encoded.clear();
    encoder.finish(encoded);
    out.textPiece(encoded);
    out.endText();
}

std::string BodyWriter::text()
{
    std::string text;
    produce([&](std::string_view piece) { text += piece; });
    return text;
}

} // namespace exporters
