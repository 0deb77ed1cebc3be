// SPDX-License-Identifier: GPL-3.0-or-later
// A request as something else can send it again: what the commands and calls that are copied are made of.
#pragma once

#include "app/exchange/head.h"
#include "app/exporters/har_writer.h"

#include <string>
#include <vector>

namespace exporters {

struct SentRequest {
    std::string method;      // empty: not known
    std::string version;     // "HTTP/1.1"; empty: not known
    std::string url;
    std::string host;        // value of the Host field where the URL has another; else empty
    std::vector<exchange::HeadField> fields;   // without those that every sender makes anew
    std::string body;        // with its content coding still on
};

// `masker` may be null: then every secret is in it.
SentRequest sentRequest(const EntrySource &, const base::BodySource &, const masking::Masker *masker);
// Text in UTF-8 without NUL.
bool isText(const std::string &body);
// Absolute, without fragment. Where neither host nor address is known the host is "unknown.invalid"
// (RFC 6761 section 6.4), as HAR cannot be without.
std::string exchangeUrl(const EntrySource &);

} // namespace exporters
