// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/live_source.h"

#include "app/capture/capture_file.h"
#include "app/capture/frame_store.h"
#include "app/capture/link_feed.h"

#include <future>
#include <mutex>
#include <optional>

namespace capture {

namespace {

// Dedicated threads write incoming frames to the file, and next() reads them from there: a reader that falls behind, or
// yields the processor to the observed programs, costs no frames.
class LiveSource final : public Source
{
public:
    LiveSource(CaptureFile file, const LiveOptions &options)
        : m_store(std::move(file))
    {
        const auto over = [this](std::optional<Error> error) { ended(std::move(error)); };
        if (options.machines.empty())
            m_feeds.push_back(std::make_unique<LinkFeed>(options, "", m_store, over));
        for (const std::string &machine : options.machines)
            m_feeds.push_back(std::make_unique<LinkFeed>(options, machine, m_store, over));
        m_running = m_feeds.size();
    }

    // All at once: each takes as long as its login.
    std::expected<void, Error> start()
    {
        std::vector<std::future<std::expected<void, Error>>> starting;
        starting.reserve(m_feeds.size());
        for (size_t i = 1; i < m_feeds.size(); ++i)
            starting.push_back(std::async(std::launch::async, [feed = m_feeds[i].get()] { return feed->start(); }));
        auto result = m_feeds[0]->start();
        if (!result)
            result = std::unexpected(named(std::move(result.error()), 0));
        for (size_t i = 0; i < starting.size(); ++i)
            if (auto started = starting[i].get(); !started && result)
                result = std::unexpected(named(std::move(started.error()), i + 1));
        if (result)
            result = m_store.putInPlace();
        if (!result)
            return result;
        m_store.publish();
        for (const auto &feed : m_feeds)
            feed->run();
        return {};
    }

    std::expected<Run, Error> next(int timeoutMs) override { return m_store.next(timeoutMs); }

    void stop() override
    {
        for (const auto &feed : m_feeds)
            feed->stop();
    }

    std::shared_ptr<const base::BodySource> bodies() const override { return m_store.bodies(); }
    int captureFile() const override { return m_store.fd(); }
    void release(uint64_t limit, const std::vector<base::Extent> &kept) override { m_store.release(limit, kept); }

    std::vector<MachineState> machines() const override
    {
        std::vector<MachineState> all;
        for (const auto &feed : m_feeds)
            if (MachineState state = feed->state(); !state.destination.empty())
                all.push_back(std::move(state));
        return all;
    }

private:
    Error named(Error error, size_t feed) const
    {
        const std::string destination = m_feeds[feed]->state().destination;
        if (!destination.empty())
            error.detail = destination + (error.detail.empty() ? "" : ": ") + error.detail;
        return error;
    }

    void ended(std::optional<Error> error)
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_error)
            m_error = std::move(error);
        if (--m_running == 0)
            m_store.close(std::move(m_error));
    }

    FrameStore m_store;
    std::mutex m_mutex;   // of what follows
    size_t m_running = 0;
    std::optional<Error> m_error;
    std::vector<std::unique_ptr<LinkFeed>> m_feeds;   // last: their threads use the above
};

} // namespace

std::expected<std::unique_ptr<Source>, Error> openLive(const LiveOptions &options)
{
    // The file first: an unwritable path should not cost the user a password prompt.
    auto file = CaptureFile::create(options.savePath, options.machines.empty() ? fileVersion : fileVersionMachines);
    if (!file)
        return std::unexpected(file.error());
    auto source = std::make_unique<LiveSource>(std::move(*file), options);
    if (auto started = source->start(); !started)
        return std::unexpected(started.error());
    return source;
}

} // namespace capture
