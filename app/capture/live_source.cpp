// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/capture/live_source.h"

#include "app/capture/capture_file.h"
#include "app/capture/far_side.h"
#include "app/capture/frame_store.h"
#include "app/capture/link_feed.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <future>
#include <mutex>
#include <optional>

namespace capture {

namespace {

constexpr size_t machinesMax = 64;   // each has threads and a buffer

bool isFar(const SourceSpec &machine)
{
    return std::holds_alternative<FarMachine>(machine);
}

// Those that end the whole capture.
bool isOfFile(const Error &error)
{
    return error.kind == ErrorKind::DiskFull || error.kind == ErrorKind::File;
}

// Dedicated threads write incoming frames to the file, and next() reads them from there: a reader that falls behind, or
// yields the processor to the observed programs, costs no frames.
class LiveSource final : public Source
{
public:
    LiveSource(CaptureFile file, const LiveOptions &options)
        : m_options(options)
        , m_store(std::move(file))
    {
        for (const SourceSpec &machine : options.machines)
            m_feeds.push_back(feedOf(machine, false));
        m_running = m_feeds.size();
    }

    // All at once: each takes as long as its login.
    std::expected<void, Error> start()
    {
        std::vector<std::future<std::expected<void, Error>>> starting;
        starting.reserve(m_feeds.size());
        for (const Entry &entry : m_feeds)
            starting.push_back(isAwaited(entry) ? std::async(std::launch::async, [feed = entry.feed.get()] { return feed->start(); })
                                                : std::future<std::expected<void, Error>>());
        std::expected<void, Error> result;
        for (size_t i = 0; i < starting.size(); ++i) {
            if (!starting[i].valid())
                continue;
            if (auto started = starting[i].get(); !started && result)
                result = std::unexpected(named(std::move(started.error()), m_feeds[i].destination));
        }
        if (result)
            result = m_store.putInPlace();
        if (!result)
            return result;
        m_store.publish();
        for (const Entry &entry : m_feeds)
            isAwaited(entry) ? entry.feed->run() : entry.feed->begin();
        return {};
    }

    std::expected<Run, Error> next(int timeoutMs) override { return m_store.next(timeoutMs); }

    void stop() override
    {
        const std::scoped_lock lock(m_mutex);
        m_stopped = true;
        for (const Entry &entry : m_feeds)
            entry.feed->stop();
    }

    std::shared_ptr<const base::BodySource> bodies() const override { return m_store.bodies(); }
    int captureFile() const override { return m_store.fd(); }
    void release(uint64_t limit, const std::vector<base::Extent> &kept) override { m_store.release(limit, kept); }

    // In the order in which they were added.
    std::vector<MachineState> machines() const override
    {
        const std::scoped_lock lock(m_mutex);
        std::vector<MachineState> all;
        for (const Entry &entry : m_feeds)
            if (MachineState state = entry.feed->state(); !entry.removed || state.state != LinkState::Over)
                all.push_back(std::move(state));
        return all;
    }

    bool add(const SourceSpec &machine) override
    {
        Entry before;   // ended; its thread, which may wait for the lock, is joined without it
        const std::scoped_lock adding(m_adding);
        {
            const std::scoped_lock lock(m_mutex);
            if (m_stopped || m_running == 0 || m_feeds.size() >= machinesMax || std::holds_alternative<SavedFile>(machine))
                return false;
            Entry entry = feedOf(machine, true);
            const auto known = std::ranges::find(m_feeds, entry.destination, &Entry::destination);
            if (known != m_feeds.end() && known->feed->state().state != LinkState::Over)
                return false;
            if (known != m_feeds.end()) {
                before = std::move(*known);
                m_feeds.erase(known);
            }
            ++m_running;
            if (!isFar(machine))
                for (const pid_t pid : m_ssh)
                    entry.feed->leaveOut(pid);
            entry.feed->begin();
            m_feeds.push_back(std::move(entry));
        }
        return true;
    }

    void remove(const std::string &destination) override
    {
        const std::scoped_lock lock(m_mutex);
        const auto known = std::ranges::find(m_feeds, destination, &Entry::destination);
        if (known == m_feeds.end())
            return;
        known->removed = true;
        known->feed->stop();
    }

    void answer(const std::string &destination, std::string password) override
    {
        {
            const std::scoped_lock lock(m_mutex);
            const auto known = std::ranges::find(m_feeds, destination, &Entry::destination);
            if (known != m_feeds.end())
                known->feed->answer(password);
        }
        wipe(password);
    }

private:
    struct Entry {
        std::string destination;   // empty: this machine
        std::unique_ptr<LinkFeed> feed;
        bool removed = false;
    };

    bool isAwaited(const Entry &entry) const { return entry.destination.empty() || m_options.waitsForAll; }

    // `added`: later than the capture began.
    Entry feedOf(const SourceSpec &machine, bool added)
    {
        const LinkFeed::Events events{[this, added](std::optional<Error> error) { ended(std::move(error), added); }, [this](pid_t pid) { leaveOut(pid); }};
        const auto *far = std::get_if<FarMachine>(&machine);
        return {far ? far->destination : std::string(), std::make_unique<LinkFeed>(m_options, machine, m_store, events)};
    }

    static Error named(Error error, const std::string &destination)
    {
        if (!destination.empty())
            error.detail = destination + (error.detail.empty() ? "" : ": ") + error.detail;
        return error;
    }

    // What ssh receives is what is captured elsewhere.
    void leaveOut(pid_t pid)
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_ssh, [](pid_t known) { return kill(known, 0) != 0 && errno == ESRCH; });
        m_ssh.push_back(pid);
        for (const Entry &entry : m_feeds)
            if (entry.destination.empty())
                entry.feed->leaveOut(pid);
    }

    // While others go on, a machine's error is in its state; who waited for it wants it at the end too.
    void ended(std::optional<Error> error, bool added)
    {
        const std::scoped_lock lock(m_mutex);
        --m_running;
        if (error && !m_error && (m_running == 0 || (m_options.waitsForAll && !added) || isOfFile(*error)))
            m_error = std::move(error);
        if (m_running == 0)
            m_store.close(std::move(m_error));
    }

    const LiveOptions m_options;
    FrameStore m_store;
    std::mutex m_adding;          // one at a time
    mutable std::mutex m_mutex;   // of what follows
    size_t m_running = 0;
    bool m_stopped = false;
    std::optional<Error> m_error;
    std::vector<pid_t> m_ssh;
    std::vector<Entry> m_feeds;   // last: their threads use the above
};

} // namespace

std::expected<std::unique_ptr<Source>, Error> openLive(const LiveOptions &options)
{
    // The file first: an unwritable path should not cost the user a password prompt.
    auto file = CaptureFile::create(options.savePath, std::ranges::any_of(options.machines, isFar) ? fileVersionMachines : fileVersion);
    if (!file)
        return std::unexpected(file.error());
    auto source = std::make_unique<LiveSource>(std::move(*file), options);
    if (auto started = source->start(); !started)
        return std::unexpected(started.error());
    return source;
}

} // namespace capture
