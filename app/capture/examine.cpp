// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/errors.h"
#include "app/capture/helper_link.h"

#include <cerrno>
#include <fcntl.h>

namespace capture {

namespace {

constexpr int answerMs = 60'000;
constexpr size_t findingsMax = 1000;
constexpr size_t reportsMax = 64;

} // namespace

std::expected<std::vector<wire::Finding>, Error> examine(const LiveOptions &options)
{
    auto link = HelperLink::open(options);
    if (!link)
        return std::unexpected(link.error());
    wire::Bytes request;
    wire::encodeEmpty(wire::Type::Examine, request);
    link->send(request);
    std::vector<wire::Finding> findings;
    FrameInput input(*link);
    for (;;) {
        const auto message = input.next(answerMs);
        if (!message)
            return std::unexpected(message.error());
        if (message->type == wire::Type::Stopped)
            return findings;
        if (message->type != wire::Type::Finding)
            continue; // Welcome
        auto finding = wire::decode<wire::Finding>(message->body);
        if (!finding || findings.size() >= findingsMax)
            return std::unexpected(protocolError(finding ? wire::ReadError::TooLong : finding.error()));
        findings.push_back(std::move(*finding));
    }
}

std::expected<std::vector<wire::PlanReport>, Error> examinePlan(const LiveOptions &options, const std::string &file)
{
    const base::FileDescriptor elf(open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    if (!elf.isValid())
        return std::unexpected(fileError(errno, file));
    auto link = HelperLink::open(options);
    if (!link)
        return std::unexpected(link.error());
    wire::Bytes request;
    wire::encodeEmpty(wire::Type::ExaminePlan, request);
    link->send(request, elf.get());
    FrameInput input(*link);
    std::vector<wire::PlanReport> reports;
    for (;;) {
        const auto message = input.next(answerMs);
        if (!message)
            return std::unexpected(message.error());
        if (message->type == wire::Type::Stopped && reports.empty())
            return std::unexpected(protocolError(wire::ReadError::Closed));
        if (message->type == wire::Type::Stopped)
            return reports;
        if (message->type != wire::Type::PlanReport)
            continue;
        auto report = wire::decode<wire::PlanReport>(message->body);
        if (!report || reports.size() >= reportsMax)
            return std::unexpected(protocolError(report ? wire::ReadError::TooLong : report.error()));
        reports.push_back(std::move(*report));
    }
}

} // namespace capture
