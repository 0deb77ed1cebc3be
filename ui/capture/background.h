// SPDX-License-Identifier: GPL-3.0-or-later
// One job on a thread of its own, and what to do with its result on the GUI thread.
#pragma once

#include <QObject>
#include <QThread>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace ui {

// `then` is not called when `context` is gone by the time the job is done.
template <typename Job, typename Then>
void inBackground(QObject *context, Job job, Then then)
{
    using Result = std::invoke_result_t<Job>;
    auto result = std::make_shared<std::optional<Result>>();
    QThread *thread = QThread::create([result, work = std::move(job)]() mutable { result->emplace(work()); });
    QObject::connect(thread, &QThread::finished, context,
                     [result, done = std::move(then)]() mutable { done(std::move(**result)); });
    QObject::connect(thread, &QThread::finished, thread, &QObject::deleteLater);
    thread->start();
}

} // namespace ui
