// SPDX-License-Identifier: GPL-3.0-or-later
// JSON-RPC 2.0 messages (jsonrpc.org/specification), as the Model Context Protocol uses them: no batches. What a client
// sends is limited in size and depth before a value is made of it.
#pragma once

#include <nlohmann/json.hpp>

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace agents {

using Json = nlohmann::ordered_json;

inline constexpr size_t messageMax = 4 << 20;   // bytes
inline constexpr int depthMax = 64;

enum class RpcCode : int {
    ParseError = -32700,
    InvalidRequest = -32600,
    MethodNotFound = -32601,
    InvalidParams = -32602,
    UnsupportedVersion = -32022,   // Model Context Protocol 2026-07-28
};

struct RpcError {
    RpcCode code;
    std::string message;
    Json data = {};                // null: none
};

struct Message {
    std::optional<Json> id;        // a string or an integer; none: a notification
    std::string method;
    Json params = Json::object();
};

struct Malformed {
    Json id;                       // null if it could not be read
    RpcError error;
};

// Responses are Malformed too: nothing is asked of the client.
std::expected<Message, Malformed> readMessage(std::string_view text);

// One line each, without its end. `result` is JSON text.
std::string resultMessage(const Json &id, std::string_view result);
std::string errorMessage(const Json &id, const RpcError &);
std::string notificationMessage(std::string_view method, const Json &params);

// Limited like a message; nullopt: not JSON, or too deep.
std::optional<Json> readJson(std::string_view text);
std::string textOf(const Json &);

} // namespace agents
