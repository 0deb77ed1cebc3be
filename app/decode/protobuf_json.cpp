// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/decode/protobuf_json.h"

#include "app/decode/base64.h"
#include "app/decode/value_text.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

#include <cmath>

namespace decode {

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// JSON cannot represent these numbers.
template <typename Real>
std::string real(Real value)
{
    if (std::isnan(value))
        return "\"NaN\"";
    if (std::isinf(value))
        return value < 0 ? "\"-Infinity\"" : "\"Infinity\"";
    return realText(value);
}

const FieldDescriptor *numbered(const Message &message, int number) { return message.GetDescriptor()->FindFieldByNumber(number); }

// A user's descriptors may call anything google.protobuf.Timestamp.
bool isOf(const FieldDescriptor *field, FieldDescriptor::CppType type) { return field && field->cpp_type() == type && !field->is_repeated(); }

bool secondsAndNanos(const Message &message, int64_t &seconds, int32_t &nanos)
{
    const FieldDescriptor *first = numbered(message, 1), *second = numbered(message, 2);
    if (!isOf(first, FieldDescriptor::CPPTYPE_INT64) || !isOf(second, FieldDescriptor::CPPTYPE_INT32))
        return false;
    seconds = message.GetReflection()->GetInt64(message, first);
    nanos = message.GetReflection()->GetInt32(message, second);
    return true;
}

// "2018-01-18T01:30:22.5Z"; empty outside the years 1 to 9999.
std::string timestamp(int64_t seconds, int32_t nanos)
{
    if (nanos < 0 || nanos > 999'999'999)
        return {};
    std::string text = dateText(seconds, uint32_t(nanos));
    if (const size_t space = text.find(' '); space != std::string::npos)
        text[space] = 'T';
    if (text.ends_with(" UTC"))
        text.replace(text.size() - 4, 4, "Z");
    return text;
}

std::string duration(int64_t seconds, int32_t nanos)
{
    if (nanos <= -1'000'000'000 || nanos >= 1'000'000'000 || (seconds > 0 && nanos < 0) || (seconds < 0 && nanos > 0))
        return {};
    std::string text = seconds == 0 && nanos < 0 ? "-0" : std::to_string(seconds);
    if (nanos != 0) {
        std::string fraction = std::to_string(std::abs(nanos));
        fraction.insert(0, 9 - fraction.size(), '0');
        fraction.erase(fraction.find_last_not_of('0') + 1);
        text += "." + fraction;
    }
    return text + "s";
}

} // namespace

void ProtobufJson::open(char bracket)
{
    m_out += bracket;
    ++m_depth;
}

void ProtobufJson::next(bool &first)
{
    if (!first)
        m_out += ',';
    first = false;
    m_out += '\n';
    m_out.append(size_t(m_depth) * 2, ' ');
}

void ProtobufJson::close(char bracket, bool empty)
{
    --m_depth;
    if (!empty) {
        m_out += '\n';
        m_out.append(size_t(m_depth) * 2, ' ');
    }
    m_out += bracket;
}

void ProtobufJson::quoted(const std::string &text) { appendQuoted(text, m_out); }

void ProtobufJson::bytes(const std::string &bytes)
{
    m_out += '"' + toBase64(bytes) + '"';
}

void ProtobufJson::write(const Message &message) { this->message(message); }

void ProtobufJson::message(const Message &message)
{
    if (m_depth >= m_limits.depthMax || m_out.size() > m_limits.textMax) {
        m_full = true;
        m_out += "{}";
        return;
    }
    if (wellKnown(message))
        return;
    open('{');
    bool first = true;
    members(message, first);
    close('}', first);
}

void ProtobufJson::members(const Message &message, bool &first)
{
    std::vector<const FieldDescriptor *> fields;
    message.GetReflection()->ListFields(message, &fields);
    for (const FieldDescriptor *each : fields) {
        if (m_out.size() > m_limits.textMax) {
            m_full = true;
            break;
        }
        next(first);
        quoted(each->is_extension() ? "[" + std::string(each->full_name()) + "]" : std::string(each->name()));
        m_out += ": ";
        field(message, *each);
    }
    unknown(message, first);
}

void ProtobufJson::unknown(const Message &message, bool &first)
{
    const google::protobuf::UnknownFieldSet &fields = message.GetReflection()->GetUnknownFields(message);
    if (fields.empty())
        return;
    std::string bytes;
    fields.SerializeToString(&bytes);
    const std::string members = rawProtobufMembers(std::as_bytes(std::span(bytes)), m_limits);
    if (members.empty())
        return;
    next(first);
    m_out += members;
}

void ProtobufJson::field(const Message &message, const Field &field)
{
    if (field.is_map())
        map(message, field);
    else if (field.is_repeated())
        list(message, field);
    else
        value(message, field, -1);
}

void ProtobufJson::list(const Message &message, const Field &field)
{
    const int size = message.GetReflection()->FieldSize(message, &field);
    open('[');
    bool first = true;
    for (int i = 0; i < size; ++i) {
        if (m_out.size() > m_limits.textMax) {
            m_full = true;
            break;
        }
        next(first);
        value(message, field, i);
    }
    close(']', first);
}

std::string ProtobufJson::mapKey(const Message &entry, const Field &field) const
{
    const Reflection &reflection = *entry.GetReflection();
    switch (field.cpp_type()) {
    case Field::CPPTYPE_INT32: return std::to_string(reflection.GetInt32(entry, &field));
    case Field::CPPTYPE_INT64: return std::to_string(reflection.GetInt64(entry, &field));
    case Field::CPPTYPE_UINT32: return std::to_string(reflection.GetUInt32(entry, &field));
    case Field::CPPTYPE_UINT64: return std::to_string(reflection.GetUInt64(entry, &field));
    case Field::CPPTYPE_BOOL: return reflection.GetBool(entry, &field) ? "true" : "false";
    case Field::CPPTYPE_STRING: return reflection.GetString(entry, &field);
    default: return {};
    }
}

void ProtobufJson::map(const Message &message, const Field &field)
{
    const Reflection &reflection = *message.GetReflection();
    const Field *key = field.message_type()->FindFieldByNumber(1), *mapped = field.message_type()->FindFieldByNumber(2);
    const int size = reflection.FieldSize(message, &field);
    open('{');
    bool first = true;
    for (int i = 0; i < size; ++i) {
        if (m_out.size() > m_limits.textMax) {
            m_full = true;
            break;
        }
        const Message &entry = reflection.GetRepeatedMessage(message, &field, i);
        next(first);
        quoted(mapKey(entry, *key));
        m_out += ": ";
        value(entry, *mapped, -1);
    }
    close('}', first);
}

void ProtobufJson::value(const Message &message, const Field &field, int index)
{
    const Reflection &reflection = *message.GetReflection();
    const auto get = [&](auto single, auto repeated) {
        return index < 0 ? (reflection.*single)(message, &field) : (reflection.*repeated)(message, &field, index);
    };
    switch (field.cpp_type()) {
    case Field::CPPTYPE_INT32: m_out += std::to_string(get(&Reflection::GetInt32, &Reflection::GetRepeatedInt32)); break;
    case Field::CPPTYPE_INT64: m_out += std::to_string(get(&Reflection::GetInt64, &Reflection::GetRepeatedInt64)); break;
    case Field::CPPTYPE_UINT32: m_out += std::to_string(get(&Reflection::GetUInt32, &Reflection::GetRepeatedUInt32)); break;
    case Field::CPPTYPE_UINT64: m_out += std::to_string(get(&Reflection::GetUInt64, &Reflection::GetRepeatedUInt64)); break;
    case Field::CPPTYPE_DOUBLE: m_out += real(get(&Reflection::GetDouble, &Reflection::GetRepeatedDouble)); break;
    case Field::CPPTYPE_FLOAT: m_out += real(get(&Reflection::GetFloat, &Reflection::GetRepeatedFloat)); break;
    case Field::CPPTYPE_BOOL: m_out += get(&Reflection::GetBool, &Reflection::GetRepeatedBool) ? "true" : "false"; break;
    case Field::CPPTYPE_ENUM: {
        const int number = get(&Reflection::GetEnumValue, &Reflection::GetRepeatedEnumValue);
        const auto *named = field.enum_type()->FindValueByNumber(number);
        if (field.enum_type()->full_name() == "google.protobuf.NullValue")
            m_out += "null";
        else if (named)
            quoted(std::string(named->name()));
        else
            m_out += std::to_string(number);
        break;
    }
    case Field::CPPTYPE_STRING: {
        const std::string text = get(&Reflection::GetString, &Reflection::GetRepeatedString);
        if (field.type() == Field::TYPE_BYTES)
            bytes(text);
        else
            quoted(text);
        break;
    }
    case Field::CPPTYPE_MESSAGE:
        this->message(index < 0 ? reflection.GetMessage(message, &field) : reflection.GetRepeatedMessage(message, &field, index));
        break;
    }
}

// Types with their own JSON form. False if it is not one of them, or has a different structure.
bool ProtobufJson::wellKnown(const Message &message)
{
    const Descriptor &type = *message.GetDescriptor();
    const std::string name(type.full_name());
    constexpr std::string_view package = "google.protobuf.";
    if (!name.starts_with(package) || !message.GetReflection()->GetUnknownFields(message).empty())
        return false;
    const std::string_view shortName = std::string_view(name).substr(package.size());
    int64_t seconds = 0;
    int32_t nanos = 0;
    if (shortName == "Timestamp" || shortName == "Duration") {
        if (!secondsAndNanos(message, seconds, nanos))
            return false;
        const std::string text = shortName == "Timestamp" ? timestamp(seconds, nanos) : duration(seconds, nanos);
        if (text.empty())
            return false;
        m_out += '"' + text + '"';
        return true;
    }
    if (shortName == "Any")
        return any(message);
    const FieldDescriptor *first = type.field_count() > 0 ? type.field(0) : nullptr;
    if (shortName == "FieldMask" && first && first->is_repeated() && first->cpp_type() == Field::CPPTYPE_STRING) {
        std::string paths;
        for (int i = 0; i < message.GetReflection()->FieldSize(message, first); ++i)
            paths += (i ? "," : "") + message.GetReflection()->GetRepeatedString(message, first, i);
        quoted(paths);
        return true;
    }
    if (shortName.ends_with("Value") && shortName != "Value" && type.field_count() == 1 && first->name() == "value" && !first->is_repeated()) {
        value(message, *first, -1);
        return true;
    }
    // Only if it has the library's structure: fields are accessed by number.
    const bool ownShape = type.field_count() > 0 && (shortName == "Struct" || shortName == "ListValue") && first->is_repeated();
    if (ownShape && shortName == "Struct" && first->is_map()) {
        map(message, *first);
        return true;
    }
    if (ownShape && shortName == "ListValue") {
        list(message, *first);
        return true;
    }
    if (shortName == "Value" && type.oneof_decl_count() == 1) {
        const FieldDescriptor *set = message.GetReflection()->GetOneofFieldDescriptor(message, type.oneof_decl(0));
        if (set)
            value(message, *set, -1);
        else
            m_out += "null";
        return true;
    }
    return false;
}

bool ProtobufJson::any(const Message &message)
{
    const FieldDescriptor *url = numbered(message, 1), *contents = numbered(message, 2);
    if (!isOf(url, Field::CPPTYPE_STRING) || !isOf(contents, Field::CPPTYPE_STRING))
        return false;
    const std::string type = message.GetReflection()->GetString(message, url);
    const std::string packed = message.GetReflection()->GetString(message, contents);
    open('{');
    bool first = true;
    next(first);
    m_out += "\"@type\": ";
    quoted(type);
    // "type.googleapis.com/package.Type"
    const std::unique_ptr<Message> inner = m_find(type.substr(type.rfind('/') + 1));
    if (inner && inner->ParsePartialFromString(packed)) {
        if (std::string_view(inner->GetDescriptor()->full_name()).starts_with("google.protobuf.")) {
            next(first);
            m_out += "\"value\": ";
            this->message(*inner);
        } else if (m_depth >= m_limits.depthMax) {
            m_full = true;
        } else {
            members(*inner, first);
        }
    } else if (const std::string members = rawProtobufMembers(std::as_bytes(std::span(packed)), m_limits);
               readProtobuf(std::as_bytes(std::span(packed)), m_limits).readTo == packed.size() && !members.empty()) {
        next(first);
        m_out += members;
    } else if (!packed.empty()) {
        next(first);
        m_out += "\"value\": ";
        bytes(packed);
    }
    close('}', first);
    return true;
}

} // namespace decode
