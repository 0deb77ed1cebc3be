// SPDX-License-Identifier: GPL-3.0-or-later
// The operations that a GraphQL document defines (GraphQL specification of October 2021, section 2.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace protocols::operation {

struct GraphqlOperation {
    std::string type;        // "query", "mutation", "subscription"
    std::string name;        // empty for an anonymous one
    std::string firstField;  // a substitute name for an anonymous one; may be empty
};

// In order, at most sixteen. A truncated or invalid document yields those whose beginning is there.
std::vector<GraphqlOperation> graphqlOperations(std::string_view document);

} // namespace protocols::operation
