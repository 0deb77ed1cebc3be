// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/protocols/amqp/methods.h"

#include "app/protocols/text_rows.h"

namespace protocols::amqp {

namespace {

std::string shortText(ByteReader &reader) { return std::string(readShort(reader)); }

// Words in brackets after a name, if any.
class Notes
{
public:
    void add(const std::string &word)
    {
        if (!word.empty())
            m_text += (m_text.empty() ? "" : ", ") + word;
    }
    void flag(uint8_t bits, int bit, const char *word)
    {
        if (bits >> bit & 1)
            add(word);
    }
    const std::string &text() const { return m_text; }
    std::string behind(const std::string &name) const { return m_text.empty() ? name : name + (name.empty() ? "(" : " (") + m_text + ')'; }

private:
    std::string m_text;
};

std::string onChannel(uint16_t channel) { return "channel " + std::to_string(channel); }

// The default exchange has no name, and its routing keys are queue names.
std::string placeText(const std::string &exchange, const std::string &key) { return exchange.empty() ? key : exchange + '/' + key; }

std::string ofQueue(const std::string &name) { return name.empty() ? "(named by the server)" : name; }

Request declaresQueue(ByteReader &reader)
{
    const std::string queue = shortText(reader);
    const uint8_t bits = reader.byte();
    Notes notes;
    notes.flag(bits, 0, "passive");
    notes.flag(bits, 1, "durable");
    notes.flag(bits, 2, "exclusive");
    notes.flag(bits, 3, "auto-delete");
    notes.add(tableText(readLong(reader)));
    return {notes.behind(ofQueue(queue)), (bits & 16) != 0};
}

Request declaresExchange(ByteReader &reader)
{
    const std::string exchange = shortText(reader);
    Notes notes;
    notes.add(shortText(reader));   // its type
    const uint8_t bits = reader.byte();
    notes.flag(bits, 0, "passive");
    notes.flag(bits, 1, "durable");
    notes.flag(bits, 2, "auto-delete");
    notes.flag(bits, 3, "internal");
    notes.add(tableText(readLong(reader)));
    return {notes.behind(exchange), (bits & 16) != 0};
}

Request binds(Method method, ByteReader &reader)
{
    const bool undone = method == Method::QueueUnbind || method == Method::ExchangeUnbind;
    const std::string to = shortText(reader), exchange = shortText(reader), key = shortText(reader);
    const uint8_t bits = method == Method::QueueUnbind ? 0 : reader.byte();
    Notes notes;
    notes.add(tableText(readLong(reader)));
    return {notes.behind(to + (undone ? " from " : " to ") + exchange + '/' + key), (bits & 1) != 0};
}

Request deletes(bool queue, ByteReader &reader)
{
    const std::string name = shortText(reader);
    const uint8_t bits = reader.byte();
    Notes notes;
    notes.flag(bits, 0, "if unused");
    if (queue)
        notes.flag(bits, 1, "if empty");
    return {notes.behind(name), (bits >> (queue ? 2 : 1) & 1) != 0};
}

Request consumes(ByteReader &reader)
{
    const std::string queue = shortText(reader), consumer = shortText(reader);
    const uint8_t bits = reader.byte();
    Notes notes;
    notes.add(consumer.empty() ? consumer : "consumer " + consumer);
    notes.flag(bits, 0, "no local");
    notes.flag(bits, 1, "no ack");
    notes.flag(bits, 2, "exclusive");
    notes.add(tableText(readLong(reader)));
    return {notes.behind(queue), (bits & 8) != 0};
}

} // namespace

Closing readClosing(ByteReader &reader)
{
    Closing closing;
    closing.code = uint16_t(reader.big(2));
    closing.words = std::to_string(closing.code);
    if (const std::string text = shortText(reader); !text.empty())
        closing.words += ": " + text;
    closing.of = Method(reader.big(4));
    return closing;
}

Request readRequest(Method method, uint16_t channel, ByteReader &reader)
{
    switch (method) {
    case Method::ConnectionClose:
        return {readClosing(reader).words, false};
    case Method::ConnectionUpdateSecret:
        readLong(reader);   // the secret
        return {shortText(reader), false};
    case Method::ChannelClose:
        return {onChannel(channel) + ", " + readClosing(reader).words, false};
    case Method::ChannelFlow:
        return {onChannel(channel) + (reader.byte() & 1 ? ", go on" : ", stop"), false};
    case Method::ConfirmSelect:
        return {onChannel(channel), (reader.byte() & 1) != 0};
    case Method::BasicQos: {
        const auto bytes = reader.big(4), count = reader.big(2);
        const bool all = reader.byte() & 1;
        return {onChannel(channel) + ", prefetch " + std::to_string(count) + (bytes ? ", " + counted(bytes, "byte") : "") + (all ? ", for all consumers" : ""), false};
    }
    case Method::BasicRecover:
        return {onChannel(channel) + (reader.byte() & 1 ? ", requeue" : ""), false};
    case Method::BasicCancel: {
        const std::string consumer = shortText(reader);
        return {"consumer " + consumer, (reader.byte() & 1) != 0};
    }
    case Method::AccessRequest:
        return {shortText(reader), false};
    case Method::ChannelOpen:
    case Method::TxSelect:
    case Method::TxCommit:
    case Method::TxRollback:
        return {onChannel(channel), false};
    default:
        break;
    }
    reader.take(2);   // of a former access.request
    switch (method) {
    case Method::QueueDeclare:
        return declaresQueue(reader);
    case Method::ExchangeDeclare:
        return declaresExchange(reader);
    case Method::QueueBind:
    case Method::QueueUnbind:
    case Method::ExchangeBind:
    case Method::ExchangeUnbind:
        return binds(method, reader);
    case Method::QueueDelete:
    case Method::ExchangeDelete:
        return deletes(method == Method::QueueDelete, reader);
    case Method::BasicConsume:
        return consumes(reader);
    case Method::QueuePurge: {
        const std::string queue = shortText(reader);
        return {queue, (reader.byte() & 1) != 0};
    }
    case Method::BasicGet: {
        const std::string queue = shortText(reader);
        return {queue + (reader.byte() & 1 ? " (no ack)" : ""), false};
    }
    default:
        return {};
    }
}

std::string readAnswer(Method method, ByteReader &reader)
{
    switch (method) {
    case Method::QueueDeclareOk: {
        const std::string queue = shortText(reader);
        const auto messages = reader.big(4), consumers = reader.big(4);
        return queue + ": " + counted(messages, "message") + ", " + counted(consumers, "consumer");
    }
    case Method::QueuePurgeOk:
    case Method::QueueDeleteOk:
        return counted(reader.big(4), "message");
    case Method::BasicConsumeOk:
    case Method::BasicCancelOk:
        return "consumer " + shortText(reader);
    case Method::BasicGetOk: {
        reader.take(9);
        const std::string exchange = shortText(reader), key = shortText(reader);
        return placeText(exchange, key) + ", " + counted(reader.big(4), "message") + " left";
    }
    case Method::BasicGetEmpty:
        return "empty";
    case Method::ChannelFlowOk:
        return reader.byte() & 1 ? "goes on" : "stopped";
    default: {
        const MethodInfo *info = methodInfo(method);
        const std::string_view name = info ? info->name : std::string_view();
        return std::string(name.substr(std::min(name.find('.') + 1, name.size())));
    }
    }
}

bool carriesContent(Method method)
{
    return method == Method::BasicPublish || method == Method::BasicDeliver || method == Method::BasicGetOk || method == Method::BasicReturn;
}

Carried readCarried(Method method, uint16_t channel, ByteReader &reader)
{
    Carried carried;
    Notes notes;
    notes.add(onChannel(channel));
    std::string consumer, returned;
    if (method == Method::BasicPublish)
        reader.take(2);
    if (method == Method::BasicReturn) {
        const auto code = reader.big(2);
        returned = std::to_string(code) + ": " + shortText(reader);
        notes.add("returned");
    }
    if (method == Method::BasicDeliver)
        consumer = shortText(reader);
    if (method == Method::BasicDeliver || method == Method::BasicGetOk) {
        notes.add("delivery " + std::to_string(reader.big(8)));
        notes.flag(reader.byte(), 0, "redelivered");
    }
    const std::string exchange = shortText(reader), key = shortText(reader);
    carried.place = placeText(exchange, key);
    if (method == Method::BasicPublish) {
        const uint8_t bits = reader.byte();
        notes.flag(bits, 0, "mandatory");
        notes.flag(bits, 1, "immediate");
    }
    notes.add(consumer.empty() ? consumer : "consumer " + limitedText(consumer, 64));
    carried.delivery = notes.text();
    if (!returned.empty())
        carried.notice = "basic.return of " + carried.place + " on " + onChannel(channel) + ": " + returned;
    return carried;
}

std::string noticeText(Method method, uint16_t channel, ByteReader &reader)
{
    const MethodInfo *info = methodInfo(method);
    std::string name(info ? info->name : std::string_view());
    switch (method) {
    case Method::BasicNack:
    case Method::BasicReject: {
        const std::string delivery = std::to_string(reader.big(8));
        const uint8_t bits = reader.byte();
        const bool nack = method == Method::BasicNack, all = nack && bits & 1, requeued = bits & (nack ? 2 : 1);
        return name + " of delivery " + delivery + (all ? " and those before it" : "") + " on " + onChannel(channel) + (requeued ? ", requeue" : "");
    }
    case Method::BasicCancel:
        return name + " of consumer " + shortText(reader) + " on " + onChannel(channel);
    case Method::ChannelFlow:
        return name + " of " + onChannel(channel) + (reader.byte() & 1 ? ": go on" : ": stop");
    case Method::ConnectionBlocked:
        return name + ": " + shortText(reader);
    case Method::ConnectionUnblocked:
        return name;
    case Method::BasicRecoverAsync:
        return name + " on " + onChannel(channel);
    default:
        return {};
    }
}

} // namespace protocols::amqp
