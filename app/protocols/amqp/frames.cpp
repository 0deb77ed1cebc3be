// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/amqp/frames.h"

#include "app/protocols/byte_reader.h"

#include <algorithm>
#include <array>

namespace protocols::amqp {

namespace {

constexpr uint64_t certainMax = 16 << 20;   // for a frame to count as certain
constexpr uint16_t basicClass = 60, connectionClass = 10;

constexpr MethodInfo asked(Method id, std::string_view name, Method answer) { return {id, name, true, false, answer}; }
constexpr MethodInfo client(Method id, std::string_view name) { return {id, name, true, false, Method::None}; }
constexpr MethodInfo server(Method id, std::string_view name) { return {id, name, false, true, Method::None}; }
constexpr MethodInfo both(Method id, std::string_view name, Method answer = Method::None) { return {id, name, true, true, answer}; }

constexpr auto methods = std::to_array<MethodInfo>({
    server(Method::ConnectionStart, "connection.start"), client(Method::ConnectionStartOk, "connection.start-ok"),
    server(Method::ConnectionSecure, "connection.secure"), client(Method::ConnectionSecureOk, "connection.secure-ok"),
    server(Method::ConnectionTune, "connection.tune"), client(Method::ConnectionTuneOk, "connection.tune-ok"),
    client(Method::ConnectionOpen, "connection.open"), server(Method::ConnectionOpenOk, "connection.open-ok"),
    both(Method::ConnectionClose, "connection.close", Method::ConnectionCloseOk), both(Method::ConnectionCloseOk, "connection.close-ok"),
    server(Method::ConnectionBlocked, "connection.blocked"), server(Method::ConnectionUnblocked, "connection.unblocked"),
    asked(Method::ConnectionUpdateSecret, "connection.update-secret", Method::ConnectionUpdateSecretOk),
    server(Method::ConnectionUpdateSecretOk, "connection.update-secret-ok"),
    asked(Method::ChannelOpen, "channel.open", Method::ChannelOpenOk), server(Method::ChannelOpenOk, "channel.open-ok"),
    both(Method::ChannelFlow, "channel.flow", Method::ChannelFlowOk), both(Method::ChannelFlowOk, "channel.flow-ok"),
    both(Method::ChannelClose, "channel.close", Method::ChannelCloseOk), both(Method::ChannelCloseOk, "channel.close-ok"),
    asked(Method::AccessRequest, "access.request", Method::AccessRequestOk), server(Method::AccessRequestOk, "access.request-ok"),
    asked(Method::ExchangeDeclare, "exchange.declare", Method::ExchangeDeclareOk), server(Method::ExchangeDeclareOk, "exchange.declare-ok"),
    asked(Method::ExchangeDelete, "exchange.delete", Method::ExchangeDeleteOk), server(Method::ExchangeDeleteOk, "exchange.delete-ok"),
    asked(Method::ExchangeBind, "exchange.bind", Method::ExchangeBindOk), server(Method::ExchangeBindOk, "exchange.bind-ok"),
    asked(Method::ExchangeUnbind, "exchange.unbind", Method::ExchangeUnbindOk), server(Method::ExchangeUnbindOk, "exchange.unbind-ok"),
    asked(Method::QueueDeclare, "queue.declare", Method::QueueDeclareOk), server(Method::QueueDeclareOk, "queue.declare-ok"),
    asked(Method::QueueBind, "queue.bind", Method::QueueBindOk), server(Method::QueueBindOk, "queue.bind-ok"),
    asked(Method::QueuePurge, "queue.purge", Method::QueuePurgeOk), server(Method::QueuePurgeOk, "queue.purge-ok"),
    asked(Method::QueueDelete, "queue.delete", Method::QueueDeleteOk), server(Method::QueueDeleteOk, "queue.delete-ok"),
    asked(Method::QueueUnbind, "queue.unbind", Method::QueueUnbindOk), server(Method::QueueUnbindOk, "queue.unbind-ok"),
    asked(Method::BasicQos, "basic.qos", Method::BasicQosOk), server(Method::BasicQosOk, "basic.qos-ok"),
    asked(Method::BasicConsume, "basic.consume", Method::BasicConsumeOk), server(Method::BasicConsumeOk, "basic.consume-ok"),
    both(Method::BasicCancel, "basic.cancel", Method::BasicCancelOk), both(Method::BasicCancelOk, "basic.cancel-ok"),
    client(Method::BasicPublish, "basic.publish"), server(Method::BasicReturn, "basic.return"), server(Method::BasicDeliver, "basic.deliver"),
    asked(Method::BasicGet, "basic.get", Method::BasicGetOk), server(Method::BasicGetOk, "basic.get-ok"), server(Method::BasicGetEmpty, "basic.get-empty"),
    both(Method::BasicAck, "basic.ack"), client(Method::BasicReject, "basic.reject"), client(Method::BasicRecoverAsync, "basic.recover-async"),
    asked(Method::BasicRecover, "basic.recover", Method::BasicRecoverOk), server(Method::BasicRecoverOk, "basic.recover-ok"),
    both(Method::BasicNack, "basic.nack"),
    asked(Method::ConfirmSelect, "confirm.select", Method::ConfirmSelectOk), server(Method::ConfirmSelectOk, "confirm.select-ok"),
    asked(Method::TxSelect, "tx.select", Method::TxSelectOk), server(Method::TxSelectOk, "tx.select-ok"),
    asked(Method::TxCommit, "tx.commit", Method::TxCommitOk), server(Method::TxCommitOk, "tx.commit-ok"),
    asked(Method::TxRollback, "tx.rollback", Method::TxRollbackOk), server(Method::TxRollbackOk, "tx.rollback-ok"),
});
static_assert(std::ranges::is_sorted(methods, {}, &MethodInfo::id));

// Whether the beginning of the payload makes a frame certain; NeedMore if it is not here.
Verdict contentsFit(const Frame &frame, std::span<const std::byte> contents, bool fromClient)
{
    ByteReader reader(contents);
    if (frame.type == FrameType::Heartbeat)
        return Verdict::Yes;
    if (frame.size < (frame.type == FrameType::Method ? 4u : 14u))
        return Verdict::No;
    if (contents.size() < 4)
        return Verdict::NeedMore;
    const auto number = uint32_t(reader.big(4));
    if (frame.type == FrameType::Header)
        return number == uint32_t(basicClass) << 16 ? Verdict::Yes : Verdict::No;   // class and weight; the weight is 0
    const MethodInfo *info = methodInfo(Method(number));
    const bool fits = info && (fromClient ? info->client : info->server) && (number >> 16 == connectionClass) == (frame.channel == 0);
    return fits ? Verdict::Yes : Verdict::No;
}

} // namespace

const MethodInfo *methodInfo(Method method)
{
    const auto found = std::ranges::lower_bound(methods, method, {}, &MethodInfo::id);
    return found != methods.end() && found->id == method ? &*found : nullptr;
}

std::optional<Frame> readFrame(std::span<const std::byte> bytes)
{
    ByteReader reader(bytes);
    Frame frame;
    if (bytes.empty())
        return frame;
    const uint8_t type = reader.byte();
    if ((type < uint8_t(FrameType::Method) || type > uint8_t(FrameType::Body)) && type != uint8_t(FrameType::Heartbeat))
        return std::nullopt;
    frame.type = FrameType(type);
    if (bytes.size() < frameHead)
        return frame;
    frame.channel = uint16_t(reader.big(2));
    frame.size = reader.big(4);
    frame.known = true;
    const bool content = frame.type == FrameType::Header || frame.type == FrameType::Body;
    const bool fits = frame.size <= sizeMax && (content ? frame.channel != 0 : frame.type == FrameType::Method || (frame.channel == 0 && frame.size == 0));
    if (!fits || (bytes.size() >= frame.total() && uint8_t(bytes[size_t(frame.total() - 1)]) != frameEnd))
        return std::nullopt;
    return frame;
}

Verdict startsFrame(std::span<const std::byte> bytes, bool fromClient)
{
    const auto frame = readFrame(bytes);
    if (!frame || (!bytes.empty() && frame->type == FrameType::Body) || frame->size > certainMax)
        return Verdict::No;
    if (!frame->known)
        return Verdict::NeedMore;
    const Verdict contents = contentsFit(*frame, bytes.subspan(frameHead), fromClient);
    return contents == Verdict::Yes && bytes.size() < frame->total() ? Verdict::NeedMore : contents;
}

} // namespace protocols::amqp
