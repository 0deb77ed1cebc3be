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

// Codes in place of the protocol version (src/include/libpq/pqcomm.h).
inline constexpr uint32_t cancelRequest = 80877102, sslRequest = 80877103, gssRequest = 80877104;

// Whether a connection's first message begins here, which has no type byte.
Verdict startsConnection(std::span<const std::byte>);
// Whether a client message begins here, judged by its structure: for connections joined midstream.
Verdict startsFrontend(std::span<const std::byte>);
// The same for a server message.
Verdict startsBackend(std::span<const std::byte>);
bool isFrontendType(char);
bool isBackendType(char);

struct Column {
    std::string name;
    uint32_t type = 0;      // OID in pg_type; 0: unknown
    uint16_t format = 0;    // 0 text, 1 binary
};

std::vector<Column> readRowDescription(std::string_view payload);

// One value as JSON. `more`: bytes of it that are missing here.
void appendValue(std::string &json, std::string_view value, uint32_t type, bool binary, uint64_t more = 0);
// DataRow as a JSON object, or as an array if its columns are unknown. `formats` of the values as Bind requested
// them, if the columns do not tell: none (text), one for all, or one each.
std::string rowText(std::string_view payload, const std::vector<Column> *, const std::vector<uint16_t> *formats);

struct ErrorFields {
    std::string severity, code, message, detail, hint;
};
ErrorFields readError(std::string_view payload);
// "42P01: relation "x" does not exist"; preceded by the severity unless that is ERROR.
std::string errorWords(const ErrorFields &);

// The row count in a command tag: "SELECT 5", "INSERT 0 3".
std::optional<uint64_t> rowsOfTag(std::string_view tag);

} // namespace protocols::postgres
