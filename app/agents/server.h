// SPDX-License-Identifier: GPL-3.0-or-later
// A server of the Model Context Protocol, revision 2026-07-28 (stateless, each request says its version) and the two before it (2025-11-25 and
// 2025-06-18, which begin with initialize). Transports give it messages one at a time.
#pragma once

#include "app/agents/json_rpc.h"
#include "app/agents/tool.h"

#include <optional>
#include <string>
#include <string_view>

namespace agents {

class Server
{
public:
    explicit Server(Workbench &bench) : m_bench(bench) {}

    // The answer, one line without its end; none to a notification, and none if it is no longer wanted.
    std::optional<std::string> answer(const Message &, const Turn &);

private:
    using Result = std::expected<std::string, RpcError>;   // JSON text
    Result dispatch(const Message &, bool modern, const Turn &);
    Result callTool(const Json &params, bool modern, const Turn &);
    Result readResource(const Json &params, bool modern, const Turn &);
    Json resources() const;

    Workbench &m_bench;
};

// What a request wants to be told of its progress by: params._meta.progressToken; null: not at all.
Json progressToken(const Message &);

} // namespace agents
