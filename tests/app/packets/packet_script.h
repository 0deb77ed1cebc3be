// SPDX-License-Identifier: GPL-3.0-or-later
// Builds packets and files of them, and reads back the frames that they become.
#pragma once

#include "app/base/address.h"
#include "privhelper/wire/names.h"
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <QTest>

#include <cerrno>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// So that a failed comparison shows the texts.
template<> inline char *QTest::toString(const std::string &text) { return qstrdup(text.c_str()); }

namespace packet_script {

inline std::string big(uint64_t value, int size)
{
    std::string bytes;
    while (size-- > 0)
        bytes += char(value >> (8 * size));
    return bytes;
}

inline std::string little(uint64_t value, int size)
{
    std::string bytes;
    for (int i = 0; i < size; ++i)
        bytes += char(value >> (8 * i));
    return bytes;
}

inline std::span<const std::byte> bytesOf(std::string_view text) { return std::as_bytes(std::span(text)); }

inline std::string textOf(std::span<const std::byte> bytes) { return {reinterpret_cast<const char *>(bytes.data()), bytes.size()}; }

// `flags`: of S, A, F, R.
inline std::string tcp(uint16_t from, uint16_t to, uint32_t sequence, uint32_t acknowledgment, std::string_view flags, std::string_view payload = {})
{
    int bits = 0;
    for (const char flag : flags)
        bits |= flag == 'F' ? 1 : flag == 'S' ? 2 : flag == 'R' ? 4 : flag == 'A' ? 16 : 0;
    return big(from, 2) + big(to, 2) + big(sequence, 4) + big(acknowledgment, 4) + big(0x50, 1) + big(uint64_t(bits), 1) + big(0, 6) + std::string(payload);
}

inline std::string udp(uint16_t from, uint16_t to, std::string_view payload)
{
    return big(from, 2) + big(to, 2) + big(8 + payload.size(), 2) + big(0, 2) + std::string(payload);
}

// From 10.0.0.FROM to 10.0.0.TO. `place`: flags and offset of a fragment.
inline std::string ip4(int protocol, std::string_view payload, int from = 1, int to = 2, int id = 7, int place = 0)
{
    return big(0x4500, 2) + big(20 + payload.size(), 2) + big(uint64_t(id), 2) + big(uint64_t(place), 2) + big(64, 1) + big(uint64_t(protocol), 1) + big(0, 2)
        + big(0x0a000000 + uint64_t(from), 4) + big(0x0a000000 + uint64_t(to), 4) + std::string(payload);
}

// From fd00::FROM to fd00::TO.
inline std::string ip6(int next, std::string_view payload, int from = 1, int to = 2)
{
    return big(0x60000000, 4) + big(payload.size(), 2) + big(uint64_t(next), 1) + big(64, 1) + big(0xfd00, 2) + big(0, 6) + big(uint64_t(from), 8) + big(0xfd00, 2)
        + big(0, 6) + big(uint64_t(to), 8) + std::string(payload);
}

inline std::string ethernet(std::string_view payload, int type = 0x0800)
{
    return std::string(12, '\x02') + big(uint64_t(type), 2) + std::string(payload);
}

inline std::string pcapHead(int linkType) { return little(0xa1b2c3d4, 4) + little(2, 2) + little(4, 2) + little(0, 8) + little(262'144, 4) + little(uint64_t(linkType), 4); }

inline std::string pcapRecord(std::string_view packet, uint32_t seconds, uint32_t microseconds = 0)
{
    return little(seconds, 4) + little(microseconds, 4) + little(packet.size(), 4) + little(packet.size(), 4) + std::string(packet);
}

// A block of pcapng, in the byte order of `number`.
template<class Number> std::string block(Number number, uint32_t type, std::string body)
{
    body.resize((body.size() + 3) & ~size_t(3));
    const std::string length = number(body.size() + 12, 4);
    return number(type, 4) + length + body + length;
}

// What the frames say: "open" or "joined", states, >text for what the client sends, <text for what it gets, [n] for n bytes that
// are missing, TLS in braces, and the losses.
inline std::string told(const wire::Bytes &frames)
{
    std::string text;
    const auto add = [&text](const std::string &word) { text += (text.empty() ? "" : " ") + word; };
    wire::FrameReader reader(frames);
    for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
        if ((*frame)->type == wire::Type::Data) {
            const auto view = wire::decodeData((*frame)->body);
            const std::string payload = view->head.has(wire::DataFlag::Fault) ? "[" + std::to_string(view->head.moved) + "]" : textOf(view->payload);
            const std::string cut = view->head.has(wire::DataFlag::Cut) ? "[" + std::to_string(view->head.moved - view->head.callOffset - view->head.captured) + "]" : "";
            const bool tls = view->head.has(wire::DataFlag::Ciphertext);
            add((view->head.direction ? ">" : "<") + std::string(tls ? "{" : "") + payload + cut + (tls ? "}" : ""));
        } else if (const auto socket = wire::decode<wire::Socket>((*frame)->body); (*frame)->type == wire::Type::Socket && socket) {
            add(std::string(socket->fromStart ? "open" : "joined") + (socket->role == wire::Role::Client ? "" : "?"));
        } else if (const auto state = wire::decode<wire::State>((*frame)->body); (*frame)->type == wire::Type::State && state) {
            using wire::TcpState;
            const char *name = state->newState == TcpState::SynSent ? "syn" : state->newState == TcpState::Established ? "established"
                : state->newState == TcpState::FinWait2             ? "client-done"
                : state->newState == TcpState::CloseWait            ? "server-done"
                : state->error == ECONNREFUSED                      ? "refused"
                : state->error == ECONNRESET                        ? "reset"
                : state->oldState == TcpState::Established          ? "aborted"
                                                                    : "closed";
            add(name);
        } else if (const auto losses = wire::decode<wire::Losses>((*frame)->body); (*frame)->type == wire::Type::Losses && losses) {
            for (const wire::Loss &loss : losses->counts)
                add("lost:" + std::to_string(loss.events) + "/" + std::to_string(loss.bytes) + " " + wire::lossName(loss));
        }
    }
    return text;
}

} // namespace packet_script
