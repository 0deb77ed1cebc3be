// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/multipart.h"

#include <algorithm>
#include <cctype>

namespace decode {

namespace {

// Limit for one part's fields; beyond it the part is all content.
constexpr size_t headMax = 64 * 1024;

bool equal(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::string_view trimmed(std::string_view text)
{
    const size_t begin = text.find_first_not_of(" \t\r");
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// name="value" or name=value among the parameters of a field.
std::string parameter(std::string_view value, std::string_view wanted)
{
    size_t at = value.find(';');
    while (at != std::string_view::npos && at < value.size()) {
        size_t equals = value.find('=', ++at);
        if (equals == std::string_view::npos)
            return {};
        const std::string_view name = trimmed(value.substr(at, equals - at));
        std::string text;
        size_t i = equals + 1;
        if (i < value.size() && value[i] == '"') {
            for (++i; i < value.size() && value[i] != '"'; ++i) {
                // Browsers escape only the quote (RFC 7578 section 2); backslashes in paths stay.
                if (value[i] == '\\' && i + 1 < value.size() && value[i + 1] == '"')
                    ++i;
                text += value[i];
            }
            at = value.find(';', i);
        } else {
            at = value.find(';', i);
            text = trimmed(value.substr(i, at == std::string_view::npos ? at : at - i));
        }
        if (equal(name, wanted))
            return text;
    }
    return {};
}

void readFields(Part &part)
{
    std::string_view rest = part.head;
    while (!rest.empty()) {
        const size_t end = rest.find('\n');
        const std::string_view line = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        const size_t colon = line.find(':');
        if (colon == std::string_view::npos)
            continue;
        const std::string_view value = trimmed(line.substr(colon + 1));
        if (equal(trimmed(line.substr(0, colon)), "content-disposition")) {
            part.name = parameter(value, "name");
            part.fileName = parameter(value, "filename");
        } else if (equal(trimmed(line.substr(0, colon)), "content-type")) {
            part.contentType = value;
        }
    }
}

Part makePart(std::string_view bytes, bool cut)
{
    Part part;
    part.cut = cut;
    const std::string_view start = bytes.substr(0, headMax);
    size_t end = start.find("\r\n\r\n");
    size_t gap = 4;
    if (bytes.starts_with("\r\n") || bytes.starts_with('\n')) {
        end = 0;
        gap = bytes.front() == '\n' ? 1 : 2;
    } else if (const size_t bare = start.find("\n\n"); bare < end) {
        end = bare;
        gap = 2;
    }
    if (end == std::string_view::npos) {
        part.content = bytes;
        return part;
    }
    part.head = bytes.substr(0, end);
    part.content = bytes.substr(end + gap);
    readFields(part);
    return part;
}

// Where the next delimiter line begins, from `from` on.
size_t findDelimiter(std::string_view body, std::string_view delimiter, size_t from)
{
    for (size_t at = body.find(delimiter, from); at != std::string_view::npos; at = body.find(delimiter, at + 1)) {
        const std::string_view after = body.substr(at + delimiter.size(), 2);
        const bool wholeLine = after.empty() || after == "--" || std::string_view(" \t\r\n").find(after.front()) != std::string_view::npos;
        if (wholeLine && (at == 0 || body[at - 1] == '\n'))
            return at;
    }
    return std::string_view::npos;
}

} // namespace

std::vector<Part> splitMultipart(std::string_view body, std::string_view boundary, size_t partsMax)
{
    std::vector<Part> parts;
    if (boundary.empty() || boundary.size() > 200)
        return parts;
    const std::string delimiter = "--" + std::string(boundary);
    size_t at = findDelimiter(body, delimiter, 0);
    while (at != std::string_view::npos && parts.size() < partsMax) {
        const size_t after = at + delimiter.size();
        if (body.substr(after).starts_with("--"))
            break;
        const size_t line = body.find('\n', after);
        if (line == std::string_view::npos)
            break;
        at = findDelimiter(body, delimiter, line + 1);
        std::string_view bytes = body.substr(line + 1, at == std::string_view::npos ? at : at - line - 1);
        // The line break before a delimiter belongs to the delimiter.
        if (at != std::string_view::npos && bytes.ends_with('\n'))
            bytes.remove_suffix(bytes.ends_with("\r\n") ? 2 : 1);
        parts.push_back(makePart(bytes, at == std::string_view::npos));
    }
    return parts;
}

} // namespace decode
