// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a request as a curl command for a POSIX-like shell.
#pragma once

#include "app/exporters/har_writer.h"

#include <span>
#include <string>
#include <string_view>

namespace exporters {

// One shell word that stands for exactly `text`: bare, 'quoted', or $'quoted' when it has control
// characters (bash, zsh, ksh).
std::string shellWord(std::string_view text);

// `head` and `body` are the request's stored bytes (the body with its content coding still on).
// `masker` may be null: then the command holds every secret.
std::string curlCommand(const EntrySource &, std::span<const std::byte> head, std::span<const std::byte> body,
                        const masking::Masker *masker);
std::string curlCommand(const EntrySource &, const base::BodySource &, const masking::Masker *masker);
// Absolute, without fragment. Where neither host nor address is known the host is "unknown.invalid"
// (RFC 6761 section 6.4), as HAR cannot be without.
std::string exchangeUrl(const EntrySource &);

} // namespace exporters
