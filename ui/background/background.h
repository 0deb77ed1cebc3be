// SPDX-License-Identifier: GPL-3.0-or-later
// Work off the GUI thread of which only the latest matters: a new start supersedes the previous one, whose result is
// dropped.
#pragma once

#include "ui/background/hand_over.h"

#include <QObject>
#include <QRunnable>
#include <QThread>
#include <QThreadPool>

#include <atomic>
#include <cstdint>
#include <utility>

namespace ui {

class Background
{
public:
    // Tells the work that its result is no longer wanted; checked between steps.
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
    explicit Background(QObject *receiver, int threads = 1, QThread::Priority priority = QThread::InheritPriority)
        : m_receiver(receiver)
    {
        m_pool.setMaxThreadCount(threads);
        m_pool.setThreadPriority(priority);
    }
    ~Background()
    {
        cancel();
        m_pool.waitForDone();
        noteReceived(this);
    }
    Background(const Background &) = delete;
    Background &operator=(const Background &) = delete;

    // `work(Superseded)` runs on another thread, `done(result)` on the receiver's.
    template <typename Work, typename Done>
    void start(Work work, Done done)
    {
        cancel();
        add(std::move(work), std::move(done));
    }
    // In addition to the work already running, and superseded together with it.
    template <typename Work, typename Done>
    void add(Work work, Done done)
    {
        auto run = [this, mine = m_newest.load(), work = std::move(work), done = std::move(done)]() mutable {
            const Superseded superseded(m_newest, mine);
            if (superseded())
                return;
            auto result = work(superseded);
            if (superseded())
                return;
            post(m_receiver, [this, mine, done = std::move(done), result = std::move(result)]() mutable {
                if (m_newest.load() == mine)
                    done(std::move(result));
            });
        };
        m_pool.start(new Task(this, std::move(run)));
    }
    void cancel() { ++m_newest; }
    int threads() const { return m_pool.maxThreadCount(); }

private:
    template <typename Function>
    class Task final : public QRunnable
    {
    public:
        Task(const Background *owner, Function function) : m_owner(owner), m_function(std::move(function)) {}
        void run() override
        {
            m_function();
            noteHandedOver(m_owner); // whose destructor waits for this
        }

    private:
        const Background *m_owner;
        HandedOver<Function> m_function;
    };

    QObject *m_receiver;
    std::atomic<uint64_t> m_newest{0};
    QThreadPool m_pool; // its own pool, so that it can be waited for before the receiver is destroyed
};

} // namespace ui
