// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/json_rpc.h"

#include "app/exporters/json_tree.h"

namespace agents {

namespace {

Malformed invalid(Json id, std::string why)
{
    return {std::move(id), {RpcCode::InvalidRequest, std::move(why), {}}};
}

Json jsonOf(const RpcError &error)
{
    Json json{{"code", int(error.code)}, {"message", error.message}};
    if (!error.data.is_null())
        json["data"] = error.data;
    return json;
}

} // namespace

std::optional<Json> readJson(std::string_view text)
{
    bool tooDeep = false;
    const auto shallow = [&](int depth, Json::parse_event_t, Json &) {
        tooDeep = tooDeep || depth > depthMax;
        return !tooDeep;
    };
    Json json = Json::parse(text, shallow, false);
    if (json.is_discarded() || tooDeep)
        return std::nullopt;
    return json;
}

std::string textOf(const Json &json)
{
    std::string text;
    exporters::appendJson(json, text);
    return text;
}

std::expected<Message, Malformed> readMessage(std::string_view text)
{
    if (text.size() > messageMax)
        return std::unexpected(invalid(nullptr, "The message is larger than 4 MiB."));
    auto json = readJson(text);
    if (!json)
        return std::unexpected(Malformed{nullptr, {RpcCode::ParseError, "The message is not JSON, or nested more than 64 deep.", {}}});
    if (json->is_array())
        return std::unexpected(invalid(nullptr, "Batches are not supported: send one message at a time."));
    if (!json->is_object())
        return std::unexpected(invalid(nullptr, "A message is an object."));
    Message message;
    if (const auto id = json->find("id"); id != json->end()) {
        if (!id->is_string() && !id->is_number_integer())
            return std::unexpected(invalid(nullptr, "An id is a string or an integer."));
        message.id = *id;
    }
    const Json id = message.id.value_or(nullptr);
    if (const auto version = json->find("jsonrpc"); version == json->end() || *version != "2.0")
        return std::unexpected(invalid(id, "\"jsonrpc\" must be \"2.0\"."));
    const auto method = json->find("method");
    if (method == json->end() || !method->is_string())
        return std::unexpected(invalid(id, "\"method\" is missing, or not a string."));
    message.method = method->get<std::string>();
    if (const auto params = json->find("params"); params != json->end()) {
        if (!params->is_object())
            return std::unexpected(Malformed{id, {RpcCode::InvalidParams, "\"params\" must be an object.", {}}});
        message.params = std::move(*params);
    }
    return message;
}

std::string resultMessage(const Json &id, std::string_view result)
{
    return "{\"jsonrpc\":\"2.0\",\"id\":" + textOf(id) + ",\"result\":" + std::string(result) + "}";
}

std::string errorMessage(const Json &id, const RpcError &error)
{
    return textOf(Json{{"jsonrpc", "2.0"}, {"id", id}, {"error", jsonOf(error)}});
}

std::string notificationMessage(std::string_view method, const Json &params)
{
    return textOf(Json{{"jsonrpc", "2.0"}, {"method", method}, {"params", params}});
}

} // namespace agents
