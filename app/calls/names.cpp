// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/calls/names.h"

namespace calls {

std::string_view causeName(Cause cause)
{
    switch (cause) {
    case Cause::Unknown: return "unknown";
    case Cause::Lookup: return "lookup";
    case Cause::Connect: return "connect";
    case Cause::Tls: return "tls";
    case Cause::Client: return "client";
    case Cause::Request: return "request";
    case Cause::Queue: return "queue";
    case Cause::Network: return "network";
    case Cause::Server: return "server";
    case Cause::Reader: return "reader";
    case Cause::Answer: return "answer";
    case Cause::Way: return "way";
    case Cause::WayBack: return "wayBack";
    }
    return "unknown";
}

std::string_view surenessName(Sureness sureness)
{
    switch (sureness) {
    case Sureness::Unknown: return "unknown";
    case Sureness::Likely: return "likely";
    case Sureness::Certain: return "certain";
    }
    return "unknown";
}

std::string_view loneName(Lone lone)
{
    switch (lone) {
    case Lone::Joined: return "";
    case Lone::OtherEndUnseen: return "notCaptured";
    case Lone::Awaited: return "noneFits";
    case Lone::Uncertain: return "uncertain";
    case Lone::Different: return "different";
    }
    return "";
}

std::string_view howName(How how)
{
    switch (how) {
    case How::None: return "";
    case How::Trace: return "trace";
    case How::Thread: return "thread";
    case How::Only: return "only";
    }
    return "";
}

std::string_view causelessName(Causeless why)
{
    switch (why) {
    case Causeless::Linked:
    case Causeless::NotSent: return "";
    case Causeless::Unprompted: return "unprompted";
    case Causeless::Several: return "several";
    case Causeless::OtherTrace: return "otherTrace";
    case Causeless::Awaited: return "unfinished";
    }
    return "";
}

} // namespace calls
