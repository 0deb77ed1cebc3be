// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/body/protobuf_body.h"

#include "app/exchange/head.h"

#include <algorithm>

namespace ui {

namespace {

constexpr size_t prefixBytes = 5;          // a flag and the length
constexpr uint8_t compressedFlag = 1, trailersFlag = 0x80;

QString sentence(const std::string &text) { return QString::fromStdString(text); }

void addMessage(BodyContent &content, const BodyRequest &request, std::span<const std::byte> message, std::string &text)
{
    const decode::ProtobufReading reading = decode::readMessage(request.types.get(), request.protobufType, message);
    text += reading.text;
    if (!text.empty() && text.back() != '\n')
        text += '\n';
    content.syntax = reading.described ? Syntax::Json : Syntax::None;
    content.whole = content.whole && reading.whole;
    if (!reading.note.empty() && !content.notices.contains(sentence(reading.note)))
        content.notices << sentence(reading.note);
}

std::string framesText(BodyContent &content, const BodyRequest &request, std::span<const std::byte> body)
{
    std::string text;
    for (size_t number = 1; !body.empty(); ++number) {
        if (body.size() < prefixBytes) {
            text += "// cut in the length of a message\n";
            break;
        }
        const auto flag = uint8_t(body[0]);
        size_t length = 0;
        for (size_t i = 1; i < prefixBytes; ++i)
            length = length << 8 | size_t(body[i]);
        const std::span<const std::byte> message = body.subspan(prefixBytes, std::min(length, body.size() - prefixBytes));
        body = body.subspan(prefixBytes + message.size());
        text += text.empty() ? "// " : "\n// ";
        if (flag & trailersFlag) {
            text += "trailers\n" + std::string(reinterpret_cast<const char *>(message.data()), message.size());
            continue;
        }
        text += "message " + std::to_string(number) + ", " + std::to_string(length) + " bytes";
        if (message.size() < length)
            text += ", of which " + std::to_string(message.size()) + " are here";
        if (flag & compressedFlag) {
            text += ", compressed: Messages shows what is in it\n";
            continue;
        }
        text += '\n';
        addMessage(content, request, message, text);
    }
    return text;
}

} // namespace

std::string protobufType(const decode::ProtobufTypes *types, const exchange::Exchange &e, protocols::Half half, const std::string &contentType)
{
    if (!types)
        return {};
    if (const auto method = types->method(e.operation))
        return half == protocols::Half::Request ? method->request : method->response;
    // "messageType=a.B" as in Spring and protobuf-maven, "proto=a.B" as in Prometheus.
    for (size_t at = contentType.find(';'); at != std::string::npos; at = contentType.find(';', at + 1)) {
        const std::string part = contentType.substr(at + 1, contentType.find(';', at + 1) - at - 1);
        const size_t equals = part.find('=');
        const size_t begin = part.find_first_not_of(' ');
        if (equals == std::string::npos || begin > equals)
            continue;
        std::string value = part.substr(equals + 1);
        std::erase_if(value, [](char c) { return c == '"' || c == ' '; });
        for (const char *name : { "messagetype", "proto", "message", "type" })
            if (exchange::equalsIgnoringCase(part.substr(begin, equals - begin), name) && types->knows(value))
                return value;
    }
    return {};
}

void setProtobuf(BodyContent &content, const BodyRequest &request, std::span<const std::byte> body)
{
    content.form = BodyForm::Text;
    std::string text;
    if (content.format == decode::Format::Grpc)
        text = framesText(content, request, body);
    else
        addMessage(content, request, body, text);
    content.text = QByteArray::fromStdString(text);
    wrapLongLines(content.text, content.notices);
}

} // namespace ui
