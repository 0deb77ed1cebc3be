// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/agents/open_capture.h"

#include "app/cli/error_text.h"

#include <csignal>
#include <utility>

namespace agents {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto lookEvery = std::chrono::milliseconds(20);
constexpr auto grace = std::chrono::seconds(3);   // between asking a command to end and ending it

} // namespace

OpenCapture::OpenCapture(std::string name, exporters::HarFile har)
    : m_name(std::move(name))
    , m_har(std::move(har))
    , m_ended(true)
{
    m_calls.update(m_store, m_store.apply(std::move(m_har->batch)));
}

OpenCapture::OpenCapture(std::string name, std::unique_ptr<capture::Source> source, std::optional<cli::Command> command,
                         std::optional<std::chrono::seconds> duration, uint64_t bodyMax)
    : m_name(std::move(name))
    , m_command(std::move(command))
    , m_recording(std::make_unique<cli::Recording>(std::move(source), cli::Recording::Seen(), cli::Keep::All, bodyMax))
    , m_minder([this, duration] { mind(duration); })
{
}

OpenCapture::~OpenCapture()
{
    stop();
    if (m_minder.joinable())
        m_minder.join();
}

std::expected<void, int> OpenCapture::release()
{
    const auto released = m_command->release();
    m_released = released.has_value();
    return released;
}

std::optional<int> OpenCapture::commandStatus() const
{
    const int status = m_status;
    return status < 0 ? std::nullopt : std::optional(status);
}

// The session's own thread reads; this one ends the capture when it is time, and then the command.
void OpenCapture::mind(std::optional<std::chrono::seconds> duration)
{
    const auto begin = Clock::now();
    bool stopping = false;
    while (!m_recording->waitEnd(int(lookEvery.count()))) {
        if (m_released && m_status < 0)
            m_status = m_command->poll();
        const bool over = m_status >= 0 || (duration && Clock::now() - begin >= *duration);
        if (!stopping && (over || m_stopAsked)) {
            m_recording->stop();
            stopping = true;
        }
    }
    if (m_released && m_status < 0)
        kill(m_command->pid(), SIGTERM);
    const auto asked = Clock::now();
    while (m_released && m_status < 0) {
        std::this_thread::sleep_for(lookEvery);
        m_status = m_command->poll();
        if (m_status < 0 && Clock::now() - asked >= grace)
            kill(m_command->pid(), SIGKILL);
    }
    m_ended = true;
}

bool OpenCapture::waitEnd(std::chrono::milliseconds timeout)
{
    const auto end = Clock::now() + timeout;
    while (!m_ended && Clock::now() < end)
        std::this_thread::sleep_for(lookEvery);
    return m_ended;
}

std::string OpenCapture::problem() const
{
    return m_ended && m_recording && m_recording->error() ? cli::errorText(*m_recording->error()) : std::string();
}

void OpenCapture::look(const Look &visit) const
{
    if (m_recording)
        return m_recording->look(visit);
    visit(m_store, m_calls);
}

std::shared_ptr<const base::BodySource> OpenCapture::bodies() const
{
    return m_recording ? m_recording->bodies() : m_har->bodies;
}

} // namespace agents
