// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/curl.h"

#include "app/decode/base64.h"

#include <algorithm>

namespace exporters {

namespace {

bool isBare(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || std::string_view("_-./:=@%+,").find(c) != std::string_view::npos;
}

bool isControl(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

std::string versionOption(const std::string &version)
{
    if (version == "HTTP/1.0")
        return " --http1.0";
    return version.starts_with("HTTP/2") ? " --http2" : version == "HTTP/1.1" ? " --http1.1" : "";
}

} // namespace

std::string shellWord(std::string_view text)
{
    if (!text.empty() && text.front() != '=' && std::all_of(text.begin(), text.end(), isBare))
        return std::string(text);
    static constexpr char digits[] = "0123456789abcdef";
    const bool escapes = std::any_of(text.begin(), text.end(), isControl);
    std::string out = escapes ? "$'" : "'";
    for (const char c : text) {
        if (!escapes) {
            out += c == '\'' ? std::string("'\\''") : std::string(1, c);
        } else if (c == '\n') {
            out += "\\n";
        } else if (isControl(c)) {
            out += "\\x";
            out += digits[static_cast<unsigned char>(c) >> 4];
            out += digits[c & 15];
        } else {
            out += c == '\'' || c == '\\' ? "\\" : "";
            out += c;
        }
    }
    return out + "'";
}

std::string curlCommand(const SentRequest &request)
{
    const auto has = [&request](std::string_view part) { return request.url.find(part) != std::string::npos; };
    const bool binary = !isText(request.body);
    std::string command;
    if (binary)
        command = "printf %s " + decode::toBase64(request.body) + " | base64 -d | ";
    command += "curl";
    if (request.method == "HEAD")
        command += " -I";
    else if (!request.method.empty() && request.method != (request.body.empty() ? "GET" : "POST"))
        command += " -X " + shellWord(request.method);
    command += versionOption(request.version);
    if (request.url.find_first_of("[]{}") != std::string::npos)
        command += " -g";
    if (has("/../") || has("/./"))
        command += " --path-as-is";
    command += " " + shellWord(request.url);
    if (!request.host.empty())
        command += " \\\n  -H " + shellWord("Host: " + request.host);
    for (const exchange::HeadField &field : request.fields) {
        // "Name;" is curl's syntax for a field without a value.
        command += " \\\n  -H " + shellWord(field.value.empty() ? field.name + ";" : field.name + ": " + field.value);
        if (exchange::equalsIgnoringCase(field.name, "accept-encoding"))
            command += " --compressed";
    }
    if (binary)
        command += " \\\n  --data-binary @-";
    else if (!request.body.empty())
        command += " \\\n  --data-raw " + shellWord(request.body);
    return command;
}

} // namespace exporters
