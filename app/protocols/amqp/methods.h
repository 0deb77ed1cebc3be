// SPDX-License-Identifier: GPL-3.0-or-later
// Methods in words: those the client awaits an answer to, their answers, the login, and the delivery of messages.
#pragma once

#include "app/protocols/amqp/fields.h"
#include "app/protocols/amqp/frames.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace protocols::amqp {

// "404: NOT_FOUND - no queue 'x'", and the method that failed.
struct Closing {
    uint16_t code = 0;
    std::string words;
    Method of = Method::None;
};
Closing readClosing(ByteReader &);

struct Request {
    std::string text;      // "orders (durable)"
    bool noWait = false;   // has no answer
};
Request readRequest(Method, uint16_t channel, ByteReader &);
// "orders: 3 messages, 1 consumer".
std::string readAnswer(Method, ByteReader &);

// Of basic.publish, .deliver, .get-ok and .return.
struct Carried {
    std::string place;       // exchange and routing key: "events/order.new"; the queue for the default exchange: "orders"
    std::string delivery;    // "channel 1, delivery 5, redelivered, consumer c1"
    std::string notice;      // for a returned message
};
Carried readCarried(Method, uint16_t channel, ByteReader &);
// Whether a message follows this method.
bool carriesContent(Method);

// Other methods in words, empty if not worth a line: "basic.nack of delivery 5 on channel 1".
std::string noticeText(Method, uint16_t channel, ByteReader &);

// connection.start-ok: what the client says about itself, and how it logs in.
struct Login {
    std::string name;    // given to the connection by the program
    std::string user;
    std::string json;    // all of it, as JSON
};
Login readLogin(ByteReader &);
// connection.start: "RabbitMQ 3.10.8".
std::string readServer(ByteReader &);

} // namespace protocols::amqp
