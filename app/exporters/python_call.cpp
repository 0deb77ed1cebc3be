// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/python_call.h"

#include "app/exporters/joined_fields.h"

#include <algorithm>
#include <vector>

namespace exporters {

namespace {

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string inQuotes(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte >= 0x7f) {
            out += "\\x";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    return out + '"';
}

// A value may be text or bytes; text would be sent as Latin-1.
std::string fieldValue(const std::string &value) { return isAscii(value) ? inQuotes(value) : pythonBytes(value); }

std::string methodOf(const SentRequest &request) { return request.method.empty() ? "GET" : request.method; }

std::vector<exchange::HeadField> allFields(const SentRequest &request, std::vector<exchange::HeadField> fields)
{
    if (!request.host.empty())
        fields.insert(fields.begin(), {"Host", request.host});
    return fields;
}

} // namespace

std::string pythonBytes(std::string_view bytes) { return "b" + inQuotes(bytes); }

std::string requestsCall(const SentRequest &request)
{
    // requests spells some URLs its own way.
    const bool respelled = request.url.find('%') != std::string::npos || request.url.find("/.") != std::string::npos;
    std::string arguments = "    " + inQuotes(methodOf(request)) + ",\n    " + inQuotes(request.url) + ",\n";
    if (const auto fields = allFields(request, joinedFields(request.fields)); !fields.empty()) {
        arguments += "    headers={\n";
        for (const exchange::HeadField &field : fields)
            arguments += "        " + inQuotes(field.name) + ": " + fieldValue(field.value) + ",\n";
        arguments += "    },\n";
    }
    if (!request.body.empty())
        arguments += "    data=" + pythonBytes(request.body) + ",\n";
    std::string program = "import requests\n\n";
    if (respelled)
        program += "request = requests.Request(\n" + arguments + ").prepare()\nrequest.url = " + inQuotes(request.url)
            + "  # spelled exactly so\nresponse = requests.Session().send(request, allow_redirects=False)\n";
    else
        program += "response = requests.request(\n" + arguments + "    allow_redirects=False,\n)\n";
    return program + "print(response.status_code, response.text)\n";
}

std::string httpxCall(const SentRequest &request)
{
    std::string program = "import httpx\n\nresponse = httpx.request(\n    " + inQuotes(methodOf(request)) + ",\n    " + inQuotes(request.url) + ",\n";
    if (const auto fields = allFields(request, request.fields); !fields.empty()) {
        program += "    headers=[\n";
        for (const exchange::HeadField &field : fields) {
            // Both of a pair are of one type.
            const bool plain = isAscii(field.value);
            program += "        (" + (plain ? inQuotes(field.name) : pythonBytes(field.name)) + ", " + fieldValue(field.value) + "),\n";
        }
        program += "    ],\n";
    }
    if (!request.body.empty())
        program += "    content=" + pythonBytes(request.body) + ",\n";
    return program + ")\nprint(response.status_code, response.text)\n";
}

} // namespace exporters
