// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exporters/httpie.h"

#include "app/decode/base64.h"
#include "app/exporters/curl.h"
#include "app/exporters/joined_fields.h"

#include <algorithm>
#include <string_view>

namespace exporters {

namespace {

// "Name:value". A value that begins with one of these would make the colon part of another separator.
std::string item(const exchange::HeadField &field)
{
    if (field.value.empty())
        return field.name + ";";
    const bool ambiguous = std::string_view("=@:;").find(field.value.front()) != std::string_view::npos;
    return field.name + ":" + (ambiguous ? "\\" : "") + field.value;
}

} // namespace

std::string httpieCommand(const SentRequest &request)
{
    const bool binary = !isText(request.body);
    std::string command;
    if (binary)
        command = "printf %s " + decode::toBase64(request.body) + " | base64 -d | ";
    command += "http";
    if (!binary)
        command += " --ignore-stdin";
    if (request.url.find("/../") != std::string::npos || request.url.find("/./") != std::string::npos)
        command += " --path-as-is";
    if (!binary && !request.body.empty())
        command += " --raw " + shellWord(request.body);
    command += " " + shellWord(request.method.empty() ? "GET" : request.method) + " " + shellWord(request.url);
    if (!request.host.empty())
        command += " \\\n  " + shellWord("Host:" + request.host);
    bool typed = false;
    for (const exchange::HeadField &field : joinedFields(request.fields)) {
        command += " \\\n  " + shellWord(item(field));
        typed |= exchange::equalsIgnoringCase(field.name, "content-type");
    }
    // It would call a body without a type JSON.
    if (!request.body.empty() && !typed)
        command += " \\\n  Content-Type:";
    return command;
}

} // namespace exporters
