// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/exchange_line.h"

#include "app/cli/call_words.h"

#include <fmt/format.h>

#include <ctime>

namespace cli {

namespace {

// Shorter exchanges need no explanation.
constexpr base::Duration slow = 100'000'000;

std::string clockText(base::Time time)
{
    const std::time_t seconds = time / 1'000'000'000;
    std::tm local{};
    localtime_r(&seconds, &local);
    return fmt::format("{:02}:{:02}:{:02}.{:03}", local.tm_hour, local.tm_min, local.tm_sec,
                       time / 1'000'000 % 1000);
}

std::string sizeText(uint64_t bytes)
{
    if (bytes < 1000)
        return fmt::format("{} B", bytes);
    if (bytes < 1'000'000)
        return fmt::format("{:.1f} kB", double(bytes) / 1e3);
    if (bytes < 1'000'000'000)
        return fmt::format("{:.1f} MB", double(bytes) / 1e6);
    return fmt::format("{:.1f} GB", double(bytes) / 1e9);
}

// Captured text may contain control characters, which a terminal would obey.
std::string plain(std::string_view text, size_t longest)
{
    std::string result;
    for (const char c : text) {
        if (result.size() >= longest) {
            result += "…";
            break;
        }
        result += uint8_t(c) < 0x20 || c == 0x7f ? '?' : c;
    }
    return result;
}

std::string processText(const exchange::Store &store, exchange::ExchangeId id)
{
    const auto &processes = store.processes();
    const exchange::ProcessId process = store.process(id);
    if (process >= processes.size())
        return "–";
    const exchange::Process &row = processes[process];
    return fmt::format("{} {}{}{}", plain(row.comm, 15), row.pid, row.machine.empty() ? "" : "@", plain(row.machine, 30));
}

// "gpt-4o, 120 tokens in, 35 out, tool_calls"
std::string modelText(const exchange::Store &store, exchange::ExchangeId id)
{
    const exchange::Exchange call = store.exchange(id);
    std::string text = call.operation.empty() ? "unnamed model" : call.operation;
    if (call.tokens.input)
        text += fmt::format(", {} tokens in", *call.tokens.input);
    if (call.tokens.output)
        text += fmt::format(", {}{} out", *call.tokens.output, call.tokens.input ? "" : " tokens");
    return call.result.empty() ? text : text + ", " + call.result;
}

std::string_view colourOf(const exchange::Store &store, exchange::ExchangeId id)
{
    const int status = store.status(id);
    if (store.state(id) == exchange::State::Failed || status >= 400 || store.outcome(id) == protocols::Outcome::Error)
        return "\033[31m";
    if (store.state(id) == exchange::State::Cut || store.kind(id) == exchange::Kind::NotReadable)
        return "\033[33m";
    return status >= 300 ? "\033[36m" : "\033[32m";
}

} // namespace

std::string lineHeader(bool colour)
{
    const auto line =
        fmt::format("{:<12}  {:<24} {:<7} {:<6} {:>9} {:>9}  {}", "TIME", "PROCESS", "METHOD", "STATUS", "SIZE", "DURATION", "URL");
    return colour ? "\033[2m" + line + "\033[0m" : line;
}

std::string exchangeLine(const exchange::Store &store, exchange::ExchangeId id, bool colour, const calls::Account *call)
{
    const char *arrow = store.side(id) == base::Side::Server ? "←" : "→";
    std::string process = processText(store, id);
    if (call && store.process(call->otherHalf) != base::noId) // not if that half was shown long ago
        process += fmt::format(" {} {}", arrow, processText(store, call->otherHalf));
    std::string status = store.status(id) ? std::to_string(store.status(id)) : "–";
    const bool query = store.kind(id) == exchange::Kind::Query;
    if (store.outcome(id) != protocols::Outcome::Unknown && !store.status(id))
        status = store.outcome(id) == protocols::Outcome::Ok ? "ok" : "error";
    std::string what = fmt::format("{}://{}{}", store.scheme(id), plain(store.host(id), 100), plain(store.path(id), 200));
    if (const uint64_t items = store.itemCount(id) + store.itemsBeyond(id);
        items > 0 && (store.kind(id) == exchange::Kind::Http || store.kind(id) == exchange::Kind::Channel))
        what += fmt::format("  ({} {})", items, items == 1 ? "message" : "messages");
    if (query) {
        const std::string result = store.exchange(id).result;
        what = fmt::format("{}://{}  {}{}{}", store.scheme(id), plain(store.host(id), 100), plain(store.path(id), 200), result.empty() ? "" : "  → ", plain(result, 120));
    } else if (protocols::isModelCall(store.dialect(id))) {
        what += fmt::format("  [{}]", plain(modelText(store, id), 200));
    } else if (const auto operation = store.operation(id); !operation.empty() && store.path(id).find(operation) == std::string_view::npos)
        what += fmt::format("  [{}]", plain(operation, 100));
    if (store.kind(id) == exchange::Kind::Failed || store.kind(id) == exchange::Kind::NotReadable)
        what += fmt::format("  ({})", plain(store.reason(id), 200));
    else if (store.lostBytes(id))
        what += fmt::format("  ({} lost)", sizeText(store.lostBytes(id)));
    else if (store.state(id) == exchange::State::Failed)
        what += "  (incomplete)";
    if (call && store.duration(id) >= slow)
        if (const std::string why = slownessText(call->why); !why.empty())
            what += fmt::format("  ({})", why);
    const std::string_view on = colour ? colourOf(store, id) : "", off = colour ? "\033[0m" : "";
    return fmt::format("{:<12} {}{:<24} {:<7} {}{:<6}{} {:>9} {:>9}  {}", clockText(store.begin(id)), arrow, process,
                       plain(store.method(id), 12), on, status, off, sizeText(store.responseBytes(id)),
                       durationText(store.duration(id)), what);
}

} // namespace cli
