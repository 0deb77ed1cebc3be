// SPDX-License-Identifier: GPL-3.0-or-later
// The destination of a request, from its head: RFC 9112, section 3.2 and RFC 9113, section 8.3.1.
#pragma once

#include "app/protocols/event.h"

#include <string>
#include <string_view>

namespace exchange {

struct RequestTarget {
    std::string scheme;   // empty: the head does not say
    std::string host;     // with a port if it has one; empty: the head does not say
    std::string path;     // target with its query
};

RequestTarget requestTarget(const protocols::RequestHead &);

} // namespace exchange
