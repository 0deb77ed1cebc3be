// SPDX-License-Identifier: GPL-3.0-or-later
// Everything the program knows about a protocol apart from its parser: one row each, in registry.cpp. Window, filter,
// exporters and masking read the row and never switch on the protocol's number.
#pragma once

#include "app/protocols/parser.h"

#include <array>
#include <span>
#include <string_view>
#include <vector>

namespace protocols {

// What a connection's bytes become.
enum class Shape : uint8_t {
    Exchange,       // requests and responses with heads: HTTP
    Query,          // statements, commands, questions, and their answers
    Channel,        // messages in both directions while it is open; its setup may be queries
    Conversation,   // recognised but not parsed: bytes in both directions
};

// Syntax highlighting of a query's text.
enum class Language : uint8_t { None, Sql };

// A value within a query's text, and its name.
struct NamedValue {
    std::string_view name = {};
    size_t at = 0, length = 0;
    bool secret = false;   // whatever its name; otherwise the name decides
};

// Recognises the first bytes of a connection or datagram, and creates the parser for them.
struct Opening {
    Verdict (*recognise)(std::span<const std::byte> first, Direction, base::Side, bool fromStart) = nullptr;
    std::unique_ptr<Parser> (*create)(Direction requestDirection, bool fromStart, const Limits &, Sink &) = nullptr;
};

struct ProtocolInfo {
    Protocol id = Protocol::Unknown;
    std::string_view name = {};           // display name; empty: bytes of no known protocol
    std::string_view scheme = {};         // before "://"; a channel's gets an "s" inside TLS
    Shape shape = Shape::Query;
    std::string_view filterNames = {};    // for is: and protocol:, separated by blanks; the first is the preferred one
    std::string_view request = "Request"; // the window's names for a request,
    std::string_view item = "row";        // for one of many in an answer or a channel,
    std::string_view items = "Rows";      // and for all of them
    bool countsItems = false;             // the status shows how many there were
    Language language = Language::None;
    std::string_view reads = {};          // verbs of read-only requests, separated by blanks
    std::string_view badge = {};          // shown if a channel has no verb
    bool startTls = false;                // switches to TLS after a command in cleartext (STARTTLS)
    // For channels that begin as an HTTP exchange: their messages go into that HAR entry under this name, with this
    // resource type, both as Chrome names them. All other channels are stored beside the entries.
    std::string_view harMessages = {}, harResourceType = {};
    std::string_view subprotocols = {};   // its names in Sec-WebSocket-Protocol, if it can run over WebSocket
    // Named values in the text of a non-SQL query, for masking. Null: it never contains secrets.
    std::vector<NamedValue> (*values)(std::string_view text) = nullptr;
    std::array<Opening, 2> openings = {};

    bool named() const { return !name.empty(); }
    std::string_view filterName() const { return filterNames.substr(0, filterNames.find(' ')); }
    bool onlyReads(std::string_view verb) const;
};

// All rows, in the order in which they are tried on new bytes; the last accepts anything.
std::span<const ProtocolInfo> protocolInfos();
// The row for any number; a row without a name if the number is unknown.
const ProtocolInfo &protocolInfo(Protocol);
// By filter name in lower case, by scheme, by display name, by Sec-WebSocket-Protocol value; null if there is no match.
const ProtocolInfo *protocolOfFilter(std::string_view name);
const ProtocolInfo *protocolOfScheme(std::string_view scheme);
const ProtocolInfo *protocolCalled(std::string_view name);
const ProtocolInfo *protocolOfSubprotocol(std::string_view name);

} // namespace protocols
