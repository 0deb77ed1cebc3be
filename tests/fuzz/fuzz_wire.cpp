// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as frames of either sender. Invariant: whatever decodes also encodes to a frame that decodes to
// the same frame.
#include "privhelper/wire/reader.h"
#include "privhelper/wire/writer.h"

#include <algorithm>
#include <cstdlib>

namespace {

template<class T> void check(std::span<const std::byte> body)
{
    const auto first = wire::decode<T>(body);
    if (!first)
        return;
    wire::Bytes again;
    wire::encode(*first, again);
    if (!std::ranges::equal(std::span(again).subspan(wire::frameHeadSize), body))
        std::abort();
}

void checkFrame(const wire::Frame &frame)
{
    using enum wire::Type;
    switch (frame.type) {
    case Hello: return check<wire::Hello>(frame.body);
    case Start: return check<wire::Start>(frame.body);
    case Welcome: return check<wire::Welcome>(frame.body);
    case Refused: return check<wire::Refused>(frame.body);
    case Started: return check<wire::Started>(frame.body);
    case Stopped: return check<wire::Stopped>(frame.body);
    case Process: return check<wire::Process>(frame.body);
    case ProcessExit: return check<wire::ProcessExit>(frame.body);
    case Socket: return check<wire::Socket>(frame.body);
    case State: return check<wire::State>(frame.body);
    case Tie: return check<wire::Tie>(frame.body);
    case TlsEnd: return check<wire::TlsEnd>(frame.body);
    case TlsFacts: return check<wire::TlsFacts>(frame.body);
    case TcpSample: return check<wire::TcpSample>(frame.body);
    case TcpReading: return check<wire::TcpReading>(frame.body);
    case UpperLayer: return check<wire::UpperLayer>(frame.body);
    case Unread: return check<wire::Unread>(frame.body);
    case LibraryFile: return check<wire::LibraryFile>(frame.body);
    case Secret: return check<wire::Secret>(frame.body);
    case OtherEnd: return check<wire::OtherEnd>(frame.body);
    case Ping: return check<wire::Ping>(frame.body);
    case Machine: return check<wire::Machine>(frame.body);
    case Pong: return check<wire::Pong>(frame.body);
    case LinkLost: return check<wire::LinkLost>(frame.body);
    case Undecrypted: return check<wire::Undecrypted>(frame.body);
    case Rows: return check<wire::Rows>(frame.body);
    case Contents: return;
    case TlsLibrary: return check<wire::TlsLibrary>(frame.body);
    case Losses: return check<wire::Losses>(frame.body);
    case Coverage: return check<wire::Coverage>(frame.body);
    case CapturePackets: return check<wire::CapturePackets>(frame.body);
    case Interface: return check<wire::Interface>(frame.body);
    case Packet:
        if (const auto view = wire::decodePacket(frame.body)) {
            wire::Bytes again;
            wire::encode(view->head, view->bytes, again);
            if (!std::ranges::equal(std::span(again).subspan(wire::frameHeadSize), frame.body))
                std::abort();
        }
        return;
    case ReadTls: return check<wire::ReadTls>(frame.body);
    case RoleLost: return check<wire::RoleLost>(frame.body);
    case Finding: return check<wire::Finding>(frame.body);
    case PlanReport: return check<wire::PlanReport>(frame.body);
    case Data:
        if (const auto view = wire::decodeData(frame.body)) {
            wire::Bytes again;
            wire::encode(view->head, view->payload, again);
            if (!std::ranges::equal(std::span(again).subspan(wire::frameHeadSize), frame.body))
                std::abort();
        }
        return;
    case Stop:
    case Examine:
    case ExaminePlan:
    case CommandFile: (void)wire::checkEmpty(frame.body); return;
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto bytes = std::as_bytes(std::span(data, size));
    for (auto sender : {wire::Sender::Client, wire::Sender::Helper}) {
        wire::FrameReader reader(bytes, sender);
        for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
            if (!wire::isKnown((*frame)->type, sender))
                std::abort();
            checkFrame(**frame);
        }
    }
    return 0;
}
