// SPDX-License-Identifier: GPL-3.0-or-later
// Parses a message head as stored (Message::head): start line and fields in text form; for HTTP/1 as on the wire, for
// HTTP/2 derived into the same form. Lenient: whatever is there is shown.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace exchange {

struct HeadField {
    std::string name;    // as on the wire
    // Without surrounding white space; folded lines joined by a space. Bytes that are not UTF-8 are read as Latin-1.
    std::string value;
    bool operator==(const HeadField &) const = default;
};

struct Head {
    std::string startLine;
    // For a request; empty in a response.
    std::string method, target;
    // For a response; 0 in a request, or if it is not a number.
    int status = 0;
    std::string reason;
    std::string version;              // "HTTP/1.1"; empty if the start line has none
    std::vector<HeadField> fields;    // in order

    // First field of that name (any case), or null.
    const std::string *find(std::string_view name) const;
};

Head parseHead(std::string_view bytes);
Head parseHead(std::span<const std::byte> bytes);
// Keeps the bytes of the fields unchanged, for resending them.
Head parseRawHead(std::string_view bytes);
// Several heads back to back, each ending with an empty line.
std::vector<Head> parseHeads(std::string_view bytes);
// Fields without a start line: trailers, parts of a multipart body.
std::vector<HeadField> parseFields(std::string_view bytes);

// The codings of a body in the order they were applied: content codings, then transfer codings except "chunked", which
// message framing already decoded (RFC 9112, section 7). "gzip, br".
std::string bodyCodings(const std::vector<HeadField> &);

struct Cookie {
    std::string name, value;
    // From Set-Cookie, as sent; nullopt if not sent.
    std::optional<std::string> path, domain, expires, maxAge, sameSite;
    bool httpOnly = false, secure = false;
};

// RFC 6265 section 4.2 and 5.2.
std::vector<Cookie> parseCookies(std::string_view cookieValue);
Cookie parseSetCookie(std::string_view setCookieValue);

struct Parameter {
    std::string name, value;         // percent-decoded, '+' as space
    std::string_view rawName, rawValue; // views into the input
};

// The query of a target or URL: between '?' and '#'. Empty if there is none.
std::string_view queryOf(std::string_view target);
// "a=1&b=2", as in a query or a form.
std::vector<Parameter> parseParameters(std::string_view query);
// Percent-decoding (RFC 3986 2.1); invalid escapes stay unchanged. With `plus`, '+' is a space.
std::string percentDecoded(std::string_view, bool plus);

struct ContentType {
    std::string media;               // "text/html", lower case, without parameters
    std::string charset, boundary;   // unquoted; charset in lower case
};

// RFC 9110 section 8.3.
ContentType parseContentType(std::string_view value);

bool equalsIgnoringCase(std::string_view, std::string_view);

} // namespace exchange
