// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that the program knows about a protocol apart from its parser: one row each, in registry.cpp. The
// window, the filter, the exporters and masking read it and never ask for a protocol by its number.
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
    Channel,        // messages both ways for as long as it is open; what sets it up may be queries
    Conversation,   // named, but read by no parser: bytes both ways
};

// How a query's text is coloured.
enum class Language : uint8_t { None, Sql };

// A value within the text of a query, and the name that it is given to.
struct NamedValue {
    std::string_view name = {};
    size_t at = 0, length = 0;
    bool secret = false;   // whatever its name; else the name decides
};

// How the first bytes of a connection, or of a datagram, are recognised, and the parser for them.
struct Opening {
    Verdict (*recognise)(std::span<const std::byte> first, Direction, base::Side, bool fromStart) = nullptr;
    std::unique_ptr<Parser> (*create)(Direction requestDirection, bool fromStart, const Limits &, Sink &) = nullptr;
};

struct ProtocolInfo {
    Protocol id = Protocol::Unknown;
    std::string_view name = {};           // as it is shown; empty: bytes of no known protocol
    std::string_view scheme = {};         // before "://"; a channel's gets an "s" inside TLS
    Shape shape = Shape::Query;
    std::string_view filterNames = {};    // of is: and protocol:, separated by blanks; the first is the usual one
    std::string_view request = "Request"; // the window's names for a request,
    std::string_view item = "row";        // one of many in an answer or a channel,
    std::string_view items = "Rows";      // and all of them
    bool countsItems = false;             // the status says how many there were
    Language language = Language::None;
    std::string_view reads = {};          // verbs of requests that change nothing, separated by blanks
    std::string_view badge = {};          // stands where a channel has no verb
    bool startTls = false;                // goes on inside TLS after a word in the clear
    // Begins as an exchange of HTTP. Its messages are in that entry of a HAR under this name, which is Chrome's, and
    // so is the resource type. All other channels stand beside the entries.
    std::string_view harMessages = {}, harResourceType = {};
    std::string_view subprotocol = {};    // its name in Sec-WebSocket-Protocol, where it travels inside WebSocket
    // Values in a query's text, for masking. Null: none in it is ever a secret.
    std::vector<NamedValue> (*values)(std::string_view text) = nullptr;
    std::array<Opening, 2> openings = {};

    bool named() const { return !name.empty(); }
    std::string_view filterName() const { return filterNames.substr(0, filterNames.find(' ')); }
    bool onlyReads(std::string_view verb) const;
};

// All rows, in the order in which they are asked to recognise bytes; the last takes anything.
std::span<const ProtocolInfo> protocolInfos();
// The row of any number; one without a name for what is not known.
const ProtocolInfo &protocolInfo(Protocol);
// By a filter name in lower case, by the scheme, by the name as it is shown; null: none is called that.
const ProtocolInfo *protocolOfFilter(std::string_view name);
const ProtocolInfo *protocolOfScheme(std::string_view scheme);
const ProtocolInfo *protocolCalled(std::string_view name);

} // namespace protocols
