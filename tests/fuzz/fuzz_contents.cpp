// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens, certificates, layers, JSON level by level, from any bytes.
#include "app/decode/certificate.h"
#include "app/decode/body_charset.h"
#include "app/decode/charset.h"
#include "app/decode/json_scan.h"
#include "app/decode/jwt.h"
#include "app/decode/layers.h"

#include <cstdlib>

namespace {

void walk(std::string_view container, int depth)
{
    decode::JsonMembers members(container);
    while (const auto member = members.next()) {
        const char *end = container.data() + container.size();
        if (member->value.data() + member->value.size() > end || member->key.size() > container.size())
            std::abort();
        (void)decode::jsonUnescaped(member->key);
        const bool opens = member->kind == decode::JsonKind::Object || member->kind == decode::JsonKind::Array;
        if (opens && member->value.size() >= container.size())
            std::abort();
        if (opens && depth < 8)
            walk(member->value, depth + 1);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const std::string_view text(reinterpret_cast<const char *>(data), size);
    const auto bytes = std::as_bytes(std::span(data, size));
    if (const auto value = decode::firstJsonValue(text))
        walk(value->value, 0);
    for (const std::string_view token : decode::findJwts(text)) {
        const auto jwt = decode::parseJwt(token);
        if (!jwt || decode::jwtText(*jwt).empty())
            std::abort();
    }
    for (const decode::Certificate &certificate : decode::readCertificates(bytes, 4)) {
        if (certificate.empty())
            std::abort();
    }
    const decode::Unwrapped inner = decode::unwrap(bytes, decode::sniffedFormat(bytes), 1 << 20);
    if (inner.bytes.size() > 1 << 20 && inner.layers.back() != decode::Layer::Base64)
        std::abort();
    (void)decode::sniffedCharset(bytes);
    return 0;
}
