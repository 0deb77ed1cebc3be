// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/capture_session.h"

#include "app/session/derived_file.h"
#include "app/session/machine_roads.h"
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
constexpr double quietBytesPerSecond = 256 * 1024;   // while less arrives, there is nothing to yield to
constexpr uint64_t mebibyte = uint64_t(1) << 20;
constexpr uint64_t behindMax = 256 * mebibyte, behindAgain = 16 * mebibyte;   // CatchingUp
// Streams and parsers may still hold bytes read as long ago as this, of which no exchange exists yet.
constexpr uint64_t newestKept = 256 * mebibyte;
constexpr uint64_t releasedAtOnce = 64 * mebibyte;

std::chrono::nanoseconds timeOf(clockid_t clock)
{
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

// Of a file, from one call to the next.
class Growth
{
public:
    double bytesPerSecond(uint64_t size)
    {
        const auto now = std::chrono::steady_clock::now();
        const std::chrono::duration<double> since = now - std::exchange(m_asked, now);
        return double(size - std::exchange(m_size, size)) / since.count();
    }

private:
    uint64_t m_size = 0;
    std::chrono::steady_clock::time_point m_asked = std::chrono::steady_clock::now();
};

} // namespace

struct CaptureSession::State {
    std::unique_ptr<capture::Source> source;
    Post post;
    std::shared_ptr<DerivedFile> derived = std::make_shared<DerivedFile>();
    std::shared_ptr<const base::BodySource> bodies;
    Pace pace = Pace::Prompt;
    std::atomic<bool> stopAsked = false;
    std::mutex restMutex;
    std::condition_variable stopping;

    void run(uint64_t bodyMax);
    // Yielding: until `behindMost` bytes are waiting; prompt: until no more than that are; either until the end.
    void read(MachineRoads &, Update &, bool yielding, uint64_t behindMost);
    void rest(std::chrono::nanoseconds);
    void release(const exchange::Store &, std::span<const exchange::ExchangeId> kept);
    std::optional<capture::Error> takeRun(MachineRoads &, const capture::Run &, std::vector<Notice> &);
    uint64_t skipped = 0; // messages of a newer helper
    bool started = false; // earlier frames are read again then
    std::atomic<std::chrono::steady_clock::time_point> readTo{};
    uint64_t position = 0, released = 0, derivedReleased = 0;   // in the files: read so far, and up to where it was released
};

// Stations 5 to 8: receive, reassemble, parse, build.
std::optional<capture::Error> CaptureSession::State::takeRun(MachineRoads &roads, const capture::Run &run,
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
                roads.skipped(skipped += reader.skipped());
            return std::nullopt;
        }
        const wire::Frame &message = **frame;
        roads.take(message, run.filePosition + uint64_t(message.body.data() - run.frames.data()));
        if (message.type == wire::Type::Started) {
            started = true;
            if (const auto told = wire::decode<wire::Started>(message.body))
                notices.push_back({Notice::Kind::Started, told->hooks});
        } else if (message.type == wire::Type::RoleLost) {
            if (const auto lost = wire::decode<wire::RoleLost>(message.body))
                notices.push_back({Notice::Kind::RoleLost, wire::helperRoleName(lost->role) + std::string(": ") + lost->reason});
        }
    }
}

void CaptureSession::State::run(uint64_t bodyMax)
{
    MachineRoads roads(source->bodies(), derived, bodyMax);
    Update update;
    while (pace != Pace::Prompt && !update.ended && !stopAsked) {
        // A separate thread, since one that has given up its priority may not regain it. SCHED_IDLE, because the
        // observed programs wait for each other: one that must first preempt this thread delays all of them.
        std::thread yielding([&] {
            const sched_param none{};
            sched_setscheduler(0, SCHED_IDLE, &none);
            read(roads, update, true, pace == Pace::CatchingUp ? behindMax : UINT64_MAX);
        });
        yielding.join();
        if (!stopAsked)
            read(roads, update, false, behindAgain);
    }
    read(roads, update, false, 0);
}

void CaptureSession::State::read(MachineRoads &roads, Update &update, bool yielding, uint64_t behindMost)
{
    bool over = false, rests = yielding;
    Growth file;
    auto last = std::chrono::steady_clock::now(), upTo = readTo.load();
    auto before = timeOf(CLOCK_THREAD_CPUTIME_ID);
    while (!update.ended && !over && !(yielding && stopAsked)) {
        const auto asked = std::chrono::steady_clock::now();
        const auto run = source->next(waitMs);
        if (!run) {
            update.error = run.error();
            update.ended = true;
        } else {
            update.error = takeRun(roads, *run, update.notices);
            // Only a live source returns an empty run: its clock advances even if nothing arrives.
            if (run->frames.empty() && !run->end)
                roads.passed((timeOf(CLOCK_BOOTTIME) - underWay).count(), timeOf(CLOCK_REALTIME).count());
            update.ended = run->end || update.error;
            position = run->filePosition + run->frames.size();
            if (run->behind == 0)
                upTo = asked;
            const bool quiet = file.bytesPerSecond(position + run->behind) < quietBytesPerSecond;
            rests = yielding && (run->behind == 0 || !quiet);
            over = yielding ? run->behind > behindMost : behindMost > 0 && run->behind <= behindMost;
        }
        const auto spent = timeOf(CLOCK_THREAD_CPUTIME_ID) - before;
        before += spent;
        if (rests && !update.ended && !over)
            rest(std::max(yieldingPause, spent * (yieldingShare - 1)));
        const auto now = std::chrono::steady_clock::now();
        // Nobody waits for the updates of the others: each run is one, so that they stay small however much is waiting.
        if (pace == Pace::Prompt && !update.ended && now - last < updateEvery)
            continue;
        last = now;
        if (update.ended)
            roads.finish();
        update.batch = roads.drain();
        if (update.ended || !update.batch.empty() || !update.notices.empty()) {
            const bool ended = update.ended;
            post(std::exchange(update, {}));
            update.ended = ended;
        }
        readTo = upTo;
    }
}

void CaptureSession::State::release(const exchange::Store &store, std::span<const exchange::ExchangeId> needed)
{
    const auto limitOf = [](uint64_t read, uint64_t before) {
        return read > before + newestKept + releasedAtOnce ? read - newestKept : before;
    };
    const uint64_t limit = limitOf(position, released), derivedLimit = limitOf(derived->size(), derivedReleased);
    if (!started || (limit == released && derivedLimit == derivedReleased))
        return;
    std::vector<base::Extent> kept, derivedKept;
    for (const base::Slice &slice : store.slicesOf(needed))
        (slice.derived() ? derivedKept : kept).push_back({slice.fileOffset(), slice.fileOffset() + slice.length});
    source->release(released = limit, kept);
    derived->release(derivedReleased = derivedLimit, derivedKept);
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
    m->pace = pace;
    m_thread = std::thread([state = m, bodyMax] { state->run(bodyMax); });
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

void CaptureSession::release(const exchange::Store &store, std::span<const exchange::ExchangeId> kept)
{
    m->release(store, kept);
}

std::chrono::steady_clock::time_point CaptureSession::readTo() const
{
    return m->readTo;
}

std::vector<capture::MachineState> CaptureSession::machines() const
{
    return m->source->machines();
}

bool CaptureSession::add(const capture::SourceSpec &machine)
{
    return m->source->add(machine);
}

void CaptureSession::remove(const std::string &destination)
{
    m->source->remove(destination);
}

void CaptureSession::answer(const std::string &destination, std::string password)
{
    m->source->answer(destination, std::move(password));
}

std::shared_ptr<const base::BodySource> CaptureSession::bodies() const
{
    return m->bodies;
}

} // namespace session
