// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/fetch.h"

#include "app/decode/base64.h"
#include "app/decode/value_text.h"
#include "app/exporters/joined_fields.h"

#include <algorithm>

namespace exporters {

namespace {

std::string inQuotes(std::string_view text)
{
    std::string out;
    decode::appendQuoted(text, out);
    return out;
}

// A field's value consists of bytes: fetch() takes each as one character.
std::string quotedBytes(std::string_view bytes)
{
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x80)
            text += {char(0xc0 | byte >> 6), char(0x80 | (byte & 0x3f))};
        else
            text += c;
    }
    return inQuotes(text);
}

std::string bodyExpression(const SentRequest &request, bool typed)
{
    if (!isText(request.body))
        return "Uint8Array.from(atob(\"" + decode::toBase64(request.body) + "\"), c => c.charCodeAt(0))";
    // For text without a type, fetch() would send text/plain.
    return typed ? inQuotes(request.body) : "new TextEncoder().encode(" + inQuotes(request.body) + ")";
}

} // namespace

std::string fetchCall(const SentRequest &request)
{
    const std::vector<exchange::HeadField> fields = joinedFields(request.fields);   // names in an object are unique
    const auto has = [&fields](std::string_view name) {
        return std::any_of(fields.begin(), fields.end(), [name](const auto &field) { return exchange::equalsIgnoringCase(field.name, name); });
    };
    std::string options;
    if (!request.method.empty() && request.method != "GET")
        options += "  method: " + inQuotes(request.method) + ",\n";
    if (!fields.empty()) {
        options += "  headers: {\n";
        for (const exchange::HeadField &field : fields)
            options += "    " + inQuotes(field.name) + ": " + quotedBytes(field.value) + ",\n";
        options += "  },\n";
    }
    // A browser sends its own cookies, and only if asked to.
    if (has("cookie"))
        options += "  credentials: \"include\",\n";
    const bool bodiless = request.method.empty() || request.method == "GET" || request.method == "HEAD";
    if (!request.body.empty() && bodiless)
        options += "  // " + std::to_string(request.body.size()) + "-byte body omitted: fetch() does not allow one with this method\n";
    else if (!request.body.empty())
        options += "  body: " + bodyExpression(request, has("content-type")) + ",\n";
    return "fetch(" + inQuotes(request.url) + (options.empty() ? std::string() : ", {\n" + options + "}") + ");";
}

} // namespace exporters
