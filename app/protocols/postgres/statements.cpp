// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/postgres/statements.h"

namespace protocols::postgres {

namespace {

std::shared_ptr<Statement> unknown(std::string_view name)
{
    auto statement = std::make_shared<Statement>();
    statement->known = false;
    statement->text = "(prepared statement " + (name.empty() ? std::string("without a name") : std::string(name.substr(0, 256))) + ": its text is not in the capture)";
    return statement;
}

} // namespace

std::shared_ptr<Statement> Statements::prepare(std::string_view name, Statement statement)
{
    const auto shared = std::make_shared<Statement>(std::move(statement));
    closeStatement(name);
    if (m_statements.size() >= namesMax || m_bytes + shared->text.size() > bytesMax || name.size() > 256)
        return shared;
    m_bytes += shared->text.size();
    m_statements.insert_or_assign(std::string(name), shared);
    return shared;
}

std::shared_ptr<Statement> Statements::statement(std::string_view name) const
{
    const auto it = m_statements.find(name);
    return it == m_statements.end() ? unknown(name) : it->second;
}

void Statements::bind(std::string_view name, Portal portal)
{
    if ((m_portals.size() < namesMax || m_portals.contains(name)) && name.size() <= 256)
        m_portals.insert_or_assign(std::string(name), std::move(portal));
}

Portal Statements::portal(std::string_view name) const
{
    const auto it = m_portals.find(name);
    return it == m_portals.end() ? Portal{unknown(name), {}} : it->second;
}

void Statements::closeStatement(std::string_view name)
{
    if (const auto it = m_statements.find(name); it != m_statements.end()) {
        m_bytes -= it->second->text.size();
        m_statements.erase(it);
    }
}

void Statements::closePortal(std::string_view name)
{
    if (const auto it = m_portals.find(name); it != m_portals.end())
        m_portals.erase(it);
}

} // namespace protocols::postgres
