// SPDX-License-Identifier: GPL-3.0-or-later
// What a request does and how it ended, if HTTP does not tell: GraphQL (over HTTP, with persisted queries and
// batches), JSON-RPC (1.0 and 2.0, batches, the
// names in calls of the Model Context Protocol), SOAP (1.1 and 1.2). Bodies may be truncated: what is there is read.
#pragma once

#include "app/protocols/event.h"

#include <optional>
#include <string>
#include <string_view>

namespace protocols::operation {

struct Name {
    Dialect dialect = Dialect::None;
    std::string text;      // "query GetUser", "eth_call", "3 operations: a, b, c"; at most nameMax bytes
};

inline constexpr size_t nameMax = 200;

// From a JSON body; None if it is neither of the two.
Name nameOfJson(std::string_view body);
// From a bare document ("application/graphql").
Name nameOfGraphql(std::string_view document, std::string_view operationName = {});
// From the query of a target: "?query={user}&operationName=..."
Name nameOfTarget(std::string_view target);
// From an envelope, or from its SOAPAction if the body does not tell.
Name nameOfSoap(std::string_view body, std::string_view action);

struct Ending {
    Outcome outcome = Outcome::Unknown;
    std::string words;     // for an error: "-32601: Method not found"; at most wordsMax bytes
};

inline constexpr size_t wordsMax = 1000;

// On one line, and cut between characters.
std::string clipped(std::string text, size_t most);
// `whole`: the body is complete, so what is not in it is absent.
Ending endingOf(Dialect, std::string_view body, bool whole);

} // namespace protocols::operation
