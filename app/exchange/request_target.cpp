// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exchange/request_target.h"

#include "app/protocols/field.h"

namespace exchange {

RequestTarget requestTarget(const protocols::RequestHead &head)
{
    constexpr size_t schemeMax = 16;
    RequestTarget to{std::string(head.scheme), std::string(head.authority), std::string(head.target)};
    const size_t mark = head.target.find("://");
    if (to.host.empty() && head.method == "CONNECT") {
        to.host = head.target;   // authority form, section 3.2.3
    } else if (to.host.empty() && mark != std::string_view::npos && mark < schemeMax) {
        // absolute form, section 3.2.2
        to.scheme = head.target.substr(0, mark);
        const std::string_view rest = head.target.substr(mark + 3);
        const size_t slash = rest.find_first_of("/?");
        to.host = rest.substr(0, slash);
        to.path = slash == std::string_view::npos ? "/" : rest.substr(slash);
    }
    if (to.host.empty())
        to.host = protocols::fieldValue(head.fields, "host");
    return to;
}

} // namespace exchange
