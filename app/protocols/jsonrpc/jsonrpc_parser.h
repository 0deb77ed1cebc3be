// SPDX-License-Identifier: GPL-3.0-or-later
// JSON-RPC 2.0 over a byte stream, as on the standard input and output of a child process: one message a line (Model
// Context Protocol, transport stdio), or each behind a Content-Length header (Language Server Protocol, base protocol).
// Both sides ask: each request and the answer with its id is an exchange, a notification one without an answer.
#pragma once

#include "app/protocols/channel_parser.h"

#include <array>
#include <memory>
#include <string>
#include <unordered_map>

namespace protocols::jsonrpc {

class JsonRpcParser final : public ChannelParser
{
public:
    JsonRpcParser(Direction requestDirection, bool fromStart, Sink &);

private:
    std::optional<uint64_t> lengthOf(Half, std::span<const std::byte>) override;
    Verdict startsAt(Half, std::span<const std::byte>) override;
    void packet(Half, const Packet &) override;
    void beforeEnd(Half, base::Time) override;

    struct Message;
    void asks(Half, const Packet &, const Message &);
    void answers(Half, const Packet &, const Message &);

    // Of each side: what it has asked and the other one has not answered yet, by id as written.
    std::array<std::unordered_map<std::string, uint64_t>, 2> m_asked;
};

std::unique_ptr<Parser> create(Direction requestDirection, bool fromStart, const Limits &, Sink &);
Verdict recognise(std::span<const std::byte> first, Direction, base::Side, bool fromStart);

} // namespace protocols::jsonrpc
