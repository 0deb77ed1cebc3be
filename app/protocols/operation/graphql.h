// SPDX-License-Identifier: GPL-3.0-or-later
// The operations that a GraphQL document defines (GraphQL specification of October 2021, section 2.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace protocols::operation {

struct GraphqlOperation {
    std::string type;        // "query", "mutation", "subscription"
    std::string name;        // empty in an anonymous one
    std::string firstField;  // that an anonymous one can be called by; may be empty
};

// In order, at most sixteen. A document that is cut, or none at all, gives those whose beginning is there.
std::vector<GraphqlOperation> graphqlOperations(std::string_view document);

} // namespace protocols::operation
