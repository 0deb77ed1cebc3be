// SPDX-License-Identifier: GPL-3.0-or-later
// Packet contents of the MySQL client/server protocol, including MariaDB's variant
// (https://dev.mysql.com/doc/dev/mysql-server/latest/PAGE_PROTOCOL.html,
// https://mariadb.com/kb/en/clientserver-protocol/).
#pragma once

#include "app/protocols/byte_reader.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace protocols::mysql {

enum Capability : uint32_t {
    ConnectWithDb = 1u << 3, Compress = 1u << 5, Protocol41 = 1u << 9, Ssl = 1u << 11, SecureConnection = 1u << 15,
    PluginAuth = 1u << 19, AuthLenenc = 1u << 21, DeprecateEof = 1u << 24, ZstdCompress = 1u << 26, QueryAttributes = 1u << 27,
};

enum Command : uint8_t {
    Quit = 0x01, InitDb = 0x02, QueryCommand = 0x03, FieldList = 0x04, Statistics = 0x09, Ping = 0x0e, ChangeUser = 0x11, BinlogDump = 0x12,
    Prepare = 0x16, Execute = 0x17, SendLongData = 0x18, CloseStatement = 0x19, ResetStatement = 0x1a, SetOption = 0x1b, Fetch = 0x1c,
    BinlogDumpGtid = 0x1e, ResetConnection = 0x1f, BulkExecute = 0xfa,
};

enum Status : uint16_t { MoreResults = 0x0008, CursorExists = 0x0040 };

inline constexpr uint32_t longestPacket = 0xffffff;   // a packet of this size continues in the next

// A length-encoded integer; nullopt for NULL (0xfb) and if there is none.
std::optional<uint64_t> lenenc(ByteReader &);
std::string_view lenencText(ByteReader &);

struct Column {
    std::string name;
    uint8_t type = 0;        // MYSQL_TYPE_*
    bool isUnsigned = false;
};
Column readColumn(std::string_view payload);

// A row as a JSON object, from text values or binary ones (those of prepared statements).
std::string rowText(std::string_view payload, const std::vector<Column> &, bool binary);
// One binary value; false if its bytes are incomplete.
bool appendBinaryValue(std::string &json, ByteReader &, uint8_t type, bool isUnsigned);

struct Okay {
    uint64_t affected = 0;
    uint16_t status = 0, warnings = 0;
};
Okay readOkay(std::string_view payload);
// "1146 (42S02): Table 'x.y' doesn't exist".
std::string errorWords(std::string_view payload);

struct Login {
    uint32_t capabilities = 0;
    std::string user, database;
    bool wantsTls = false;   // SSLRequest: nothing else follows in cleartext
};
Login readLogin(std::string_view payload);
// The server's capabilities, from its first packet.
uint32_t greetingCapabilities(std::string_view payload);
std::string greetingVersion(std::string_view payload);

} // namespace protocols::mysql
