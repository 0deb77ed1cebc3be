// SPDX-License-Identifier: GPL-3.0-or-later
// Messages of PostgreSQL's frontend/backend protocol, version 3 (PostgreSQL documentation, chapter 55).
#pragma once

#include "app/protocols/parser.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace protocols::postgres {

// Codes in the place of the protocol version (src/include/libpq/pqcomm.h).
inline constexpr uint32_t cancelRequest = 80877102, sslRequest = 80877103, gssRequest = 80877104;

// The first message of a connection, which has no type.
Verdict startsConnection(std::span<const std::byte>);
// A message of a client, by its structure: for one that is joined in the middle.
Verdict startsFrontend(std::span<const std::byte>);
// A message of a server, likewise.
Verdict startsBackend(std::span<const std::byte>);
bool isFrontendType(char);
bool isBackendType(char);

struct Column {
    std::string name;
    uint32_t type = 0;      // OID in pg_type; 0: unknown
    uint16_t format = 0;    // 0 text, 1 binary
};

std::vector<Column> readRowDescription(std::string_view payload);

// One value as JSON.
// `more`: bytes of it that are not there.
void appendValue(std::string &json, std::string_view value, uint32_t type, bool binary, uint64_t more = 0);
// DataRow as a JSON object, or an array where its columns are not known. `formats` of the values as Bind asked for
// them, where the columns do not tell: none (text), one for all, or one each.
std::string rowText(std::string_view payload, const std::vector<Column> *, const std::vector<uint16_t> *formats);

struct ErrorFields {
    std::string severity, code, message, detail, hint;
};
ErrorFields readError(std::string_view payload);
// "42P01: relation "x" does not exist"; with the severity before it where that is not ERROR.
std::string errorWords(const ErrorFields &);

// Rows that a command tag tells: "SELECT 5", "INSERT 0 3".
std::optional<uint64_t> rowsOfTag(std::string_view tag);

} // namespace protocols::postgres
