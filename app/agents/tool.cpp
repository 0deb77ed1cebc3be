// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/tool.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace agents {

std::span<const Tool> tools()
{
    static const std::vector<Tool> all = [] {
        std::vector<Tool> rows;
        for (const auto &group : {captureTools(), exchangeTools(), machineTools()})
            rows.insert(rows.end(), group.begin(), group.end());
        return rows;
    }();
    return all;
}

const Tool *findTool(std::string_view name)
{
    const auto found = std::ranges::find(tools(), name, &Tool::name);
    return found == tools().end() ? nullptr : &*found;
}

NamedCapture captureOf(Workbench &bench, Arguments &in)
{
    const std::string id = in.requiredText("capture");
    if (id.empty())
        return std::unexpected("The argument capture is missing: give an id such as c1, from start_capture, open_file or list_captures.");
    return captureOf(bench, id);
}

NamedCapture captureOf(const Workbench &bench, const std::string &id)
{
    if (auto capture = bench.captures.find(id))
        return capture;
    return std::unexpected(fmt::format("There is no capture {}: list_captures says which there are.", id.substr(0, 50)));
}

std::optional<std::string> refusal(const Arguments &in, const NamedCapture &capture)
{
    if (std::string problem = in.problem(); !problem.empty())
        return problem;
    return capture ? std::nullopt : std::optional(capture.error());
}

std::expected<filter::Filter, std::string> filterOf(Arguments &in)
{
    const std::string text = in.text("filter");
    auto filter = filter::compile(text);
    if (!filter)
        return std::unexpected(fmt::format("Invalid filter at character {}: {}.", filter.error().position + 1, filter.error().message));
    if (filter->asksForMarks())
        return std::unexpected("Marks and comments are known to the window only: leave mark: and comment: out of the filter.");
    return *filter;
}

} // namespace agents
