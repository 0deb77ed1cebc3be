// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/websocket/extensions.h"

#include "app/protocols/http1/text.h"

namespace protocols::websocket {

namespace {

// Removes and returns what precedes the next `separator` in `text`.
std::string_view take(std::string_view &text, char separator)
{
    const size_t end = text.find(separator);
    const std::string_view first = text.substr(0, end);
    text = end == text.npos ? std::string_view() : text.substr(end + 1);
    return http1::trimmed(first);
}

void readExtension(std::string_view extension, Extensions &agreed)
{
    const std::string_view name = take(extension, ';');
    if (name.empty())
        return;
    if (!http1::equalsNoCase(name, "permessage-deflate")) {
        agreed.other = true;
        return;
    }
    agreed.deflate = true;
    while (!extension.empty()) {
        std::string_view parameter = take(extension, ';');
        const std::string_view key = take(parameter, '=');
        agreed.clientNoTakeover |= http1::equalsNoCase(key, "client_no_context_takeover");
        agreed.serverNoTakeover |= http1::equalsNoCase(key, "server_no_context_takeover");
    }
}

} // namespace

Extensions readExtensions(std::span<const Field> fields)
{
    Extensions agreed;
    for (const Field &field : fields) {
        if (!http1::equalsNoCase(field.name, "sec-websocket-extensions"))
            continue;
        for (std::string_view rest = field.value; !rest.empty();)
            readExtension(take(rest, ','), agreed);
    }
    return agreed;
}

} // namespace protocols::websocket
