// SPDX-License-Identifier: GPL-3.0-or-later
// A protobuf message parsed with its descriptor, as indented JSON: https://protobuf.dev/programming-guides/json/, but
// with the field names of the .proto file, 64-bit numbers as numbers, and unknown fields as "#N".
#pragma once

#include "app/decode/protobuf_raw.h"

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>

namespace decode {

// An empty message of a type, by its full name; null if unknown.
using FindMessage = std::function<std::unique_ptr<google::protobuf::Message>(const std::string &type)>;

class ProtobufJson
{
public:
    ProtobufJson(const FindMessage &find, const ProtobufLimits &limits) : m_find(find), m_limits(limits) { }

    void write(const google::protobuf::Message &);
    std::string &text() { return m_out; }
    bool full() const { return m_full; }       // something was omitted because of size or depth

private:
    using Message = google::protobuf::Message;
    using Field = google::protobuf::FieldDescriptor;

    void message(const Message &);
    void members(const Message &, bool &first);
    void unknown(const Message &, bool &first);
    void field(const Message &, const Field &);
    void list(const Message &, const Field &);
    void map(const Message &, const Field &);
    // `index` -1: a single field.
    void value(const Message &, const Field &, int index);
    std::string mapKey(const Message &entry, const Field &) const;
    bool wellKnown(const Message &);
    bool any(const Message &);

    void open(char bracket);
    void close(char bracket, bool empty);
    void next(bool &first);
    void quoted(const std::string &text);
    void bytes(const std::string &bytes);

    const FindMessage &m_find;
    const ProtobufLimits &m_limits;
    std::string m_out;
    unsigned m_depth = 0;
    bool m_full = false;
};

} // namespace decode
