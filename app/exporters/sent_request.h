// SPDX-License-Identifier: GPL-3.0-or-later
// A request ready to be sent again: the source of copied commands and calls.
#pragma once

#include "app/exchange/head.h"
#include "app/exporters/har_writer.h"

#include <string>
#include <vector>

namespace exporters {

struct SentRequest {
    std::string method;      // empty: unknown
    std::string version;     // "HTTP/1.1"; empty: unknown
    std::string url;
    std::string host;        // value of the Host field if it differs from the URL's; otherwise empty
    std::vector<exchange::HeadField> fields;   // without those that every client generates itself
    std::string body;        // still content-encoded; masked, decoded, or empty if it cannot be searched for secrets
};

// `masker` may be null: then secrets are included.
SentRequest sentRequest(const EntrySource &, const base::BodySource &, const masking::Masker *masker);
// Text in UTF-8 without NUL.
bool isText(const std::string &body);
// Absolute, without fragment. If neither host nor address is known the host is "unknown.invalid" (RFC 6761 section
// 6.4), as HAR requires one.
std::string exchangeUrl(const EntrySource &);

} // namespace exporters
