// SPDX-License-Identifier: GPL-3.0-or-later
// Work off the GUI thread of which only the newest matters: a new start supersedes the one before,
// whose result is dropped.
#pragma once

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <cstdint>
#include <utility>

namespace ui {

class Background
{
public:
    // Tells work that nobody waits for it any more; asked between steps.
    class Superseded
    {
    public:
        Superseded(const std::atomic<uint64_t> &newest, uint64_t mine) : m_newest(newest), m_mine(mine) {}
        bool operator()() const { return m_newest.load(std::memory_order_relaxed) != m_mine; }

    private:
        const std::atomic<uint64_t> &m_newest;
        uint64_t m_mine;
    };

    // A member of `receiver`, on whose thread results arrive.
    explicit Background(QObject *receiver) : m_receiver(receiver) { m_pool.setMaxThreadCount(1); }
    ~Background()
    {
        cancel();
        m_pool.waitForDone();
    }
    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;

    // `work(Superseded)` runs on another thread, `done(result)` on the receiver's.
    template <typename Work, typename Done>
    void start(Work work, Done done)
    {
        const uint64_t mine = ++m_newest;
        m_pool.start([this, mine, work = std::move(work), done = std::move(done)]() mutable {
            const Superseded superseded(m_newest, mine);
            if (superseded())
                return;
            auto result = work(superseded);
            if (superseded())
                return;
            QMetaObject::invokeMethod(m_receiver, [this, mine, done = std::move(done), result = std::move(result)]() mutable {
                if (m_newest.load() == mine)
                    done(std::move(result));
            }, Qt::QueuedConnection);
        });
    }
    void cancel() { ++m_newest; }

private:
    QObject *m_receiver;
    std::atomic<uint64_t> m_newest{0};
    QThreadPool m_pool; // its own, so that its end can be waited for before the receiver's
};

} // namespace ui
