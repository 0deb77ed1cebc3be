// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/masking/statement.h"

namespace masking {

std::string maskStatement(const Masker &masker, const protocols::ProtocolInfo &protocol, std::string_view statement, Report &report)
{
    if (!protocol.values)
        return std::string(statement);
    std::string out;
    size_t at = 0;
    for (const protocols::NamedValue &value : protocol.values(statement)) {
        if (!value.secret && masker.weight(value.name, Place::JsonKey) != Weight::Strong)
            continue;
        out += statement.substr(at, value.at - at);
        out += masker.tag(statement.substr(value.at, value.length));
        report.add("statement", value.name);
        at = value.at + value.length;
    }
    return out += statement.substr(at);
}

} // namespace masking
