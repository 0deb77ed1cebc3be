// SPDX-License-Identifier: GPL-3.0-or-later
// Frames of AMQP 0-9-1 and the methods in them, RabbitMQ's additions included
// (https://www.rabbitmq.com/resources/specs/amqp0-9-1.extended.xml; section 4.2 of the specification).
#pragma once

#include "app/protocols/event.h"
#include "app/protocols/parser.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace protocols::amqp {

enum class FrameType : uint8_t { Method = 1, Header = 2, Body = 3, Heartbeat = 8 };

// The first packet of a connection: the name, then a version of four bytes.
inline constexpr std::string_view protocolName = "AMQP";
inline constexpr size_t versionSize = 8;

inline constexpr size_t frameHead = 7;        // bytes before a frame's payload
inline constexpr size_t frameTail = 1;        // and after it
inline constexpr uint8_t frameEnd = 0xce;
inline constexpr uint64_t sizeMax = 128 << 20;   // of a frame's payload; RabbitMQ's largest message

struct Frame {
    FrameType type = FrameType::Method;
    uint16_t channel = 0;
    uint64_t size = 0;        // of the payload
    bool known = false;       // false: more bytes are needed
    uint64_t total() const { return frameHead + size + frameTail; }
};

// nullopt: no frame begins like this.
std::optional<Frame> readFrame(std::span<const std::byte>);
// Whether a frame certainly begins here, with its end octet in place. Never certain for bodies: only two of their
// bytes are fixed.
Verdict startsFrame(std::span<const std::byte>, bool fromClient);

// Class number and method number.
enum class Method : uint32_t {
    None = 0,
    ConnectionStart = 0xa000a, ConnectionStartOk = 0xa000b, ConnectionSecure = 0xa0014, ConnectionSecureOk = 0xa0015,
    ConnectionTune = 0xa001e, ConnectionTuneOk = 0xa001f, ConnectionOpen = 0xa0028, ConnectionOpenOk = 0xa0029,
    ConnectionClose = 0xa0032, ConnectionCloseOk = 0xa0033, ConnectionBlocked = 0xa003c, ConnectionUnblocked = 0xa003d,
    ConnectionUpdateSecret = 0xa0046, ConnectionUpdateSecretOk = 0xa0047,
    ChannelOpen = 0x14000a, ChannelOpenOk = 0x14000b, ChannelFlow = 0x140014, ChannelFlowOk = 0x140015,
    ChannelClose = 0x140028, ChannelCloseOk = 0x140029,
    AccessRequest = 0x1e000a, AccessRequestOk = 0x1e000b,
    ExchangeDeclare = 0x28000a, ExchangeDeclareOk = 0x28000b, ExchangeDelete = 0x280014, ExchangeDeleteOk = 0x280015,
    ExchangeBind = 0x28001e, ExchangeBindOk = 0x28001f, ExchangeUnbind = 0x280028, ExchangeUnbindOk = 0x280033,
    QueueDeclare = 0x32000a, QueueDeclareOk = 0x32000b, QueueBind = 0x320014, QueueBindOk = 0x320015,
    QueuePurge = 0x32001e, QueuePurgeOk = 0x32001f, QueueDelete = 0x320028, QueueDeleteOk = 0x320029,
    QueueUnbind = 0x320032, QueueUnbindOk = 0x320033,
    BasicQos = 0x3c000a, BasicQosOk = 0x3c000b, BasicConsume = 0x3c0014, BasicConsumeOk = 0x3c0015,
    BasicCancel = 0x3c001e, BasicCancelOk = 0x3c001f, BasicPublish = 0x3c0028, BasicReturn = 0x3c0032,
    BasicDeliver = 0x3c003c, BasicGet = 0x3c0046, BasicGetOk = 0x3c0047, BasicGetEmpty = 0x3c0048,
    BasicAck = 0x3c0050, BasicReject = 0x3c005a, BasicRecoverAsync = 0x3c0064, BasicRecover = 0x3c006e,
    BasicRecoverOk = 0x3c006f, BasicNack = 0x3c0078,
    ConfirmSelect = 0x55000a, ConfirmSelectOk = 0x55000b,
    TxSelect = 0x5a000a, TxSelectOk = 0x5a000b, TxCommit = 0x5a0014, TxCommitOk = 0x5a0015, TxRollback = 0x5a001e, TxRollbackOk = 0x5a001f,
};

struct MethodInfo {
    Method id = Method::None;
    std::string_view name = {};       // "queue.declare"
    bool client = false, server = false;   // which side may send it
    Method answer = Method::None;     // the answer expected when the client sends it
};
// Null for an unknown number.
const MethodInfo *methodInfo(Method);

} // namespace protocols::amqp
