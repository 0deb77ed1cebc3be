// SPDX-License-Identifier: GPL-3.0-or-later
// What a secret may be wrapped in, and the spellings in which it must not come out.
#pragma once

#include "app/base/percent.h"
#include "app/decode/coding.h"
#include "tests/support/canary_kinds.h"
#include "tests/support/deflated.h"

#include <QByteArray>
#include <QString>

#include <brotli/encode.h>
#include <zstd.h>

#include <algorithm>
#include <span>

namespace canary {

using support::deflated;

inline std::string brotli(std::string_view text)
{
    std::string out(BrotliEncoderMaxCompressedSize(text.size()) + 16, '\0');
    size_t size = out.size();
    BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, text.size(), reinterpret_cast<const uint8_t *>(text.data()), &size, reinterpret_cast<uint8_t *>(out.data()));
    out.resize(size);
    return out;
}

inline std::string zstd(std::string_view text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

inline std::string percent(std::string_view text, bool all = false)
{
    return base::percentEncoded(text, [&](char c) { return !all && (std::isalnum(static_cast<unsigned char>(c)) || std::string_view("-_.~").find(c) != std::string_view::npos); });
}

inline std::string unicodeEscaped(std::string_view text)
{
    std::string out;
    for (const QChar c : QString::fromUtf8(text.data(), qsizetype(text.size())))
        out += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0').toStdString();
    return out;
}

inline std::string hexed(std::string_view text) { return QByteArray(text.data(), qsizetype(text.size())).toHex().toStdString(); }

inline std::string jsonText(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else
            out += c;
    }
    return out;
}

inline std::string htmlText(std::string_view text)
{
    std::string out;
    for (const char c : text)
        out += c == '"' ? "&quot;" : c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '\'' ? "&#39;" : std::string(1, c);
    return out;
}

struct Layer {
    std::string_view name;
    std::string (*wrap)(const std::string &);
};

inline const std::vector<Layer> layers{
    {"plain", [](const std::string &t) { return t; }},
    {"base64", [](const std::string &t) { return decode::toBase64(t); }},
    {"base64url", [](const std::string &t) { return base64Url(t); }},
    {"percent", [](const std::string &t) { return percent(t); }},
    {"percent twice", [](const std::string &t) { return percent(percent(t, true)); }},
    {"escapes", [](const std::string &t) { return unicodeEscaped(t); }},
    {"JSON in JSON", [](const std::string &t) { return "{\"note\":\"" + jsonText("{\"note\":\"" + jsonText(t) + "\"}") + "\"}"; }},
    {"gzip", [](const std::string &t) { return decode::toBase64(deflated(t, 31)); }},
    {"zstd", [](const std::string &t) { return decode::toBase64(zstd(t)); }},
    {"brotli", [](const std::string &t) { return decode::toBase64(brotli(t)); }},
    {"SAML", [](const std::string &t) { return decode::toBase64(deflated("<samlp:Response ID=\"a\"><saml:Attribute>" + htmlText(t) + "</saml:Attribute></samlp:Response>", -15)); }},
    {"JWT", [](const std::string &t) { return base64Url("{\"alg\":\"none\"}") + "." + base64Url("{\"note\":\"" + jsonText(t) + "\"}") + "."; }},
    {"hex", [](const std::string &t) { return hexed(t); }},
};

inline std::string reversed(std::string text)
{
    std::reverse(text.begin(), text.end());
    return text;
}

// Those of a text in which it might come out. Of Base64 only what does not depend on the neighbours.
inline std::vector<std::string> spellings(const std::string &text)
{
    std::vector<std::string> all{text, percent(text), percent(text, true), unicodeEscaped(text), hexed(text), jsonText(text), jsonText(jsonText(text)), htmlText(text), reversed(text)};
    for (size_t before = 0; before < 3; ++before) {
        const std::string coded = decode::toBase64(std::string(before, 'x') + text);
        const size_t begin = before == 0 ? 0 : before + 1, end = (before + text.size()) * 8 / 6;
        if (end >= begin + 8)
            all.push_back(coded.substr(begin, end - begin));
    }
    std::string small = all[1];
    std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) { return char(std::tolower(c)); });
    all.push_back(small);
    return all;
}

// Every Base64 in a text, decoded and, if it is compressed, decompressed; three levels deep.
inline void unwrapped(std::string_view text, std::vector<std::string> &out, int depth = 0)
{
    const auto coded = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '/' || c == '-' || c == '_'; };
    for (size_t at = 0; depth < 3 && at < text.size(); ++at) {
        size_t end = at;
        while (end < text.size() && coded(text[end]))
            ++end;
        if (end - at >= 16) {
            std::string run(text.substr(at, end - at - (end - at) % 4 % 2));
            for (char &c : run)
                c = c == '-' ? '+' : c == '_' ? '/' : c;
            const QByteArray inside = QByteArray::fromBase64(QByteArray::fromStdString(run));
            const auto bytes = std::as_bytes(std::span(inside.constData(), size_t(inside.size())));
            for (const char *coding : {"", "gzip", "zstd", "br", "deflate"}) {
                const decode::DecodedBody decoded = *coding ? decode::decodeBody(bytes, coding, {.outputMax = 1 << 20}) : decode::DecodedBody{{bytes.begin(), bytes.end()}, {}};
                if (decoded.error || decoded.bytes.empty())
                    continue;
                out.emplace_back(reinterpret_cast<const char *>(decoded.bytes.data()), decoded.bytes.size());
                unwrapped(std::string(out.back()), out, depth + 1);
            }
        }
        at = end;
    }
}

} // namespace canary
