// SPDX-License-Identifier: GPL-3.0-or-later
// The statements that a client has prepared, and the portals bound to them.
#pragma once

#include "app/protocols/postgres/messages.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace protocols::postgres {

struct Statement {
    std::string text;
    bool known = true;                    // false: prepared before the capture, or too much to remember
    std::vector<uint32_t> parameterTypes; // as far as known
    std::vector<Column> columns;          // empty: unknown
};

struct Portal {
    std::shared_ptr<Statement> statement;
    std::vector<uint16_t> formats;        // of the values in its rows
};

class Statements
{
public:
    std::shared_ptr<Statement> prepare(std::string_view name, Statement);
    // An unknown name returns one with known == false.
    std::shared_ptr<Statement> statement(std::string_view name) const;
    void bind(std::string_view name, Portal);
    Portal portal(std::string_view name) const;
    void closeStatement(std::string_view name);
    void closePortal(std::string_view name);

private:
    static constexpr size_t namesMax = 4096;
    static constexpr size_t bytesMax = 16 << 20;
    std::map<std::string, std::shared_ptr<Statement>, std::less<>> m_statements;
    std::map<std::string, Portal, std::less<>> m_portals;
    size_t m_bytes = 0;
};

} // namespace protocols::postgres
