// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/call_words.h"

#include <fmt/format.h>

namespace cli {

namespace {

using calls::Cause;

std::string_view causeText(const calls::Slowness &why)
{
    const bool likely = why.sureness == calls::Sureness::Likely;
    switch (why.cause) {
    case Cause::Unknown: return "";
    case Cause::Lookup: return "the name lookup took";
    case Cause::Connect: return "connecting took";
    case Cause::Tls: return "the TLS handshake took";
    case Cause::Client: return "the connected client did not send for";
    case Cause::Request: return "sending the request took";
    case Cause::Queue: return likely ? "the request probably waited for the server to read it for" : "the request waited for the server to read it for";
    case Cause::Network: return "the network probably took";
    case Cause::Server: return likely ? "the server, or what is before it, took" : "the server took";
    case Cause::Reader: return likely ? "the answer probably waited for the client to read it for" : "the answer waited for the client to read it for";
    case Cause::Answer: return "sending the answer took";
    case Cause::Way: return "the request was on its way, or waited for the server to read it, for";
    case Cause::WayBack: return "the answer was on its way, or waited for the client to read it, for";
    }
    return "";
}

} // namespace

std::string durationText(base::Duration duration)
{
    if (duration < 0)
        return "–";
    const double ms = double(duration) / 1e6;
    if (ms < 10)
        return fmt::format("{:.1f} ms", ms);
    if (ms < 1000)
        return fmt::format("{:.0f} ms", ms);
    return fmt::format("{:.2f} s", ms / 1e3);
}

std::string slownessText(const calls::Slowness &why)
{
    const std::string_view cause = causeText(why);
    if (cause.empty())
        return {};
    std::string text = fmt::format("{} {} of {}", cause, durationText(why.share), durationText(why.total));
    if (why.cause == Cause::Network && why.retransmits.value_or(0) > 0)
        text += fmt::format(", {} {} sent again", *why.retransmits, *why.retransmits == 1 ? "segment" : "segments");
    else if (why.roundTripUs && (why.cause == Cause::Network || why.cause == Cause::Queue || why.cause == Cause::Reader))
        text += fmt::format(", a round trip {:.2f} ms", *why.roundTripUs / 1e3);
    return text;
}

} // namespace cli
