// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/reports.h"

#include "app/decode/json_writer.h"
#include "app/exchange/coverage_advice.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <unordered_map>

namespace cli {

namespace {

using Json = nlohmann::ordered_json;

Json jsonOf(const exchange::Coverage &line, const std::string &process)
{
    Json json{{"pid", line.pid},
              {"process", process},
              {"library", line.library},
              {"version", line.version},
              {"path", line.path},
              {"foundBy", line.foundBy},
              {"state", coverageState(line)},
              {"reason", line.reason},
              {"onWire", line.onWire}};
    const auto addIf = [&json](const char *key, std::string_view text) {
        if (!text.empty())
            json[key] = text;
    };
    if (line.since)
        json["since"] = decode::isoTime(line.since);
    addIf("sni", line.sni);
    addIf("alpn", line.alpn);
    addIf("ja4", line.ja4);
    addIf("advice", exchange::adviceOn(line));
    return json;
}

const char *stateName(wire::FindingState state)
{
    switch (state) {
    case wire::FindingState::Good: return "good";
    case wire::FindingState::Notice: return "notice";
    case wire::FindingState::Bad: return "bad";
    }
    return "unknown";
}

} // namespace

const char *coverageState(const exchange::Coverage &line)
{
    return !line.known ? "unknown" : line.readable ? "readable" : "not readable";
}

Json coverageJson(const exchange::Store &store)
{
    std::unordered_map<uint32_t, std::string> names;
    for (const exchange::Process &process : store.processes())
        names[process.pid] = process.comm;
    Json json = Json::array();
    for (const exchange::Coverage &line : store.coverage())
        if (line.pid != 0)
            json.push_back(jsonOf(line, names[line.pid]));
    return json;
}

Json findingsJson(std::span<const wire::Finding> findings)
{
    Json json = Json::array();
    for (const wire::Finding &finding : findings)
        json.push_back({{"state", stateName(finding.state)}, {"name", finding.name}, {"value", finding.value}, {"advice", finding.advice}});
    return json;
}

} // namespace cli
