// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/captures.h"

#include "app/cli/command_files.h"
#include "app/cli/error_text.h"
#include "app/cli/input_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include <sys/stat.h>

namespace agents {

std::expected<void, std::string> Captures::hasRoom() const
{
    if (m_open.size() < most)
        return {};
    return std::unexpected(fmt::format("{} captures are open, which is the limit: close one with close_capture first.", most));
}

Captures::Opened Captures::keep(std::shared_ptr<OpenCapture> capture)
{
    const std::string id = fmt::format("c{}", ++m_last);
    m_open.emplace(id, capture);
    return {id, std::move(capture)};
}

std::expected<Captures::Opened, std::string> Captures::openFile(const std::string &path, uint64_t bodyMax)
{
    if (const auto room = hasRoom(); !room)
        return std::unexpected(room.error());
    struct stat status{};
    if (stat(path.c_str(), &status) != 0)
        return std::unexpected(cli::fileText("read", path, errno));
    if (!S_ISREG(status.st_mode))
        return std::unexpected(fmt::format("Cannot read {}: it is not a file.", path));
    if (!cli::looksLikeCapture({{}, path})) {
        auto har = exporters::readHar(path);
        if (!har)
            return std::unexpected(fmt::format("Cannot read {}: {}.", path, cli::harErrorText(har.error())));
        return keep(std::make_shared<OpenCapture>(path, std::move(*har)));
    }
    auto source = capture::openSaved(path);
    if (!source)
        return std::unexpected(cli::errorText(source.error()));
    return keep(std::make_shared<OpenCapture>(path, std::move(*source), std::nullopt, std::nullopt, bodyMax));
}

std::expected<Captures::Opened, std::string> Captures::start(capture::LiveOptions live, const std::vector<std::string> &words, std::chrono::seconds duration,
                                                             uint64_t bodyMax)
{
    if (const auto room = hasRoom(); !room)
        return std::unexpected(room.error());
    std::optional<cli::Command> command;
    if (!words.empty()) {
        auto prepared = cli::Command::prepare(words, cli::Command::Output::Diverted, cli::Command::Input::None);
        if (!prepared)
            return std::unexpected(fmt::format("Cannot start {}: {}.", words[0], strerror(prepared.error())));
        command.emplace(std::move(*prepared));
        live.start.scope = wire::ScopeKind::Pid;
        live.start.id = uint32_t(command->pid());
        live.commandFiles = cli::commandFiles(words);
    }
    auto source = capture::openLive(live);
    if (!source)
        return std::unexpected(cli::errorText(source.error()));
    const bool hasCommand = command.has_value();
    auto capture = std::make_shared<OpenCapture>(hasCommand ? fmt::format("{}", fmt::join(words, " ")) : "running programs", std::move(*source),
                                                 std::move(command), duration, bodyMax);
    if (hasCommand)
        if (const auto released = capture->release(); !released)
            return std::unexpected(fmt::format("Cannot run {}: {}.", words[0], strerror(released.error())));
    return keep(std::move(capture));
}

std::shared_ptr<OpenCapture> Captures::find(const std::string &id) const
{
    const auto found = m_open.find(id);
    return found == m_open.end() ? nullptr : found->second;
}

} // namespace agents
