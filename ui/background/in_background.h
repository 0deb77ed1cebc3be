// SPDX-License-Identifier: GPL-3.0-or-later
// One job on a separate thread, which nobody waits for, and a continuation on the GUI thread.
#pragma once

#include "ui/background/hand_over.h"

#include <QObject>
#include <QThread>

#include <optional>
#include <type_traits>
#include <utility>

namespace ui {

// The thread of a job, which also holds its result.
template <typename Job>
class JobThread final : public QThread
{
public:
    explicit JobThread(Job job) : m_job(std::move(job)) {}
    ~JobThread() override { noteReceived(this); }

    std::invoke_result_t<Job> takeResult()
    {
        noteReceived(this);
        return std::move(*m_result);
    }

private:
    void run() override
    {
        {
            Job job = std::move(m_job);
            m_result.emplace(job());
        }
        noteHandedOver(this);
    }

    Job m_job;
    std::optional<std::invoke_result_t<Job>> m_result;
};

// `then` is not called if `context` is destroyed before the job is done.
template <typename Job, typename Then>
void inBackground(QObject *context, Job job, Then then)
{
    auto *thread = new JobThread<Job>(std::move(job));
    QObject::connect(thread, &QThread::finished, context,
                     [thread, done = std::move(then)]() mutable { done(thread->takeResult()); });
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

} // namespace ui
