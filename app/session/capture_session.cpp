// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/capture_session.h"

#include "app/session/derived_file.h"
#include "app/session/pipeline.h"
#include "privhelper/wire/names.h"
#include "privhelper/wire/reader.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <ctime>
#include <mutex>
#include <sched.h>
#include <thread>
#include <utility>

namespace session {

namespace {

constexpr auto updateEvery = std::chrono::milliseconds(50);
constexpr int waitMs = 50;
// Anything older than this has arrived, unless there is more than a moment's traffic in flight.
constexpr std::chrono::nanoseconds underWay = std::chrono::milliseconds(100);
constexpr std::chrono::nanoseconds yieldingPause = std::chrono::milliseconds(250);
constexpr int yieldingShare = 100;  // of a processor's time: one part in this many

std::chrono::nanoseconds timeOf(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

} // namespace

struct CaptureSession::State {
    std::unique_ptr<capture::Source> source;
    Post post;
    std::shared_ptr<DerivedFile> derived = std::make_shared<DerivedFile>();
    std::shared_ptr<const base::BodySource> bodies;
    std::atomic<bool> stopAsked = false;
    std::mutex restMutex;
    std::condition_variable stopping;

    void run(Pace, uint64_t bodyMax);
    void read(Pipeline &, Update &, bool yielding);
    void rest(std::chrono::nanoseconds);
    std::optional<capture::Error> takeRun(Pipeline &, const capture::Run &, std::vector<Notice> &);
    uint64_t skipped = 0; // messages of a newer helper
};

// Stations 5 to 8: receive, reassemble, parse, build.
std::optional<capture::Error> CaptureSession::State::takeRun(Pipeline &pipeline, const capture::Run &run,
                                                             std::vector<Notice> &notices)
{
    wire::FrameReader reader(run.frames);
    while (true) {
        const auto frame = reader.next();
        if (!frame)
            return capture::Error{capture::ErrorKind::Protocol, 0, 0, uint8_t(frame.error()),
                                  run.filePosition + reader.position(), std::string(readErrorName(frame.error()))};
        if (!*frame) {
            if (reader.skipped() > 0)
                pipeline.skipped(skipped += reader.skipped());
            return std::nullopt;
        }
        const wire::Frame &message = **frame;
        pipeline.take(message, run.filePosition + uint64_t(message.body.data() - run.frames.data()));
        if (message.type == wire::Type::Started) {
            if (const auto started = wire::decode<wire::Started>(message.body))
                notices.push_back({Notice::Kind::Started, started->hooks});
        } else if (message.type == wire::Type::RoleLost) {
            if (const auto lost = wire::decode<wire::RoleLost>(message.body))
                notices.push_back({Notice::Kind::RoleLost, wire::helperRoleName(lost->role) + std::string(": ") + lost->reason});
        }
    }
}

void CaptureSession::State::run(Pace pace, uint64_t bodyMax)
{
    Pipeline pipeline(source->bodies(), derived, bodyMax);
    Update update;
    if (pace == Pace::Yielding) {
        // A separate thread, since one that has given up its priority may not regain it. SCHED_IDLE, because the
        // observed programs wait for each other: one that must first preempt this thread delays all of them.
        std::thread yielding([&] {
            const sched_param none{};
            sched_setscheduler(0, SCHED_IDLE, &none);
            read(pipeline, update, true);
        });
        yielding.join();
    }
    read(pipeline, update, false);
}

void CaptureSession::State::read(Pipeline &pipeline, Update &update, bool yielding)
{
    auto last = std::chrono::steady_clock::now();
    auto before = timeOf(CLOCK_THREAD_CPUTIME_ID);
    while (!update.ended && !(yielding && stopAsked)) {
        const auto run = source->next(waitMs);
        if (!run) {
            update.error = run.error();
            update.ended = true;
        } else {
            update.error = takeRun(pipeline, *run, update.notices);
            // Only a live source returns an empty run: its clock advances even if nothing arrives.
            if (run->frames.empty() && !run->end)
                pipeline.passed((timeOf(CLOCK_BOOTTIME) - underWay).count());
            update.ended = run->end || update.error;
        }
        if (yielding) {
            const auto spent = timeOf(CLOCK_THREAD_CPUTIME_ID);
            rest(std::max(yieldingPause, (spent - std::exchange(before, spent)) * (yieldingShare - 1)));
        }
        const auto now = std::chrono::steady_clock::now();
        if (!update.ended && now - last < updateEvery)
            continue;
        last = now;
        if (update.ended)
            pipeline.finish();
        update.batch = pipeline.drain();
        if (update.ended || !update.batch.empty() || !update.notices.empty()) {
            const bool ended = update.ended;
            post(std::exchange(update, {}));
            update.ended = ended;
        }
    }
}

void CaptureSession::State::rest(std::chrono::nanoseconds time)
{
    std::unique_lock lock(restMutex);
    stopping.wait_for(lock, time, [this] { return stopAsked.load(); });
}

CaptureSession::CaptureSession(std::unique_ptr<capture::Source> source, Post post, Pace pace, uint64_t bodyMax)
    : m(std::make_shared<State>())
{
    m->source = std::move(source);
    m->post = std::move(post);
    m->bodies = joinedBodies(m->source->bodies(), m->derived);
    m_thread = std::thread([state = m, pace, bodyMax] { state->run(pace, bodyMax); });
}

CaptureSession::~CaptureSession()
{
    stop();
    m_thread.join();
}

void CaptureSession::stop()
{
    {
        const std::scoped_lock lock(m->restMutex);
        m->stopAsked = true;
    }
    m->stopping.notify_all();
    m->source->stop();
}

std::shared_ptr<const base::BodySource> CaptureSession::bodies() const
{
    return m->bodies;
}

} // namespace session
